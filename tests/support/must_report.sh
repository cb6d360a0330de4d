#!/bin/sh
# must_report.sh TEXT COMMAND...: passes if the command fails and its errors contain TEXT.
#
# For the planted mistakes: a sanitizer that says nothing, or says it and lets the test pass, is no sanitizer.
text=$1
shift
output=$("$@" 2>&1)
status=$?
printf '%s\n' "$output"
if [ "$status" -eq 0 ]; then
    echo "must_report: it ended with status 0"
    exit 1
fi
case $output in
*"$text"*) exit 0 ;;
esac
echo "must_report: it does not say: $text"
exit 1

#!/bin/sh
# A program prints the same as the command that follows, something, and both end well: same.sh PROGRAM COMMAND...
set -eu
native=$("$1")
shift
guest=$("$@")
printf '%s\n' "$native"
test -n "$native"
if [ "$native" != "$guest" ]; then
    printf 'but %s:\n%s\n' "$*" "$guest"
    exit 1
fi

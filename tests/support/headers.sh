#!/bin/sh
# Headers compile alone, included twice, without a warning: headers.sh INCLUDE SYSTEM-INCLUDE HEADERS COMPILER...
# INCLUDE is where the headers are; the compiler's arguments name the language and the standard.
set -eu
include=$1
system=$2
headers=$3 # a pattern
shift 3
cd "$include"
for name in $headers; do
    printf '#include <%s>\n#include <%s>\nint a_file_is_not_empty;\n' "$name" "$name" |
        "$@" -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Werror \
            -I "$include" -isystem "$system" -fsyntax-only -
done

#!/bin/sh
# Headers compile alone, included twice, without a warning: headers.sh SDK-INCLUDE WEBGPU-INCLUDE HEADERS COMPILER...
set -eu
sdk=$1
webgpu=$2
headers=$3 # a pattern
shift 3
cd "$sdk"
for name in $headers; do
    printf '#include <%s>\n#include <%s>\nint a_file_is_not_empty;\n' "$name" "$name" |
        "$@" -std=c++20 -fno-exceptions -fno-rtti -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion \
            -Wshadow -Werror -I "$sdk" -isystem "$webgpu" -fsyntax-only -x c++ -
done

"""Every function of webgpu.h is called by some header of webgpu.hpp: test_reached.py WEBGPU_H HEADERS...

Comments do not count. There are no exceptions; a function that no class can have would be one, with its reason."""

import re
import sys
from pathlib import Path

FUNCTION = re.compile(r"^WGPU_EXPORT .*?\b(wgpu[A-Z]\w*)\(", re.MULTILINE)
COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)


def main(webgpu_h, *headers):
    functions = FUNCTION.findall(Path(webgpu_h).read_text(encoding="utf-8"))
    if len(functions) < 200:
        sys.exit(f"{webgpu_h}: only {len(functions)} functions, so it was misread")
    words = set()
    for header in headers:
        words.update(re.findall(r"\w+", COMMENT.sub(" ", Path(header).read_text(encoding="utf-8"))))
    missing = [name for name in functions if name not in words]
    if missing:
        sys.exit("no class of webgpu.hpp calls " + ", ".join(missing))
    print(f"{len(functions)} functions")


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Whether each function of webgpu.h is called by some test: by the undefined symbols of the tests' object files.

called.py NM FUNCTIONS FOLDER...: FUNCTIONS is the list that the SDK's build makes of webgpu.h. Left out are programs
that name them all only because they are there.
"""

import re
import subprocess
import sys
from pathlib import Path

NAME_ALL = ("sdk_misuse", "sdk_proc_address")


def main() -> int:
    nm, functions, *folders = sys.argv[1:]
    named = {f"wgpu{name}" for name in re.findall(r"X\((\w+)\)", Path(functions).read_text(encoding="utf-8"))}
    objects = [path for folder in folders for path in Path(folder).rglob("*.obj")
               if not path.name.startswith(NAME_ALL)]
    if not named or not objects:
        print(f"{len(named)} functions in {functions}, {len(objects)} object files in {' '.join(folders)}")
        return 1
    symbols = subprocess.run([nm, "--undefined-only", "--just-symbol-name", *objects], capture_output=True, text=True,
                             check=True)
    missing = sorted(named - set(symbols.stdout.split()))
    print("\n".join(f"no test calls {name}" for name in missing) or f"all {len(named)} functions are called")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())

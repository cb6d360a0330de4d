"""Runs a guest that says which functions of webgpu.h it misuses: each must be on its log. misuse.py COMMAND..."""

import subprocess
import sys
from collections import Counter


def main() -> int:
    guest = subprocess.run(sys.argv[1:], capture_output=True, text=True, check=False)
    sys.stdout.write(guest.stdout)
    sys.stderr.write(guest.stderr)
    called = Counter(line.split()[1] for line in guest.stdout.splitlines() if line.startswith("called "))
    logged = Counter(line.split(":")[0] for line in guest.stderr.splitlines() if line.startswith("wgpu"))
    silent = [name for name, count in called.items() if logged[name] < count]
    if guest.returncode != 0 or silent or not called:
        print(f"exit code {guest.returncode}; not on the log: {' '.join(silent) or 'none'}")
        return 1
    print(f"{len(called)} functions, each on the log")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Debian's packages: what is missing is installed by root, and for anyone else the one command is printed."""

import os
import shlex
import shutil
import subprocess

from steps.report import SetupError, run, say


def available():
    return shutil.which("dpkg-query") is not None and shutil.which("apt-get") is not None


def missing(packages):
    """Of {package: oldest version}, the names that are not installed, or too old, in order."""
    have = installed(packages)
    return sorted(name for name, oldest in packages.items() if not at_least(have.get(name), oldest))


def installed(packages):
    """{package: version} of those that are installed."""
    if not packages:
        return {}
    answer = subprocess.run(["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status} ${Version}\n", *packages],
                            stdin=subprocess.DEVNULL, capture_output=True, text=True)
    rows = (line.split() for line in answer.stdout.splitlines())
    return {row[0]: row[2] for row in rows if len(row) == 3 and row[1] == "installed"}


def at_least(version, oldest):
    """Compares as dpkg does; None, for a package that is not there, is less than anything."""
    if version is None:
        return False
    return subprocess.run(["dpkg", "--compare-versions", version, "ge", oldest]).returncode == 0


def candidate(package):
    """The version that apt would install, or None."""
    answer = subprocess.run(["apt-cache", "policy", package], stdin=subprocess.DEVNULL, capture_output=True,
                            text=True, env=os.environ | {"LC_ALL": "C"})
    for line in answer.stdout.splitlines():
        key, _, value = line.strip().partition(": ")
        if key == "Candidate" and value != "(none)":
            return value
    return None


def best(packages, oldest):
    """The first of several packages that apt has new enough; the last, if none: apt then says what is wrong."""
    for package in packages:
        if at_least(candidate(package), oldest):
            return package
    return packages[-1]


def install(packages):
    """Installs them as root; otherwise stops with the command that does."""
    command = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    if os.geteuid() != 0:
        raise SetupError(f"packages are missing; install them, then run this again:\n    sudo {shlex.join(command)}")
    say("install", " ".join(packages))
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    patient = ["-o", "DPkg::Lock::Timeout=600"]
    run(["apt-get", "update", *patient], "apt-get", env=environment)
    run([command[0], *patient, *command[1:]], "apt-get", env=environment)

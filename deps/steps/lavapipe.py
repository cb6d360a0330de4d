"""A Vulkan driver for machines without a GPU: Mesa's lavapipe, 23.1 or newer (older ones end long loops early).

Where Debian's own is too old it comes from backports, through an apt source that is derived from the machine's
own and has lists and caches of its own. It is only unpacked: the machine's drivers and sources stay as they are,
and deps/env points the Vulkan loader at it."""

import ctypes
import glob
import json
import os
import re
import shutil

from steps import debian, fetch, unpack
from steps.report import SetupError, run, say

ICD = "mesa/lvp_icd.json"


def system_package(driver):
    """The system's own driver package if apt has it new enough, installed or not; else None."""
    package = driver["package"]
    version = debian.installed([package]).get(package) or debian.candidate(package)
    return package if debian.at_least(version, driver["oldest"]) else None


def unpack_backport(driver, root, cache):
    package = _cached(driver, cache) or _Apt(os.path.join(cache, "apt"), driver["suite"]).download(driver)
    folder = os.path.join(cache, "partial", driver["package"])
    shutil.rmtree(folder, ignore_errors=True)
    run(["dpkg-deb", "--extract", package, folder], driver["package"])
    (library,) = glob.glob(os.path.join(folder, "usr", "lib", "**", driver["library"]), recursive=True)
    place = os.path.abspath(os.path.join(root, "mesa", "lib", driver["library"]))
    with open(library, "rb") as file:
        unpack.write(place, file.read())
    shutil.rmtree(folder)
    _check_links(place)
    icd = {"file_format_version": "1.0.0", "ICD": {"library_path": place, "api_version": driver["api_version"]}}
    unpack.write(os.path.join(root, ICD), json.dumps(icd, indent=4).encode() + b"\n")


def _cached(driver, cache):
    found = glob.glob(os.path.join(cache, "apt", "*.deb"))
    return next((path for path in found if fetch.sha256(path) == driver["sha256"]), None)


def _check_links(library):
    """Loads it once with every symbol bound: a library it lacks shows here, not as "no adapter" later."""
    try:
        ctypes.CDLL(library, mode=os.RTLD_NOW)
    except OSError as error:
        raise SetupError(f"lavapipe does not load here: {error}") from None


class _Apt:
    """apt with one source, the machine's main one in another suite, and folders of its own."""

    def __init__(self, folder, suite):
        codename = _os_release()["VERSION_CODENAME"]
        self.suite = f"{codename}-{suite}"
        self._folder = folder
        for part in ("lists/partial", "cache/archives/partial"):
            os.makedirs(os.path.join(folder, part), exist_ok=True)
        source = os.path.join(folder, "one.sources")
        with open(source, "w", encoding="utf-8") as file:
            file.write(derive_source(_machine_sources(), codename, self.suite))
        self._options = [option for pair in (
            ("Dir::Etc::SourceList", source), ("Dir::Etc::SourceParts", "/dev/null"),
            ("Dir::State::Lists", os.path.join(folder, "lists")), ("Dir::Cache", os.path.join(folder, "cache")),
            ("APT::Sandbox::User", "root"),
        ) for option in ("-o", "=".join(pair))]

    def download(self, driver):
        """The path of the package: the pinned version, or, when the archive has moved on, what replaced it."""
        name = driver["package"]
        say("fetch", f"{name} {driver['version']} (apt, {self.suite})")
        run(["apt-get", *self._options, "update"], name)
        known = run(["apt-cache", *self._options, "show", "--no-all-versions", name], name)
        versions = re.findall(r"^Version: (\S+)$", run(["apt-cache", *self._options, "show", name], name), re.M)
        version = driver["version"] if driver["version"] in versions else \
            re.search(r"^Version: (\S+)$", known, re.M).group(1)
        if not debian.at_least(version, driver["oldest"]):
            raise SetupError(f"{name}: {self.suite} has {version}, and {driver['oldest']} is needed")
        for old in glob.glob(os.path.join(self._folder, "*.deb")):
            os.remove(old)
        run(["apt-get", *self._options, "download", f"{name}={version}"], name, cwd=self._folder)
        (path,) = glob.glob(os.path.join(self._folder, "*.deb"))
        if version == driver["version"]:
            fetch.check(path, driver["sha256"])
        else:
            say("note", f"{driver['version']} is gone from the archive; {version} has apt's signature")
        return path


def derive_source(stanzas, codename, suite):
    """The first source of packages for `codename` itself, with another suite in its place."""
    for stanza in stanzas:
        if "deb" in stanza.get("Types", "").split() and codename in stanza.get("Suites", "").split() \
                and "main" in stanza.get("Components", "").split():
            derived = stanza | {"Types": "deb", "Suites": suite, "Components": "main"}
            return "".join(f"{key}: {value}\n" for key, value in derived.items())
    raise SetupError(f"no apt source for {codename} to derive {suite} from; install a Vulkan driver, "
                     "or set VK_DRIVER_FILES to one")


def _machine_sources():
    for path in sorted(glob.glob("/etc/apt/sources.list.d/*.sources")):
        with open(path, encoding="utf-8") as file:
            yield from parse_deb822(file.read())
    for path in ["/etc/apt/sources.list", *sorted(glob.glob("/etc/apt/sources.list.d/*.list"))]:
        if os.path.exists(path):
            with open(path, encoding="utf-8") as file:
                yield from parse_lines(file.read())


def parse_deb822(text):
    """Stanzas `Key: value`, parted by empty lines; a value goes on in lines that begin with a space."""
    for block in re.split(r"\n\s*\n", re.sub(r"^#.*\n?", "", text, flags=re.M)):
        fields = {}
        for line in block.splitlines():
            if line[:1].isspace() and fields:
                fields[key] += "\n" + line
            elif ":" in line:
                key, value = line.split(":", 1)
                fields[key] = value.strip()
        if fields and fields.get("Enabled", "yes").lower() not in ("no", "false"):
            yield fields


def parse_lines(text):
    """`deb [options] address suite component...`, a line each."""
    names = {"signed-by": "Signed-By", "trusted": "Trusted"}
    for line in text.splitlines():
        found = re.match(r"deb\s+(?:\[([^]]*)\]\s+)?(\S+)\s+(\S+)\s+(.+?)\s*(?:#.*)?$", line)
        if found is None:
            continue
        fields = {"Types": "deb", "URIs": found[2], "Suites": found[3], "Components": found[4]}
        for option in (found[1] or "").split():
            key, _, value = option.partition("=")
            if key in names:
                fields[names[key]] = value
        yield fields


def _os_release():
    with open("/etc/os-release", encoding="utf-8") as file:
        return dict(line.rstrip().replace('"', "").split("=", 1) for line in file if "=" in line)

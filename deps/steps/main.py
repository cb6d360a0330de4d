"""The whole of setup, in order: Debian's packages, archives, the driver, tools, and what the tools make."""

import argparse
import fcntl
import os
import platform
import sys

from steps import clients, debian, fetch, lavapipe, report, rust, unpack
from steps.catalogue import GROUPS, Catalogue
from steps.report import SetupError, say
from steps.stamps import Stamps

DEPS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def main(arguments):
    options = parse(arguments)
    try:
        os.makedirs(options.cache, exist_ok=True)
        with open(os.path.join(options.cache, ".lock"), "w", encoding="ascii") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            work = Setup(options)
            work.run()
        if not work.busy and not options.quiet:
            print("setup: everything is there")
        return 0
    except SetupError as error:
        return report.fail(error)
    except KeyboardInterrupt:
        report.fail("interrupted; run it again to go on")
        return 130


def parse(arguments):
    parser = argparse.ArgumentParser(prog="deps/setup", description="Fetches what wasigpu is built from.")
    parser.add_argument("groups", nargs="*", metavar="GROUP", help="of: " + ", ".join(GROUPS) + " (default: all)")
    parser.add_argument("--quiet", action="store_true", help="say nothing when everything is there")
    parser.add_argument("--root", default=os.path.join(DEPS, "root"), help="where the dependencies are put")
    parser.add_argument("--cache", default=os.path.join(DEPS, "cache"), help="where downloads are kept")
    parser.add_argument("--versions", default=os.path.join(DEPS, "versions.toml"), help="what to fetch")
    options = parser.parse_args(arguments)
    for group in options.groups:
        if group not in GROUPS:
            parser.error(f"no group {group}: there are {', '.join(GROUPS)}")
    options.groups = options.groups or list(GROUPS)
    options.root, options.cache = os.path.abspath(options.root), os.path.abspath(options.cache)
    return options


class Setup:
    """One run. `busy` says afterwards whether there was anything to do."""

    def __init__(self, options):
        self.root, self.cache = options.root, options.cache
        self.catalogue = Catalogue(options.versions, options.groups)
        self.stamps = Stamps(self.root)
        self.busy = False

    def run(self):
        archives = self.pending(self.catalogue.archives(), lambda entry: [
            path.removesuffix(".in") for path in entry["files"].values()])
        tools = self.pending(self.catalogue.tools(), lambda entry: ["tools/bin/" + entry["binary"]])
        if (archives or tools) and (sys.platform, platform.machine()) != ("linux", "x86_64"):
            raise SetupError("what is pinned is for Linux on x86-64; elsewhere set WASMTIME_ROOT, DAWN_ROOT, "
                             "WGPU_NATIVE_ROOT and VK_DRIVER_FILES to what you have")
        driver, driver_packages = self.choose_driver()
        wanted_clients = {entry["client"] for entry in archives.values()} | ({"cargo"} if tools else set())
        self.install_packages(self.catalogue.debian() | driver_packages | self.client_packages(wanted_clients))

        for name, entry in archives.items():
            unpack.archive(fetch.archive(name, entry, self.cache, self.catalogue), entry, self.root)
            self.finish(name, entry)
        if driver is not None:
            lavapipe.unpack_backport(driver, self.root, self.cache)
            self.finish("driver", driver)
        for name, entry in tools.items():
            rust.build(name, entry, self.root, self.cache, self.catalogue)
            self.finish(name, entry)
        for name, entry in self.pending(self.catalogue.derived(), lambda entry: [entry["output"]]).items():
            say("make", entry["output"])
            program, *arguments = entry["command"]
            text = report.run([os.path.join(self.root, program), *arguments], name, cwd=self.root)
            unpack.write(os.path.join(self.root, entry["output"]), text.encode())
            self.finish(name, entry)

    def pending(self, entries, outputs):
        return {name: entry for name, entry in entries.items()
                if not self.stamps.done(name, entry, outputs(entry))}

    def finish(self, name, entry):
        self.stamps.mark(name, entry)
        self.busy = True

    def choose_driver(self):
        """The driver to unpack, or None; and the packages it takes to run the one that is used."""
        driver = self.catalogue.driver()
        if driver is None or not debian.available():
            return None, {}
        driver = driver | {"root": self.root} # its place is written into a file: a move makes it stale
        if self.stamps.done("driver", driver, [lavapipe.ICD]):
            return None, driver["debian"]
        own = lavapipe.system_package(driver)
        return (driver, driver["debian"]) if own is None else (None, {own: driver["oldest"]})

    def client_packages(self, names):
        """The packages of the clients there is work for, where the machine has none that is new enough."""
        entries = [self.catalogue.client(name) for name in sorted(names)]
        return {debian.best(entry["debian"], entry["oldest"]): "0" for entry in entries
                if clients.find(entry) is None} if debian.available() else {}

    def install_packages(self, packages):
        if not debian.available():
            say("note", "this is not Debian: it takes what there is called " + " ".join(sorted(packages)))
            return
        missing = debian.missing(packages)
        if missing:
            debian.install(missing)
            self.busy = True

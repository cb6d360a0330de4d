"""versions.toml as Python sees it: the entries, and which of them apply to this run."""

import os
import tomllib

GROUPS = ("run", "test", "fuzz", "gen", "lint")


class Catalogue:
    """The entries of versions.toml that `groups` need and no environment variable stands in for."""

    def __init__(self, path, groups, environment=os.environ):
        with open(path, "rb") as file:
            self._tables = tomllib.load(file)
        self._groups = set(groups)
        self._environment = environment

    def archives(self):
        return self._chosen("archive")

    def tools(self):
        return self._chosen("tool")

    def derived(self):
        return self._chosen("derived")

    def client(self, name):
        return self._tables.get("client", {})[name]

    def driver(self):
        """The driver's entry, or None if the user has named a driver."""
        entry = self._tables.get("driver")
        return entry if entry is not None and self._applies(entry) else None

    def debian(self):
        """{package: oldest version} for the groups; where two entries name one package, the newer wins the
        dictionary, and both carry the same version."""
        packages = {}
        for entry in self._chosen("debian").values():
            packages.update(entry["packages"])
        return packages

    def _chosen(self, table):
        return {name: entry for name, entry in self._tables.get(table, {}).items() if self._applies(entry)}

    def _applies(self, entry):
        if not self._groups.intersection(entry["groups"]):
            return False
        instead = entry.get("instead", [])
        names = [instead] if isinstance(instead, str) else instead
        return not any(self._environment.get(name) for name in names)

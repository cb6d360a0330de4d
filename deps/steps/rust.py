"""Tools that are built from crates: the crate is checked first, and what is built is that very crate.

The crates below it are held by its lock file. Built without optimisation: they run for a moment only."""

import os
import shutil

from steps import clients, fetch, unpack
from steps.report import run, say


def build(name, entry, root, cache, catalogue):
    crate = fetch.archive(name, entry | {"client": "cargo"}, cache, catalogue)
    cargo = clients.need("cargo", catalogue)
    work = os.path.join(cache, "build", name)
    source = unpack.extract_tree(crate, os.path.join(work, "source"))
    say("build", f"{entry['package']} {entry['version']} (cargo; takes minutes)")
    environment = clients.environment(cargo) | {"CARGO_TARGET_DIR": os.path.join(work, "target"),
                                                "CARGO_PROFILE_DEV_DEBUG": "false"}
    run([*cargo, "install", "--quiet", "--locked", "--force", "--profile", "dev", "--no-default-features",
         "--features", ",".join(entry["features"]), "--root", os.path.join(root, "tools"), "--path", source],
        entry["package"], env=environment, cwd=work)
    shutil.rmtree(work)

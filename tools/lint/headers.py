"""Every header compiles alone: the public ones as C11 and as C++17, those of the rooms as C11.

The include paths are those of the build, from its compile_commands.json."""

import json
import shlex
import subprocess
from concurrent.futures import ThreadPoolExecutor

WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Werror"]
CPP = ("-x", "c++", "-std=c++17")
C = ("-x", "c", "-std=gnu11")
STRICT_C = ("-x", "c", "-std=c11")


def check(tree, build, jobs):
    includes = include_paths(build)
    work = []
    for path in tree.files:
        if path.suffix != ".h":
            continue
        if str(path).startswith("include/wasigpu/"):
            work += [("gcc", STRICT_C, path), ("g++", CPP, path)]
        elif str(path).startswith("src/"):
            work.append(("gcc", C, path))
    with ThreadPoolExecutor(jobs) as pool:
        for complaint in pool.map(lambda item: compile_alone(tree, includes, *item), work):
            if complaint is not None:
                yield complaint


def compile_alone(tree, includes, compiler, language, path):
    """Included twice, so that a missing guard shows too."""
    source = f'#include "{tree.root / path}"\n' * 2 + "typedef int a_file_is_not_empty;\n"
    command = [compiler, *language, *WARNINGS, *includes, "-fsyntax-only", "-"]
    result = subprocess.run(command, input=source, capture_output=True, text=True, cwd=tree.root)
    if result.returncode == 0:
        return None
    first = next((line for line in result.stderr.splitlines() if "error" in line), result.stderr.strip())
    return f"{path}: does not compile alone ({compiler} {language[-1]}): {first}"


def include_paths(build):
    """The -I and -isystem of all commands, each once."""
    found = {}
    for entry in json.loads((build / "compile_commands.json").read_text(encoding="utf-8")):
        words = shlex.split(entry["command"])
        for index, word in enumerate(words):
            if word == "-isystem":
                found[word, words[index + 1]] = None
            elif word.startswith("-I"):
                found[word,] = None
    return [word for option in found for word in option]

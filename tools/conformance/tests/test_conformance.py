"""The tables fit the interface, records are read as they are written, and what is missing is said."""

from __future__ import annotations

import tempfile
import unittest
from pathlib import Path

from tools.conformance import __main__ as command
from tools.conformance import judge, page, records, tables
from tools.conformance.interface import Cases, Surface
from tools.conformance.tables import Deviation, Excuse

SURFACE = Surface("example:webgpu 1.0", {"[method]gpu-thing.size": "gpu-thing.size", "get-thing": "get-thing"},
                  (Cases("gpu-colour", "enum", ("red", "green")),), ("[async-lower][method]gpu-thing.wait",))
SECTIONS = {"gpu-thing.size": "Things", "get-thing": "Initialization"}
ALL = ["[method]gpu-thing.size 0\n", "get-thing 0\n", "gpu-colour 0\n", "gpu-colour 1\n",
       "[async-lower][method]gpu-thing.wait 0\n"]


def noted(**tests: list[str]) -> records.Records:
    """`guest_a_dawn=[...]`: what guest.a.dawn noted."""
    found = records.Records()
    for name, lines in tests.items():
        found.add(name.replace("_", "."), lines)
    return found


def excuse(functions=(), cases=(), libraries=("dawn", "wgpu")) -> Excuse:
    return Excuse("nothing makes one", tuple(functions), tuple(cases), tuple(libraries))


class Committed(unittest.TestCase):
    """The tables of the repository."""

    def test_each_function_has_a_section(self):
        self.assertEqual(len(tables.sections(command.functions())), 229)

    def test_exceptions_are_about_something(self):
        names = set(command.functions())
        for entry in tables.exceptions():
            self.assertTrue(entry.reason and (entry.functions or entry.cases))
            for pattern in entry.functions:
                self.assertTrue(any(excuse([pattern]).holds(name, False, "dawn") for name in names), pattern)

    def test_deviations(self):
        rows = command.DEVIATIONS.read_text(encoding="utf-8").count("X(\"")
        self.assertEqual(len(tables.deviations(command.DEVIATIONS)), rows)


class Tables(unittest.TestCase):
    def sections_of(self, text: str, functions=("gpu-a.label", "gpu-a.size")) -> dict[str, str]:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "sections.toml")
            path.write_text(text, encoding="utf-8")
            return tables.sections(functions, path)

    def test_a_name_goes_before_a_pattern(self):
        self.assertEqual(self.sections_of('"A" = ["gpu-a.*"]\n"L" = ["gpu-a.label"]\n'),
                         {"gpu-a.label": "L", "gpu-a.size": "A"})

    def test_none_and_two(self):
        with self.assertRaisesRegex(tables.TableError, "gpu-a.size stands in no section"):
            self.sections_of('"L" = ["*.label"]\n')
        with self.assertRaisesRegex(tables.TableError, 'gpu-a.label stands in "A" and "L"'):
            self.sections_of('"A" = ["gpu-a.*"]\n"L" = ["*.label"]\n')

    def test_a_name_that_is_none(self):
        with self.assertRaisesRegex(tables.TableError, '"B": no function is gpu-b'):
            self.sections_of('"A" = ["gpu-a.*"]\n"B" = ["gpu-b"]\n')

    def test_an_exception_without_a_reason(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "exceptions.toml")
            path.write_text('[[exception]]\nfunctions = ["get-thing"]\n', encoding="utf-8")
            with self.assertRaisesRegex(tables.TableError, "an exception has a reason"):
                tables.exceptions(path)

    def test_a_deviation_in_pieces(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "deviations.h")
            path.write_text('#define WHY "why"\n#define LIST(X) \\\n    X("wgpu", NATIVELY, "a rule", \\\n'
                            '      "a reason that " \\\n      "goes on") \\\n    X("dawn", EVERYWHERE, "another", WHY)\n',
                            encoding="utf-8")
            self.assertEqual(tables.deviations(path), [Deviation("wgpu", True, "a rule", "a reason that goes on"),
                                                       Deviation("dawn", False, "another", "why")])


class Records(unittest.TestCase):
    def test_by_library_and_the_narrow_first(self):
        found = noted(guest_wide_dawn=ALL, guest_narrow_dawn=["get-thing 0\n"], guest_narrow_wgpu=["get-thing 0\n"])
        self.assertEqual(found.tests("get-thing", 0, "dawn"), ["guest.narrow", "guest.wide"])
        self.assertEqual(found.tests("get-thing", 0, "wgpu"), ["guest.narrow"])
        self.assertEqual(found.tests("gpu-colour", 1, "wgpu"), [])

    def test_a_test_of_no_library_does_not_count(self):
        self.assertEqual(noted(cli_gpu=ALL).tests("get-thing", 0, "dawn"), [])

    def test_what_is_no_record(self):
        with self.assertRaisesRegex(records.RecordError, "guest.a.dawn"):
            noted(guest_a_dawn=["get-thing\n"])


class Judge(unittest.TestCase):
    def test_all_is_reached(self):
        self.assertEqual(judge.complaints(SURFACE, noted(a_dawn=ALL, a_wgpu=ALL), []), [])

    def test_what_is_missing(self):
        found = judge.complaints(SURFACE, noted(a_dawn=ALL, a_wgpu=ALL[1:3]), [])
        self.assertEqual(found, ["gpu-thing.size is called by no test on wgpu-native",
                                 "[async-lower][method]gpu-thing.wait is called by no test on wgpu-native",
                                 "gpu-colour.green is never passed through on wgpu-native"])

    def test_an_exception(self):
        excuses = [excuse(["gpu-thing.*"], ["gpu-colour.green"], ["wgpu"])]
        self.assertEqual(judge.complaints(SURFACE, noted(a_dawn=ALL, a_wgpu=[*ALL[1:3], ALL[4]]), excuses), [])

    def test_an_exception_that_is_none(self):
        excuses = [excuse(["get-thing"]), excuse(["no-such"])]
        found = judge.complaints(SURFACE, noted(a_dawn=ALL, a_wgpu=ALL), excuses)
        self.assertEqual(len(found), 3)
        self.assertIn("get-thing is reached on Dawn", found[0])
        self.assertIn("an exception is about nothing", found[2])


class Page(unittest.TestCase):
    excuses = [excuse(["get-thing"], libraries=["wgpu"])]
    deviations = [Deviation("wgpu", False, "a rule", "why")]

    def page(self, **tests: list[str]) -> str:
        return page.text(SURFACE, noted(**tests), SECTIONS, self.excuses, self.deviations)

    def stale(self, text: str, sections=None, tests=("guest.a.dawn", "guest.a.wgpu"), excuses=None,
              deviations=None) -> list[str]:
        return page.stale(text, sections or SECTIONS, list(SURFACE.forms), set(tests), excuses or self.excuses,
                          deviations or self.deviations)

    def test_what_it_says(self):
        text = self.page(guest_a_dawn=ALL, guest_a_wgpu=[*ALL[:1], *ALL[2:3]])
        self.assertIn("| functions | 2 | 2 | 1 |\n| asynchronous forms, futures and streams | 1 | 1 | 0 |\n"
                      "| cases | 2 | 2 | 1 |", text)
        self.assertIn("### Things\n", text)
        self.assertIn("| `gpu-thing.size` | `guest.a` | the same |", text)
        self.assertIn("| `get-thing` | `guest.a` | - |", text)
        self.assertIn("| `[async-lower][method]gpu-thing.wait` | `guest.a` | - |", text)
        self.assertIn("| enum `gpu-colour` | 2 | all | all but `green` |", text)
        self.assertIn("| `get-thing` | wgpu-native | nothing makes one |", text)
        self.assertIn("| a rule | wgpu-native | why | the same |", text)

    def test_of_today(self):
        self.assertEqual(self.stale(self.page(guest_a_dawn=ALL, guest_a_wgpu=ALL)), [])
        reached = [line for line in ALL if not line.startswith("get-thing")]
        self.assertEqual(self.stale(self.page(guest_a_dawn=ALL, guest_a_wgpu=reached)), [])

    def test_of_yesterday(self):
        text = self.page(guest_a_dawn=ALL, guest_a_wgpu=ALL)
        sections = {"gpu-thing.size": "Objects", "gpu-thing.drop": "Things"}
        self.assertEqual(self.stale(text, sections, ["guest.b.dawn"]), [
            "gpu-thing.drop is not on it",
            "get-thing is on it, and is no function",
            'gpu-thing.size follows "Objects" by now',
            "there is no test guest.a",
        ])

    def test_without_the_forms(self):
        text = self.page(guest_a_dawn=ALL, guest_a_wgpu=ALL)
        start, end = text.index("## Asynchronous forms"), text.index("## Cases")
        self.assertEqual(self.stale(text[:start] + text[end:]), ["[async-lower][method]gpu-thing.wait is not on it"])

    def test_what_no_exception_covers(self):
        self.assertEqual(self.stale(self.page(guest_a_dawn=ALL[1:], guest_a_wgpu=[*ALL[:3], ALL[4]])), [
            "gpu-thing.size is not reached on Dawn, and no exception says why",
            "gpu-colour.green is not reached on wgpu-native, and no exception says why",
        ])

    def test_tables_of_yesterday(self):
        text = self.page(guest_a_dawn=ALL, guest_a_wgpu=ALL)
        self.assertEqual(self.stale(text, excuses=[excuse(["gpu-thing.*"])]),
                         ['"Not reached" is not as its table has it by now'])
        self.assertEqual(self.stale(text, deviations=[Deviation("wgpu", True, "a rule", "why")]),
                         ['"Where a library deviates from the specification" is not as its table has it by now'])


if __name__ == "__main__":
    unittest.main()

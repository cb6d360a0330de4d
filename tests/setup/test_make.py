"""The Makefile: whatever it calls a goal has a rule. Make itself takes a phony goal without one for done."""

import re
import unittest
from pathlib import Path

MAKEFILE = (Path(__file__).resolve().parents[2] / "Makefile").read_text(encoding="utf-8")


class Goals(unittest.TestCase):
    def test_have_rules(self):
        goals = re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE).group(1).split()
        rules = re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE)
        self.assertIn("fuzz", goals)
        self.assertEqual(sorted(goals), sorted(rules))


if __name__ == "__main__":
    unittest.main()

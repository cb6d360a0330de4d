"""How statements become the end of a function, and functions find their order."""

from __future__ import annotations

import unittest

from tools.witgen.body import Body, Functions, case


class Bodies(unittest.TestCase):
    def test_the_last_check_is_the_result(self):
        body = Body()
        body.check("first()")
        body.check("last()")
        self.assertEqual(body.done().text, "if (!first())\nreturn false;\nreturn last();")

    def test_a_statement_after_it(self):
        body = Body()
        body.check("first()")
        body.add("work();")
        self.assertEqual(body.done().text, "if (!first())\nreturn false;\nwork();\nreturn true;")

    def test_a_check_with_cleanup_stays(self):
        body = Body()
        body.check("last()", "tidy();")
        self.assertEqual(body.done().text, "if (!last()) {\ntidy();\nreturn false;\n}\nreturn true;")

    def test_an_object(self):
        body = Body()
        body.check_object("thing")
        self.assertEqual(body.text, "if (thing == NULL)\nreturn false;")
        self.assertEqual(body.done().text, "return thing != NULL;")

    def test_done_twice(self):
        body = Body()
        body.returns("x")
        self.assertEqual(body.done().done().text, "return x;")

    def test_branch_and_splice(self):
        body, one, two = Body(), Body(), Body()
        one.add("a();")
        two.add("a();")
        two.check("b()")
        body.branch("x", one)
        body.branch("y", two)
        body.splice(two)
        self.assertEqual(body.done().lines, ["if (x)\na();", "if (y) {\na();\nif (!b())\nreturn false;\n}", "a();",
                                             "return b();"])

    def test_case(self):
        self.assertEqual(case("X", Body()), "case X:\nbreak;")


class Order(unittest.TestCase):
    def test_callees_come_first_and_once(self):
        functions = Functions()

        def outer() -> str:
            return f"calls {functions.need('inner', lambda: 'inner text')}"

        self.assertEqual(functions.need("outer", outer), "outer")
        functions.need("inner", lambda: "another text")
        self.assertEqual(functions.texts, {"inner": "inner text", "outer": "calls inner"})


if __name__ == "__main__":
    unittest.main()

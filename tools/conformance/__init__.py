"""conformance: what the tests reach of the interface, and docs/conformance.md that says so.

    interface     the functions and cases there are
    tables        sections.toml, exceptions.toml: the specification's sections, and what cannot be reached
    run, records  the tests, run one by one in a build that records; what they noted
    judge         what is missing
    page          docs/conformance.md; and whether the committed one is of today
    __main__      the command
"""

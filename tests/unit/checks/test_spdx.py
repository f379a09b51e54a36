"""SPDX expressions: what the list has, in whatever case and combination, and what it has not."""

from __future__ import annotations

import pytest

from tests.builders import changed_file, snapshot
from workers.checks.licensing import Licensing

KNOWN = """
Apache-2.0 | apache-2.0 | MIT | MIT AND Apache-2.0 | mit or apache-2.0 | (MIT OR Apache-2.0) AND BSD-3-Clause
GPL-2.0+ | GPL-2.0 | LGPL-2.1+ | GPL-2.0-with-classpath-exception | GPL-2.0-with-bison-exception | eCos-2.0 | Nunit
GPL-2.0-only WITH Classpath-exception-2.0 | Apache-2.0 WITH LLVM-exception | APSL-2.0 | CECILL-2.1 | BSD-2-Clause-Views
MIT-Modern-Variant | LPPL-1.3c | LicenseRef-Acme-1.0 | DocumentRef-acme:LicenseRef-Own | NONE | NOASSERTION | 0BSD
Apache-2.0+ | {{ license }}
"""
UNKNOWN = {
    "Apache 2.0": "Apache 2.0",
    "Apachee-2.0": "Apachee-2.0",
    "MIT/Apache-2.0": "MIT/Apache-2.0",
    "GPLv3": "GPLv3",
    "MIT AND Acme": "Acme",
    "(MIT OR BSD)": "BSD",
    "Apache-2.0 WITH Nothing-exception": "Nothing-exception",
    "MIT, BSD-3-Clause": "MIT, BSD-3-Clause",
}


def invalid(expression: str, comment: str = "# SPDX-License-Identifier: {}") -> list[str]:
    text = comment.format(expression) + "\n" + "x = 1\n" * 10
    found = Licensing().run(snapshot(changed_file("a.py", None, text))).head
    return [finding.title for finding in found if finding.rule == "licensing.identifier-invalid"]


@pytest.mark.parametrize("expression", [part.strip() for part in KNOWN.replace("\n", "|").split("|") if part.strip()])
def test_what_the_list_has_is_valid(expression: str) -> None:
    assert invalid(expression) == []


@pytest.mark.parametrize(("expression", "name"), UNKNOWN.items())
def test_the_first_name_that_the_list_lacks_is_told(expression: str, name: str) -> None:
    assert invalid(expression) == [f"`{name}` is no SPDX identifier"]


@pytest.mark.parametrize("comment", ["/* SPDX-License-Identifier: {} */", "<!-- SPDX-License-Identifier: {} -->"])
def test_the_end_of_a_comment_is_no_part_of_it(comment: str) -> None:
    assert invalid("MIT OR Apache-2.0", comment) == []

"""SPDX license expressions: which of their names the SPDX list does not have.

The list is that of the ``license-expression`` library. Names are matched without regard to case, as the SPDX
specification (annex D) says; names that it has deprecated are still names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

_WORD = re.compile(r"[()]|[^()\s]+")
_OPERATORS = frozenset({"AND", "OR", "WITH"})
_OWN = re.compile(r"(?:DocumentRef-[A-Za-z0-9.-]+:)?(?:LicenseRef|AdditionRef)-[A-Za-z0-9.-]+", re.IGNORECASE)
_NO_LICENCE = frozenset({"none", "noassertion"})
_TEMPLATE = re.compile(r"[{}$<>%@]")
_COPYLEFT = re.compile(r"^(?:AGPL|GPL|SSPL|EUPL|OSL|CC-BY-SA|CC-BY-NC)", re.IGNORECASE)


def names(expression: str) -> tuple[str, ...]:
    """The licences and exceptions that an expression names. Words without an operator between are one wrong name."""
    return tuple(_names(expression))


def _names(expression: str) -> Iterator[str]:
    words: list[str] = []
    for word in _WORD.findall(expression):
        if word in "()" or word.upper() in _OPERATORS:
            if words:
                yield " ".join(words)
            words = []
        else:
            words.append(word)
    if words:
        yield " ".join(words)


def unknown(expression: str) -> str:
    """The first name that is none of the SPDX list, nor the author's own (``LicenseRef-…``); ``""`` where all are."""
    return next((name for name in names(expression) if not is_known(name)), "")


def is_known(name: str) -> bool:
    """Whether a name may stand in an expression; one that a template will fill is not judged."""
    plain = name.lower()
    return bool(
        plain in _listed()
        or plain.removesuffix("+") in _listed()
        or plain in _NO_LICENCE
        or _OWN.fullmatch(name)
        or _TEMPLATE.search(name)
    )


def is_offered(expression: str, usual: str) -> bool:
    """Whether a file may be used under the usual licence: the same expression, or one of its alternatives."""
    return expression.lower() == usual.lower() or usual.lower() in map(str.lower, names(expression))


def is_copyleft(expression: str) -> bool:
    """Whether every alternative of an expression asks to pass the work on under the same terms."""
    return all(
        _COPYLEFT.match(part.strip(" ()")) for part in re.split(r"(?<!\s)\s+or\s+", expression, flags=re.IGNORECASE)
    )


@cache
def _listed() -> frozenset[str]:
    """All names of the SPDX list in lower case, the deprecated ones too. Imported at the first identifier: the index
    takes 40 ms to read."""
    from license_expression import get_license_index

    found = {"GPL-2.0-with-bison-exception"}  # deprecated, and the one name of the list that the index lacks
    for entry in get_license_index():
        found.update((entry.get("spdx_license_key") or "", *(entry.get("other_spdx_license_keys") or ())))
    return frozenset(name.lower() for name in found if name)

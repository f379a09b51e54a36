"""Which patterns of changes are slips: no name is ever like them, or each one is. Pure.

What compares a pattern has no regular expressions, no classes of characters and no full names of refs, and people write
all of these. In ``only`` such a pattern would leave every change without a review, and nobody would be told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_SPECIAL = "`*` stands for any text, `?` for one character, and nothing else is special"
_EXPRESSION = (r"^\s*(\^|\.\*)|\$\s*$", f"it reads like a regular expression: {_SPECIAL}")
_NO_NAME = f"no name has such a character: {_SPECIAL}"
_FOLDER = (r"/\s*$", "no name ends with a slash: write `/*` for all that is below it")

_NEVER: dict[str, tuple[tuple[str, str], ...]] = {
    "repositories": (
        (r"://", "write the repository as `owner/name`, or with its host's name as `github:owner/name`, without a URL"),
        (r"^\s*:|:\s*$", "one side of the colon is missing: write `host:*` for all repositories of a host"),
        (r"\.git\s*$", "write the name without `.git`"),
        _FOLDER,
        (r"[\^$\[\](){}|\\]", _NO_NAME),
        _EXPRESSION,
    ),
    "branches": (
        (r"^\s*refs/heads/", "write the branch alone, without `refs/heads/`"),
        _FOLDER,
        (r"^\s*[!/]|[\^$\[\](){}|\\~:]|\S\s+\S", _NO_NAME),
        _EXPRESSION,
    ),
    "authors": ((r"^\s*@", "write the account's name without `@`"), _EXPRESSION),
    "labels": (_EXPRESSION,),
    "titles": (_EXPRESSION,),
}
"""Expressions that are found in the slips of a kind, as JSON Schema reads them, and what to write instead."""

_EVERYTHING = (r"^(?=[?\s]*\*)[*?\s]+$", "it leaves out every change: name those that are meant")


def slips(kind: str, *, leaves_out: bool) -> Iterator[tuple[str, str]]:
    """The slips of one of :data:`bot.concern.KINDS`; ``leaves_out`` is for lists of what is not reviewed."""
    yield from _NEVER[kind]
    if leaves_out and kind != "labels":  # "whatever has a label" may be meant
        yield _EVERYTHING


def fault(kind: str, pattern: str, *, leaves_out: bool) -> str:
    """What is wrong with a pattern and the remedy, as a clause for people; ``""`` where nothing is."""
    found = slips(kind, leaves_out=leaves_out)
    return next((remedy for expression, remedy in found if re.search(expression, pattern)), "")

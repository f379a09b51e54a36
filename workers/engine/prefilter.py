"""Which rules can match a text at all: semgrep's own prefilter, computed once when the pack is compiled.

``semgrep-core -prefilter_of_rules`` prints, for each rule, a formula over words that a file must contain before the
engine even parses it. Asking the formula ourselves spares the engine the parsing of all other rules, which is the
larger part of its time on an ordinary change. A part of a formula that we do not know counts as true.
"""

from __future__ import annotations

import re


def may_match(formula: object, text: str) -> bool:
    """``formula`` is what semgrep printed for the rule (``None`` where it has none: the rule may always match)."""
    match formula:
        case ["Some", inner]:
            return _holds(inner, text)
        case _:
            return True


def words_alone(formula: object) -> object:
    """The formula without its expressions: Python's can take for ever, and strangers wrote them."""
    match formula:
        case ["Pred", ["Regexp", _]]:
            return ["True"]
        case [*parts]:
            return [words_alone(part) for part in parts]
        case _:
            return formula


def _holds(node: object, text: str) -> bool:
    match node:
        case ["And", [*parts]]:
            return all(_holds(part, text) for part in parts)
        case ["Or", [*parts]]:
            return any(_holds(part, text) for part in parts)
        case ["Pred", ["Idents", [*words]]]:
            return all(str(word) in text for word in words)
        case ["Pred", ["Regexp", str(pattern)]]:
            return _found(pattern, text)
        case _:
            return True


_ANYTHING = r"(?:\[\^(?:\\n|\n)\]|(?<!\\)\.)\*\??"
_AROUND = re.compile(f"^(?:{_ANYTHING})+|(?:{_ANYTHING})+$")
"""What a search gains nothing by: ``[^\\n]*`` or ``.*`` at an end. Python tries them at every character of a line."""
_REPEATS = re.compile(r"(?<!\\)[*+]")
_LONGEST_LINE = 5_000
"""Characters. In a longer line an expression that repeats something may cost the square of the length."""


def _found(pattern: str, text: str) -> bool:
    """Semgrep's expressions are PCRE, `^` and `$` at each line: what Python cannot read, or not in time that grows with
    the text, counts as found."""
    pattern = _AROUND.sub("", pattern)
    if _REPEATS.search(pattern) and max(map(len, text.split("\n"))) > _LONGEST_LINE:
        return True
    try:
        return re.search(pattern, text, re.MULTILINE) is not None
    except re.error:
        return True

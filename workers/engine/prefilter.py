"""Which rules can match a text at all: semgrep's own prefilter, computed once when the pack is compiled.

``semgrep-core -prefilter_of_rules`` prints, for each rule, a formula over words that a file must contain before the
engine even parses it. Asking the formula ourselves spares the engine the parsing of all other rules, which is the
larger part of its time on an ordinary change. A part of a formula that we do not know counts as true.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache


@lru_cache(maxsize=8)
def words_of(text: str) -> Words:
    """The words of a text: those of the texts that were asked about last are kept, as several packs ask of each."""
    return Words(text)


class Words:
    """A text that is asked for hundreds of words and some expressions. Each is looked for once, and a word among the
    text's distinct words, which are far fewer than its characters."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._tokens = frozenset(_TOKEN.findall(text))
        self._joined = "\n".join(self._tokens)
        self._words: dict[str, bool] = {}
        self._patterns: dict[str, bool] = {}

    def has(self, word: str) -> bool:
        """Whether the word stands anywhere in the text, also as a part of a longer one."""
        found = self._words.get(word)
        if found is None:
            # What is all letters stands inside of one token wherever it stands.
            found = word in self._tokens or word in (self._joined if _TOKEN.fullmatch(word) else self.text)
            self._words[word] = found
        return found

    def matches(self, pattern: str) -> bool:
        """Whether the expression may be found in the text."""
        found = self._patterns.get(pattern)
        if found is None:
            found = self._patterns[pattern] = _found(pattern, self)
        return found

    @cached_property
    def longest_line(self) -> int:
        """Characters."""
        return max(map(len, self.text.split("\n")))


_TOKEN = re.compile(r"\w+")


def may_match(formula: object, text: str | Words) -> bool:
    """``formula`` is what semgrep printed for the rule (``None`` where it has none: the rule may always match)."""
    match formula:
        case ["Some", inner]:
            return _holds(inner, words_of(text) if isinstance(text, str) else text)
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


def _holds(node: object, text: Words) -> bool:
    match node:
        case ["And", [*parts]]:
            return all(_holds(part, text) for part in parts)
        case ["Or", [*parts]]:
            return any(_holds(part, text) for part in parts)
        case ["Pred", ["Idents", [*words]]]:
            return all(text.has(str(word)) for word in words)
        case ["Pred", ["Regexp", str(pattern)]]:
            return text.matches(pattern)
        case _:
            return True


_ANYTHING = r"(?:\[\^(?:\\n|\n)\]|(?<!\\)\.)\*\??"
_AROUND = re.compile(f"^(?:{_ANYTHING})+|(?:{_ANYTHING})+$")
"""What a search gains nothing by: ``[^\\n]*`` or ``.*`` at an end. Python tries them at every character of a line."""
_REPEATS = re.compile(r"(?<!\\)[*+]")
_LONGEST_LINE = 5_000
"""Characters. In a longer line an expression that repeats something may cost the square of the length."""


def _found(pattern: str, text: Words) -> bool:
    """Semgrep's expressions are PCRE, `^` and `$` at each line: what Python cannot read, or not in time that grows with
    the text, counts as found."""
    pattern = _AROUND.sub("", pattern)
    if _REPEATS.search(pattern) and text.longest_line > _LONGEST_LINE:
        return True
    try:
        return re.search(pattern, text.text, re.MULTILINE) is not None
    except re.error:
        return True

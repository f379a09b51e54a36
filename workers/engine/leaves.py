"""The alternatives of a search that can match a text: semgrep's own prefilter, asked for each pattern in it.

The engine leaves out whole rules, and of those with many alternatives it makes no formula at all. Then each of two
hundred patterns is tried at every expression of a text that names none of their libraries.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from workers.engine.prefilter import may_match, words_of
from workers.engine.rules import Search, engine_name

LANGUAGES = frozenset("python javascript typescript java go ruby csharp kotlin rust c cpp".split())
"""Those in which ``_NOTHING`` is a call. Not PHP: a match by its namespace was lost there (measured with 1.182)."""
_LEAVES = ("pattern", "pattern-inside")
_ANY = ("pattern-either",)
_NEEDED = ("pattern-sources", "pattern-sinks")
_LISTS = (*_NEEDED, "pattern-sanitizers", "pattern-propagators")
_NOTHING = "$A($A, $A, $A, $A, $A)"


def written(searches: Iterable[Search]) -> list[str]:
    """The patterns of which a match is needed somewhere in a search."""
    return sorted({leaf for search in searches for leaf in _written(search)} | {_NOTHING})


def _written(node: object) -> Iterator[str]:
    if isinstance(node, Mapping):
        for key, value in node.items():
            if key in _LEAVES and isinstance(value, str):
                yield value
            elif key in (*_LEAVES, *_ANY, *_LISTS, "patterns"):
                yield from _written(value)
    elif isinstance(node, list | tuple):
        for each in node:
            yield from _written(each)


def asked_alone(language: str, leaves: Sequence[str]) -> list[Search]:
    """Searches for the patterns, in their order, each for itself; their names are their numbers."""
    return [_search(language, str(number), leaf) for number, leaf in enumerate(leaves)]


def _search(language: str, name: str, pattern: str) -> Search:
    return {
        "id": name,
        "languages": [engine_name(language)],
        "severity": "INFO",
        "message": "a pattern",
        "pattern": pattern,
    }


def for_texts(
    language: str, searches: Sequence[Search], formulas: Mapping[str, object], texts: Collection[str]
) -> list[Search]:
    """The searches with the alternatives that may match one of the texts, less those that have none. ``formulas``:
    the engine's, by the pattern; what has none may always match.

    With them goes a search for nothing: the engine reads a text only where a search may match, and says only then that
    it cannot.
    """
    if not formulas:
        return list(searches)
    words, known = [words_of(text) for text in texts], dict[str, bool]()

    def can_match(leaf: str) -> bool:
        if leaf not in known:
            known[leaf] = any(may_match(formulas.get(leaf), each) for each in words)
        return known[leaf]

    made = [found for search in searches if (found := _possible(search, can_match)) is not None]
    return [*made, _search(language, "reads", _NOTHING)]


def _possible(node: Search, can_match: Callable[[str], bool]) -> Search | None:
    made: dict[str, object] = {}
    for key, value in node.items():
        kept: object = value
        if key in _LEAVES and isinstance(value, str):
            kept = value if can_match(value) else None
        elif key in _LEAVES and isinstance(value, Mapping):
            kept = _possible(value, can_match)
        elif key in (*_ANY, *_LISTS) and isinstance(value, list | tuple):
            found = [each for item in value if (each := _possible(item, can_match)) is not None]
            if not found and key in _LISTS and key not in _NEEDED:
                continue
            kept = found or None
        elif key == "patterns" and isinstance(value, list | tuple):
            parts = [_possible(item, can_match) for item in value]
            kept = None if None in parts else parts
        if kept is None and value is not None:
            return None
        made[key] = kept
    return made

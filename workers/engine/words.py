"""Items of a search's lists that name words: where no text holds one of them the item cannot match, and is left out.

The engine's own prefilter leaves out whole rules. A shared list of sources has items for thirty frameworks, and an
application uses one: each of the others would be tried at every expression of the text.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from workers.engine.rules import Search

WORDS = "words"
"""The key of an item; semgrep does not know it."""
_NEEDED = ("pattern-sources", "pattern-sinks", "pattern-either")
_LISTS = (*_NEEDED, "pattern-sanitizers", "pattern-propagators")


def without_words(searches: Sequence[Search]) -> list[Search]:
    """The searches as semgrep reads them, with all their items."""
    return [_with_items(search, None) for search in searches]


def for_texts(searches: Sequence[Search], texts: Collection[str]) -> list[Search]:
    """The searches as semgrep reads them, with the items that can match one of the texts. A search that has no source,
    no sink or no alternative left is left out: it finds nothing."""
    made = [_with_items(search, texts) for search in searches]
    return [search for search in made if all(search.get(key, True) for key in _NEEDED)]


def _with_items(search: Search, texts: Collection[str] | None) -> Search:
    if not any(WORDS in item for key in _LISTS for item in search.get(key, ())):
        return search
    lists = {
        key: [_without_key(item) for item in search[key] if texts is None or _can_match(item, texts)]
        for key in _LISTS
        if key in search
    }
    made = {**search, **lists}
    return {key: value for key, value in made.items() if key in _NEEDED or value != []}


def _can_match(item: Mapping[str, object], texts: Collection[str]) -> bool:
    words = item.get(WORDS)
    return not isinstance(words, Sequence) or any(str(word) in text for text in texts for word in words)


def _without_key(item: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in item.items() if key != WORDS}

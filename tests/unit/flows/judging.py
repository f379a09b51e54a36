"""Small programs with their flows: ``SOURCE()`` is a source, ``DECODE(&x)`` marks one, ``SINK(…)`` has a sink.

What ``CLEAN(…)`` gives out is harmless, and what ``MADE(…)`` gives out is unless it is known what that does.

The places are found by expressions here, not by the engine: a program is judged in a millisecond.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from bot.knowledge.languages import language_of
from workers.flows.about import About
from workers.flows.decide import Found, between, in_file, refuted
from workers.flows.gathering import Gathering
from workers.flows.imports import Tree
from workers.flows.places import Lists, places_of
from workers.reading import syntax

_SOURCE = re.compile(rb"SOURCE\(\)")
_CLEAN = re.compile(rb"CLEAN\((?:[^()]|\([^()]*\))*\)")
_CALL = re.compile(_CLEAN.pattern.replace(b"CLEAN", b"MADE"))
_MARK = re.compile(rb"DECODE\(&(\w+)\)")
_SINK = re.compile(rb"SINK\(")
ONE = About(1, paths=1, requests=1)


def lists(text: str) -> Lists:
    """Where the lists of the one rule match."""
    data = text.encode()
    return {
        "sources": [found.span() for found in _SOURCE.finditer(data)],
        "cleaned": [found.span() for found in _CLEAN.finditer(data)],
        "calls": [found.span() for found in _CALL.finditer(data)],
        "marks": [found.span(1) for found in _MARK.finditer(data)],
        "sinks": list(_arguments(data)),
    }


def _arguments(data: bytes) -> Iterator[tuple[int, int]]:
    for found in _SINK.finditer(data):
        depth, end = 1, found.end()
        while depth:
            depth += {b"(": 1, b")": -1}.get(data[end : end + 1], 0)
            end += 1
        yield found.end(), end - 1


def sinks(path: str, text: str) -> list[str]:
    """The sinks of one file that data reaches, as they are written."""
    found = in_file(language_of(path), text, [lists(text)], ONE)
    return [_written(text, flow.sink.start, flow.sink.end) for flow in found.flows]


def impossible(path: str, text: str) -> list[str]:
    """The sinks of one file that provably no data reaches."""
    here = lists(text)
    asked = [(0, span) for span in here["sinks"]]
    gone = refuted(language_of(path), text, [here], ONE, asked)
    return [_written(text, *span) for number, span in asked if (number, span) in gone]


def _written(text: str, start: int, end: int) -> str:
    return text.encode()[start:end].decode()


def gathered(changed: str, tree: Mapping[str, str]) -> Gathering:
    """The changed file and what its calls lead to."""
    gathering = Gathering(
        Tree(sorted(tree), tree.get("go.mod", "")), lambda paths: {path: tree[path] for path in paths if path in tree}
    )
    gathering.start(changed, language_of(changed), tree[changed])
    gathering.follow()
    return gathering


def across(changed: str, tree: Mapping[str, str]) -> list[tuple[str, str]]:
    """The files of source and sink of each flow that starts from what the changed file calls."""
    return [(flow.source.path, flow.sink.path) for flow in _between(changed, tree).flows]


def waiting(changed: str, tree: Mapping[str, str]) -> set[str]:
    """The functions whose callers decide what reaches a sink."""
    return {name for _, name in _between(changed, tree).waiting}


def _between(changed: str, tree: Mapping[str, str]) -> Found:
    made = gathered(changed, tree).made
    places = {}
    for path, text in made.texts.items():
        parsed = syntax.parse(made.languages[path], text)
        assert parsed is not None
        places[path] = places_of(parsed.root_node, text.encode(), [lists(text)])
    return between(made.files, places, ONE)

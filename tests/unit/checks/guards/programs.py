"""Small programs in six languages, and what is read of them."""

from __future__ import annotations

from collections.abc import Collection

from bot.model import ChangedFile, FileStatus, Hunk, Side, split_lines
from workers.checks.guards import flow
from workers.checks.guards.model import Code, Definition, Operation, Way

_AROUND = {
    "python": ("def drop(it):\n", "    ", ""),
    "javascript": ("function drop(it) {\n", "  ", "}\n"),
    "typescript": ("const drop = (it: It): void => {\n", "  ", "};\n"),
    "go": ("package a\nfunc drop(it It) {\n", "\t", "}\n"),
    "java": ("class A { void drop(It it) {\n", "  ", "} }\n"),
    "ruby": ("def drop(it)\n", "  ", "end\n"),
    "php": ("<?php\nfunction drop($it) {\n", "  ", "}\n"),
}
LANGUAGES = tuple(_AROUND)


def function(language: str, body: str) -> str:
    """A program whose function ``drop`` has this body."""
    start, indent, end = _AROUND[language]
    return start + "".join(f"{indent}{line}\n" for line in body.split("\n")) + end


def file(language: str, text: str) -> ChangedFile:
    """A new file."""
    hunks = (Hunk(0, 0, 1, len(split_lines(text))),)
    return ChangedFile("a", FileStatus.ADDED, None, text, hunks, language=language)


def read(language: str, text: str, lines: Collection[int] | None = None) -> Code:
    return flow.read(file(language, text), Side.HEAD, lines)


def definition(language: str, text: str, name: str) -> Definition:
    return next(each for each in read(language, text).definitions if each.name == name)


def operation(language: str, text: str, called: str) -> Operation:
    """The operation that calls something by this name."""
    found = [each for of in read(language, text).definitions for each in of.operations if called in each.calls]
    assert len(found) == 1, [each.text for each in found]
    return found[0]


def protections(language: str, text: str, called: str = "remove") -> list[tuple[Way, str]]:
    """What protects that operation, handlers and wrappers included."""
    return [(each.way, each.text) for each in operation(language, text, called).protections]

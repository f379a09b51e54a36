"""One table a language: how its syntax tree is read."""

from __future__ import annotations

import logging
from functools import cache
from importlib import import_module

from workers.flows.grammar import Grammar
from workers.flows.lowering import Lowering
from workers.flows.program import Module
from workers.reading import syntax

log = logging.getLogger(__name__)

_TABLES = {
    "javascript": "javascript",
    "typescript": "javascript",
    "go": "go",
    "java": "java",
    "python": "python",
    "php": "php",
    "csharp": "csharp",
    "kotlin": "kotlin",
    "ruby": "ruby",
    "rust": "rust",
}
"""The module with the table of each language. A change is written in one or two of them."""
LANGUAGES = frozenset(_TABLES)


@cache
def grammar(language: str) -> Grammar:
    """The table of one of the :data:`LANGUAGES`."""
    made: Grammar = import_module(f"{__name__}.{_TABLES[language]}").GRAMMAR
    return made


def lowered(path: str, language: str, text: str) -> Module | None:
    """A file's program; ``None`` where its language is not followed."""
    tree = syntax.parse(language, text) if language in LANGUAGES else None
    if tree is None:
        return None
    try:
        return Lowering(grammar(language), Module(path, language)).read(tree)
    except Exception:  # an error of a table must not cost what the engine found
        log.exception("a file is not lowered, its flows through functions are not followed")
        return None

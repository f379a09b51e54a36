"""One table a language: how its syntax tree is read."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from workers.flows.grammar import Grammar
from workers.flows.languages import csharp, go, java, javascript, kotlin, php, python, ruby, rust
from workers.flows.lowering import Lowering
from workers.flows.program import Module
from workers.reading import syntax

log = logging.getLogger(__name__)

GRAMMARS: Mapping[str, Grammar] = {
    "javascript": javascript.GRAMMAR,
    "typescript": javascript.GRAMMAR,
    "go": go.GRAMMAR,
    "java": java.GRAMMAR,
    "python": python.GRAMMAR,
    "php": php.GRAMMAR,
    "csharp": csharp.GRAMMAR,
    "kotlin": kotlin.GRAMMAR,
    "ruby": ruby.GRAMMAR,
    "rust": rust.GRAMMAR,
}


def lowered(path: str, language: str, text: str) -> Module | None:
    """A file's program; ``None`` where its language is not followed."""
    tree = syntax.parse(language, text) if language in GRAMMARS else None
    if tree is None:
        return None
    try:
        return Lowering(GRAMMARS[language], Module(path, language)).read(tree)
    except Exception:  # an error of a table must not cost what the engine found
        log.exception("a file is not lowered, its flows through functions are not followed")
        return None

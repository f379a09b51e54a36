"""The tables of mutations, one module a language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workers.mutation.languages import c, csharp, go, java, javascript, kotlin, php, python, ruby, rust
from workers.mutation.model import Mutation
from workers.mutation.spots import Grammar


@dataclass(frozen=True, slots=True)
class Language:
    """How a language is written, and otherwise."""

    grammar: Grammar
    mutations: Sequence[Mutation]


LANGUAGES: Mapping[str, Language] = {
    "python": Language(python.GRAMMAR, python.MUTATIONS),
    "javascript": Language(javascript.GRAMMAR, javascript.MUTATIONS),
    "go": Language(go.GRAMMAR, go.MUTATIONS),
    "java": Language(java.GRAMMAR, java.MUTATIONS),
    "ruby": Language(ruby.GRAMMAR, ruby.MUTATIONS),
    "php": Language(php.GRAMMAR, php.MUTATIONS),
    "csharp": Language(csharp.GRAMMAR, csharp.MUTATIONS),
    "kotlin": Language(kotlin.GRAMMAR, kotlin.MUTATIONS),
    "rust": Language(rust.GRAMMAR, rust.MUTATIONS),
    "c": Language(c.C, c.OF_C),
    "cpp": Language(c.CPP, c.OF_CPP),
    "typescript": Language(javascript.GRAMMAR, javascript.MUTATIONS),
}

"""What has a body in each language, a row each: tree-sitter's names for it, and what a body cannot be without."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Shape:
    """How one language writes the bodies of its functions."""

    bodies: str
    """A query for the bodies, as ``@it``; what is defined is the node around each."""
    blocks: frozenset[str] = frozenset({"block"})
    """What of them can be blanked: an expression cannot."""
    classes: str = ""
    """A query for the bodies of what holds definitions."""
    filler: str = "_0();"
    """What stands in a blanked body: an empty one may itself be a flaw, e.g. of a method that checks a certificate."""
    at_start: bool = False
    """Whether the filler has to stand where the body's first statement did, because indentation is the syntax."""
    braces: bool = True
    """Whether the body's first and last characters are its braces, which stay."""
    calls_bare: bool = False
    """Whether a name alone may be a call."""
    fields: str = ""
    """An expression whose group is a field of the object at hand, e.g. ``x`` of ``self.x``."""
    imports: re.Pattern[str] | None = None
    """An expression for a line whose last name alone is bound by it, e.g. ``import java.util.List;``."""
    mixes: re.Pattern[str] | None = None
    """A line in a class that gives it the definitions of another one."""
    wildcard: re.Pattern[str] | None = None
    """An expression for a line that binds names which stand elsewhere: nobody knows what it changes."""


def _with_body(nodes: str, body: str = "_") -> str:
    return "[" + " ".join(f"({node} body: ({body}) @it)" for node in nodes.split()) + "]"


_ECMASCRIPT = Shape(
    _with_body(
        "function_declaration generator_function_declaration method_definition function_expression "
        "generator_function arrow_function"
    ),
    blocks=frozenset({"statement_block"}),
    classes=_with_body("class_declaration class abstract_class_declaration"),
    fields=r"\bthis\??\.(#?[\w$]+)",
)
_DOTTED_IMPORT = re.compile(r"^[ \t]*(?:import|using)[ \t]+[\w.]+[ \t;]*$")
SHAPES: Mapping[str, Shape] = {
    "python": Shape(
        "(function_definition body: (block) @it)",
        filler="pass",
        at_start=True,
        braces=False,
        fields=r"\b(?:self|cls)\.(\w+)",
        wildcard=re.compile(r"^[ \t]*from[ \t].*[ \t]import[ \t]+\*"),
        classes="(class_definition body: (_) @it)",
    ),
    "javascript": replace(_ECMASCRIPT, classes=_with_body("class_declaration class")),
    "typescript": _ECMASCRIPT,
    "java": Shape(
        _with_body("method_declaration constructor_declaration compact_constructor_declaration lambda_expression"),
        blocks=frozenset({"block", "constructor_body"}),
        fields=r"\bthis\.(\w+)",
        imports=_DOTTED_IMPORT,
        wildcard=re.compile(r"^[ \t]*import[ \t].*\*[ \t]*;"),
        classes=_with_body("class_declaration interface_declaration enum_declaration record_declaration"),
    ),
    "go": Shape(
        _with_body("function_declaration method_declaration func_literal"),
        filler="_0()",
        fields=r"\b[a-z]\w{0,2}\.(\w+)",
    ),
    "csharp": Shape(
        _with_body(
            "method_declaration constructor_declaration destructor_declaration operator_declaration "
            "conversion_operator_declaration accessor_declaration local_function_statement lambda_expression"
        ),
        fields=r"\bthis\.(\w+)",
        classes=_with_body("class_declaration struct_declaration interface_declaration record_declaration"),
    ),
    "php": Shape(
        _with_body("function_definition method_declaration anonymous_function arrow_function"),
        blocks=frozenset({"compound_statement"}),
        fields=r"\$this\s*->\s*(\w+)|(?:self|static)::\$(\w+)",
        mixes=re.compile(r"^[ \t]*use[ \t]"),
        classes=_with_body("class_declaration trait_declaration"),
    ),
    "ruby": Shape(
        _with_body("method singleton_method do_block"),
        blocks=frozenset({"body_statement"}),
        filler="_0()",
        braces=False,
        calls_bare=True,
        fields=r"@(\w+)|\bself\.(\w+)",
        mixes=re.compile(r"^[ \t]*(?:include|extend|prepend)[ \t(]"),
        classes=_with_body("class module"),
    ),
    "kotlin": Shape(
        "[(function_declaration (function_body (_) @it)) (getter (function_body (_) @it))"
        " (setter (function_body (_) @it)) (secondary_constructor (block) @it)]",
        filler="_0()",
        fields=r"\bthis\.(\w+)",
        imports=_DOTTED_IMPORT,
        wildcard=re.compile(r"^[ \t]*import[ \t].*\*"),
        classes="[(class_declaration (class_body) @it) (object_declaration (class_body) @it)]",
    ),
    "rust": Shape(
        _with_body("function_item closure_expression"),
        fields=r"\bself\.(\w+)",
        wildcard=re.compile(r"^[ \t]*(?:pub[ \t]+)?use[ \t].*\*[ \t]*;"),
        classes=_with_body("impl_item trait_item mod_item"),
    ),
    "c": Shape(_with_body("function_definition"), blocks=frozenset({"compound_statement"})),
    "cpp": Shape(
        _with_body("function_definition lambda_expression"),
        blocks=frozenset({"compound_statement"}),
        fields=r"\bthis\s*->\s*(\w+)",
        classes=_with_body("class_specifier struct_specifier"),
    ),
}

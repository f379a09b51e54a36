"""Rewritings of a file's text that leave its meaning alone: text → text, by what reads the file."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import yaml

COMMENTS: Mapping[str, tuple[str, str]] = {
    "python": ("# ", ""), "powershell": ("# ", ""), "terraform": ("# ", ""), "docker": ("# ", ""),
    "yaml": ("# ", ""), "compose": ("# ", ""), "kubernetes": ("# ", ""), "workflow": ("# ", ""),
    "env": ("# ", ""), "properties": ("# ", ""), "ini": ("# ", ""), "toml": ("# ", ""), "npmrc": ("# ", ""),
    "nginx": ("# ", ""), "sshd": ("# ", ""), "requirements": ("# ", ""),
    "javascript": ("// ", ""), "typescript": ("// ", ""), "java": ("// ", ""), "go": ("// ", ""),
    "sql": ("-- ", ""), "markdown": ("<!-- ", " -->"), "xml": ("<!-- ", " -->"),
    "jinja": ("{# ", " #}"), "ejs": ("<%# ", " %>"),
}  # fmt: skip
"""How each format opens and closes a comment; JSON and PEM have none."""
COMMENT_AT_THE_END = frozenset(
    "python powershell terraform yaml compose kubernetes workflow toml nginx requirements "
    "javascript typescript java go sql".split()
)
"""Formats in which a comment may follow what it is about on one line."""
CODE = frozenset({"python", "javascript", "typescript", "java", "go"})
YAML = frozenset({"yaml", "compose", "kubernetes", "workflow"})
BRACES = frozenset({"javascript", "typescript", "java"})
"""Languages that take any blank, a line's end too, between two words."""

_HARMLESS: Mapping[str, str] = {
    "python": "def harmless_{n}(a, b):\n    return a + b + {n}\n\n\n",
    "javascript": "function harmless{n}(a, b) {{\n  return a + b + {n};\n}}\n\n",
    "typescript": "function harmless{n}(a: number, b: number): number {{\n  return a + b + {n};\n}}\n\n",
    "java": "class Harmless{n} {{\n  int add(int a, int b) {{\n    return a + b + {n};\n  }}\n}}\n\n",
    "go": "func harmless{n}(a int, b int) int {{\n\treturn a + b + {n}\n}}\n\n",
}


def comment(format_: str, words: str) -> str:
    """The words as a comment on a line of its own, without the line's end."""
    opening, closing = COMMENTS[format_]
    return f"{opening}{words}{closing}"


def on_top(text: str, line: str) -> str:
    return f"{line}\n{text}"


def below(text: str, line: str) -> str:
    return f"{text}{line}\n"


def above_line(text: str, wanted: str, line: str) -> str:
    """``line`` above the line ``wanted``, as far indented as it."""
    return _with_line(text, wanted, lambda old: f"{_indent(old)}{line}\n{old}")


def at_line(text: str, wanted: str, ending: str) -> str:
    """``ending`` at the end of the line ``wanted``."""
    return _with_line(text, wanted, lambda old: old + ending)


def before_line(text: str, wanted: str, beginning: str) -> str:
    """``beginning`` between the blanks of the line ``wanted`` and its words."""
    return _with_line(text, wanted, lambda old: _indent(old) + beginning + old.lstrip())


def _with_line(text: str, wanted: str, change: Any) -> str:
    lines = text.split("\n")
    index = lines.index(wanted)
    return "\n".join([*lines[:index], change(lines[index]), *lines[index + 1 :]])


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def harmless(format_: str, count: int) -> str:
    """``count`` definitions that do nothing wrong."""
    return "".join(_HARMLESS[format_].format(n=n) for n in range(count))


def after_the_head(text: str, format_: str, insertion: str) -> str:
    """The insertion below what must stand first: the package clause and the imports of Java and Go."""
    if format_ not in ("java", "go"):
        return insertion + text
    lines = text.split("\n")
    heads = ("import ", "package ", ")")
    last = max((n for n, line in enumerate(lines) if line.startswith(heads)), default=-1)
    return "\n".join([*lines[: last + 1], "", insertion, *lines[last + 1 :]])


def nested(text: str, format_: str) -> str:
    """The whole file in a block that always runs."""
    if format_ == "python":
        return "if True:\n" + "".join(f"    {line}\n" if line else "\n" for line in text.rstrip("\n").split("\n"))
    return "{\n" + "".join(f"  {line}\n" for line in text.rstrip("\n").split("\n")) + "}\n"


def has_comment(text: str, format_: str) -> bool:
    return COMMENTS[format_][0].strip() in text.replace("://", "")


def dockerfile_in_small_letters(text: str) -> str:
    return re.sub(r"^[A-Z]+ ", lambda found: found.group().lower(), text, flags=re.MULTILINE)


def dockerfile_with_heredoc(text: str) -> str:
    """The ``RUN`` that ends in a pipe to the shell, as a heredoc."""
    return re.sub(r"^RUN (.*) \| sh$", r"RUN <<END\nset -e\n\1 | sh\nEND", text, flags=re.MULTILINE)


def as_coroutines(text: str) -> str:
    return re.sub(r"^(\s*)def ", r"\1async def ", text, flags=re.MULTILINE)


def on_one_line(text: str) -> str:
    """All lines behind each other; for what takes a blank for a line's end and has no comment."""
    return " ".join(line.strip() for line in text.split("\n")).strip() + "\n"


def as_notebook(text: str, *, indent: int | None) -> str:
    """A notebook whose one cell is the text."""
    lines = text.rstrip("\n").split("\n")
    source = [f"{line}\n" for line in lines[:-1]] + [lines[-1]]
    cell = {"cell_type": "code", "execution_count": 1, "metadata": {}, "outputs": [], "source": source}
    return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=indent) + "\n"


def json_on_one_line(text: str) -> str:
    return json.dumps(json.loads(text), separators=(",", ":")) + "\n"


def yaml_as_json(text: str) -> str:
    return json.dumps(_document(text), indent=2) + "\n"


def yaml_in_flow_style(text: str) -> str:
    return yaml.safe_dump(_document(text), default_flow_style=True, sort_keys=False, width=10_000)


def yaml_in_mixed_style(text: str) -> str:
    """The innermost lists and mappings in flow style, as many write them."""
    return yaml.safe_dump(_document(text), default_flow_style=None, sort_keys=False, width=10_000)


def yaml_with_quoted_keys(text: str) -> str:
    return re.sub(r"^(\s*(?:- )*)([\w.-]+):(?=\s|$)", r'\1"\2":', text, flags=re.MULTILINE)


def yaml_with_anchor(text: str) -> str:
    """The last top-level mapping or list is written under another key, and referred to where it counts."""
    document = _document(text)
    shared = [value for value in document.values() if isinstance(value, dict | list)][-1]
    return yaml.safe_dump({"x-shared": shared, **document}, sort_keys=False, width=10_000)


def yaml_with_other_booleans(text: str) -> str:
    return re.sub(r": true$", ": TRUE", text, flags=re.MULTILINE)


def has_mapping(text: str) -> bool:
    """Whether a top-level key of the YAML text holds more than a word."""
    return any(isinstance(value, dict | list) for value in _document(text).values())


def _document(text: str) -> dict[Any, Any]:
    document = yaml.safe_load(text)
    # YAML 1.1 takes the key `on` of a workflow for a boolean.
    return {"on" if key is True else key: value for key, value in document.items()}

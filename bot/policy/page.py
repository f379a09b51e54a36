"""The table of settings in ``docs/policy.md``: ``make pages`` renews it."""

from __future__ import annotations

import sys

from bot.policy.shape import FILE, FOLDER, SCOPED

START, END = "<!-- made by make pages -->\n", "<!-- until here -->\n"


def table() -> str:
    """Every setting of a file with what may stand there and in which places, as Markdown."""
    lines = ["| setting | what may stand there | where | what it does |", "|---|---|---|---|"]
    for name, known in FILE.fields.items():
        places = ["root", *(["folder"] if name in FOLDER.fields else []), *(["`paths`"] if name in SCOPED else [])]
        wanted = known.kind.wanted.replace("|", "\\|")
        lines.append(f"| `{name}` | {wanted} | {', '.join(places)} | {known.says} |")
    return "\n".join(lines) + "\n"


def renewed(document: str) -> str:
    """The document with the table between its marks; the rest is written by hand."""
    above, start, rest = document.partition(START)
    _, end, below = rest.partition(END)
    if not start or not end:
        raise ValueError(f"the document has no lines {START.strip()} and {END.strip()}")
    return f"{above}{START}{table()}{END}{below}"


if __name__ == "__main__":
    sys.stdout.write(renewed(sys.stdin.read()))

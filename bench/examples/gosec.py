"""Samples of gosec: Go texts with the number of issues that a rule of gosec finds in them.

The samples name no lines. ``gosec_lines.txt`` has those that gosec itself reports, by the content of the text, so that
nothing of Go is needed here. To renew it: in a clone of gosec write a Go test that runs ``Analyzer.Process`` over each
``SampleCode…`` as ``rules/rules_test.go`` does, with only the rule of the sample's name, and writes for each text the
first 12 hexadecimal digits of its SHA-256 and the lines of its issues. A text that the file does not know is one mark,
found by a finding anywhere in it.

A sample with a comment that silences gosec is neither safe nor unsafe. A sample is safe for one rule of gosec: some
have a weakness of another rule (a constant key in a sample about nonces), or one that gosec does not follow.
``gosec_flawed.txt`` has those, read one by one, by the content of the text and with the weakness: they are neither safe
nor unsafe. It names what is flawed for whoever reads it, not what our rules find: a sample is not named there because a
finding of ours is doubtful.
"""

from __future__ import annotations

import ast
import hashlib
import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from bench.examples.model import ANYWHERE, Example

_LITERAL = r"(?:`[^`]*`|\"(?:[^\"\\\n]|\\.)*\")"
_TEXT = rf"{_LITERAL}(?:\s*\+\s*{_LITERAL})*"
_SAMPLE = re.compile(
    rf"\[\]string\{{\s*({_TEXT}(?:\s*,\s*{_TEXT})*)\s*,?(?:\s*//[^\n]*)*\s*\}},\s*(?:Errors:\s*)?(\d+)\s*,"
)
_SILENCED = re.compile(r"#\s*nosec|gosec:disable")
_FILE = re.compile(r"testutils/(g\d+)_samples\.go")
_LINES = Path(__file__).with_name("gosec_lines.txt")
_FLAWED = Path(__file__).with_name("gosec_flawed.txt")


def read(clone: Path) -> Iterator[Example]:
    """Every sample, one example a file of it."""
    known = _known(_LINES.read_text(encoding="utf-8"))
    rows = (line.partition(" ") for line in _FLAWED.read_text(encoding="utf-8").splitlines())
    flawed = frozenset(digest for digest, _, weakness in rows if weakness and digest != "#")
    for path in _git(clone, "ls-tree", "-r", "--name-only", "HEAD", "testutils/").splitlines():
        if named := _FILE.fullmatch(path):
            yield from _examples(path, named[1].upper(), _git(clone, "show", f"HEAD:{path}"), known, flawed)


def _examples(
    path: str, rule: str, source: str, known: Mapping[str, tuple[int, ...]], flawed: frozenset[str]
) -> Iterator[Example]:
    for number, sample in enumerate(_SAMPLE.finditer(source)):
        for part, text in enumerate(_texts(sample[1])):
            name = f"{path.removesuffix('.go')}/{number}_{part}.go"
            if _SILENCED.search(text):
                continue
            digest = hashlib.sha256(text.encode()).hexdigest()[:12]
            if sample[2] == "0":
                yield Example(name, text, {}, is_safe=digest not in flawed)
            else:
                lines = known.get(digest, (ANYWHERE,))
                yield Example(name, text, dict.fromkeys(lines, rule))


def _texts(written: str) -> Iterator[str]:
    """The texts of a list of Go's literals, each joined by ``+``."""
    for literals in re.findall(_TEXT, written):
        tokens = re.findall(_LITERAL, literals)
        yield "".join(token[1:-1] if token[0] == "`" else str(ast.literal_eval(token)) for token in tokens)


def _known(text: str) -> dict[str, tuple[int, ...]]:
    rows = (line.split() for line in text.splitlines() if not line.startswith("#"))
    return {digest: tuple(int(line) for line in lines) for digest, *lines in rows}


def _git(clone: Path, *arguments: str) -> str:
    return subprocess.run(
        ["git", "-C", str(clone), *arguments], check=True, capture_output=True, encoding="utf-8"
    ).stdout

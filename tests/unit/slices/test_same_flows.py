"""A slice tells the same new flows as the whole file, whichever line of a program the change writes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest

from bot.knowledge.languages import language_of
from tests.builders import hunks
from tests.unit.flows import test_csharp, test_kotlin, test_php_and_ruby, test_rust, test_within_a_file
from tests.unit.flows.judging import ONE, lists
from workers.flows.decide import in_file
from workers.reading import syntax
from workers.slices import sides

PROGRAMS = [
    *((path, text) for path, text, _ in test_within_a_file.FOUND),
    *test_within_a_file.CLEAN,
    *(("A.cs", test_csharp._IN_CLASS.format(text)) for text, _ in test_csharp.FOUND),
    *(("A.cs", text) for text, _ in test_csharp.WHOLE),
    *(("A.kt", test_kotlin._IN_CLASS.format(text)) for text, _ in test_kotlin.FOUND),
    *(("A.kt", text) for text, _ in test_kotlin.WHOLE),
    *(("a.php", text) for text, _ in test_php_and_ruby.PHP),
    *(("a.rb", text) for text, _ in test_php_and_ruby.RUBY),
    *(("a.rs", text) for text, _ in test_rust.FOUND),
]


def laid_out(path: str, text: str) -> str:
    """A program of one line in many: a body that has one line is none that a slice leaves out."""
    if path.endswith((".py", ".rb")):
        return text
    made = re.sub(r"([{;])(?=\s*\S)", r"\1\n", text)
    return re.sub(r"\}(?=\s*[^\s);,])", "}\n", re.sub(r"(?<=[^\s{])\s*\}", "\n}", made))


def edits(text: str) -> Iterator[str]:
    """What stood there before: without a line, or with a harmless value or call on it."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        for before in (None, line.replace("SOURCE()", "'a'"), line.replace("SINK(", "OTHER(")):
            if before != line:
                yield "\n".join([*lines[:number], *([before] if before is not None else []), *lines[number + 1 :]])


def flows(language: str, text: str) -> Counter[tuple[str, str]]:
    data = text.encode()
    found = in_file(language, text, [lists(text)], ONE).flows
    return Counter(
        (data[flow.source.start : flow.source.end].decode(), data[flow.sink.start : flow.sink.end].decode())
        for flow in found
    )


@pytest.mark.parametrize("shard", range(4))
def test_the_new_flows_of_a_slice_are_those_of_the_file(shard: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sides, "SMALLEST", 0)
    monkeypatch.setattr(sides, "LEAST", 0.0)
    sliced, wrong = 0, []
    for path, program in PROGRAMS[shard::4]:
        language, head = language_of(path), laid_out(path, program)
        if syntax.first_error(language, head) is not None:
            continue
        for base in edits(head):
            made = sides.sliced.__wrapped__(language, base, head, hunks(base, head))
            if made.whole or made.head == head:
                continue
            sliced += 1
            whole = flows(language, head) - flows(language, base)
            part = flows(language, made.head) - flows(language, made.base)
            if whole != part:
                wrong.append(f"{path}: {dict(whole)}, of the slice {dict(part)}\n{base}\n-->\n{head}\n:::\n{made.head}")
    assert not wrong, f"{len(wrong)} of {sliced}:\n" + "\n\n".join(wrong[:8])
    assert sliced > 0

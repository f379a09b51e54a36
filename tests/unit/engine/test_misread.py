"""What the engine misreads is written so that it reads it, at the same places of the text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.engine.misread import understood


@pytest.mark.parametrize(
    ("language", "text", "seen"),
    [
        ("ruby", "a = <<~SQL\n  b #{c}\nSQL\n", 'a = "     \n  b #{c}\n  "\n'),
        ("ruby", "f(<<~SQL)\n  b #{c}\nSQL\n", 'f("      \n  b #{c}\n ")\n'),
        ("ruby", "f(<<~SQL, d)\n  b #{c} eeee\nSQL\n", 'f("         \n  b #{c}", d)\n   \n'),
        ("ruby", 'f(<<-SQL.squish)\n  "b" #{c["d"]}\n  SQL\n', 'f("             \n  \'b\' #{c["d"]}\n   ")\n'),
        ("ruby", "a = <<~SQL\n  b\nSQL\n", None),
        ("ruby", "a = <<~'SQL'\n  #{b}\nSQL\n", None),
        ("ruby", "a = <<~SQL\n  #{b}\n", None),
        ("ruby", "a << B\nb #{c}\nB\n", None),
        ("ruby", "::File.read(a) if ::A::B == c::D", "  File.read(a) if   A::B == c::D"),
        ("php", "<?php \\exec($a);", "<?php  exec($a);"),
        ("php", "<?php new \\PDO($a); \\DB::raw($a);", "<?php new  PDO($a);  DB::raw($a);"),
        ("php", "<?php $a[] = $b; $c['d'][]=$e;", "<?php $a  .= $b; $c['d'] .=$e;"),
        ("php", "<?php \\A\\b($a); preg_match('/\\d(a)/', $b); $a[] == 1; [] => 2;", None),
        ("python", "a = <<~SQL\n  #{b}\nSQL\n", None),
    ],
)
def test_what_is_seen(language: str, text: str, seen: str | None) -> None:
    assert understood(language, text) == (text if seen is None else seen)


@given(st.lists(st.sampled_from(["<<~SQL", "#{", "}", ")", '"', "SQL", "\n", " ", "a", "\\exec(", "$a[] =", "é"])))
def test_every_line_keeps_its_length(parts: list[str]) -> None:
    text = "".join(parts)
    for language in ("ruby", "php"):
        assert [len(line) for line in understood(language, text).split("\n")] == [len(x) for x in text.split("\n")]


@pytest.mark.parametrize(
    "piece", ["<<~SQL\n", "<<SQL #{", "#{", "))))", "<<~A#{\n", "\\exec(", "$a[] ", "<<~A)\n#{a}\nA\n"]
)
def test_hostile_texts_are_read_in_time(piece: str) -> None:
    start = time.process_time()
    understood("ruby", piece * (100_000 // len(piece)))
    understood("php", piece * (100_000 // len(piece)))
    assert time.process_time() - start < 4

"""What a rule finds of the mutants of its sample, asked of the engine."""

from __future__ import annotations

from pathlib import Path

import pytest

from workers.engine.samples import all_samples
from workers.engine.scanner import Scanner
from workers.mutation import kept, scoring
from workers.mutation.languages import LANGUAGES
from workers.mutation.scoring import Tally
from workers.reading import rule_files, syntax

RULE = """\
id: python.example.shell
languages: [python]
severity: high
confidence: high
area: input validation
cwe: 78
title: A text that is put together reaches a shell
message: An attacker runs commands here.
remedy: Hand over a list of arguments.
pattern: os.system($A + $B)
"""
SAMPLE = """\
import os

def f(name):
    # ruleid: python.example.shell
    os.system("ls " + name)
    # ok: python.example.shell
    os.system(name)
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "python" / "example"
    folder.mkdir(parents=True)
    (folder / "shell.yaml").write_text(RULE)
    (folder / "shell.py").write_text(SAMPLE)
    return tmp_path


def test_a_rule_that_knows_one_form_loses_the_others(root: Path) -> None:
    scores = scoring.scored(all_samples(root), Scanner(root))
    found = scores.by(lambda result: result.mutant.mutation)
    assert found["an alias of the module"] == Tally(1, 1, 1, 1)
    assert found["an import by another name"] == Tally(1, 1, 1, 1)
    assert found["an f-string"] == Tally(0, 1, 1, 1)
    assert found["join"] == Tally(0, 1, 1, 1)
    assert not scores.broken
    (lost,) = [result.lost for result in scores.results if result.mutant.mutation == "join"]
    assert lost == (5,)


def test_a_line_that_must_be_silent_is_told(root: Path) -> None:
    text = SAMPLE.replace("os.system(name)", 'os.system(f"ls {name}")')
    (root / "python" / "example" / "shell.py").write_text(text)
    scores = scoring.scored(all_samples(root), Scanner(root), mutation="a concatenation")
    ((told, tally),) = [(result.told, result.tally) for result in scores.results]
    assert told == (7,)
    assert (tally.silent, tally.to_spare) == (0, 1)


def test_a_score_is_shown_for_the_texts_that_it_is_of(root: Path) -> None:
    rule = root / "python" / "example" / "shell.yaml"
    (root / "_coverage").mkdir()
    samples = all_samples(root)
    digest = kept.digest(rule, samples)
    kept.write(root, {"python.example.shell": kept.of(digest, Tally(9, 12, 3, 3))}, ["python.example.shell"])
    (score,) = kept.read(root).values()
    assert kept.shown(score, digest) == "75 %"
    rule.write_text(RULE.replace("title: ", "title: No more than "))
    assert kept.shown(score, kept.digest(rule, samples)) == "75 %", "what people are told changes no score"
    rule.write_text(RULE.replace("$B", "$C"))
    assert kept.shown(score, kept.digest(rule, samples)) == "–"
    kept.write(root, {}, ["python.another.rule"])
    assert kept.read(root) == {}


FIRST = {sample.language: sample for sample in reversed(all_samples()) if sample.language in LANGUAGES}


@pytest.mark.parametrize("language", sorted(FIRST))
def test_mutants_of_samples_are_programs_with_the_same_lines_to_find(language: str) -> None:
    """A few do not parse, e.g. an argument that Ruby has without brackets and then with them, and are left out."""
    of_language = [each for each in all_samples() if each.language == language and not each.is_for_a_check]
    count = 0
    broken: list[str] = []
    for sample in of_language[:: max(1, len(of_language) // 8)]:
        for mutant in scoring.mutants(sample, None):
            count += 1
            if syntax.first_error(language, mutant.text) is not None:
                broken.append(f"{sample.path}, {mutant.mutation}")
                continue
            lines = len(mutant.text.splitlines())
            assert all(asked.lines and max(asked.lines) <= lines for asked in mutant.wanted)
            assert not any(asked.lines & other.lines for asked in mutant.wanted for other in mutant.silent)
    assert count > 20
    assert len(broken) <= count // 25, broken


def test_the_rules_have_a_folder_for_scores() -> None:
    assert kept.file(rule_files.root()).parent.is_dir()

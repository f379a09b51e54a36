"""No call silences a flaw by its name: what is found in a sample is found in disguise, at least with low confidence."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders import changed_file, snapshot
from tests.unit.rules import disguises
from workers.checks.semgrep import Semgrep
from workers.engine import rules
from workers.engine.results import FileAnswer
from workers.engine.samples import all_samples
from workers.engine.scanner import Scanner, source_of
from workers.pipeline import examine
from workers.reading import rule_files

FLOWS = frozenset(rule.id for rule in rules.load(rule_files.root()) if rule.semgrep.get("mode") == "taint")
ABOUT_THE_VALUE_ITSELF = frozenset(
    "python.cipher.constant-iv python.cipher.constant-key python.hash.constant-salt python.logging.request-headers "
    "python.logging.secret python.process.secret-on-command-line javascript.framework.constant-secret-key "
    "javascript.hash.weak-password javascript.jwt.secret-in-claims javascript.template.options-from-request "
    "javascript.logging.request-headers javascript.logging.secret javascript.message.any-target "
    "javascript.model.mass-assignment javascript.error.stack-trace-to-client "
    "java.hash.weak-password java.log.secret java.random.constant-seed java.tempfile.predictable "
    "go.cors.reflected-origin go.pprof.exposed".split()
)
"""Rules for which whatever a function makes of a value is another one, whatever its name: a key that is derived from a
constant is no constant, a password's digest is no password, and what a function makes of a ``true`` or ``nil`` that is
written out says nothing of an option."""

LOST = frozenset({"python.django.filter-from-request"})
"""Rules that lose a wrapper for another reason than its name: the interpreter forgets the keys of a dictionary that a
comprehension made when a function that it does not know gives it back."""


@pytest.fixture(scope="module")
def scanner(tmp_path_factory: pytest.TempPathFactory) -> Scanner:
    return Scanner(folder=tmp_path_factory.mktemp("cache"))


def lines(answer: FileAnswer, rule: str) -> int:
    assert not answer.problems, [problem.reason for problem in answer.problems]
    return len({match.place.start_line for match in answer.matches if match.rule == rule})


@pytest.mark.parametrize("language", disguises.FORMS)
def test_no_name_silences_a_flow(language: str, scanner: Scanner) -> None:
    samples = [each for each in all_samples() if each.language == language and each.rule in FLOWS]
    forms = disguises.FORMS[language]
    names = iter(disguises.names(len(samples) * len(forms), camel=language != "python"))
    count = 0
    lost: list[str] = []
    for sample in samples:  # each by its own rule: all rules over all disguises is more than one review may take
        only = frozenset({sample.rule})
        plain = source_of(sample.path.name, language, sample.text)
        answer = scanner.scan([plain], only=only)[plain.key]
        flows = [match for match in answer.matches if match.rule == sample.rule and match.steps]
        hidden = {}
        for form, name in zip(forms, names, strict=False):
            if flows and not (forms[form].wraps and sample.rule in ABOUT_THE_VALUE_ITSELF | LOST):
                text = disguises.disguised(sample.text, language, flows, forms[form], name)
                hidden[form, name] = source_of(sample.path.name, language, text)
        found = scanner.scan(list(hidden.values()), only=only)
        count += len(hidden)
        lost += [
            f"{sample.path}: {form}, `{name}`"
            for (form, name), source in hidden.items()
            if lines(found[source.key], sample.rule) < lines(answer, sample.rule)
        ]
    assert count > len(samples), "the samples have flows"
    assert lost == []


VIEW = """\
from flask import Flask, request
{top}
app = Flask(__name__)

@app.get("/x")
def x():
    f = request.args["f"]
    {before}
    return open("/data/" + f).read()
"""


@pytest.mark.parametrize(
    ("top", "before", "verdict"),
    [
        # Nobody asks for the answer, or the body is there to see.
        ("from app.audit import check_log", "check_log(f)", "DEFECTS"),
        ("def verify(f):\n    return True\n", "if not verify(f): raise ValueError", "DEFECTS"),
        ("def sanitize(f):\n    return f\n", "f = sanitize(f)", "DEFECTS"),
        ("from app.audit import abort", "abort(f)", "DEFECTS"),
        ("from app.audit import build_path", "f = build_path(f)", "DEFECTS"),
        # A name, and no more, speaks for it.
        ("from app.audit import is_safe", "if not is_safe(f): raise ValueError", "LOW"),
        ("from app.audit import sanitize", "f = sanitize(f)", "LOW"),
        ("from app.audit import secure_filename", "f = secure_filename(f)", "LOW"),
        ("from app.audit import PATTERN", "if not PATTERN.fullmatch(f): raise ValueError", "LOW"),
        # A body that checks, a function of a library that is known to clean.
        ("def verify(f):\n    return f in ('a', 'b')\n", "if not verify(f): raise ValueError", "NOTHING"),
        ("def check(f):\n    if not f.isalnum():\n        raise ValueError\n", "check(f)", "NOTHING"),
        ("from werkzeug.utils import secure_filename as own", "f = own(f)", "NOTHING"),
        ("from flask import abort", "if f not in ('a', 'b'): abort(404)", "NOTHING"),
    ],
)
def test_what_is_told_of_a_call_before_a_flaw(top: str, before: str, verdict: str, scanner: Scanner) -> None:
    text = VIEW.format(top=top, before=before)
    review = examine(snapshot(changed_file("app/x.py", "", text)), [Semgrep(scanner)])
    grades = {each.finding.confidence.name for each in review.observations}
    assert {"DEFECTS": {"HIGH"}, "LOW": {"LOW"}, "NOTHING": set()}[verdict] == grades
    assert (review.verdict.name == "DEFECTS") is (verdict == "DEFECTS")


def test_every_name_of_a_disguise_is_another() -> None:
    assert len(set(disguises.names(200, camel=False))) == 200
    assert Path(disguises.__file__).is_file()

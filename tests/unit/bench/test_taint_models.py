"""The measurement of models: what is called is noticed, and what a verdict hangs on is told."""

from __future__ import annotations

import textwrap

from bench import taint_models
from bench.taint_models import Asked, Measured
from tests.unit.taint import programs
from workers.taint.decide import Question

PROGRAM = """
    def view():
        a = {'k': SOURCE, 'm': 'safe'}
        b = a.get('m')
        c = sorted(['x', 'y'])
        sink(b)
"""


def test_a_model_is_told_by_the_verdicts_that_it_changes() -> None:
    text = textwrap.dedent(PROGRAM)
    sources, places = programs.places(text)
    (sink,) = places
    question = Question(dict.fromkeys(sources, 0b11), places, kinds=1)
    asked = Asked("octo/app", text, question, {sink: 1}, frozenset((sink,)))
    assert asked.verdicts() == {(sink, 1): "refuted"}

    found = taint_models.measured([asked], taint_models.models())
    assert dict(found["dict.get"].changes) == {"refuted → found": 1}
    assert found["builtins.sorted"] == Measured(questions=1)
    assert found["re.compile"] == Measured()
    assert asked.verdicts() == {(sink, 1): "refuted"}, "the tables are as they were"

    text = taint_models.report(found, [asked])
    assert "1 questions about 1 files of 1 projects" in text
    assert "dict.get  1          1         refuted → found  octo/app" in text
    assert "called, changes no verdict: builtins.sorted\n" in text

"""Programs that are judged through the one door: a text and a question, and what becomes of its flow."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping

from tests.unit.taint import programs
from workers.taint.decide import PythonFile, Question

HAPPENS, CANNOT, UNKNOWN = "happens", "cannot happen", "the engine's word stands"
HAPPENS_IN_DOUBT, CANNOT_IN_DOUBT = "happens in doubt", "cannot happen in doubt"


def judged(
    program: str, *, steps: int | None = None, doubts: bool = False, validators: Mapping[str, str] | None = None
) -> str:
    """What becomes of the flow from ``SOURCE`` to the argument of ``sink``.

    ``doubts``: whether names that sound like checks count; a flow that one of them speaks against is one in doubt.
    """
    text = textwrap.dedent(program)
    sources, places = programs.places(text)
    (sink,) = places
    kinds = 1 if doubts or validators else 0
    question = Question(dict.fromkeys(sources, 0b11 if kinds else 1), places, kinds=kinds, validators=validators or {})
    file = PythonFile(text) if steps is None else PythonFile(text, steps)
    for flow in file.found(question, {sink: 1}):
        return HAPPENS_IN_DOUBT if flow.doubtful and kinds else HAPPENS
    refuted = file.refuted(question).get(sink, 0)
    return CANNOT if refuted & 1 else CANNOT_IN_DOUBT if kinds and refuted & 0b10 else UNKNOWN


def within(body: str) -> str:
    """The statements as the body of a function."""
    return "def view():\n" + textwrap.indent(textwrap.dedent(body), "    ")

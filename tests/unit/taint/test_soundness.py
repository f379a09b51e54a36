"""What the interpreter calls impossible never happens: random programs are run and interpreted."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.taint import programs
from workers.taint.decide import PythonFile, Question


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2**32), st.lists(st.booleans(), min_size=3, max_size=3))
def test_a_flow_that_happens_is_never_refuted(seed: int, choices: list[bool]) -> None:
    program = programs.make(seed)
    try:
        compile(program, "generated", "exec")
    except SyntaxError:
        return
    reached = programs.run(program, choices)
    sources, sinks = programs.places(program)
    refuted = PythonFile(program).refuted(Question(dict.fromkeys(sources, 1), sinks))
    assert not {sinks[span] for span, kinds in refuted.items() if kinds & 1} & reached, program

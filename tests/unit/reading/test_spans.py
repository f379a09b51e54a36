"""Whether a place is inside of one of some spans."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from workers.reading.syntax import Spans

PLACES = st.integers(0, 30)


@given(st.lists(st.tuples(PLACES, PLACES).filter(lambda span: span[0] < span[1])), PLACES)
def test_a_place_is_inside_however_the_spans_nest(spans: list[tuple[int, int]], place: int) -> None:
    assert (place in Spans(spans)) is any(start <= place < end for start, end in spans)

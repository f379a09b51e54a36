"""Our mark on a comment: readable by us on its own change, worthless anywhere else."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.markers import Marker, MarkerKind, Scope, Style, derive_key, read, stamp, strip

KEY = derive_key("a secret of sixteen characters")
SCOPE = Scope(KEY, "1296269", 7)
MARKER = Marker(MarkerKind.FINDING, "0123456789abcdef", "3fa1c2e0" * 5)

names = st.from_regex(r"[0-9A-Za-z._-]{1,64}", fullmatch=True)
markers = st.builds(
    Marker,
    kind=st.sampled_from(MarkerKind),
    fingerprint=names | st.just(""),
    commit=names | st.just(""),
    moved=st.lists(names, max_size=4).map(tuple),
    record=st.from_regex(r"[0-9A-Za-z_-]{1,300}", fullmatch=True) | st.just(""),
)
scopes = st.builds(
    Scope, key=st.binary(min_size=16, max_size=32), repository_id=st.text(), number=st.integers(min_value=0)
)
styles = st.sampled_from(Style)


@given(st.text(), markers, scopes, styles)
def test_what_we_stamp_we_read(text: str, marker: Marker, scope: Scope, style: Style) -> None:
    stamped = stamp(text, marker, scope, style)
    assert read(stamped, scope) == marker
    assert read(stamped.replace("\n", "\r\n") + " \n", scope) == marker


@given(st.text(), markers, scopes, scopes, styles)
def test_a_copy_on_another_change_is_nothing(
    text: str, marker: Marker, scope: Scope, other: Scope, style: Style
) -> None:
    assume(scope != other)
    assert read(stamp(text, marker, scope, style), other) is None


@given(markers, markers, styles)
def test_a_mac_vouches_for_its_own_fields_only(marker: Marker, other: Marker, style: Style) -> None:
    assume(marker != other)
    mac = re.compile(r"[0-9a-f]{32}(?=( -->|\]: #)$)")
    true_mac = mac.search(stamp("", marker, SCOPE, style))
    assert true_mac is not None
    assert read(mac.sub(true_mac[0], stamp("", other, SCOPE, style)), SCOPE) is None


@given(st.data(), styles)
def test_a_damaged_marker_is_nothing(data: st.DataObject, style: Style) -> None:
    line = stamp("", MARKER, SCOPE, style).strip()
    position = data.draw(st.integers(0, len(line) - 1))
    damaged = line[:position] + data.draw(st.characters().filter(lambda c: c != line[position])) + line[position + 1 :]
    assert read(damaged, SCOPE) is None


@given(st.text(), markers, styles)
def test_quoted_markers_do_not_speak_for_the_comment(text: str, marker: Marker, style: Style) -> None:
    quoting = f"{text}\n{stamp('', MARKER, SCOPE).strip()}\n```"
    assert read(stamp(quoting, marker, SCOPE, style), SCOPE) == marker


def test_a_damaged_last_marker_is_not_replaced_by_a_quoted_one() -> None:
    assert read(f"{stamp('', MARKER, SCOPE)}\n<!-- patchwarden:1:finding:x -->", SCOPE) is None


@given(st.text(), markers, styles)
def test_stripping_gives_the_text_back_and_stamping_twice_leaves_one_marker(
    text: str, marker: Marker, style: Style
) -> None:
    assume("patchwarden" not in text)
    bare = text.replace("\r\n", "\n").rstrip()
    assert strip(stamp(text, marker, SCOPE, style)) == bare
    again = stamp(stamp(text, marker, SCOPE, style), MARKER, SCOPE, style)
    assert again == stamp(text, MARKER, SCOPE, style)


@given(st.text())
def test_any_text_is_read_without_harm(text: str) -> None:
    assert read(text, SCOPE) is None


@pytest.mark.parametrize(
    "marker",
    [
        replace(MARKER, fingerprint="-->"),
        replace(MARKER, fingerprint="a:b"),
        replace(MARKER, commit="a\nb"),
        replace(MARKER, fingerprint="x" * 65),
        replace(MARKER, moved=("a,b:c",)),
        replace(MARKER, moved=("",)),
    ],
)
def test_a_name_that_would_break_the_marker_is_refused(marker: Marker) -> None:
    with pytest.raises(ValueError, match="a marker cannot carry"):
        stamp("", marker, SCOPE)


def test_the_marker_is_invisible_in_markdown_and_short_in_text() -> None:
    assert stamp("Body.", MARKER, SCOPE).startswith("Body.\n\n<!-- patchwarden:1:finding:0123456789abcdef:3fa1c2e0")
    text = stamp("Body.", replace(MARKER, commit=""), SCOPE, Style.TEXT)
    assert len(text.splitlines()[-1]) < 80
    assert "patchwarden" not in MarkdownIt().render(text)


def test_the_key_is_neither_shown_nor_the_secret_itself() -> None:
    assert b"secret" not in KEY
    assert repr(KEY) not in repr(SCOPE)
    with pytest.raises(ValueError, match="at least 16"):
        derive_key("short")

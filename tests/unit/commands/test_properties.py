"""What holds for every comment, and between the table, the parser, help and the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.commands import KINDS, TABLE, Command, CommandError, Form, Verb, form_of, is_addressed, page, parse, written
from bot.model import Role, Severity

NAME = "patchwarden"
_WORDS = st.sampled_from(
    [
        f"/{NAME}",
        f"@{NAME}",
        f"@{NAME}[bot]:",
        f"@{NAME},",
        "please",
        "because",
        "as",
        "until",
        "for",
        "all",
        "and",
        "id",
    ]
    + [verb.value for verb in Verb]
    + [kind.value for kind in KINDS]
    + [severity.label for severity in Severity]
    + ["false positive", "--full", "3fa1", "90ab12cd", "3f", "2027-01-31", "2027-02-30", "31.12.2027", "30d", "2w"]
    + [
        "30 days",
        "3 months",
        "0d",
        "reason",
        "it",
        "is",
        "…",
        ".",
        ",",
        ":",
        "-",
        "—",
        "`",
        "#",
        ">",
        "<!--",
        "-->",
        "<pre>",
    ]
)
_BLANKS = st.sampled_from([" ", "  ", "\n", "\n\n", "\r\n", "\r", "\t", "\u00a0", ""])
COMMENTS = st.lists(st.tuples(_WORDS | st.text(max_size=6), _BLANKS), max_size=16).map(
    lambda pieces: "".join(word + blank for word, blank in pieces)
)
LINES = st.tuples(
    st.sampled_from([f"/{NAME}", f"@{NAME}:"]),
    st.sampled_from([verb.value for verb in Verb]),
    st.lists(_WORDS | st.text(max_size=6), max_size=10),
).map(lambda line: " ".join((line[0], line[1], *line[2])))


def _read(text: str) -> Iterator[Command]:
    return (item for item in parse(text, [NAME], in_thread=True) if isinstance(item, Command))


@settings(max_examples=400)
@given(st.text() | COMMENTS | LINES, st.lists(st.sampled_from([NAME, "w", "a.b", "(", ""]), max_size=2), st.booleans())
@example("\ud800 /w review \x00", ["w"], False)
@example("--> /w review", ["w"], False)
@example("/teſt review", ["test"], False)
def test_any_text_is_read_and_the_quick_look_misses_nothing(text: str, names: list[str], in_thread: bool) -> None:
    found = parse(text, names, in_thread=in_thread)
    assert len(found) <= 11
    assert not found or is_addressed(text, names, in_thread=in_thread)


@settings(max_examples=400)
@given(LINES | COMMENTS)
@example(f"/{NAME} dismiss because x as false-positive - .")
@example(f"/{NAME} dismiss because x. until 2027-01-31 ,as not-useful!")
def test_the_plainest_form_of_a_command_is_the_same_command(text: str) -> None:
    for command in _read(text):
        plain = written(command, NAME)
        assert parse(plain, [NAME]) == (replace(command, text=plain),)


@settings(max_examples=400)
@given(LINES)
def test_what_is_no_command_is_answered_with_one_that_is(line: str) -> None:
    for item in parse(line, [NAME]):
        if isinstance(item, CommandError) and item.remedy:
            (nearest,) = parse(item.remedy.replace("because …", "because of it"), [NAME])
            assert isinstance(nearest, Command)


@settings(max_examples=400)
@given(LINES | COMMENTS)
def test_help_describes_all_that_is_read(text: str) -> None:
    for command in _read(text):
        usage = form_of(command.verb).usage
        assert command.verb.value in usage
        assert not command.full or "--full" in usage
        assert not command.targets.ids or "<ids>" in usage
        assert not command.targets.every or "all" in usage
        assert command.targets.severity is None or command.targets.severity.label in usage
        assert bool(command.reason) == ("because <reason>" in usage)
        assert command.kind is None or command.kind.value in usage
        assert command.until is None or "until YYYY-MM-DD" in usage
        assert command.days is None or "for 30d" in usage


EXAMPLES = [(form, line) for form in TABLE for line in form.examples]


@pytest.mark.parametrize(("form", "line"), EXAMPLES, ids=lambda value: value if isinstance(value, str) else "")
def test_every_example_is_a_command_of_its_verb(form: Form, line: str) -> None:
    (command,) = parse(f"/{NAME} {line}", [NAME])
    assert isinstance(command, Command)
    assert command.verb is form.verb


def test_the_examples_show_all_that_may_follow_a_verb() -> None:
    lines = "\n".join(line for _, line in EXAMPLES)
    assert all(word in lines for word in ("--full", "all", "low", "as", "until", "for", "and"))
    assert {form.verb for form in TABLE} == set(Verb)
    assert all(form.examples for form in TABLE)


def test_who_decides_is_a_maintainer_and_nobody_else() -> None:
    deciding = {form.verb for form in TABLE if form.may == Role.MAINTAINER}
    assert deciding == {Verb.DISMISS, Verb.REOPEN, Verb.PAUSE, Verb.RESUME}


def test_the_page_is_up_to_date() -> None:
    shown = (Path(__file__).parents[3] / "docs" / "commands.md").read_text(encoding="utf-8")
    assert shown == page.text(), "renew it: make pages"


def test_the_reactions_on_the_page_are_what_happens() -> None:
    for line, reaction in page.REACTIONS:
        said = line.strip("`").format(name=NAME)
        found = parse(said, [NAME])
        if reaction.startswith("silence"):
            assert found == ()
        elif reaction.startswith("answered"):
            (error,) = found
            assert isinstance(error, CommandError)
            assert error.remedy in reaction.format(name=NAME)
        else:
            assert all(isinstance(item, Command) for item in found)
            assert found

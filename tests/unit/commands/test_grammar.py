"""What people write, and what we read of it."""

from __future__ import annotations

from datetime import date

import pytest

from bot.commands import LONGEST_REASON, MOST_COMMANDS, Command, CommandError, Targets, Verb, parse
from bot.model import DecisionKind, Severity

NAMES = ("patchwarden", "warden-2")


def read(line: str, *, in_thread: bool = False) -> Command:
    (command,) = parse(line, NAMES, in_thread=in_thread)
    assert isinstance(command, Command), command
    assert command.text == line.strip()
    return command


def refused(line: str, *, in_thread: bool = False) -> tuple[str, str]:
    (error,) = parse(line, NAMES, in_thread=in_thread)
    assert isinstance(error, CommandError), error
    return error.problem, error.remedy


@pytest.mark.parametrize(
    "line",
    [
        "/patchwarden review",
        "@patchwarden review",
        "@patchwarden[bot] review",
        "@patchwarden[bot]: review",
        "/patchwarden: review",
        "@patchwarden, review",
        "/PatchWarden   REVIEW  ",
        "   /patchwarden review",
        "/warden-2 review",
        "\u00a0/patchwarden\u00a0review",
        "@patchwarden review!",
        "@patchwarden please review",
        "@patchwarden review, please.",
        "@patchwarden **review**",
        "/patchwarden `review`",
    ],
)
def test_ways_to_speak_to_us(line: str) -> None:
    assert read(line) == Command(Verb.REVIEW, line.strip())


@pytest.mark.parametrize(
    ("rest", "targets"),
    [
        ("explain", Targets()),
        ("explain 3fa1", Targets(("3fa1",))),
        ("explain 3FA1C2E590AB12CD", Targets(("3fa1c2e590ab12cd",))),
        ("explain #3fa1", Targets(("3fa1",))),
        ("explain `3fa1c2e5`.", Targets(("3fa1c2e5",))),
        ("explain id `3fa1`, id `90ab`", Targets(("3fa1", "90ab"))),
        ("explain ids: 3fa1 90ab", Targets(("3fa1", "90ab"))),
        ("explain 3fa1,90ab", Targets(("3fa1", "90ab"))),
        ("explain 3fa1, 90ab and 12cd", Targets(("3fa1", "90ab", "12cd"))),
        ("explain 3fa1 & 3fa1", Targets(("3fa1",))),
        ("reopen all", Targets(every=True)),
        ("dismiss all because x", Targets(every=True)),
        ("dismiss ALL Low because x", Targets(every=True, severity=Severity.LOW)),
        ("dismiss all high as not-useful because x", Targets(every=True, severity=Severity.HIGH)),
    ],
)
def test_what_a_command_means(rest: str, targets: Targets) -> None:
    assert read(f"/patchwarden {rest}").targets == targets


KIND = DecisionKind.FALSE_POSITIVE
DAY = date(2027, 1, 31)


@pytest.mark.parametrize(
    ("rest", "reason", "kind", "until", "days"),
    [
        ("because it is a test", "it is a test", None, None, None),
        ("Because: it is a test.", "it is a test.", None, None, None),
        ("because `x` is \u202ea constant", "`x` is \u202ea constant", None, None, None),
        (": it is a test", "it is a test", None, None, None),
        ("3fa1 - it is a test", "it is a test", None, None, None),
        ("3fa1 — because it is a test", "it is a test", None, None, None),
        ("because x as false-positive", "x", KIND, None, None),
        ("because x as False Positive.", "x", KIND, None, None),
        ("because x as false_positive", "x", KIND, None, None),
        ("because x until 2027-01-31", "x", None, DAY, None),
        ("because x for 30d", "x", None, None, 30),
        ("because x for 2w", "x", None, None, 14),
        ("because x for 30 days", "x", None, None, 30),
        ("because x, as false-positive, until 2027-01-31", "x", KIND, DAY, None),
        ("because x until 2027-01-31 as false-positive", "x", KIND, DAY, None),
        ("as false-positive because x until 2027-01-31", "x", KIND, DAY, None),
        ("as false positive for 1w because x", "x", KIND, None, 7),
        ("3fa1 until 2027-01-31 because x as false-positive", "x", KIND, DAY, None),
        ("because it is as bad as it was for years", "it is as bad as it was for years", None, None, None),
        ("because we wait until it is gone", "we wait until it is gone", None, None, None),
        ("because we need it until 3.12", "we need it until 3.12", None, None, None),
        ("because as false-positive it is known", "as false-positive it is known", None, None, None),
        ("because for 30d it was fine", "for 30d it was fine", None, None, None),
        ("because it is as false as a false positive", "it is as false as a false positive", None, None, None),
        ("because of that because", "of that because", None, None, None),
        ("because 由于测试", "由于测试", None, None, None),
        (f"because {'x' * LONGEST_REASON} for 1d", "x" * LONGEST_REASON, None, None, 1),
    ],
)
def test_reasons_and_what_stands_around_them(
    rest: str, reason: str, kind: DecisionKind | None, until: date | None, days: int | None
) -> None:
    command = read(f"@patchwarden dismiss {rest}" if rest[0] != ":" else f"@patchwarden dismiss{rest}")
    assert (command.reason, command.kind, command.until, command.days) == (reason, kind, until, days)


@pytest.mark.parametrize(
    ("rest", "problem", "remedy"),
    [
        ("", "no command is given", "help"),
        ("dimsiss 3fa1 because x", "`dimsiss` is no command", "dismiss 3fa1 because x"),
        ("ignore 3fa1 because x", "`ignore` is no command", "dismiss 3fa1 because x"),
        ("rerun", "`rerun` is no command", "review"),
        ("can you review this?", "`can` is no command", "review"),
        ("thanks, that was a real one", "`thanks` is no command", "help"),
        ("xyzzy", "`xyzzy` is no command", "help"),
        ("review now", "`review` takes `--full` behind it, not `now`", "review"),
        ("status quo", "`status` takes nothing behind it, not `quo`", "status"),
        ("explain 3f", "`3f` is too short for an id: give 4 of its digits or more", "explain"),
        ("explain 3fa1 the line", "`the` is no id: an id has 4 hex digits or more", "explain 3fa1"),
        ("explain all", "`explain` does not take `all`: name the ids", "explain"),
        ("reopen all low", "`reopen` takes `all` without a severity", "reopen"),
        ("reopen 3fa1 all", "`all` stands alone, without ids", "reopen 3fa1"),
        ("reopen all 3fa1", "`all` and ids do not go together", "reopen all"),
        ("explain as false-positive", "`as false-positive` is no id: an id has 4 hex digits or more", "explain"),
        ("dismiss", "`dismiss` needs a reason after `because`", "dismiss because …"),
        ("dismiss 3fa1", "`dismiss` needs a reason after `because`", "dismiss 3fa1 because …"),
        ("dismiss this one", "`dismiss` needs a reason after `because`", "dismiss because …"),
        ("dismiss 3fa1 because", "`dismiss` needs a reason after `because`", "dismiss 3fa1 because …"),
        ("dismiss because ...", "`dismiss` needs a reason after `because`", "dismiss because …"),
        ("dismiss because for 30d", "`dismiss` needs a reason after `because`", "dismiss because … for 30d"),
        (
            f"dismiss because {'x' * (LONGEST_REASON + 1)}",
            "the reason has 501 characters: say it in 500",
            "dismiss because …",
        ),
        ("dismiss because x until 2027-02-30", "`2027-02-30` is no day of the calendar", "dismiss because …"),
        ("dismiss because x until 31.12.2027", "`31.12.2027` is no date: write it as YYYY-MM-DD", "dismiss because …"),
        (
            "dismiss because x until December 2027",
            "`December 2027` is no date: write it as YYYY-MM-DD",
            "dismiss because …",
        ),
        ("dismiss until Friday because x", "`Friday` is no date: write it as YYYY-MM-DD", "dismiss because …"),
        (
            "dismiss because x for 3 months",
            "`3 months` is no length of time: write days or weeks, as in `30d` or `2w`",
            "dismiss because …",
        ),
        (
            "dismiss for ever because x",
            "`ever` is no length of time: write days or weeks, as in `30d` or `2w`",
            "dismiss because …",
        ),
        (
            "dismiss because x for 0d",
            "`for` takes 1 to 3650 days: leave it out for a dismissal without an end",
            "dismiss because …",
        ),
        (
            "dismiss because x for 999999999w",
            "`for` takes 1 to 3650 days: leave it out for a dismissal without an end",
            "dismiss because …",
        ),
        (
            "dismiss because x as false-postive",
            "`false-postive` is no kind: write `false-positive`",
            "dismiss because …",
        ),
        (
            "dismiss as wrong because x",
            "`wrong` is no kind: write false-positive, accepted-risk, not-useful, used-in-tests",
            "dismiss because …",
        ),
        (
            "dismiss because x for 30d until 2027-01-01",
            "there is more than one end, by `until` or `for`",
            "dismiss because … until 2027-01-01",
        ),
        (
            "dismiss as not-useful because x as not-useful",
            "there is more than one `as`",
            "dismiss because … as not-useful",
        ),
    ],
)
def test_what_is_wrong_is_said_with_the_nearest_command(rest: str, problem: str, remedy: str) -> None:
    assert refused(f"/Patchwarden {rest}") == (problem, f"/patchwarden {remedy}")


@pytest.mark.parametrize(
    "line",
    [
        "thanks @patchwarden!",
        "please /patchwarden review",
        "@patchwarden thanks",
        "@patchwarden thanks, that was a real one",
        "@patchwarden Nice!",
        "@patchwarden is a bot that reviews security",
        "@patchwarden reviews are great here, I like them",
        "@patchwarden found a real problem here, see above",
        "@patchwarden-dev review",
        "@patchwardens review",
        "@patchwarden's review",
        "@patchwarden/core review",
        "/patchwarden/rules is the folder",
        "patchwarden review",
        "//patchwarden review",
        "- /patchwarden review",
        "review",
        "dismiss because x",
        "reopen",
        "",
    ],
)
def test_what_is_not_said_to_us_is_met_with_silence(line: str) -> None:
    assert parse(line, NAMES) == ()


@pytest.mark.parametrize(
    ("line", "verb"),
    [
        ("dismiss because it is a test", Verb.DISMISS),
        ("Dismiss because it is a test as used-in-tests", Verb.DISMISS),
        ("dismiss as not-useful because it is a test", Verb.DISMISS),
        ("dismiss this because it is a test", Verb.DISMISS),
        ("Dismiss, because it is a test", Verb.DISMISS),
        ("please dismiss because it is a test", Verb.DISMISS),
        ("reopen", Verb.REOPEN),
        ("reopen this, please", Verb.REOPEN),
        ("explain", Verb.EXPLAIN),
        ("Explain?", Verb.EXPLAIN),
        ("explain 3fa1", Verb.EXPLAIN),
        ("/patchwarden dismiss because it is a test", Verb.DISMISS),
        ("@patchwarden status", Verb.STATUS),
    ],
)
def test_in_our_thread_a_whole_command_needs_no_name(line: str, verb: Verb) -> None:
    assert read(line, in_thread=True).verb is verb


@pytest.mark.parametrize(
    "line",
    [
        "review this please",
        "review",
        "pause",
        "help",
        "status",
        "dismiss: it is a test",
        "we can dismiss because it is a test",
        "explain this to me",
        "explain, why?",
        "reopen the discussion",
        "> dismiss because it is a test",
        "`dismiss because it is a test`",
        "**dismiss** because it is a test",
    ],
)
def test_in_our_thread_prose_is_no_command(line: str) -> None:
    assert parse(line, NAMES, in_thread=True) == ()


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("dismiss", "needs a reason"),
        ("Dismiss.", "needs a reason"),
        ("dismiss because x until 2027-02-30", "no day of the calendar"),
        ("dismiss because we rewrite it for 3 months", "no length of time"),
        ("please dismiss because x until December 2027", "no date"),
        ("dismiss the sql one because x", "no id"),
    ],
)
def test_in_our_thread_a_decision_that_cannot_be_read_is_told_so(line: str, problem: str) -> None:
    said, remedy = refused(line, in_thread=True)
    assert problem in said
    assert remedy.startswith("/patchwarden dismiss")


@pytest.mark.parametrize("word", ["this", "it", "that"])
def test_this_one_is_the_one_of_the_thread(word: str) -> None:
    assert not read(f"/patchwarden dismiss {word} because it is a test").targets
    assert not read(f"@patchwarden explain {word}").targets


def test_an_id_is_taken_as_the_comment_shows_it() -> None:
    assert read("/patchwarden dismiss id `3fa1c2e5` · because x").targets.ids == ("3fa1c2e5",)


def test_what_help_has_in_place_of_a_reason_is_none() -> None:
    assert "needs a reason" in refused("/patchwarden dismiss 3fa1 because <reason>")[0]


def test_in_our_thread_a_line_with_the_name_is_still_told_what_is_wrong() -> None:
    assert refused("/patchwarden dismiss", in_thread=True)[1] == "/patchwarden dismiss because …"


@pytest.mark.parametrize("full", ["--full", "-full", "full", "—full", "–full", "--FULL"])
def test_a_full_review(full: str) -> None:
    assert read(f"/patchwarden review {full}").full


def test_several_commands_in_their_order_up_to_the_tenth() -> None:
    many = "Hello\n\n" + "/patchwarden explain 3fa1\r\n/patchwarden help\n" * 30
    found = parse(many, NAMES)
    verbs = [item.verb for item in found if isinstance(item, Command)]
    assert verbs == [Verb.EXPLAIN, Verb.HELP] * (MOST_COMMANDS // 2)
    assert [item.problem for item in found if isinstance(item, CommandError)] == [
        "only the first 10 commands of a comment are read"
    ]


def test_without_a_name_nobody_speaks_to_us() -> None:
    assert parse("/ review\n@ review\nreview", ()) == ()


def test_a_word_of_the_line_comes_back_short_and_without_backticks() -> None:
    assert refused("/patchwarden ``re`view``" + "x" * 90)[0] == f"`review{'x' * 33}…` is no command"

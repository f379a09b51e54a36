"""What people ask for is obeyed once, by those who may, and answered."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date

import pytest

from bot import records, replies
from bot.allowance import COMMANDS, REVIEWS, Spent
from bot.answering import MOST_AT_ONCE, MOST_TURNED_AWAY, Listener, Obeyed, shown
from bot.commands import Command, CommandError, Targets, Verb
from bot.decisions import Decided
from bot.model import (
    Answered,
    Conversation,
    Decision,
    DecisionKind,
    DecisionSource,
    Dismissal,
    Person,
    Review,
    Role,
    Said,
    Severity,
)
from bot.orders import MOST_NEWCOMERS, Order, Rights, pending, within_reviews
from bot.policy import Policy
from bot.review import assemble
from tests.builders import change, changed_file, finding, ran

ADA, BOB = Person("1", "ada"), Person("2", "bob")
TEXT = "".join(f"os.system(x{number})\n\n\n\n\n\n\n\n" for number in range(4))
SEVERITIES = (Severity.LOW, Severity.MEDIUM, Severity.HIGH, Severity.MEDIUM)
NOON = 1_790_000_000
TODAY = date(2026, 9, 21)
MAINTAINER, AUTHOR, OWNER = Role.MAINTAINER, Role.AUTHOR, Role.AUTHOR | Role.MAINTAINER
OWN = Rights(AUTHOR, authors_dismiss=True)


def review(*decisions: Decision, flaws: int = 4) -> Review:
    """Four observations of low, medium, high and medium severity."""
    found = [
        finding("a.py", TEXT, f"system(x{number})", severity=SEVERITIES[number % 4]) for number in range(min(flaws, 4))
    ]
    result = ran(*found, files=["a.py"])
    files = [changed_file("a.py", None, TEXT)]
    return assemble(change(), files, [result], Policy(), (), Decided(decisions, TODAY))


def name_of(number: int, told: Review | None = None) -> str:
    told = told or review()
    items = [*told.observations, *(item.observation for item in told.dismissed)]
    return next(item.fingerprint for item in items if f"x{number}" in item.finding.excerpt)


def said(text: str = "", by: Person = ADA, at: int = NOON, about: str = "", name: str = "line-1") -> Said:
    return Said(name, by, text, at, about)


def dismiss(*ids: str, **more: object) -> Command:
    made = Command(Verb.DISMISS, "dismiss", Targets(ids), reason="a constant")
    return replace(made, **more)  # type: ignore[arg-type]


def obey(
    *commands: Command | CommandError,
    role: Role = MAINTAINER,
    told: Review | None = None,
    about: str = "",
    paused: bool = False,
    open_: bool = True,
    rights: Rights | None = None,
) -> Obeyed:
    listener = Listener(replace(change(), open=open_), told or review(), paused, TODAY, ("patchwarden",))
    order = Order(said(about=about), commands)
    return listener.obey([(order, rights or Rights(role))])


def digits(*numbers: int) -> str:
    """16 hex digits without a pattern, as a fingerprint has them."""
    return hashlib.sha256(repr(numbers).encode()).hexdigest()[:16]


def parts(obeyed: Obeyed) -> tuple[replies.Part, ...]:
    return obeyed.replies[0].parts


def test_a_dismissal_says_who_when_why_and_until_when() -> None:
    name = name_of(1)
    obeyed = obey(dismiss(name[:6], kind=DecisionKind.FALSE_POSITIVE, days=30))
    (decision,) = obeyed.decided
    assert decision == Decision(
        fingerprint=name,
        rule=review().observations[0].finding.rule,
        path="a.py",
        by="ada",
        at=NOON,
        reason="a constant",
        kind=DecisionKind.FALSE_POSITIVE,
        until=date(2026, 10, 21),
        change=str(change().ref),
        comment="line-1",
    )
    assert obeyed.replies[0].answered.dismissed == (decision,)
    assert obeyed.replies[0].obeyed
    assert name not in {item.fingerprint for item in review(decision).observations}


def test_the_thread_says_what_is_meant() -> None:
    name = name_of(2)
    (decision,) = obey(dismiss(), about=name).decided
    assert decision.fingerprint == name
    (part,) = parts(obey(dismiss()))
    assert isinstance(part, replies.NothingMeant)


@pytest.mark.parametrize(
    ("targets", "numbers"),
    [
        (Targets(every=True), {0, 1, 2, 3}),
        (Targets(every=True, severity=Severity.MEDIUM), {1, 3}),
        (Targets(every=True, severity=Severity.LOW), {0}),
        (Targets((name_of(0), name_of(3))), {0, 3}),
    ],
)
def test_several_are_meant(targets: Targets, numbers: set[int]) -> None:
    decided = obey(dismiss(targets=targets)).decided
    assert {item.fingerprint for item in decided} == {name_of(number) for number in numbers}


def test_an_id_that_names_nothing_is_answered_with_those_that_do() -> None:
    (part,) = parts(obey(dismiss("ffffffff")))
    assert isinstance(part, replies.NoSuch)
    assert set(part.candidates) == {name_of(number) for number in range(4)}
    assert not obey(dismiss("ffffffff")).decided


def test_an_id_that_names_several_is_not_guessed() -> None:
    told = review()
    twins = tuple(
        replace(item, fingerprint=f"abcd{n:012}", names=(f"abcd{n:012}",)) for n, item in enumerate(told.observations)
    )
    (part,) = parts(obey(dismiss("abcd"), told=replace(told, observations=twins)))
    assert isinstance(part, replies.NoSuch)
    assert part.ambiguous


@pytest.mark.parametrize(
    ("role", "number", "rights", "allowed"),
    [
        (MAINTAINER, 2, {}, True),
        (Role.COLLABORATOR, 0, {}, False),
        (AUTHOR, 0, {}, False),
        (AUTHOR, 0, {"authors_dismiss": True}, True),
        (AUTHOR, 2, {"authors_dismiss": True}, False),
        (AUTHOR, 2, {"authors_dismiss": True, "own_high": True}, False),
        (OWNER, 1, {}, True),
        (OWNER, 2, {}, False),
        (OWNER, 2, {"own_high": True}, True),
        (OWNER, 0, {"second_person": True}, False),
        (MAINTAINER, 0, {"second_person": True}, True),
        (Role(0), 0, {}, False),
        (OWNER, 0, {"unknown": "GitHub answers 502"}, False),
    ],
)
def test_who_may_dismiss(role: Role, number: int, rights: dict[str, object], allowed: bool) -> None:
    obeyed = obey(dismiss(name_of(number)), rights=replace(Rights(role), **rights))  # type: ignore[arg-type]
    assert bool(obeyed.decided) is allowed
    assert obeyed.replies[0].obeyed is allowed
    assert bool(obeyed.replies[0].answered.dismissed) is allowed


def test_what_an_author_dismisses_holds_for_the_change_alone() -> None:
    (decision,) = obey(dismiss(name_of(0)), rights=OWN).decided
    assert decision.alone
    assert not obey(dismiss(name_of(0))).decided[0].alone


@pytest.mark.parametrize("verb", [Verb.PAUSE, Verb.RESUME, Verb.REOPEN, Verb.DISMISS])
def test_collaborators_do_not_decide(verb: Verb) -> None:
    (part,) = parts(obey(Command(verb, verb.value, Targets(every=True), reason="x"), role=Role.COLLABORATOR))
    assert isinstance(part, replies.NotAllowed)


@pytest.mark.parametrize("verb", [Verb.REVIEW, Verb.EXPLAIN, Verb.STATUS, Verb.HELP])
@pytest.mark.parametrize("role", [AUTHOR, Role.COLLABORATOR, MAINTAINER])
def test_who_belongs_to_the_change_may_ask(verb: Verb, role: Role) -> None:
    command = Command(verb, verb.value, Targets((name_of(0),)) if verb is Verb.EXPLAIN else Targets())
    assert obey(command, role=role).replies[0].obeyed


def test_a_stranger_gets_one_answer_for_all_of_a_comment() -> None:
    obeyed = obey(Command(Verb.HELP, "help"), dismiss(name_of(0)), role=Role(0))
    (part,) = parts(obeyed)
    assert isinstance(part, replies.NotAllowed)
    assert obeyed.replies[0].answered.refused


def test_a_stranger_gets_one_answer_for_all_comments() -> None:
    orders = [(Order(said(name=f"line-{n}"), (Command(Verb.HELP, "help"),)), Rights(Role(0))) for n in (1, 2)]
    listener = Listener(change(), review(), False, TODAY, ("patchwarden",))
    assert [reply.to.id for reply in listener.obey(orders).replies] == ["line-1"]


@pytest.mark.parametrize(
    ("rights", "kept"),
    [
        (Rights(Role(0)), ()),
        (Rights(MAINTAINER), (Verb.PAUSE, Verb.DISMISS, Verb.EXPLAIN)),
        (Rights(Role.COLLABORATOR), (Verb.EXPLAIN,)),
        (Rights(AUTHOR), (Verb.EXPLAIN,)),
        (OWN, (Verb.DISMISS, Verb.EXPLAIN)),
    ],
)
def test_nobody_makes_us_look_for_what_they_may_not_ask(rights: Rights, kept: tuple[Verb, ...]) -> None:
    order = Order(said(), (Command(Verb.PAUSE, "pause"), dismiss(), Command(Verb.EXPLAIN, "explain")))
    permitted = [item.verb for item in order.permitted(rights).commands if isinstance(item, Command)]
    assert tuple(permitted) == kept


def test_a_dismissal_that_is_over_before_it_begins() -> None:
    (part,) = parts(obey(dismiss(name_of(0), until=date(2026, 9, 20))))
    assert part == replies.AlreadyOver(date(2026, 9, 20))
    assert obey(dismiss(name_of(0), until=TODAY)).decided


def test_a_dismissal_and_its_end_in_one_comment() -> None:
    name = name_of(1)
    both = obey(dismiss(name), Command(Verb.REOPEN, "reopen", Targets((name,))))
    assert not both.decided
    assert [item[0] for item in both.reopened] == [name]
    again = obey(dismiss(name), Command(Verb.REOPEN, "reopen", Targets((name,))), dismiss(name))
    assert [item.fingerprint for item in again.decided] == [name]
    assert all(at < item.at for item in again.decided for _, _, at in again.reopened), "the last word counts"


def test_what_is_dismissed_can_be_reopened_and_explained_and_nothing_else_reopened() -> None:
    (decision,) = obey(dismiss(name_of(1))).decided
    told = review(decision)
    name = decision.fingerprint
    reopened = obey(Command(Verb.REOPEN, "reopen", Targets((name[:8],))), told=told)
    assert reopened.reopened == ((name, "ada", NOON),)
    (part,) = parts(obey(Command(Verb.EXPLAIN, "explain", Targets((name,))), told=told))
    assert isinstance(part, replies.Explained)
    assert part.decision == decision
    (part,) = parts(obey(Command(Verb.REOPEN, "reopen", Targets((name_of(0),))), told=told))
    assert isinstance(part, replies.NoSuch)


def test_an_author_takes_back_only_what_an_author_may_decide() -> None:
    (wide,) = obey(dismiss(name_of(0))).decided
    command = Command(Verb.REOPEN, "reopen", Targets((wide.fingerprint,)))
    assert not obey(command, told=review(wide), rights=OWN).reopened
    own = replace(wide, alone=True)
    assert obey(command, told=review(own), rights=OWN).reopened


@pytest.mark.parametrize(
    ("before", "verb", "already"),
    [(False, Verb.PAUSE, False), (True, Verb.PAUSE, True), (True, Verb.RESUME, False), (False, Verb.RESUME, True)],
)
def test_a_pause(before: bool, verb: Verb, already: bool) -> None:
    obeyed = obey(Command(verb, verb.value), paused=before)
    (part,) = parts(obeyed)
    assert isinstance(part, replies.Paused | replies.Resumed)
    assert part.already is already
    assert obeyed.paused is (verb is Verb.PAUSE)
    assert obeyed.replies[0].answered.paused is obeyed.paused


def test_one_answer_remembers_no_more_than_fits() -> None:
    told = review()
    many = tuple(
        replace(told.observations[0], fingerprint=f"{n:016x}", names=(f"{n:016x}",)) for n in range(MOST_AT_ONCE + 1)
    )
    (part,) = parts(obey(dismiss(targets=Targets(every=True)), told=replace(told, observations=many)))
    assert part == replies.TooManyMeant(MOST_AT_ONCE + 1, MOST_AT_ONCE)


def test_long_reasons_are_no_more_than_one_answer_can_carry() -> None:
    """Chinese has three bytes a character, and words without a pattern cannot be packed."""
    told = review()
    commands = [
        dismiss(
            name_of(n % 4, told), reason="".join(chr(0x4E00 + int(digits(n, m)[:4], 16) % 20_000) for m in range(500))
        )
        for n in range(10)
    ]
    obeyed = obey(*commands, told=told)
    assert isinstance(parts(obeyed)[0], replies.Dismissed)
    assert isinstance(parts(obeyed)[-1], replies.TooMuchSaid)
    assert records.fits(obeyed.replies[0].answered)


def test_more_than_one_answer_can_carry_is_not_reopened() -> None:
    told = review()
    names = [digits(n) for n in range(2_000)]
    item, made = told.observations[0], obey(dismiss(name_of(0, told)), told=told).decided[0]
    gone = tuple(
        Dismissal(replace(item, fingerprint=name, names=(name,)), replace(made, fingerprint=name)) for name in names
    )
    command = Command(Verb.REOPEN, "reopen", Targets(every=True))
    obeyed = obey(command, told=replace(told, dismissed=gone))
    assert parts(obeyed) == (replies.TooManyMeant(2_000, MOST_AT_ONCE),)
    assert obeyed.reopened == ()


def test_on_a_closed_change_nothing_is_decided() -> None:
    assert parts(obey(dismiss(name_of(0)), open_=False)) == (replies.ChangeClosed(),)


def test_a_status_shows_the_review_after_the_orders() -> None:
    obeyed = obey(dismiss(name_of(0)), Command(Verb.STATUS, "status"), Command(Verb.PAUSE, "pause"))
    after = review(*obeyed.decided)
    (reply,) = shown(obeyed, after, paused=True)
    assert reply.parts[1] == replies.Status(after, paused=True)


HELP = "/patchwarden help"


def waiting(*said_: Said, answered: tuple[Answered, ...] = (), now: int = NOON) -> list[str]:
    return [order.said.id for order in pending(Conversation(said_, answered), ("patchwarden",), now)]


def answer_to(one: Said, **more: object) -> Answered:
    return replace(Answered(one.id, one.digest, one.by.id, one.at), **more)  # type: ignore[arg-type]


def test_an_order_is_pending_until_its_text_is_answered() -> None:
    one, chat = said(HELP), said("Looks good to me.", name="line-2")
    assert waiting(one, chat) == ["line-1"]
    assert waiting(one, answered=(answer_to(one),)) == []
    edited = replace(one, text="/patchwarden status")
    assert waiting(edited, answered=(answer_to(one),)) == ["line-1"]


def test_a_review_that_has_our_sign_is_done() -> None:
    one = said("/patchwarden review")
    assert waiting(one) == ["line-1"]
    assert waiting(replace(one, done=True)) == []
    assert waiting(replace(one, text=HELP, done=True)) == ["line-1"]


def test_a_stranger_who_was_told_so_waits_for_nothing() -> None:
    first, second, other = said(HELP), said(HELP, name="line-2"), said(HELP, by=BOB, name="line-3")
    assert waiting(first, second, other, answered=(answer_to(first, refused=True),)) == ["line-3"]


def test_old_comments_are_history() -> None:
    assert waiting(said(HELP), now=NOON + 13 * 86_400) == ["line-1"]
    assert waiting(said(HELP), now=NOON + 15 * 86_400) == []


def test_a_flood_is_answered_once_and_then_not_at_all() -> None:
    most = COMMANDS[0].most
    flood = [said(HELP, at=NOON + number, name=f"line-{number:02}") for number in range(most + 20)]
    late = said(HELP, at=NOON + 7200, name="late")
    orders = pending(Conversation((*flood, late)), ("patchwarden",), NOON)
    assert [order.said.id for order in orders] == [one.id for one in (*flood[: most + 1], late)]
    assert [order.spent is not None for order in orders] == [False] * most + [True, False]
    listener = Listener(change(), review(), False, TODAY, ("patchwarden",))
    replies_ = listener.obey([(order, Rights(MAINTAINER)) for order in orders]).replies
    assert replies_[most].parts == (replies.TooMany(Spent(COMMANDS[0], NOON + COMMANDS[0].seconds, first=True)),)
    seen = tuple(reply.answered for reply in replies_)
    assert waiting(*flood, late, answered=seen) == []


def test_what_is_one_too_many_has_no_effect() -> None:
    order = Order(said("/patchwarden pause"), (Command(Verb.PAUSE, ""),), Spent(COMMANDS[0], NOON, first=True))
    assert not order.changes_review
    assert not replace(order, commands=(Command(Verb.REVIEW, ""),)).has((Verb.REVIEW,))
    listener = Listener(change(), review(), False, TODAY, ("patchwarden",))
    assert listener.obey([(order, Rights(MAINTAINER))]).paused is None


def asked_for_review(count: int, by: Person = ADA, **more: object) -> list[Said]:
    one = said("/patchwarden review", by=by)
    return [replace(one, id=f"{by.name}-{n}", at=NOON + n, **more) for n in range(count)]  # type: ignore[arg-type]


@pytest.mark.parametrize("seen", ["waiting", "signed", "answered"])
def test_a_change_is_reviewed_on_request_only_so_often_whoever_asks(seen: str) -> None:
    most = REVIEWS[0].most
    ada, bob = asked_for_review(most, done=seen == "signed"), said("/patchwarden review", BOB, NOON + 50, name="bob")
    answers = tuple(answer_to(one) for one in ada) if seen == "answered" else ()
    conversation = Conversation((*ada, bob), answers)
    orders = pending(conversation, ("patchwarden",), NOON)
    kept = within_reviews(orders, lambda order: True, conversation, ("patchwarden",))
    assert kept[-1].said is bob
    assert kept[-1].spent == Spent(REVIEWS[0], NOON + REVIEWS[0].seconds, first=True, reviews=True)
    assert [order.spent for order in kept[:-1]] == [None] * (most if seen == "waiting" else 0)


def test_strangers_take_no_review_from_those_who_may_ask() -> None:
    most = REVIEWS[0].most
    strangers, bob = asked_for_review(most + 5), said("/patchwarden review", BOB, NOON + 50, name="bob")
    conversation = Conversation((*strangers, bob))
    orders = pending(conversation, ("patchwarden",), NOON)
    kept = within_reviews(orders, lambda order: order.said.by is BOB, conversation, ("patchwarden",))
    assert kept[-1] == next(order for order in orders if order.said is bob)


def test_of_many_newcomers_those_who_spoke_last_are_heard_and_whoever_is_known() -> None:
    crowd = [said(HELP, Person(f"p{n}", f"p{n}"), NOON + n, name=f"line-{n}") for n in range(500)]
    known = said("/patchwarden status", Person("p0", "p0"), NOON + 501, name="again")
    orders = pending(Conversation((*crowd, known), (answer_to(crowd[0]),)), ("patchwarden",), NOON)
    assert [order.said for order in orders] == [*crowd[-MOST_NEWCOMERS:], known]


def test_so_many_strangers_are_turned_away_with_a_word() -> None:
    orders = [Order(said(HELP, Person(f"p{n}", ""), name=f"l{n}"), (Command(Verb.HELP, ""),)) for n in range(500)]
    listener = Listener(change(), None, False, TODAY, ("patchwarden",), turned_away=3)
    obeyed = listener.obey([*((order, Rights(Role(0))) for order in orders), (orders[0], Rights(MAINTAINER))])
    assert [reply.answered.refused for reply in obeyed.replies] == [True] * (MOST_TURNED_AWAY - 3)


def test_a_reopening_takes_back_nothing_that_was_decided_after_it() -> None:
    """E.g. where somebody deleted our answer to it: then it is obeyed once more."""
    (decision,) = obey(dismiss(name_of(1))).decided
    later = review(replace(decision, at=NOON + 5))
    obeyed = obey(Command(Verb.REOPEN, "reopen", Targets((decision.fingerprint,))), told=later)
    assert not obeyed.reopened
    assert isinstance(parts(obeyed)[0], replies.NoSuch)


@pytest.mark.parametrize("source", [DecisionSource.POLICY, DecisionSource.INLINE])
def test_what_stands_in_a_file_is_not_said_to_be_open_again(source: DecisionSource) -> None:
    (decision,) = obey(dismiss(name_of(1))).decided
    told = review(replace(decision, at=0, source=source))
    obeyed = obey(Command(Verb.REOPEN, "reopen", Targets((decision.fingerprint,))), told=told)
    assert not obeyed.reopened
    assert isinstance(parts(obeyed)[0], replies.StandsElsewhere)
    assert not obeyed.replies[0].obeyed

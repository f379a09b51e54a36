"""What people were told, what became of it, and where each rule's findings are told, in an open session."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update
from sqlalchemy.orm import Session

from bot import feedback
from bot.feedback import Judged, Standing
from bot.model import DecisionKind, Vote
from bot.store import texts
from bot.store.decisions import kind_of
from bot.store.rows import insert_new, put
from bot.store.tables import DecisionRow, StandingRow, ToldRow, VoteRow

_COMPLAINED = ToldRow.dismissed & ToldRow.kind.in_([kind.value for kind in feedback.USELESS])


def tell(session: Session, change: str, scope: str, rules: Mapping[str, str], now: int) -> None:
    """What was told before stays as it is."""
    rows = [
        {
            "change": texts.clean(change),
            "fingerprint": texts.fingerprint(name),
            "scope": texts.clean(scope),
            "rule": texts.clean(rule),
            "at": now,
            "fixed": False,
            "dismissed": False,
            "kind": "",
        }
        for name, rule in rules.items()
    ]
    insert_new(session, ToldRow, rows)


def settle(
    session: Session,
    change: str,
    fixed: Collection[str],
    dismissed: Mapping[str, DecisionKind | None],
    votes: Iterable[Vote],
) -> None:
    """Replaces what is known of a change."""
    change = texts.clean(change)
    fixed = {texts.fingerprint(name) for name in fixed}
    kinds = {texts.fingerprint(name): kind.value if kind else "" for name, kind in dismissed.items()}
    told = session.scalars(select(ToldRow.fingerprint).where(ToldRow.change == change).order_by(ToldRow.fingerprint))
    for name in told.all():
        values = {"fixed": name in fixed, "dismissed": name in kinds, "kind": kinds.get(name, "")}
        session.execute(update(ToldRow).where(ToldRow.change == change, ToldRow.fingerprint == name).values(**values))
    session.execute(delete(VoteRow).where(VoteRow.change == change))
    last = {(texts.fingerprint(vote.fingerprint), texts.clean(vote.person.id)): vote for vote in votes}
    rows = [
        {"change": change, "fingerprint": name, "person": person, "name": texts.clean(vote.person.name), "up": vote.up}
        for (name, person), vote in last.items()
        if not vote.person.bot
    ]
    put(session, VoteRow, rows)


def judged(session: Session, rules: Collection[str] | None = None) -> Sequence[Judged]:
    """What was told, in the order of changes; of these rules alone where some are named."""
    wanted = select(ToldRow).order_by(ToldRow.change, ToldRow.fingerprint)
    voted = select(VoteRow)
    if rules is not None:
        wanted = wanted.where(ToldRow.rule.in_(rules))
        voted = voted.join(ToldRow, _same_comment()).where(ToldRow.rule.in_(rules))
    votes: dict[tuple[str, str, bool], set[str]] = {}
    for vote in session.scalars(voted):
        votes.setdefault((vote.change, vote.fingerprint, vote.up), set()).add(vote.name)
    people: dict[tuple[str, str], set[str]] = {}
    for made in session.scalars(select(DecisionRow).where(DecisionRow.by != "")):
        people.setdefault((made.scope, made.fingerprint), set()).add(made.by)
    return [
        Judged(
            change=row.change,
            rule=row.rule,
            at=row.at,
            fixed=row.fixed,
            dismissed=row.dismissed,
            kind=kind_of(row.kind),
            dismissers=frozenset(people.get((row.scope, row.fingerprint), ())),
            up=frozenset(votes.get((row.change, row.fingerprint, True), ())),
            down=frozenset(votes.get((row.change, row.fingerprint, False), ())),
        )
        for row in session.scalars(wanted)
    ]


def standings(session: Session, digests: Mapping[str, str]) -> dict[str, Standing]:
    """Of these versions of rules. A version that is not known yet counts from the beginning, or from its first
    :func:`meet` where another version was known before it."""
    return {
        row.rule: Standing(row.rule, row.digest, row.counted_from, row.demoted_at, row.by, row.why)
        for row in session.scalars(select(StandingRow))
        if digests.get(row.rule) == row.digest
    }


def meet(session: Session, digests: Mapping[str, str], now: int) -> dict[str, Standing]:
    """The standing of these versions; those that are new are noted with the time from which they count."""
    found = standings(session, digests)
    if new := digests.keys() - found.keys():
        earlier = set(session.scalars(select(StandingRow.rule).distinct()))
        fresh = [Standing(rule, digests[rule], now if rule in earlier else 0) for rule in sorted(new)]
        insert_new(session, StandingRow, map(_row, fresh))
        found |= standings(session, {rule: digests[rule] for rule in new})
    return found


def demote_useless(session: Session, digests: Mapping[str, str], now: int) -> frozenset[str]:
    """The rules that are demoted, with those that the votes demote now."""
    known = meet(session, digests, now)
    candidates = [rule for rule in _complained_of(session) if rule in known and not known[rule].is_demoted]
    counted = [item for item in judged(session, candidates) if known[item.rule].counts(item)] if candidates else []
    useless = [tally for tally in feedback.tallies(counted).values() if tally.is_useless]
    for tally in useless:
        demote(session, Standing(tally.rule, digests[tally.rule], 0, now, "", tally.why))
    return frozenset(rule for rule, item in known.items() if item.is_demoted) | {tally.rule for tally in useless}


def demoted_since(session: Session) -> dict[str, int]:
    """The rules that are demoted and since when, for whoever does not know the rules' versions: what holds of a rule is
    what was noted of it last."""
    some = select(StandingRow.rule).where(StandingRow.demoted_at > 0)
    newest: dict[str, StandingRow] = {}
    for row in session.scalars(select(StandingRow).where(StandingRow.rule.in_(some))):
        if row.rule not in newest or _noted_at(newest[row.rule]) < _noted_at(row):
            newest[row.rule] = row
    return {rule: row.demoted_at for rule, row in newest.items() if row.demoted_at}


def _noted_at(row: StandingRow) -> tuple[int, int]:
    """A version that is met in the second in which another was demoted is the later one."""
    return max(row.counted_from, row.demoted_at), row.counted_from


def has_complaints(session: Session) -> bool:
    """Whether any observation speaks against its rule, or any rule is demoted."""
    against = select(ToldRow.rule).where(or_(_COMPLAINED, select(VoteRow.person).where(~VoteRow.up).exists())).limit(1)
    demoted_ = select(StandingRow.rule).where(StandingRow.demoted_at > 0).limit(1)
    return session.scalar(against) is not None or session.scalar(demoted_) is not None


def _complained_of(session: Session) -> Sequence[str]:
    """Rules against which enough observations may speak: found by the database, so that a review reads little."""
    against = or_(_COMPLAINED, select(VoteRow.person).where(_same_comment(), ~VoteRow.up).exists())
    wanted = select(ToldRow.rule).where(against).group_by(ToldRow.rule)
    return session.scalars(wanted.having(func.count() >= feedback.FEWEST_CHANGES)).all()


def demote(session: Session, standing: Standing) -> None:
    """A version that is demoted already keeps its reason."""
    insert_new(session, StandingRow, [_row(Standing(standing.rule, standing.digest))])
    session.execute(
        update(StandingRow)
        .where(StandingRow.rule == standing.rule, StandingRow.digest == standing.digest, StandingRow.demoted_at == 0)
        .values(demoted_at=standing.demoted_at, by=texts.clean(standing.by), why=texts.clean(standing.why, 500))
    )


def promote(session: Session, rule: str, digest: str, now: int) -> None:
    put(session, StandingRow, [_row(Standing(rule, digest, counted_from=now))])


def _same_comment() -> ColumnElement[bool]:
    return and_(VoteRow.change == ToldRow.change, VoteRow.fingerprint == ToldRow.fingerprint)


def _row(standing: Standing) -> dict[str, object]:
    return {
        "rule": texts.clean(standing.rule),
        "digest": texts.clean(standing.digest, 64),
        "counted_from": standing.counted_from,
        "demoted_at": standing.demoted_at,
        "by": texts.clean(standing.by),
        "why": texts.clean(standing.why, texts.LONGEST_REASON),
    }

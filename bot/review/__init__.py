"""Pure: what the checks found on both sides + the policy → the review.

``newness`` finds what is new against the merge base, ``reported`` what another scanner and we found both, ``hiding``
what an edit of the review's own files would hide,
``deciding`` what people dismissed, ``copies`` which of several copies they meant, ``inline`` what an old comment in the
code dismisses, ``placing`` its place, ``grouping`` what shares an observation, ``manual`` where people
read about its rule, ``ledger`` what was looked at.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from bot import fingerprint
from bot.decisions import Decided
from bot.model import Change, ChangedFile, CheckResult, Gap, Observation, Review, Threshold, Verdict
from bot.policy import Policy
from bot.review import deciding, grouping, hiding, inline, newness, placing, reported
from bot.review.copies import Copies
from bot.review.ledger import Account


def assemble(
    change: Change,
    files: Sequence[ChangedFile],
    results: Sequence[CheckResult],
    policy: Policy,
    notices: Iterable[str] = (),
    decided: Decided | None = None,
    demoted: Collection[str] = (),
    unseen: Iterable[str] = (),
    known: Collection[str] = (),
) -> Review:
    """The review of one head: new findings only, placed, grouped, capped and counted, in a fixed order.

    ``decided`` is what people dismissed in the repository, ``demoted`` the rules whose findings go to the summary.
    ``unseen`` is what limits kept from every check, as clauses for people. ``known`` are fingerprints that
    are not told.
    """
    by_path = {file.path: file for file in files}
    messages = {message.file.path: message.file for message in change.messages}
    names = fingerprint.fingerprints(finding for result in results for finding in result.head)
    found = [finding for result in results for finding in newness.new_findings(result.head, result.base, by_path)]
    once = reported.without_ours(found, (finding for result in results for finding in result.head), policy)
    new = [finding for finding in once if not policy.excludes(finding.span.path)]
    new, names = hiding.told(new, names, by_path, policy)
    told = [(finding, policy.graded(finding)) for finding in new if policy.silence(finding) is None]
    names = {**names, **{graded: names[finding] for finding, graded in told}}
    wanted = [graded for _, graded in told]
    in_code = inline.decisions(wanted, (finding for result in results for finding in result.base), names, by_path)
    copies = Copies(change, (finding for result in results for finding in result.head), found)
    verdicts = deciding.Verdicts(
        names, (decided or Decided()).and_also(in_code), policy.decisions, copies.another_was_meant
    )
    placed = placing.placed((f for f in wanted if not verdicts.dismisses(f)), names, by_path | messages)
    # After the placing: what a known defect carries with it (a comment that would hide it) is known with it.
    lowered = deciding.lowered((item for item in placed if item.fingerprint not in known), demoted)
    observations = grouping.capped(grouping.by_kind(grouping.by_line(lowered)), policy.comment_limit)
    account = Account.of(files, [result.run for result in results], policy, change.unread_messages, unseen)
    return Review(
        change=change,
        verdict=_verdict(observations, account.gaps),
        observations=observations,
        runs=account.runs,
        gaps=account.gaps,
        files_examined=len(account.examined),
        files_total=len(files),
        changed_lines=sum(len(file.added_lines) + len(file.removed_lines) for file in files),
        notices=tuple(notices),
        areas=account.areas,
        unruled=account.unruled,
        left_out=account.left_out(new),
        dismissed=verdicts.dismissed(placing.placed(filter(verdicts.dismisses, wanted), names, by_path | messages)),
        expired=verdicts.expired(observations),
        demoted=frozenset(demoted) & {finding.rule for item in observations for finding in item.findings},
        fail_on=policy.fail_on,
        thresholds=tuple(
            (item.fingerprint, threshold)
            for item in observations
            if (threshold := policy.threshold(item.findings)) != Threshold(policy.fail_on, policy.fail_on)
        ),
    )


def unread(change: Change, reason: str) -> Review:
    """The review of a change of which nothing could be read; ``reason`` is a clause for people."""
    return Review(
        change=change,
        verdict=Verdict.INCOMPLETE,
        observations=(),
        runs=(),
        gaps=(Gap(check="snapshot", reason=reason),),
        files_examined=0,
        files_total=0,
        changed_lines=0,
    )


def _verdict(observations: Sequence[Observation], gaps: Sequence[Gap]) -> Verdict:
    if any(item.is_defect for item in observations):
        return Verdict.DEFECTS
    return Verdict.INCOMPLETE if gaps else Verdict.NO_DEFECTS

"""Publishing twice posts nothing, whatever was pushed, dismissed, opened again or deleted before."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.decisions import Decided
from bot.model import Decision, DecisionSource, Review, Severity
from bot.policy import Policy
from bot.publication import Posted, PostedComment, PostedSummary, Publication, deleted, plan
from bot.review import assemble
from tests.builders import change, changed_file, finding, ran

_NAMES = ("a", "b", "c")
_SEVERITIES = {"a": Severity.LOW, "b": Severity.MEDIUM, "c": Severity.HIGH}


@dataclass
class Host:
    """What a host shows of us, as plainly as can be."""

    comments: list[PostedComment] = field(default_factory=list)
    summary: PostedSummary | None = None
    made: int = 0

    @property
    def posted(self) -> Posted:
        return Posted(tuple(self.comments), self.summary)

    def take(self, wanted: Publication) -> None:
        shut, opened = {one.id for one in wanted.close}, {one.id for one in wanted.reopen}
        self.comments = [
            replace(one, closed=one.id in shut or (one.closed and one.id not in opened)) for one in self.comments
        ]
        for item in wanted.post:
            self.made += 1
            self.comments.append(PostedComment(str(self.made), item.fingerprint, item.path, item.line, item.side))
        self.summary = PostedSummary("s", "", wanted.review.change.head, wanted.record)


_STEP = st.tuples(
    st.sampled_from(["push", "dismiss", "reopen", "delete", "delete summary"]),
    st.lists(st.sampled_from(_NAMES), max_size=4),
)


def _reviewed(head: int, flaws: list[str], dismissed: set[str], host: Host) -> Review:
    text = "".join(f"flaw({name})\n" for name in flaws) or "clean\n"
    found = [
        finding("a.py", text, f"flaw({name})", nth=flaws[:index].count(name), severity=_SEVERITIES[name])
        for index, name in enumerate(flaws)
    ]
    files = [changed_file("a.py", None, text)]
    made = [Decision(name, "", "a.py", "ada", 1, "fine") for name in sorted(dismissed)]

    def review() -> Review:
        at = replace(change(), head=f"{head:040x}")
        return assemble(at, files, [ran(*found, files=["a.py"])], Policy(), (), Decided(tuple(made)))

    mild = [item for item in deleted(review(), host.posted) if item.severity < Severity.HIGH]
    made += [
        Decision(name, "", "a.py", "", 0, "", source=DecisionSource.DELETED) for item in mild for name in item.names
    ]
    return review()


@settings(max_examples=150, deadline=None)
@given(st.lists(_STEP, max_size=12))
def test_publishing_twice_posts_nothing(steps: list[tuple[str, list[str]]]) -> None:
    host, head, flaws, dismissed = Host(), 1, ["a", "b", "c"], set[str]()
    for what, names in steps:
        before = _reviewed(head, flaws, set(), Host())
        known = {
            name: item.names for item in before.observations for name in names if f"({name})" in item.finding.excerpt
        }
        if what == "push":
            head, flaws = head + 1, names
        elif what == "dismiss":
            dismissed |= {one for found in known.values() for one in found}
        elif what == "reopen":
            dismissed -= {one for found in known.values() for one in found}
        elif what == "delete":
            gone = {one for found in known.values() for one in found}
            host.comments = [one for one in host.comments if one.fingerprint not in gone]
        else:
            host.summary = None
        host.take(plan(_reviewed(head, flaws, dismissed, host), host.posted))
        review = _reviewed(head, flaws, dismissed, host)
        again = plan(review, host.posted)
        assert (again.post, again.close, again.reopen) == ((), (), ())
        assert host.summary is not None
        assert again.record == host.summary.record
        shown = {(one.fingerprint, one.line) for one in host.comments if not one.closed}
        told = {(item.fingerprint, item.line) for item in review.observations if item.fingerprint not in again.deleted}
        assert shown >= told

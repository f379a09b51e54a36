"""Guards: operations that a change leaves with less protection.

Both sides of a change are read as operations (what writes, sends, renders, runs, returns) and the protections on the
way to each: conditions that refuse, skip or replace a value, calls that check or clean, wrappers and middleware,
settings that a framework obeys, and effects such as a session that is renewed. Definitions are matched by what they do,
whatever they are called and wherever they stand. An operation that the head reaches without a protection, with a weaker
one, by a new way around it or ahead of it is a loss; so is new code that lacks what its siblings carry. What moved to
another place on the way, or was replaced by its equal, is none.

A small model, fitted on real fixes and ordinary commits, decides which losses have a line; the others are told in the
summary, and the same loss in many places is one question. Why a protection was there is asked of the repository's
history: a commit that speaks of security is quoted and makes the loss graver, and that none does lowers nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from bot.knowledge.generated import is_generated
from bot.knowledge.languages import is_template
from bot.knowledge.paths import is_not_deployed
from bot.model import Applied, Aside, ChangedFile, CheckResult, Finding, Gap, Side, split_lines
from bot.policy import Policy
from workers.checks.base import History, Snapshot, Tree, applied, nothing_to_read, ran
from workers.checks.guards import around, compared, context, grammar, origin, ranking, subjects, telling
from workers.checks.guards.across import Across
from workers.checks.guards.model import Compared, Loss
from workers.checks.guards.origin import Reason
from workers.checks.guards.ranking import MOST_ON_LINES, Ranked
from workers.checks.portions import InTime, patience, portions
from workers.reading.readings import NOTEBOOK, reading_of
from workers.reading.views import View, views

__all__ = ["MOST_ON_LINES", "RULES", "Guards"]

RULES = telling.RULES
_APPLIED = frozenset(replace(rule, covers_area=False) for rule in applied(RULES))
"""Guards sees what a change takes away, and of new code only what its siblings have."""

_MOST_TEXT = 2_500_000
"""Characters of both sides of what is compared at once: their operations and protections take some 40 times that."""
_SECONDS = 480.0


@dataclass(frozen=True, slots=True)
class Examined:
    """A change as guards sees it. ``views`` are the files that it read: of a notebook its cells."""

    change: Compared
    losses: Sequence[Loss]
    views: Mapping[ChangedFile, View]
    programs: tuple[ChangedFile, ...]


class Guards:
    """Removed, weakened and bypassed protections, in six languages and in templates."""

    id = "guards"

    def aside(self, file: ChangedFile, policy: Policy) -> Aside | None:
        if not (file.language in grammar.GRAMMARS or file.language == NOTEBOOK or is_template(file.language or "")):
            return Aside.OTHER_KIND
        if policy.keeps_quiet(file.path):
            return Aside.TEST_CODE
        if is_generated(file):  # what a program wrote is guarded by what it was made from
            return Aside.GENERATED
        return Aside.NOT_DEPLOYED if is_not_deployed(file.path) else nothing_to_read(file)

    def rules(self, file: ChangedFile) -> frozenset[Applied]:
        del file
        return _APPLIED

    def run(self, snapshot: Snapshot) -> CheckResult:
        wanted = [file for file in snapshot.files if self.aside(file, snapshot.policy) is None]
        parts = InTime(portions(wanted, _MOST_TEXT), _SECONDS * patience(len(wanted)))
        seen_views, gaps = dict[ChangedFile, View](), list[Gap]()
        across, around_it = Across(), list[context.Context]()
        for part in parts:
            seen = self._examined(part, snapshot.tree)
            across.add(seen.change, seen.losses)
            around_it.append(context.context(seen.change))
            at_loss = {file for loss in seen.losses for file in (loss.base, loss.head)}
            seen_views |= {file: view for file, view in seen.views.items() if file in at_loss}
            gaps += [*self._unparsed(seen.change), *self._unread(seen.programs), *self._left_out(seen)]
        losses = across.losses()
        reason_of = partial(_reason, history=snapshot.history, seen=seen_views)
        ranked = ranking.ranked(losses, context.joined(around_it), reason_of)
        told = [_in_file(item, seen_views) for item in ranked]
        return ran(self, snapshot, told, [*gaps, *parts.gaps(self.id)], subject="removed guards")

    def examined(self, snapshot: Snapshot) -> Examined:
        """Both sides compared at once, with all that the change takes away; nothing is ranked."""
        return self._examined(
            [file for file in snapshot.files if self.aside(file, snapshot.policy) is None], snapshot.tree
        )

    def _examined(self, wanted: Sequence[ChangedFile], tree: Tree) -> Examined:
        programs = [file for file in wanted if not is_template(file.language or "")]
        seen = {view.file: view for file in programs for view in views(file, grammar.GRAMMARS)}
        others = [file for file in wanted if is_template(file.language or "")]
        change = compared.compared(list(seen), others)
        return Examined(change, around.accounted(compared.losses(change), tree), seen, tuple(programs))

    def _unparsed(self, change: Compared) -> Iterator[Gap]:
        for sides in change.sides:
            if sides.head and sides.head.broken_lines * 2 > len(split_lines(sides.file.head_text or "")):
                yield Gap(self.id, f"does not parse as {sides.file.language}", sides.file.path)

    def _left_out(self, seen: Examined) -> Iterator[Gap]:
        """What comparing it would have cost too much."""
        for path, reason in seen.change.effort.left_out:
            yield Gap(self.id, reason, path, partly=True)

    def _unread(self, files: Iterable[ChangedFile]) -> Iterator[Gap]:
        for file in files:
            problems = {reading_of(file, side, grammar.GRAMMARS).problem for side in Side} - {""}
            if problems:
                yield Gap(self.id, min(problems), file.path)


def _reason(loss: Loss, history: History, seen: Mapping[ChangedFile, View]) -> Reason | None:
    """Why a protection was there. History knows the lines of the file; those of a notebook's cells are others."""
    view, lines = seen.get(loss.base), origin.asked(loss)
    if lines is None or (view is not None and not view.is_own):
        return None
    return origin.reason(history.origins(*lines))


def _in_file(item: Ranked, seen: Mapping[ChangedFile, View]) -> Finding:
    told = telling.finding(
        item.loss, subjects.of(item.loss), confidence=item.confidence, reason=item.reason, also=item.also
    )
    view = seen.get(item.loss.head if told.span.side is Side.HEAD else item.loss.base)
    return told if view is None else view.in_file(told)

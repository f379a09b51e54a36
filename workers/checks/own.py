"""Rules of the repository's own, and what it says of its own functions.

Semgrep files that the policy names (`rules`) on the default branch, or that the operator keeps in a folder
(`PATCHWARDEN_RULES`), are asked about both sides of every changed file, in engine calls of their own: what goes wrong
with them costs none of our rules. Their findings are called `own.<id of the rule>`. A rule that cannot be read is
named in the review, and the others hold.
"""

from __future__ import annotations

import hashlib
import logging
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from bot.model import Applied, Area, Aside, ChangedFile, CheckResult, Confidence, Severity, Side
from bot.policy import OwnFlows, Policy
from workers.checks.base import CheckRule, Snapshot, failed, nothing_to_read
from workers.checks.semgrep import Semgrep
from workers.engine import flows, own_packs, own_rules, program
from workers.engine.invoke import Limits
from workers.engine.own_packs import OwnPacks
from workers.engine.program import NoEngine
from workers.engine.scanner import Scanner
from workers.reading import readings

log = logging.getLogger(__name__)

SINK = CheckRule(
    flows.SINK,
    Severity.HIGH,
    Confidence.MEDIUM,
    Area.INPUT_VALIDATION,
    20,
    "Data from outside reaches `{name}`",
    flows.SINK_MESSAGE,
    flows.SINK_REMEDY,
    covers_area=False,
)
RULES = (SINK,)
"""What the policy's ``sinks`` are told as; the rules of files bring their own words."""

LIMITS = Limits(rule_seconds=3.0, memory_mb=1_000, head_seconds=120.0, review_seconds=180.0)
"""Smaller than those of our rules: nobody measured what these cost."""
_MOST_NOTICES = 10
_KEPT = 16
_LARGEST_FILE = 1_000_000
"""Bytes of one of the operator's files."""


class Own:
    """Finds the rules of a review, and asks them."""

    id = "own"

    def __init__(self, scanner: Scanner, folder: Path | None = None) -> None:
        """``scanner`` is that of our rules: the engine and the store of answers are shared. ``folder`` holds the
        operator's rules; it is read once."""
        self._scanner = scanner
        self._folder = folder
        self._packs: OrderedDict[str, OwnPacks] = OrderedDict()
        self._lock = threading.Lock()

    def aside(self, file: ChangedFile, policy: Policy) -> Aside | None:
        if not (policy.own_rules or policy.flows.sinks or self._folder):
            return Aside.OTHER_KIND
        return nothing_to_read(file)

    def rules(self, file: ChangedFile) -> frozenset[Applied]:
        """None are known before a snapshot is: :meth:`run` accounts for what was applied."""
        del file
        return frozenset()

    def run(self, snapshot: Snapshot) -> CheckResult:
        try:
            packs = self._of(snapshot)
            result = _Rules(self._scanner.over(packs, _limits(self._scanner), as_written=True)).run(snapshot)
        except NoEngine as error:
            return failed(self, snapshot, str(error))
        return replace(result, notices=_notices(packs))

    def _of(self, snapshot: Snapshot) -> OwnPacks:
        """The rules that hold for a snapshot; each content is read and tried once."""
        texts, own = snapshot.own_rules, flows.checked(snapshot.policy.flows).flows
        told = repr((sorted(texts.items()), own if own.sinks else ()))
        key = hashlib.sha256(told.encode("utf-8", "backslashreplace")).hexdigest()
        with self._lock:
            if key not in self._packs:
                self._packs[key] = self._compiled(texts, own)
            self._packs.move_to_end(key)
            while len(self._packs) > _KEPT:
                self._packs.popitem(last=False)
            return self._packs[key]

    def _compiled(self, texts: Mapping[str, str], own: OwnFlows) -> OwnPacks:
        found = own_rules.joined(
            own_rules.read(self._operators, "this installation"), own_rules.read(texts, "this repository")
        )
        sinks = flows.sink_rules(own, self._scanner.root)
        if not found.rules and not sinks:
            return OwnPacks(refused=found.refused)
        return own_packs.compiled(found, program.find(), more=sinks)

    @cached_property
    def _operators(self) -> Mapping[str, str]:
        """The operator's files, by their paths below the folder."""
        if self._folder is None:
            return {}
        paths = [self._folder] if self._folder.is_file() else sorted(self._folder.rglob("*.y*ml"))
        texts = {}
        for path in paths:
            try:
                if path.is_file() and path.stat().st_size <= _LARGEST_FILE:
                    name = path.relative_to(self._folder).as_posix() if path != self._folder else path.name
                    texts[name] = path.read_bytes().decode("utf-8", "replace")
            except OSError as error:
                log.warning("a file of the operator's rules cannot be read: %s", error)
        return texts


def _limits(scanner: Scanner) -> Limits:
    return replace(LIMITS, jobs=scanner.limits.jobs, clock=scanner.limits.clock)


def _notices(packs: OwnPacks) -> tuple[str, ...]:
    said = [f"A rule of this repository's own does not hold. {refusal.sentence}" for refusal in packs.refused]
    more = len(said) - _MOST_NOTICES
    return (*said[:_MOST_NOTICES], *([f"{more} more own rules do not hold."] if more > 0 else []))


class _Rules(Semgrep):
    """The search with rules that are not ours. Test code that the policy keeps quiet is left out, as for ours."""

    id = Own.id
    subject = "the repository's own rules"
    slices = False
    """Nobody knows what they look at."""

    def __init__(self, scanner: Scanner) -> None:
        super().__init__(scanner)
        self._equal: dict[frozenset[Applied], frozenset[Applied]] = {}

    def aside(self, file: ChangedFile, policy: Policy) -> Aside | None:
        """A language that none of these rules is for is no news: ours decide whether a language is known."""
        found = super().aside(file, policy)
        return Aside.OTHER_KIND if found is Aside.NO_RULES else found

    def own_flows(self, policy: Policy) -> flows.Checked:
        """Nothing: these rules say themselves what is clean, and those of sinks know it already."""
        del policy
        return flows.Checked()

    def rules(self, file: ChangedFile) -> frozenset[Applied]:
        """They are counted, and cover no area: a rule of the repository's own may look for one name only."""
        known = [rule for language in sorted(self._languages(file)) for rule in self._scanner.rules(language).values()]
        applied = frozenset(
            Applied(flows.told_as(rule.id), rule.area, rule.severity, covers_area=False)
            for rule in known
            if rule.reaches(file.path)
        )
        return self._equal.setdefault(applied, applied)

    def codes(self, file: ChangedFile, side: Side) -> Sequence[readings.Code]:
        """Beside the code itself the whole text, for rules that are for any text."""
        found = list(super().codes(file, side))
        text = file.text(side)
        if text is not None and len(text) <= readings.LARGEST_CODE:
            every = sorted(own_rules.EVERY_TEXT & self._scanner.languages)
            found += [readings.Code(language, text) for language in every]
        return found

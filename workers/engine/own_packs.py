"""The packs of rules that are not ours: tried by the engine once, so that one it refuses costs no other.

The engine names each rule that it cannot read and goes on with the others. Where it says nothing of use (it broke, or
did not end), the rules are tried by halves, down to the one that breaks it.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from bot.decoding import Misread, decode_json
from workers.engine.own_rules import Found, OwnRule, Refusal
from workers.engine.pack import Pack, pack_of
from workers.engine.program import Program
from workers.engine.rules import Rule, Search
from workers.processes import sandbox, scratch

TRY_SECONDS = 30.0
"""Of CPU, for one try of rules; a few milliseconds each are usual."""
ALL_SECONDS = 90.0
"""For all tries together. Rules that were not tried by then are left out, and that is said."""
_MEMORY_MB = 2_000
_VERSION_REMEDY = "take the rule's `min-version` and `max-version` away if it works here"

Try = Callable[[Sequence[Search]], Mapping[str, str]]
"""The ids of rules that the engine refuses, each with the reason. Raises :class:`Broke`."""


class Broke(Exception):
    """The engine gave no answer about these rules."""


class _Error(msgspec.Struct):
    error_type: str | list[object] | None = None
    message: str = ""
    rule_id: str | None = None


class _Output(msgspec.Struct):
    errors: list[_Error]


_BREAKS = (sandbox.ProcessTimeout, sandbox.ProcessFailed, FileNotFoundError, PermissionError, Misread)
"""Not every ``OSError``: a full disk says nothing of the rules."""


@dataclass(frozen=True, slots=True)
class Core:
    """Asks ``semgrep-core`` to read rules and to examine nothing."""

    program: Program

    def __call__(self, searches: Sequence[Search]) -> Mapping[str, str]:
        with scratch.folder("own") as folder:
            (folder / "rules.json").write_text(json.dumps({"rules": list(searches)}), encoding="utf-8")
            (folder / "targets.json").write_text('["Targets", []]', encoding="utf-8")
            argv = [
                str(self.program.core), "-json_nodots", "-fast", "-rules", "rules.json", "-targets", "targets.json",
                "-max_memory", str(_MEMORY_MB), "-j", "1",
            ]  # fmt: skip
            try:
                done = sandbox.run(argv, cwd=folder, cpu_seconds=TRY_SECONDS, timeout=4 * TRY_SECONDS, check=False)
                output = decode_json(_Output, done.stdout)
            except _BREAKS as error:
                raise Broke from error
        if done.returncode != 0 and not any(error.rule_id for error in output.errors):
            raise Broke
        return {error.rule_id: _reason(error) for error in output.errors if error.rule_id}


def _reason(error: _Error) -> str:
    """A clause. The engine's own first line names what it read; the rest quotes the file."""
    if isinstance(error.error_type, list):
        return f"it is for another version of semgrep; {_VERSION_REMEDY}"
    return " ".join(error.message.split("\n")[0].split())[:160] or "it cannot be read"


@dataclass(frozen=True)
class OwnPacks:
    """The packs of rules that the engine takes."""

    packs: Mapping[str, Pack] = field(default_factory=dict)
    refused: tuple[Refusal, ...] = ()

    def get(self, language: str) -> Pack | None:
        return self.packs.get(language)

    @property
    def languages(self) -> frozenset[str]:
        return frozenset(self.packs)

    @property
    def rules(self) -> int:
        """How many rules hold, in whatever languages."""
        return len({rule for pack in self.packs.values() for rule in pack.rules})


def compiled(found: Found, program: Program, try_: Try | None = None, more: Sequence[Rule] = ()) -> OwnPacks:
    """The packs of the rules that were read, less those that the engine refuses, and of ``more``, which need no try."""
    rules = {f"{number}": rule for number, rule in enumerate(found.rules)}
    searches = [{**rule.semgrep, "id": key} for key, rule in rules.items()]
    ends = time.monotonic() + ALL_SECONDS
    bad = _tried(searches, try_ or Core(program), lambda: time.monotonic() > ends) if searches else {}
    by_language: dict[str, list[Rule]] = {}
    for rule in more:
        by_language.setdefault(rule.languages[0], []).append(rule)
    for key, own in rules.items():
        if key not in bad:
            by_language.setdefault(own.languages[0], []).append(own)
    refused = tuple(_refusal(rules[key], reason) for key, reason in bad.items() if key in rules)
    packs = {language: pack_of(language, each, program) for language, each in sorted(by_language.items())}
    return OwnPacks(packs, (*found.refused, *sorted(refused, key=lambda each: (each.file, each.line or 0))))


def _tried(searches: Sequence[Search], try_: Try, is_over: Callable[[], bool]) -> dict[str, str]:
    """The ids of those that the engine refuses, with the reasons."""
    if is_over():
        return {search["id"]: "the engine had no time left to read it" for search in searches}
    try:
        return dict(try_(searches))
    except Broke:
        if len(searches) == 1:
            return {searches[0]["id"]: "the engine breaks when it reads it"}
        middle = len(searches) // 2
        return _tried(searches[:middle], try_, is_over) | _tried(searches[middle:], try_, is_over)


def _refusal(rule: OwnRule, reason: str) -> Refusal:
    name = rule.id.partition(".")[2]
    return Refusal(
        rule.file,
        rule.line,
        f"the rule `{name}` was left out for {rule.languages[0]}: {reason.replace('`', chr(39))}",
        "mend its pattern; `semgrep scan --validate` tells more",
    )

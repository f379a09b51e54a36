"""One run of semgrep over some texts: by its core, or by its public command line.

The call of the core is the one that semgrep's own command line makes (``semgrep scan --dump-command-for-core``). Texts
are written under names of ours into an empty folder: no path, ignore file or configuration of the change takes part.
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from workers.engine.program import Program
from workers.engine.results import BadAnswer, FileAnswer, read
from workers.engine.rules import Search, engine_name
from workers.engine.words import for_texts
from workers.processes import sandbox, scratch


@dataclass(frozen=True, slots=True)
class Text:
    """One text to examine. ``key`` is the caller's name for it; equal keys are equal texts."""

    key: str
    content: str
    suffix: str
    """The file name's ending: it decides between dialects (``.ts`` and ``.tsx`` are two grammars)."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Budgets of one run: of CPU, so that a busy machine says the same as an idle one. The clock's are wide: they end
    what hangs, and no answer of theirs is kept."""

    rule_seconds: float = 5.0
    """Of CPU, for one rule on one text; a small text has less."""
    glance_seconds: float = 5.0
    """By the clock, after which the engine leaves a rule for the others of its process; 0: never."""
    memory_mb: int = 2_000
    start_seconds: float = 10.0
    file_seconds: float = 15.0
    """Of CPU: the most that one file adds to the budget of its process; a small one adds less."""
    cpu: float | None = None
    """The budget of the process; ``None``: by its texts."""
    jobs: int = 2
    """Engine processes at a time."""
    head_seconds: float = 330.0
    """By the clock, for the changed files of one review. What is not reached by then is said, and the review is made
    again later, with the answers that are known: the runner gives a whole check up after its time, with all that it
    found."""
    review_seconds: float = 480.0
    """For one review with everything that is asked of the base."""
    end: float | None = None
    """When the time is up, by ``clock``."""
    clock: Callable[[], float] = time.monotonic
    """Seconds that never go back."""

    @property
    def name(self) -> str:
        """Of the budgets that an answer depends on."""
        return f"{self.rule_seconds:g}-{self.file_seconds:g}-{self.memory_mb}"

    def for_text(self, text: Text) -> float:
        """Seconds of CPU for all rules on one text, less the start of a process: by its size."""
        return min(self.file_seconds, _SMALL_FILE_SECONDS + len(text.content) / _PER_SECOND)

    def for_rules(self, count: int, text: Text) -> float:
        """Seconds of CPU for a process with so many rules and one text, which it has to read."""
        together = min(self.for_text(text), count * self.rule_seconds)
        return _ALONE_SECONDS + len(text.content) / _READ_PER_SECOND + together

    def cpu_seconds(self, texts: Sequence[Text]) -> float:
        """The budget of one process over these texts."""
        return self.start_seconds + sum(map(self.for_text, texts)) if self.cpu is None else self.cpu

    def glance(self, texts: Sequence[Text]) -> float:
        """Seconds by the clock for one rule on one text in a process of these: never more than its CPU may be."""
        return min([self.glance_seconds, self.rule_seconds, *map(self.for_text, texts)])

    def seconds(self, texts: Sequence[Text]) -> float:
        """How long that process may take by the clock, should it wait for ever, or the machine be very busy."""
        wanted = max(_PATIENCE_SECONDS, _BUSY * self.cpu_seconds(texts))
        return wanted if self.end is None else max(0.1, min(wanted, self.end - self.clock()))

    @property
    def is_over(self) -> bool:
        return self.end is not None and self.clock() >= self.end

    def until(self, end: float | None) -> Limits:
        """These limits with an end by ``clock``; ``None``: as for the files of one review, from now on."""
        return replace(self, end=self.clock() + self.head_seconds if end is None else end)


_BUSY = 10
"""So many times slower than by its CPU alone a process may be."""
_PATIENCE_SECONDS = 60.0
"""By the clock, at least: beside many others a process with little to do may get a fortieth of a processor."""
_SMALL_FILE_SECONDS = 2.0
_PER_SECOND = 4_000
"""Characters for which one more second is allowed: the engine needs about a fifth of it."""
_ALONE_SECONDS = 1.0
"""For the start of a process with few rules, which needs a sixth of it."""
_READ_PER_SECOND = 50_000
"""Characters that are read in a second of CPU, and more."""


class Invoke(Protocol):
    """One run: the answer for each text by its key. Raises :class:`BadAnswer` or what the sandbox raises."""

    def __call__(
        self, language: str, rules: Sequence[Search], texts: Sequence[Text], limits: Limits, /
    ) -> dict[str, FileAnswer]: ...


@dataclass(frozen=True, slots=True)
class Core:
    """Calls ``semgrep-core`` directly: no Python start-up, no YAML."""

    program: Program

    def __call__(
        self, language: str, rules: Sequence[Search], texts: Sequence[Text], limits: Limits
    ) -> dict[str, FileAnswer]:
        analyzer = engine_name(language)
        with _laid_out(rules, texts) as folder:
            targets = [
                [
                    "CodeTarget",
                    {"path": {"fpath": name, "ppath": f"/{name}"}, "analyzer": analyzer, "products": ["sast"]},
                ]
                for name in folder.names
            ]
            (folder.path / "targets.json").write_text(json.dumps(["Targets", targets]), encoding="utf-8")
            argv = [
                str(self.program.core), "-json_nodots", "-fast",
                "-rules", "rules.json", "-targets", "targets.json",
                "-timeout", str(limits.glance(texts)), "-timeout_threshold", "0",
                "-max_memory", str(limits.memory_mb), "-j", "1",
            ]  # fmt: skip
            cpu, timeout = limits.cpu_seconds(texts), limits.seconds(texts)
            done = sandbox.run(argv, cwd=folder.path, cpu_seconds=cpu, timeout=timeout, check=False)
            return folder.answers(done)


@dataclass(frozen=True, slots=True)
class Public:
    """Calls ``semgrep scan``: slower, but its interface is public.

    It takes the language from the file's ending, and it keeps data flows to itself (measured with 1.182: its JSON has
    none), so the findings are the same and their ways are missing.
    """

    program: Program

    def __call__(
        self, _language: str, rules: Sequence[Search], texts: Sequence[Text], limits: Limits
    ) -> dict[str, FileAnswer]:
        with _laid_out(rules, texts) as folder:
            argv = [
                *self.program.public, "scan", "--config", "rules.json", "--json", "--quiet", "--metrics", "off",
                "--disable-version-check", "--disable-nosem", "--no-git-ignore", "--no-rewrite-rule-ids",
                "--max-target-bytes", "0", "--jobs", "1",
                "--timeout", str(math.ceil(limits.glance(texts))), "--timeout-threshold", "0",
                "--max-memory", str(limits.memory_mb), *folder.names,
            ]  # fmt: skip
            env = {"HOME": str(folder.path), "SEMGREP_SETTINGS_FILE": str(folder.path / "settings.yml")}
            cpu, timeout = 2 * limits.cpu_seconds(texts), 2 * limits.seconds(texts)
            done = sandbox.run(argv, cwd=folder.path, env=env, cpu_seconds=cpu, timeout=timeout, check=False)
            return folder.answers(done)


@dataclass(frozen=True, slots=True)
class _Folder:
    path: Path
    names: Mapping[str, Text]

    def answers(self, done: sandbox.Completed) -> dict[str, FileAnswer]:
        """Raises :class:`BadAnswer`. The engine's exit code says less than its output."""
        try:
            output = json.loads(done.stdout)
        except (ValueError, RecursionError) as error:
            raise BadAnswer(f"semgrep ended with {done.returncode} and gave no JSON") from error
        answers = read(output, {name: text.content for name, text in self.names.items()})
        return {text.key: answers[name] for name, text in self.names.items()}


@contextmanager
def _laid_out(rules: Sequence[Search], texts: Sequence[Text]) -> Iterator[_Folder]:
    with scratch.folder("scan") as path:
        names = {f"{number}{text.suffix}": text for number, text in enumerate(texts)}
        for name, text in names.items():
            (path / name).write_bytes(text.content.encode("utf-8", "surrogatepass"))
        searches = for_texts(rules, [text.content for text in texts])
        (path / "rules.json").write_text(json.dumps({"rules": searches}), encoding="utf-8")
        yield _Folder(path, names)

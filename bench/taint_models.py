"""Which models of the taint interpreter decide anything on real Python code?

    python -m bench.taint_models --clones FOLDER [--repo OWNER/NAME]… [--files N]

The engine runs once over Python files of each project's newest commit, and what it asks the interpreter is kept: the
text, and where sources and sinks stand. Each question is then answered with all models, and again without each model
that took part: its call is one of an unknown function then. A model that changes no verdict costs lines for nothing.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast
from unittest.mock import patch

import click

from bench.signal import cases as case_files
from bench.signal.tables import table
from workers.change.git import Git
from workers.engine.scanner import Scanner, source_of
from workers.taint import decide, dispatch
from workers.taint.decide import Flow, PythonFile, Question, Span
from workers.taint.models import containers

PROJECTS = (
    "pallets/flask", "pyload/pyload", "dgtlmoon/changedetection.io", "nicolargo/glances", "aio-libs/aiohttp",
    "indico/indico", "MobSF/Mobile-Security-Framework-MobSF", "ckan/ckan", "bugsink/bugsink", "ParisNeo/lollms",
    "jupyter-server/jupyter_server",
)  # fmt: skip
_LONGEST = 45_000
"""Bytes of a file. The engine needs minutes for the largest ones."""
_BATCH = 8
Verdicts = Mapping[tuple[Span, int], str]


@dataclass(slots=True)
class Asked:
    """One question of the engine: the flows of a text to these sinks."""

    project: str
    text: str
    question: Question
    sinks: Mapping[Span, int]
    """Each sink with the bits of the rules whose sink it is."""
    claimed: frozenset[Span] = frozenset()
    """The sinks of flows that the engine claims and the interpreter did not find."""

    def verdicts(self) -> Verdicts:
        """Sink and rule bit → ``found``, ``refuted`` or ``unknown``, with ``in doubt`` where a name alone speaks."""
        file = PythonFile(self.text)
        verdicts = {
            (flow.sink, flow.kind): "found in doubt" if flow.doubtful else "found"
            for flow in file.found(self.question, self.sinks)
        }
        refuted = file.refuted(replace(self.question, sinks=self.claimed)) if self.claimed else {}
        for sink in self.claimed:
            for kind in (1 << bit for bit in range(self.question.kinds) if self.sinks.get(sink, 0) >> bit & 1):
                in_doubt = refuted.get(sink, 0) & kind << self.question.kinds
                known = "refuted" if refuted.get(sink, 0) & kind else "refuted in doubt" if in_doubt else "unknown"
                verdicts.setdefault((sink, kind), known)
        return verdicts


@dataclass(frozen=True, slots=True)
class Model:
    """One row of a table of models, e.g. what ``os.path.join`` does."""

    name: str
    rows: dict[str, Any]
    key: str

    def replaced(self, effect: Any) -> Any:
        """A context in which the row is another one."""
        return patch.dict(self.rows, {self.key: effect})

    @contextmanager
    def off(self) -> Iterator[None]:
        """A context without the row."""
        with patch.dict(self.rows):
            del self.rows[self.key]
            yield


@dataclass(slots=True)
class Measured:
    """What one model does in all questions."""

    questions: int = 0
    """In how many it is called."""
    changes: Counter[str] = field(default_factory=Counter)
    """Verdicts with it and without it, e.g. ``refuted → unknown``."""
    projects: set[str] = field(default_factory=set)


def models() -> list[Model]:
    """Every row of the tables, by name."""
    tables = {"": dispatch._CALLS, **{f"{kind}.": methods for kind, methods in containers.METHODS.items()}}
    return [
        Model(prefix + key, cast("dict[str, Any]", rows), key)
        for prefix, rows in tables.items()
        for key in sorted(rows)
    ]


def measured(questions: Iterable[Asked], rows: Sequence[Model]) -> dict[str, Measured]:
    """What each model changes, by its name; models that no question calls stay at zero."""
    result = {model.name: Measured() for model in rows}
    for asked in questions:
        before, called = _with_calls(asked, rows)
        for model in called:
            seen = result[model.name]
            seen.questions += 1
            with model.off():
                after = asked.verdicts()
            for key in before.keys() | after.keys():
                if before.get(key) != after.get(key):
                    seen.changes[f"{before.get(key, 'unknown')} → {after.get(key, 'unknown')}"] += 1
                    seen.projects.add(asked.project)
    return result


def _with_calls(asked: Asked, rows: Sequence[Model]) -> tuple[Verdicts, list[Model]]:
    """The verdicts with all models, and which of these were called."""
    called: set[str] = set()

    def watched(model: Model) -> Callable[..., Any]:
        effect = model.rows[model.key]

        def watch(*args: Any) -> Any:
            called.add(model.name)
            return effect(*args)

        return watch

    with ExitStack() as stack:
        for model in rows:
            stack.enter_context(model.replaced(watched(model)))
        verdicts = asked.verdicts()
    return verdicts, [model for model in rows if model.name in called]


def recorded(project: str, texts: Sequence[str], scanner: Scanner) -> list[Asked]:
    """What the engine asks the interpreter about these texts."""
    kept: list[Asked] = []

    class Recording(PythonFile):
        def __init__(self, text: str) -> None:
            super().__init__(text)
            self._whole = text
            self._asked: Asked | None = None

        def found(self, question: Question, sinks: Mapping[Span, int]) -> list[Flow]:
            self._asked = Asked(project, self._whole, question, sinks)
            kept.append(self._asked)
            return super().found(question, sinks)

        def refuted(self, question: Question) -> dict[Span, int]:
            if self._asked is not None:
                self._asked.claimed = frozenset(question.sinks)
            return super().refuted(question)

    flows = frozenset(rule.id for rule in scanner.rules("python").values() if rule.semgrep.get("mode") == "taint")
    sources = [source_of(f"{number}.py", "python", text) for number, text in enumerate(texts)]
    with patch.object(decide, "PythonFile", Recording):
        for start in range(0, len(sources), _BATCH):
            scanner.scan(sources[start : start + _BATCH], only=flows)
    return kept


def _texts(clone: Path, most: int) -> list[str]:
    """Python files of the newest commit that are no tests: all, or as many by lot, always the same."""
    git = Git(clone)
    rows = (row.split("\t", 1) for row in git.text("ls-tree", "-r", "-l", "HEAD").splitlines())
    blobs = sorted(
        {
            meta.split()[2]
            for meta, path in rows
            if path.endswith(".py") and "test" not in path and int(meta.split()[3]) < _LONGEST
        }
    )
    chosen = random.Random(0).sample(blobs, min(most, len(blobs)))  # noqa: S311 - a sample, no secret
    return [text.decode("utf-8", "replace") for text in git.blobs(chosen).values()]


def report(found: Mapping[str, Measured], asked: Sequence[Asked]) -> str:
    """The table of what decides anything, and the names of what does not."""
    decisive = {name: seen for name, seen in found.items() if seen.changes}
    rows = [
        (name, seen.questions, seen.changes.total(), ", ".join(sorted(seen.changes)), ", ".join(sorted(seen.projects)))
        for name, seen in sorted(decisive.items(), key=lambda item: (-item[1].changes.total(), item[0]))
    ]
    idle = sorted(name for name, seen in found.items() if seen.questions and not seen.changes)
    unused = sorted(name for name, seen in found.items() if not seen.questions)
    return "\n".join(
        [
            f"{len(asked)} questions about {len({each.text for each in asked})} files of "
            f"{len({each.project for each in asked})} projects",
            "",
            table(("model", "called in", "verdicts", "which", "where"), rows),
            "",
            f"called, changes no verdict: {', '.join(idle) or 'none'}",
            f"never called: {', '.join(unused) or 'none'}",
        ]
    )


@click.command()
@click.option("--clones", envvar="CLONES", required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--repo", "repositories", multiple=True, default=PROJECTS, show_default=True)
@click.option("--files", default=400, show_default=True, help="Files of each project at most.")
def main(clones: Path, repositories: tuple[str, ...], files: int) -> None:
    """Prints what each model changes."""
    scanner = Scanner()
    asked: list[Asked] = []
    for name in repositories:
        clone = case_files.clone(clones, name)
        if clone is None:
            click.echo(f"{name} is not among the clones", err=True)
            continue
        asked += recorded(name, _texts(clone, files), scanner)
        click.echo(f"{name}: {sum(each.project == name for each in asked)} questions", err=True)
    click.echo(report(measured(asked, models()), asked))


if __name__ == "__main__":
    main()

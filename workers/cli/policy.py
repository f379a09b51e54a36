"""What ``patchwarden policy`` does: checks policy files as they stand in the working tree, and explains what holds."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import click

from bot import policy
from bot.knowledge.control_files import OWN_RULE
from bot.model import Applied
from bot.policy import PolicyError, PolicyFile, explaining, explaining_reports, schema
from bot.policy.explaining import Word
from bot.policy.explaining_reports import Answer
from workers.change import working_tree
from workers.checks.base import CheckRule
from workers.checks.reported import Reported
from workers.cli import policy_notes
from workers.engine import samples
from workers.manual import rule_pages
from workers.reading.rule_files import Heading

_EVERYWHERE = f":(glob)**/{policy.PATH}"


class Wrong(Exception):
    """What was asked cannot be done; the message is for people."""


@dataclass(frozen=True, slots=True)
class _Checkout:
    """Where the policy files are: the working tree, or a folder that is in no repository."""

    root: Path
    listed: tuple[str, ...]
    """The policy files that stand there, relative to the root, those of nearer folders first."""
    repository: working_tree.LocalRepository | None = None

    @classmethod
    def around(cls, here: Path, environ: Mapping[str, str]) -> _Checkout:
        try:
            repository = working_tree.discover(here, environ)
        except working_tree.NoRepository:
            return cls(here, (policy.PATH,) if (here / policy.PATH).exists() else ())
        root = repository.home
        found = sorted(name for name in _files(repository, _EVERYWHERE) if (root / name).is_file())
        return cls(root, tuple(sorted(found, key=lambda name: name.count("/"))), repository)

    def everything(self) -> list[str]:
        """Each file that git knows or would add; of a folder that is in no repository, those at its top."""
        if self.repository is None:
            return sorted(entry.name for entry in self.root.iterdir() if entry.is_file())
        return sorted(_files(self.repository, ":/"))

    def inside(self, path: Path) -> str:
        """The path from the root, in git's form; as it was given where it is elsewhere."""
        absolute = Path(os.path.normpath(Path.cwd() / path))  # a path that is gone, or a link, is what it is called
        return absolute.relative_to(self.root).as_posix() if absolute.is_relative_to(self.root) else path.as_posix()

    def read(self, name: str) -> PolicyFile:
        """Raises :class:`PolicyError`, :class:`OSError`."""
        text = (self.root / name).read_text(encoding="utf-8", errors="replace")
        folder = name.removesuffix(policy.PATH) if name.endswith(f"/{policy.PATH}") and name in self.listed else ""
        return policy.read(text, name, folder)


def _files(repository: working_tree.LocalRepository, pattern: str) -> set[str]:
    root = repository.home
    where = ("-C", str(root), f"--work-tree={root}")
    listed = repository.command(*where, "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", pattern)
    return set(filter(None, listed.split("\0")))


def check(files: Sequence[Path], environ: Mapping[str, str]) -> int:
    """Says every mistake of the files, of all policy files of the repository where none is named; the exit code."""
    checkout = _Checkout.around(Path.cwd(), environ)
    names = [checkout.inside(file) for file in files] or list(checkout.listed)
    everything = [] if files else checkout.everything()
    problems = [*policy_notes.misnamed(everything), *(found for name in names for found in _problems(checkout, name))]
    notes = [note for name in names for note in _notes(checkout, name, everything)]
    for said in (*problems, *notes):
        click.echo(said)
    if not names:
        click.echo(f"There is no {policy.PATH} here: the defaults hold.")
    elif not problems:
        click.echo(f"{', '.join(names)}: no mistakes.")
    return 1 if problems else 0


def _problems(checkout: _Checkout, name: str) -> Iterable[str]:
    try:
        file = checkout.read(name)
        yield from (f"{item.where}:{item.line}: {item.text}" for item in file.problems)
        yield from policy_notes.rules(file)
    except PolicyError as error:
        yield f"{name}:{error.line}: {error.reason}" if error.line else f"{name}: {error.reason}"


def _notes(checkout: _Checkout, name: str, everything: Sequence[str]) -> Iterable[str]:
    try:
        yield from policy_notes.paths(checkout.read(name), everything) if everything else ()
    except PolicyError:
        return  # told as a mistake


def explain(path: Path, rule_id: str | None, environ: Mapping[str, str]) -> None:
    """Shows what holds for a path. Raises :class:`Wrong`."""
    checkout = _Checkout.around(Path.cwd(), environ)
    name = checkout.inside(path)
    around = {policy.PATH, *(f"{folder}/{policy.PATH}" for folder in PurePosixPath(name).parents)}
    files = [file for listed in checkout.listed if listed in around for file in _readable(checkout, listed)]
    reported = rule_id if rule_id and rule_id.startswith(f"{Reported.id}.") else ""
    rule = _rule(rule_id) if rule_id and not reported else None
    click.echo(f"{name}, by {', '.join(file.where for file in files) or 'the defaults'} in the working tree")
    said = (*explaining.changes_words(files), *explaining.files_words(files, name), *explaining.words(files, name))
    for word in said:
        click.echo(f"  {_line(word)}")
    if rule is not None:
        _tell(explaining.told(files, name, rule))
    if reported:
        _tell_reported(reported, explaining_reports.answers(files, name, reported))


def _readable(checkout: _Checkout, name: str) -> Iterable[PolicyFile]:
    try:
        file = checkout.read(name)
    except PolicyError as error:
        click.echo(f"patchwarden: nothing of it holds: {error}", err=True)
        return
    if file.problems:
        click.echo(f"patchwarden: {name} has mistakes: see `patchwarden policy check`", err=True)
    yield file


def _line(word: Word) -> str:
    replaced = " (replaced)" if word.replaced else ""
    return f"{word.setting + ':':18}{word.value}{replaced}  [{word.where}]"


def _tell(told: explaining.Told) -> None:
    rule = told.rule
    verdict = f"is not told here: {told.why_not}" if told.why_not else f"is told here, as {told.severity}"
    click.echo(f"{rule.id} ({rule.severity.label}, {rule.area.value}) {verdict}")
    for word in told.words:
        click.echo(f"  {_line(word)}")


def _tell_reported(rule_id: str, answers: Sequence[Answer]) -> None:
    click.echo(f"{rule_id}: the scanner's report says how grave a finding is and what it is about. A finding is")
    for answer in answers:
        which = [" or ".join(severity.label for severity in answer.severities)] if answer.severities else []
        about = "anything else" if answer.others else " or ".join(area.value for area in answer.areas)
        which += [f"about {about}"] if about else []
        described = ", ".join(which)
        click.echo(f"  {answer.said}{f' ({described})' if described else ''}")
        for word in answer.words:
            click.echo(f"    {_line(word)}")


def _rule(rule_id: str) -> Applied:
    known: dict[str, Heading | CheckRule] = {rule.id: rule for _, rule in samples.all_rules()}
    if rule_id not in known:
        known |= {rule.id: rule for rule in rule_pages.rules_of_checks() if rule.id not in known}
    if rule_id not in known and rule_id.startswith(OWN_RULE):
        raise Wrong(
            f"`{rule_id}` is a rule of a repository's or an operator's own: only those that ship are known here"
        )
    if rule_id not in known:
        near = difflib.get_close_matches(rule_id, known, n=1)
        raise Wrong(f"there is no rule `{rule_id}`{f'; did you mean {near[0]}?' if near else ''}")
    rule = known[rule_id]
    return Applied(rule.id, rule.area, rule.severity)


def show_schema() -> None:
    """The JSON Schema of the file, for editors."""
    click.echo(schema.text(), nl=False)

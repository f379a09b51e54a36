"""Changes made by hand that take protection away, in repositories that gave no rule: does a review comment?

    python -m bench.signal.removals --clones FOLDER [--half develop|held] [--repo OWNER/NAME]… [--no-past] [--json OUT]

``removals.json`` says which lines of a commit are replaced by what; an edit with ``flaw`` is the loss, the others are
the work around it. Each case becomes a commit in a scratch repository that borrows the clone's objects, and is then
replayed like a real one. The ``develop`` half may be read while the checks are written. The ``held`` half may not: it
tells what to expect of repositories that nobody has seen.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from bench.signal import cases as case_files
from bench.signal import replay
from bench.signal.cases import BadCases, Case, Place, Range
from bot.model import split_lines
from workers.change.git import Git, object_id

REMOVALS = Path(__file__).with_name("removals.json")
HALVES = ("develop", "held")
_IDENTITY = {
    name: value
    for who in ("AUTHOR", "COMMITTER")
    for name, value in (
        (f"GIT_{who}_NAME", "bench"),
        (f"GIT_{who}_EMAIL", "bench@example.org"),
        (f"GIT_{who}_DATE", "2026-01-01T00:00:00Z"),
    )
}


@dataclass(frozen=True, slots=True)
class Edit:
    """The lines ``first..last`` of a file, 1-based, replaced by ``text``."""

    path: str
    first: int
    last: int
    text: tuple[str, ...]
    flaw: bool


@dataclass(frozen=True, slots=True)
class Removal:
    """One change against ``commit``."""

    id: str
    repository: str
    commit: str
    half: str
    language: str
    kind: str
    cwe: int
    description: str
    edits: tuple[Edit, ...]

    def places(self) -> tuple[Place, ...]:
        """Where the flaw stands on both sides; files that were only touched come with no ranges."""
        return tuple(
            _place(path, [edit for edit in self.edits if edit.path == path])
            for path in sorted({edit.path for edit in self.edits})
        )


def load(path: Path = REMOVALS) -> tuple[Removal, ...]:
    """Reads the file. Raises :class:`~bench.signal.cases.BadCases`, ``OSError``."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        return tuple(_removal(group, row) for group in document["repositories"] for row in group["cases"])
    except (KeyError, TypeError, ValueError) as error:
        raise BadCases(f"{path.name} cannot be read: {error!r}") from error


def _removal(group: Mapping[str, Any], row: Mapping[str, Any]) -> Removal:
    if group["half"] not in HALVES:
        raise ValueError(f"half `{group['half']}`")
    edits = (
        Edit(item["path"], item["lines"][0], item["lines"][1], tuple(item["text"]), bool(item["flaw"]))
        for item in row["edits"]
    )
    return Removal(
        id=row["id"],
        repository=group["repository"],
        commit=object_id(group["commit"]),
        half=group["half"],
        language=group["language"],
        kind=row["kind"],
        cwe=int(row["cwe"]),
        description=row["description"],
        edits=tuple(sorted(edits, key=lambda edit: (edit.path, edit.first))),
    )


def _place(path: str, edits: Sequence[Edit]) -> Place:
    head: list[Range] = []
    base: list[Range] = []
    shift = 0
    for edit in edits:
        start = edit.first + shift
        if edit.flaw:
            base.append((edit.first, edit.last))
            head.append((start, start + len(edit.text) - 1) if edit.text else (start - 1, start))
        shift += len(edit.text) - (edit.last - edit.first + 1)
    return Place(path, tuple(head), tuple(base))


def edited(text: str, edits: Sequence[Edit]) -> str:
    """The text with the edits of one file, which overlap nowhere."""
    lines = split_lines(text)
    for edit in sorted(edits, key=lambda edit: -edit.first):
        lines[edit.first - 1 : edit.last] = edit.text
    return "\n".join(lines) + ("\n" if text.endswith("\n") else "")


def prepare(removals: Sequence[Removal], clones: Path, scratch: Path) -> list[Case]:
    """Makes the commits of the cases whose repository is among the clones, below ``scratch``, in the clones' layout.

    Raises :class:`~bench.signal.cases.BadCases` where a clone lacks the commit, and what git raises.
    """
    found = []
    for removal in removals:
        clone = case_files.clone(clones, removal.repository)
        if clone is not None:
            git = _repository(clone, scratch / removal.repository.replace("/", "+") / "repo")
            found.append(_case(removal, _commit(git, removal)))
    return found


def _repository(clone: Path, directory: Path) -> Git:
    git = Git(directory)
    if not directory.exists():
        directory.mkdir(parents=True)
        git.run("init", "--quiet", "--bare")
        (directory / "objects" / "info" / "alternates").write_text(f"{(clone / 'objects').resolve()}\n")
    return git


def _commit(git: Git, removal: Removal) -> str:
    env = {"GIT_INDEX_FILE": str(git.directory / "index.bench"), **_IDENTITY}
    git.run("read-tree", removal.commit, env=env)
    for path in sorted({edit.path for edit in removal.edits}):
        text = git.run("show", f"{removal.commit}:{path}").decode("utf-8")
        new = edited(text, [edit for edit in removal.edits if edit.path == path])
        blob = git.run("hash-object", "-w", "--stdin", stdin=new.encode()).decode().strip()
        git.run("update-index", "--cacheinfo", f"100644,{blob},{path}", env=env)
    tree = git.run("write-tree", "--missing-ok", env=env).decode().strip()
    return git.run("commit-tree", tree, "-p", removal.commit, "-m", removal.id, env=env).decode().strip()


def _case(removal: Removal, head: str) -> Case:
    return Case(
        id=removal.id,
        repository=removal.repository,
        fixed=removal.commit,
        vulnerable=head,
        cwe=removal.cwe,
        kind=removal.kind,
        language=removal.language,
        description=removal.description,
        places=removal.places(),
    )


def measure(
    clones: Path,
    cache: Path,
    *,
    half: str | None = None,
    repositories: Sequence[str] = (),
    jobs: int = 2,
    past: bool = True,
) -> tuple[list[replay.Replayed], list[str]]:
    """The reviews of the chosen cases, and the repositories that are not among the clones."""
    chosen = [
        item for item in load() if half in (None, item.half) and (not repositories or item.repository in repositories)
    ]
    absent = sorted({item.repository for item in chosen if case_files.clone(clones, item.repository) is None})
    with tempfile.TemporaryDirectory(prefix="patchwarden-bench-") as scratch:
        cases = prepare(chosen, clones, Path(scratch))
        return replay.replay(cases, Path(scratch), cache, jobs=jobs, past=past), absent


@click.command()
@click.option("--clones", envvar="CLONES", required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--half", type=click.Choice(HALVES), help="Only this half.")
@click.option("--repo", "repositories", multiple=True, help="Only cases of this repository.")
@click.option("--cache", default=Path("var/bench"), show_default=True, type=click.Path(path_type=Path))
@click.option("--jobs", default=2, show_default=True, help="Reviews at a time.")
@click.option("--past/--no-past", default=True, show_default=True, help="Let reviews ask why a line was there.")
@click.option("--json", "out", type=click.Path(path_type=Path), help="Write each case with its findings here.")
def main(
    clones: Path, half: str | None, repositories: tuple[str, ...], cache: Path, jobs: int, past: bool, out: Path | None
) -> None:
    """Prints recall by kind and language, and the missed cases."""
    replayed, absent = measure(clones, cache, half=half, repositories=repositories, jobs=jobs, past=past)
    if out is not None:
        out.write_text(json.dumps(replay.document(replayed), indent=1), encoding="utf-8")
    click.echo(replay.report(replayed, absent))


if __name__ == "__main__":
    main()

"""The policy files of a change's repository, read from git at its default branch: the one at the root, and those of the
folders that the change touches. What is wrong with them is said on the change, and the rest of them holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from bot import policy
from bot.model import Change
from bot.policy import Policy, PolicyError, PolicyFile
from workers.change import diff_tree, own_files
from workers.change.fetching import Blobs
from workers.change.git import Git

MOST_FILES = 50
"""Policy files of folders that are read for one change, the nearest to the root first."""
_MOST_FOLDERS = 5_000
"""Folders of one change in which a policy file is looked for."""
_MOST_SAID = 5
"""Mistakes that the notice names; it counts the others."""
_LARGEST = 1_000_000
"""Bytes."""
_LONGEST_PLACE = 200
"""Characters."""
_LITERAL = {"GIT_LITERAL_PATHSPECS": "1"}
"""A folder may be named ``:(exclude)``."""
_LONGEST_PATH = diff_tree.LONGEST_PATH
_AT_ONCE = 60_000
"""Characters of paths in one command line: far below what any system allows."""

Inherited = Sequence[tuple[str, str]]
"""Where a policy file of the organisation stands, for people, and its text; the nearest last."""


@dataclass(frozen=True, slots=True)
class _Written:
    """One file as people wrote it."""

    where: str
    text: str
    folder: str = ""
    inherited: bool = False
    """Whether it is another repository's: who sees the change need not be allowed to see it."""


@dataclass(frozen=True, slots=True)
class PolicyInForce:
    """The policy that holds for a change, and why it is not all that people wrote down."""

    policy: Policy = field(default_factory=Policy)
    problems: tuple[str, ...] = ()
    """For the change, a matter each in a line; none where all of the files was applied or there is none."""
    files: tuple[PolicyFile, ...] = ()
    """What the policy was made of, as :func:`bot.policy.merged` takes them."""
    own_rules: Mapping[str, str] = field(default_factory=dict)
    """The texts of the files that ``policy.own_rules`` names, by path."""
    unread_rules: tuple[str, ...] = ()
    """Sentences for the change: what of the own rules could not be read."""
    blob: str | None = None
    """See :attr:`bot.model.Change.policy`."""

    def noted_on(self, change: Change) -> Change:
        """The change with the policy file that holds, and with the problems as its first notices."""
        notices = (*self.problems, *self.unread_rules, *change.notices)
        return replace(change, policy=self.blob, notices=notices)


def parsed(text: str | None, inherited: Inherited = ()) -> PolicyInForce:
    """The policy of a file's text; ``None`` where there is no file."""
    own = () if text is None else (_Written(policy.PATH, text),)
    return _in_force([*_from(inherited), *own])


def policy_at(
    git: Git, commit: str, blobs: Blobs, touched: Iterable[str] = (), inherited: Inherited = ()
) -> PolicyInForce:
    """The policy of the files at a commit: the one at the root, and those of the folders around the ``touched`` paths.

    A file that stands there and cannot be used is a problem: a repository that wants something must not be given the
    defaults without a word.
    """
    entries, problems, blob = _entries(git, commit, _folders(touched))
    if entries:
        blobs.bring([blob for _, blob in entries])
    sizes = git.sizes(blob for _, blob in entries)
    texts = git.blobs(blob for _, blob in entries if sizes.get(blob, _LARGEST + 1) <= _LARGEST)
    written = _from(inherited)
    for path, blob in entries:
        if blob in texts:
            text = texts[blob].decode("utf-8", "replace")
            written.append(_Written(_place(path), text, path.removesuffix(policy.PATH)))
        else:
            size = f"of {sizes[blob]:,} bytes" if blob in sizes else "of unknown size"
            place = _place(path)
            problems.append(_unapplied(place, f"{place} is {size}; at most {_LARGEST:,} are read"))
    return replace(_with_own_rules(_in_force(written, problems), git, commit, blobs), blob=blob)


def _with_own_rules(found: PolicyInForce, git: Git, commit: str, blobs: Blobs) -> PolicyInForce:
    """With the texts of the rules that the policy names, from the same commit."""
    if not found.policy.own_rules:
        return found
    read = own_files.read(git, commit, found.policy.own_rules, blobs)
    return replace(found, own_rules=read.texts, unread_rules=read.problems)


def _from(inherited: Inherited) -> list[_Written]:
    return [_Written(where, text, inherited=True) for where, text in inherited]


def _in_force(written: Iterable[_Written], problems: Iterable[str] = ()) -> PolicyInForce:
    """The policy of some files. One of which nothing can be used costs the others nothing."""
    files, unused, own = list[PolicyFile](), list(problems), list[str]()
    for item in written:
        try:
            file = policy.read(item.text, item.where, item.folder)
        except PolicyError as error:
            unused.append(_unapplied(item.where, "It is no policy file" if item.inherited else str(error)))
            continue
        files.append(file)
        if item.inherited and file.problems:
            unused.append(f"The policy file {item.where} has {_counted(len(file.problems))}; the rest of it holds.")
        elif file.problems:
            own += map(str, file.problems)
    return PolicyInForce(policy.merged(files), (*_said(unused), *_mistakes(own)), tuple(files))


def _unapplied(where: str, why: str) -> str:
    if where == policy.PATH:
        return f"The policy file was not applied, the defaults hold. {why}."
    return f"The policy file {where} was not applied. {why}."


def _counted(mistakes: int) -> str:
    return "a mistake" if mistakes == 1 else f"{mistakes} mistakes"


def _mistakes(problems: Sequence[str]) -> Iterator[str]:
    """What was left out of the repository's own files."""
    if problems:
        yield f"The policy has {_counted(len(problems))}; the rest of it holds."
        yield from _said([problem if problem.endswith("?") else f"{problem}." for problem in problems])


def _said(sentences: Sequence[str]) -> Iterator[str]:
    """Each as a line of its own, the first of them; how many others there are."""
    yield from sentences[:_MOST_SAID]
    if len(sentences) > _MOST_SAID:
        yield f"And {len(sentences) - _MOST_SAID} more: `patchwarden policy check` names them all."


def _place(path: str) -> str:
    """The path for people: of a long one the end, so that what is wrong there has its room in a line."""
    return path if len(path) <= _LONGEST_PLACE else f"…{path[1 - _LONGEST_PLACE :]}"


def _folders(paths: Iterable[str]) -> list[str]:
    """The folders around the paths, the nearest to the root first."""
    short = (path for path in paths if len(path) <= _LONGEST_PATH)  # of the others nothing is read
    around = {str(folder) for path in short for folder in PurePosixPath(path).parents} - {".", "/"}
    return sorted(around, key=lambda folder: (folder.count("/"), folder))


def _at_once(paths: Sequence[str]) -> Iterator[Sequence[str]]:
    """The paths in parts that fit into a command line."""
    start = size = 0
    for end, path in enumerate(paths):
        size += len(path) + 1
        if size > _AT_ONCE and end > start:
            yield paths[start:end]
            start, size = end, len(path) + 1
    yield paths[start:]


def _entries(git: Git, commit: str, folders: Sequence[str]) -> tuple[list[tuple[str, str]], list[str], str]:
    """The policy files at a commit, each with its blob; sentences about those that cannot be used; and the object of
    the one at the root, usable or not, as a host names it that is asked for the path."""
    paths = [policy.PATH, *(f"{folder}/{policy.PATH}" for folder in folders[:_MOST_FOLDERS])]
    rows = [
        row
        for some in _at_once(paths)
        for row in git.run("ls-tree", "-z", commit, "--", *some, env=_LITERAL).split(b"\0")
        if row
    ]
    entries, problems, root = list[tuple[str, str]](), list[str](), ""
    for row in rows:
        meta, _, name = row.decode("utf-8", "backslashreplace").partition("\t")
        mode, kind, blob = meta.split(" ")
        if name == policy.PATH and kind != "commit":
            root = blob
        if mode in diff_tree.REGULAR:
            entries.append((name, blob))
        else:
            what = "a symbolic link" if mode == "120000" else "a folder" if kind == "tree" else "a submodule"
            place = _place(name)
            problems.append(_unapplied(place, f"{place} is {what}; it must be a file"))
    entries.sort(key=lambda entry: (entry[0].count("/"), entry[0]))
    most = MOST_FILES + (entries[:1] != [] and entries[0][0] == policy.PATH)
    if len(entries) > most or len(folders) > _MOST_FOLDERS:
        problems.append(
            f"The change touches folders with more than {MOST_FILES} policy files: those that are nearest to the root "
            "hold."
        )
    return entries[:most], problems, root

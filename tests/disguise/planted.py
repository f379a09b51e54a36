"""A small repository in memory, with one flaw in its change, and what the review said of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.model import Aside, Review
from tests.disguise.flaws import SECRET_VALUES, Flaw
from tests.fakes.repository import REGULAR, Repository
from workers.checks.base import Check
from workers.local.reviewing import review_local

_READER = "snapshot"
"""Who tells of a file that nobody could read."""
Writer = Callable[[str], bytes]
"""A file's text → its bytes."""


@dataclass(frozen=True, slots=True)
class Planted:
    """One change: both sides' texts of the flaw's file, and everything around it.

    A path may hold bytes that are no UTF-8, as ``surrogateescape`` has them.
    """

    flaw: Flaw
    path: str
    old_path: str
    base: str | None
    head: str
    write_base: Writer = str.encode
    write_head: Writer = str.encode
    beside: Mapping[str, bytes] = field(default_factory=dict)
    """Other files of the change; a path that begins with a slash stands at the repository's root."""
    before: Mapping[str, bytes] = field(default_factory=dict)
    """Other files that both sides have."""
    gone: Mapping[str, bytes] = field(default_factory=dict)
    """Other files that the change deletes, or changes where ``beside`` has them."""
    modes: Mapping[str, str] = field(default_factory=dict)
    """Of the head's paths, where they are not regular."""
    messages: tuple[str, ...] = ("Change",)
    """Of the change's commits: all but the last change nothing."""
    attributes: str = ""
    """The clone's own ``info/attributes``."""
    format: str = ""

    @classmethod
    def plain(cls, flaw: Flaw) -> Planted:
        return cls(flaw, flaw.path, flaw.path, flaw.base, flaw.head, format=flaw.format)

    @property
    def needs_a_repository(self) -> bool:
        """Whether it says something about the repository as a whole, so that no other can stand beside it."""
        rooted = any(path.startswith("/") for paths in (self.beside, self.before, self.gone) for path in paths)
        return rooted or bool(self.attributes) or self.messages != ("Change",)

    def head_files(self) -> dict[str, bytes]:
        return {**self.before, **self.beside, self.path: self.write_head(self.head)}

    def base_files(self) -> dict[str, bytes]:
        own = {} if self.base is None else {self.old_path: self.write_base(self.base)}
        return {**self.before, **self.gone, **own}

    def within(self, folder: str) -> Planted:
        """The same in a folder of its own, or under a name of its own where the place decides what it is."""

        def moved(path: str) -> str:
            if path.startswith("/"):
                return path
            if self.flaw.rooted and path in (self.path, self.old_path):
                parent, _, name = path.rpartition("/")
                return f"{parent}/{folder}-{name}"
            return f"{folder}/{path}"

        def all_moved(files: Mapping[str, bytes]) -> dict[str, bytes]:
            return {moved(path): content for path, content in files.items()}

        return replace(
            self,
            path=moved(self.path),
            old_path=moved(self.old_path),
            beside=all_moved(self.beside),
            before=all_moved(self.before),
            gone=all_moved(self.gone),
            modes={moved(path): mode for path, mode in self.modes.items()},
        )


def write(repository: Repository, planted: Sequence[Planted]) -> None:
    """The base on ``main`` and the change on ``topic``."""
    base = _rooted({path: text for each in planted for path, text in each.base_files().items()})
    head = _rooted({path: text for each in planted for path, text in each.head_files().items()})
    modes = {path.lstrip("/"): mode for each in planted for path, mode in each.modes.items()}
    repository.commit("main", {"README.md": "# App\n", **base})
    *earlier, last = planted[0].messages
    for message in earlier:
        repository.commit("topic", {}, message)
    change: dict[str, bytes | None] = {
        path: text for path, text in head.items() if base.get(path) != text or modes.get(path, REGULAR) != REGULAR
    }
    change |= dict.fromkeys(base.keys() - head.keys())
    repository.commit("topic", change, last, modes=modes)


def _checked_out(repository: Repository, worktree: Path, planted: Sequence[Planted]) -> None:
    """As after a checkout of the topic, as far as git's attributes go: nothing else in the working tree counts."""
    git = repository.git_dir
    repository.git("config", "core.bare", "false")
    repository.git("symbolic-ref", "HEAD", "refs/heads/topic")
    repository.git("read-tree", "topic")
    head = _rooted({path: text for each in planted for path, text in each.head_files().items()})
    for path, text in head.items():
        if path.rpartition("/")[2] == ".gitattributes":
            (worktree / path).parent.mkdir(parents=True, exist_ok=True)
            (worktree / path).write_bytes(text)
    (git / "info").mkdir(exist_ok=True)
    (git / "info" / "attributes").write_text(planted[0].attributes, encoding="utf-8")


def _rooted(files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {path.lstrip("/"): content for path, content in files.items()}


def reviewed(folder: Path, planted: Sequence[Planted], checks: Sequence[Check]) -> Review:
    """The review of one repository with all of these in its change. ``folder`` is where it is made."""
    repository = Repository(folder / ".git")
    write(repository, planted)
    _checked_out(repository, folder, planted)
    environ = {"HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1"}
    return review_local(folder, "main...topic", checks, environ).review


def shown(path: str) -> str:
    """A path as a review names it."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def fate(review: Review, planted: Planted) -> str:
    """What is wrong with what the review says of the flaw; ``""`` where nothing is."""
    if _is_leaked(review, planted):
        return "the secret is shown"
    return "" if _is_found(review, planted) or _is_said(review, planted) else "silent"


def _is_found(review: Review, planted: Planted) -> bool:
    """Whether something of the flaw's kind is told at its file, or names it as another place of the same."""
    path = shown(planted.path)
    return any(
        finding.rule.startswith(planted.flaw.rules)
        and (path in (item.path, finding.span.path) or f"`{path}`" in finding.message)
        for item in review.observations
        for finding in item.findings
    )


def _is_said(review: Review, planted: Planted) -> bool:
    """Whether the review says that what finds such a flaw did not (wholly) examine its file."""
    path, check = shown(planted.path), planted.flaw.check
    missing = any(gap.path in (path, None) and gap.check in (check, _READER) for gap in review.gaps)
    unruled = any(path in language.paths for language in review.unruled)
    counted = {Aside.TEST_CODE: review.left_out.test_files, Aside.NOT_DEPLOYED: review.left_out.not_deployed}
    left_alone = any(
        entry.path == path and entry.aside is not None and counted.get(entry.aside, 0) > 0
        for run in review.runs
        if run.check == check
        for entry in run.entries
    )
    return missing or unruled or left_alone


def _is_leaked(review: Review, planted: Planted) -> bool:
    """Whether a planted secret stands in anything that the review says of the flaw's file."""
    path = shown(planted.path)
    said = [finding for item in review.observations for finding in item.findings if finding.span.path == path]
    return any(secret in repr(finding) for finding in said for secret in SECRET_VALUES)

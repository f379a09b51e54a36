"""Where a patch set shows the comments of older ones, as Gerrit's ``ported_comments`` tells it.

Only threads that are unresolved are ported. A line that was changed or is gone leaves a comment on the file, a file
that is gone one on the patch set; a renamed file takes its comments along.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tests.fakes.gerrit.state import Hosted, Json, PatchSet
from tests.fakes.repository import GitFailed, Repository

_HUNK = re.compile(r"^@@ -(\d+)(?:,(\d+))? \+\d+(?:,(\d+))? @@", re.MULTILINE)
PATCH_SET = "/PATCHSET_LEVEL"


@dataclass
class _File:
    now: str | None
    """``None`` when it is gone."""
    hunks: list[tuple[int, int, int]] = field(default_factory=list)
    """First old line, how many old lines, how many new ones."""

    def line_now(self, line: int) -> int | None:
        shift = 0
        for start, count, added in self.hunks:
            if count and start <= line < start + count:
                return None
            if start < line:
                shift += added - count
        return line + shift


def ported(git: Repository, change: Hosted, target: PatchSet) -> dict[str, list[Json]]:
    found: dict[str, list[Json]] = {}
    older = {item.number: item for item in change.patch_sets if item.number < target.number}
    for path, comment in change.comments:
        if comment["patch_set"] in older and _is_unresolved(change, comment):
            now, moved = _moved(git, older[comment["patch_set"]], target, path, comment)
            found.setdefault(now, []).append(moved)
    return found


def compared(git: Repository, old: str, new: str, path: str) -> list[Json]:
    """The chunks of Gerrit's comparison of a file in two commits."""
    before, after = (_lines_of(git, commit, path) for commit in (old, new))
    file = _files(git, old, new).get(path, _File(path))
    found: list[Json] = []
    at_old = at_new = 0
    for start, count, added in file.hunks:
        same = (start - 1 if count else start) - at_old
        found += [{"ab": before[at_old : at_old + same]}] if same else []
        at_old, at_new = at_old + same, at_new + same
        found.append({"a": before[at_old : at_old + count], "b": after[at_new : at_new + added]})
        at_old, at_new = at_old + count, at_new + added
    return found + ([{"ab": before[at_old:]}] if before[at_old:] else [])


def _lines_of(git: Repository, commit: str, path: str) -> list[str]:
    try:
        return git.git("show", f"{commit}:{path}").splitlines()
    except GitFailed:
        return []


def _is_unresolved(change: Hosted, comment: Json) -> bool:
    """By the last comment of its thread."""
    parents = {item["id"]: item.get("in_reply_to") for _, item in change.comments}
    root = _root(parents, comment["id"])
    thread = [item for _, item in change.comments if _root(parents, item["id"]) == root]
    return bool(thread[-1]["unresolved"])


def _root(parents: dict[str, str | None], comment: str) -> str:
    while parent := parents[comment]:
        comment = parent
    return comment


def _moved(git: Repository, then: PatchSet, now: PatchSet, path: str, comment: Json) -> tuple[str, Json]:
    if path == PATCH_SET:
        return path, comment
    bare = {name: value for name, value in comment.items() if name not in ("line", "range")}
    if path.startswith("/"):
        return path, comment if then.message == now.message else bare
    old, new = (then.base, now.base) if comment.get("side") == "PARENT" else (then.sha, now.sha)
    file = _files(git, old, new).get(path)
    if file is None:
        return path, comment
    if file.now is None:
        return PATCH_SET, bare
    line = file.line_now(comment["line"]) if "line" in comment else None
    if line is None:
        return file.now, bare
    moved = bare | {"line": line}
    if "range" in comment:
        span, by = comment["range"], line - comment["line"]
        moved["range"] = span | {"start_line": span["start_line"] + by, "end_line": span["end_line"] + by}
    return file.now, moved


def _files(git: Repository, old: str, new: str) -> dict[str, _File]:
    """The files that differ, by their old paths."""
    text = git.git("diff", "--no-color", "--no-ext-diff", "-M", "--unified=0", "--no-prefix", old, new)
    found = {}
    for section in re.split(r"^diff --git ", text, flags=re.MULTILINE)[1:]:
        header, _, rest = section.partition("\n@@")
        renamed = re.search(r"^rename from (.*)\nrename to (.*)$", header, re.MULTILINE)
        was = renamed[1] if renamed else header.partition("\n")[0].partition(" ")[0]
        now = renamed[2] if renamed else None if "\ndeleted file" in header else was
        hunks = [(int(start), int(count or 1), int(added or 1)) for start, count, added in _HUNK.findall(f"@@{rest}")]
        found[was] = _File(now, hunks)
    return found

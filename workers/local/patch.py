"""A patch alone as a change: the lines of its hunks at their numbers, and nothing between them.

A file that the patch adds is known as a whole. Of every other file only the hunks are known: they are examined, and
the ledger says of the file that the rest of it was not.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.knowledge.languages import language_of
from bot.model import (
    LINK,
    SUBMODULE,
    Aside,
    Change,
    ChangedFile,
    ChangeRef,
    CheckResult,
    CheckRun,
    Entry,
    Extent,
    FileStatus,
    Finding,
    Hunk,
    RunStatus,
    Side,
)
from workers.change.policy_file import PolicyInForce
from workers.checks.base import NoHistory, Snapshot
from workers.local import fragments, patch_text
from workers.local.patch_text import BadPatch, PatchedText
from workers.reading import texts

__all__ = ["BadPatch", "PatchedFile", "as_told", "files", "snapshot"]

HUNKS_ONLY = "only the lines in the hunks of the patch are known: the rest of the file was not looked at"
_MORE = "A patch with more context, such as that of `git diff -U30`, lets more of each file be looked at."
_NO_CONTENTS = "the patch does not have its contents"
_BESIDE = "files beside the patch were not looked up: a patch alone has none"
_MOST_LINES = 2_000_000
"""Of all files together, those between the hunks too."""
_KINDS = {"120000": LINK, "160000": SUBMODULE}


@dataclass(frozen=True, slots=True)
class PatchedFile:
    """A file of the patch, and which of its lines the patch shows."""

    changed: ChangedFile
    is_whole: bool
    known: Mapping[Side, frozenset[int]]


def files(content: bytes) -> tuple[PatchedFile, ...]:
    """The files of a patch. Raises :class:`~workers.local.patch_text.BadPatch`."""
    found: dict[str, PatchedFile] = {}
    left = _MOST_LINES
    for item in patch_text.read(content):
        file = _file(item, left)
        if file.changed.path in found:
            raise BadPatch(
                item.line,
                f"`{file.changed.path}` is changed twice, as in a series of commits; "
                "give one diff of the whole (`git diff A...B`)",
            )
        found[file.changed.path] = file
        left -= sum(max(lines, default=0) for lines in file.known.values())
    return tuple(found.values())


def _file(item: PatchedText, lines_left: int) -> PatchedFile:
    old, new = _path(item.old, item.line), _path(item.new, item.line)
    path = new or old
    if path is None:
        raise BadPatch(item.line, "the file has no path on either side")
    status = FileStatus.MODIFIED
    if old is None or new is None:
        status = FileStatus.ADDED if old is None else FileStatus.DELETED
    elif old != new:
        status = FileStatus.RENAMED
    mode = (item.new_mode if new is not None else item.old_mode) or "100644"
    changed = ChangedFile(
        path,
        status,
        None,
        None,
        old_path=old if old is not None and new is not None and old != new else None,
        base_mode=(item.old_mode or mode) if old is not None else None,
        head_mode=mode if new is not None else None,
        language=language_of(path),
    )
    if mode in _KINDS or item.binary:
        return PatchedFile(replace(changed, unreadable=_KINDS.get(mode, _NO_CONTENTS)), is_whole=True, known={})
    last = max((_last(item, sign) for sign in (b"-", b"+")), default=0)
    if last > min(lines_left, texts.MOST_LINES):
        return PatchedFile(replace(changed, unreadable="its lines have numbers above the limit"), True, {})
    sides = {
        Side.BASE: fragments.of(item.hunks, b"-", path) if old is not None else None,
        Side.HEAD: fragments.of(item.hunks, b"+", path) if new is not None else None,
    }
    read = {side: texts.read(path, made.content) for side, made in sides.items() if made is not None}
    why = next((found.why for found in read.values() if found.why is not None), None)
    if why is not None:
        return PatchedFile(replace(changed, unreadable=why), is_whole=True, known={})
    text = {side: found.text for side, found in read.items()}
    own = sides[Side.BASE if status is FileStatus.DELETED else Side.HEAD]
    whole = status in (FileStatus.ADDED, FileStatus.DELETED) and not item.moved and own is not None and own.is_whole
    return PatchedFile(
        replace(
            changed,
            base_text=text.get(Side.BASE),
            head_text=text.get(Side.HEAD),
            hunks=tuple(hunk for written in item.hunks for hunk in _runs(written)),
            language=language_of(path, text.get(Side.HEAD) or text.get(Side.BASE) or ""),
        ),
        is_whole=whole,
        known={side: made.known for side, made in sides.items() if made is not None},
    )


def _path(raw: bytes | None, line: int) -> str | None:
    if raw is None:
        return None
    path = raw.decode("utf-8", "backslashreplace")
    if not path or path.startswith("/"):
        raise BadPatch(line, f"`{path}` is no path inside a repository; give what `git diff` writes")
    return path


def _last(item: PatchedText, sign: bytes) -> int:
    if not item.hunks:
        return 0
    hunk = item.hunks[-1]
    return (hunk.base_start if sign == b"-" else hunk.head_start) + len(hunk.of_side(sign))


def _runs(hunk: patch_text.PatchHunk) -> list[Hunk]:
    """The replaced lines without context. An empty side has the line before the gap as its start."""
    found: list[Hunk] = []
    base, head = hunk.base_start, hunk.head_start
    # A hunk without lines on a side begins after the line that it names.
    base += not hunk.of_side(b"-")
    head += not hunk.of_side(b"+")
    removed = added = 0
    for kind, _ in (*hunk.lines, (b" ", b"")):
        if kind == b"-":
            removed += 1
        elif kind == b"+":
            added += 1
        else:
            if removed or added:
                found.append(Hunk(base - (not removed), removed, head - (not added), added))
            base, head = base + removed + 1, head + added + 1
            removed = added = 0
    return found


class _Nothing:
    """The tree around a patch. Whoever asks for it hears that it is not here."""

    def __init__(self) -> None:
        self._asked = False

    @property
    def left_out(self) -> Collection[str]:
        return (_BESIDE,) if self._asked else ()

    def is_whole(self, side: Side) -> bool:
        del side
        self._asked = True
        return False

    def paths(self, side: Side) -> Sequence[str]:
        del side
        self._asked = True
        return ()

    def read(self, paths: Sequence[str], side: Side) -> Mapping[str, str]:
        del side
        self._asked = self._asked or bool(paths)
        return {}

    def unread(self, paths: Sequence[str], side: Side) -> Mapping[str, str]:
        del paths, side
        return {}


def snapshot(found: Sequence[PatchedFile], policy: PolicyInForce) -> Snapshot:
    """The change of a patch: no commit, no history, no repository around it."""
    nowhere = "0" * 40
    change = Change(
        ref=ChangeRef("local", "patch", 0),
        repository_id="patch",
        base=nowhere,
        head=nowhere,
        merge_base=nowhere,
        target_branch="",
        default_branch="",
        author="",
        title="patch",
        uncommitted="a patch alone",
        notices=_notices(found),
    )
    files_ = [file.changed for file in found]
    return Snapshot.of(policy.noted_on(change), files_, _Nothing(), policy=policy.policy, history=NoHistory())


def _notices(found: Sequence[PatchedFile]) -> tuple[str, ...]:
    if not found:
        return ("Nothing to review: the patch changes no file.",)
    return () if all(file.is_whole for file in found) else (_MORE,)


def as_told(results: Sequence[CheckResult], partly: Mapping[str, PatchedFile]) -> tuple[CheckResult, ...]:
    """The checks' results as the patch bears them out: nothing that stands on lines which it does not show. The ledger
    says of each file that the patch shows partly that no check saw more, and why, once for all of them."""
    if not partly:
        return tuple(results)
    others = {entry.path for result in results for entry in result.run.entries} - partly.keys()
    entries = [Entry(path, Extent.PARTLY, reasons=(HUNKS_ONLY,)) for path in partly]
    entries += [Entry(path, Extent.UNCONCERNED, Aside.OTHER_KIND) for path in others]
    reader = CheckRun("patch", RunStatus.SKIPPED, tuple(sorted(entries, key=lambda entry: entry.path)))
    return (*(_as_told(result, partly) for result in results), CheckResult(reader))


def _as_told(result: CheckResult, partly: Mapping[str, PatchedFile]) -> CheckResult:
    entries = tuple(
        replace(entry, extent=Extent.PARTLY) if entry.path in partly and entry.extent is Extent.EXAMINED else entry
        for entry in result.run.entries
    )
    head, base = (tuple(f for f in found if _is_shown(f, partly)) for found in (result.head, result.base))
    return replace(result, run=replace(result.run, entries=entries), head=head, base=base)


def _is_shown(finding: Finding, partly: Mapping[str, PatchedFile]) -> bool:
    file = partly.get(finding.span.path)
    if file is None:
        return True
    lines = range(finding.span.start_line, finding.span.end_line + 1)
    return file.known.get(finding.span.side, frozenset()).issuperset(lines)

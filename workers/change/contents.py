"""The texts of the changed files, a few megabytes at a time: what does not fit is known by its size and not read.

The first megabytes stay in memory, and what is more goes to a :class:`~workers.change.spool.Spool`.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from bot.knowledge.languages import is_code, language_of
from bot.model import LINK, SUBMODULE, ChangedFile, FileStatus, Hunk
from workers.change import diff_tree, hunks
from workers.change.diff_tree import FileChange
from workers.change.git import Git
from workers.change.spool import Spool, SpooledFile
from workers.processes import sandbox, stopping
from workers.reading import texts

log = logging.getLogger(__name__)

MOST_BYTES = 200_000_000
"""Of both sides of all files of one change that are read."""
MOST_TEXT = 200_000_000
"""Characters of both sides of all files of one change that are kept; pictures and archives cost nothing of it."""
MOST_IN_MEMORY = 16_000_000
"""Characters of both sides of all files that are kept in memory."""
MOST_HUNKS = 200_000
"""Of all files of one change; where there are more, a file has one around all that differs."""
_MOST_LINES_BY_GIT = 250_000
"""Of both sides of one file: a comparison of more may take git minutes, if they are chosen for it."""
_AT_ONCE = 8_000_000
"""Bytes that are read and compared at once."""


def rank(record: FileChange) -> tuple[bool, bool, bool, str]:
    """Code first, then what has another language, then the rest, then what is gone."""
    name = record.path.rpartition("/")[2]
    stem, dot, ending = name.rpartition(".")
    language = _language(f"x.{ending}" if stem and dot else name)
    return record.status is FileStatus.DELETED, not is_code(language), not language, record.path


_language = lru_cache(maxsize=4_096)(language_of)
"""There may be a million names to rank, and they have few endings."""


def read(git: Git, records: Sequence[FileChange]) -> Iterator[ChangedFile]:
    """The files with their texts and hunks; what the limits leave out says so in its ``unreadable``.

    All blobs must be here, and ``git`` must be allowed to write objects.
    """
    reader = _Reader(git, git.sizes(blob for record in records for blob in record.blobs))
    batch, size = list[FileChange](), 0
    for record in sorted(records, key=rank):
        more = reader.admitted(record)
        if batch and size + more > _AT_ONCE:
            yield from reader.files(batch)
            batch, size = [], 0
        batch.append(record)
        size += more
    if batch:
        yield from reader.files(batch)


def unread(record: FileChange, why: str | None) -> ChangedFile:
    """The file without its texts."""
    in_base, in_head = record.base_mode != diff_tree.ABSENT, record.head_mode != diff_tree.ABSENT
    return ChangedFile(
        path=record.path,
        status=record.status,
        base_text=None,
        head_text=None,
        old_path=record.base_path if record.base_path != record.path else None,
        base_mode=record.base_mode if in_base else None,
        head_mode=record.head_mode if in_head else None,
        base_blob=record.base_blob if in_base else None,
        head_blob=record.head_blob if in_head else None,
        language=language_of(record.path),
        unreadable=why,
    )


class _Reader:
    """Keeps account of what has been read."""

    def __init__(self, git: Git, sizes: Mapping[str, int]) -> None:
        self._git, self._sizes = git, sizes
        self._bytes_left, self._text_left, self._hunks_left = MOST_BYTES, MOST_TEXT, MOST_HUNKS
        self._wanted: set[FileChange] = set()
        self._is_too_slow = False
        self._memory_left = MOST_IN_MEMORY
        self._spool: Spool | None = None

    def admitted(self, record: FileChange) -> int:
        """How many bytes of a file will be read. It is read on both sides or on none: half of it would make old code
        new."""
        size = sum(self._sizes.get(blob, 0) for blob in self._small(record))
        if size > self._bytes_left or _is_too_long(record):
            return 0
        self._bytes_left -= size
        self._wanted.add(record)
        return size

    def _small(self, record: FileChange) -> set[str]:
        """The blobs of a record that are not too large for what they are."""
        most = min(map(texts.largest, (record.path, record.base_path)))
        return {blob for blob in record.blobs if self._sizes.get(blob, 0) <= most}

    def files(self, batch: Sequence[FileChange]) -> Iterator[ChangedFile]:
        """The files of records that were asked about before."""
        wanted = {blob for record in batch if record in self._wanted for blob in self._small(record)}
        contents = self._git.blobs(wanted)
        read = [self._file(record, contents) for record in batch]
        del contents
        told = self._told(read)
        for file in read:
            stopping.check()
            if file.base_text is None and file.head_text is None:
                yield file
                continue
            claimed = told.get((file.base_blob or "", file.head_blob or ""), ())
            same_bytes = file.base_blob == file.head_blob
            found = hunks.proven(file.base_text, file.head_text, claimed, same_bytes=same_bytes, most=self._hunks_left)
            self._hunks_left = max(0, self._hunks_left - len(found))
            yield self._kept(replace(file, hunks=found))

    def _kept(self, file: ChangedFile) -> ChangedFile:
        """The file with its texts where they belong."""
        size = len(file.base_text or "") + len(file.head_text or "")
        if size <= self._memory_left:
            self._memory_left -= size
            return file
        self._spool = self._spool or Spool()
        return SpooledFile.of(file, self._spool)

    def _told(self, files: Sequence[ChangedFile]) -> dict[tuple[str, str], tuple[Hunk, ...]]:
        """Git's hunks for the files that have a text on both sides."""
        pairs = {
            (file.base_blob or "", file.head_blob or ""): None
            for file in files
            if file.base_blob != file.head_blob and _is_for_git(file)
        }
        if not pairs or self._is_too_slow:
            return {}
        try:
            return dict(zip(pairs, diff_tree.hunks(self._git, list(pairs)), strict=True))
        except (sandbox.ProcessFailed, sandbox.CpuUsedUp) as error:  # by the clock it would be another review each time
            self._is_too_slow = isinstance(error, sandbox.CpuUsedUp)
            log.warning("git did not compare %d files", len(pairs), exc_info=True)
            return {}

    def _file(self, record: FileChange, contents: Mapping[str, bytes]) -> ChangedFile:
        stopping.check()
        base = self._side(record, record.base_mode, record.base_blob, record.base_path, contents)
        head = self._side(record, record.head_mode, record.head_blob, record.path, contents)
        file = unread(record, head.why or (base.why if head.text is None else None))
        size = len(base.text or "") + len(head.text or "")
        if size > self._text_left:
            return replace(file, unreadable=f"the change has more than the {MOST_TEXT:,} characters that are read")
        self._text_left -= size
        if head.text is None and (head.why is not None or base.text is None):
            return replace(file, base_text=base.text)
        return replace(
            file,
            base_text=base.text,
            head_text=head.text,
            language=language_of(record.path, head.text if head.text is not None else base.text or ""),
        )

    def _side(self, record: FileChange, mode: str, blob: str, path: str, contents: Mapping[str, bytes]) -> texts.Read:
        if mode == diff_tree.ABSENT:
            return texts.Read(None)
        if mode not in diff_tree.REGULAR:
            what = {"120000": LINK, "160000": SUBMODULE}
            return texts.Read(None, what.get(mode, f"a file of mode {mode}"))
        if blob not in self._small(record):
            least = min((record.path, record.base_path), key=texts.largest)
            return texts.Read(None, texts.too_large(least, self._sizes[blob]))
        if _is_too_long(record):
            return texts.Read(None, f"its path has more than {diff_tree.LONGEST_PATH:,} bytes")
        if record in self._wanted and blob in contents:
            return texts.read(path, contents[blob])
        return texts.Read(None, f"the change has more than the {MOST_BYTES:,} bytes that are read")


def _is_for_git(file: ChangedFile) -> bool:
    if file.base_text is None or file.head_text is None:
        return False
    return file.base_text.count("\n") + file.head_text.count("\n") <= _MOST_LINES_BY_GIT


def _is_too_long(record: FileChange) -> bool:
    return any(len(path.encode()) > diff_tree.LONGEST_PATH for path in (record.base_path, record.path))

"""The repository around the change at both sides: listed and read on demand, both within limits.

What a limit leaves out is told in :attr:`GitTree.left_out`: a path that is not in the listing of a tree that was cut
may exist all the same.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass

from bot.model import Side
from workers.change import diff_tree
from workers.change.fetching import Blobs
from workers.change.git import Git
from workers.reading import texts

MOST_ENTRIES = 500_000
"""Of one side. Larger repositories exist, in a handful of companies."""
MOST_BYTES = 50_000_000
"""Of all files of the tree that are read in one go."""
_LONG_PATHS = f"files of the repository with paths of more than {diff_tree.LONGEST_PATH:,} bytes were not looked up"


@dataclass(frozen=True, slots=True)
class _Listing:
    """The regular files of one side: sorted paths, and at the same places their blobs."""

    paths: tuple[str, ...]
    blobs: tuple[bytes, ...]
    is_whole: bool

    def blob(self, path: str) -> str | None:
        place = bisect_left(self.paths, path)
        found = place < len(self.paths) and self.paths[place] == path
        return self.blobs[place].hex() if found else None


class GitTree:
    """The repository around the change, listed and read on demand."""

    def __init__(self, git: Git, base: str, head: str, blobs: Blobs) -> None:
        self._git = git
        self._commits = {Side.BASE: base, Side.HEAD: head}
        self._blobs = blobs
        self._listings: dict[Side, _Listing] = {}
        self._left_out: set[str] = set()

    @property
    def left_out(self) -> Collection[str]:
        """What the limits kept from whoever asked, as clauses for people."""
        return sorted(self._left_out)

    def is_whole(self, side: Side) -> bool:
        """Whether every regular file of a side is among its ``paths``."""
        return self._listing(side).is_whole

    def paths(self, side: Side) -> Sequence[str]:
        """All regular files' paths, sorted."""
        return self._listing(side).paths

    def read(self, paths: Sequence[str], side: Side) -> Mapping[str, str]:
        """Texts of those that exist and could be read; what is missing is fetched at once."""
        return {path: found.text for path, found in self._reads(paths, side).items() if found.text is not None}

    def unread(self, paths: Sequence[str], side: Side) -> Mapping[str, str]:
        """Why those that exist could not be read, as clauses for people (``binary``: there is evidently no text)."""
        return {path: found.why for path, found in self._reads(paths, side).items() if found.why is not None}

    def _listing(self, side: Side) -> _Listing:
        if side not in self._listings:
            # Both sides have nearly the same files: each text is kept once.
            known = next(iter(self._listings.values()), _Listing((), (), is_whole=True))
            self._listings[side] = self._listed(self._commits[side], known)
        return self._listings[side]

    def _listed(self, commit: str, known: _Listing) -> _Listing:
        found = list[tuple[str, bytes]]()
        is_whole, at = True, 0
        with closing(self._git.rows("ls-tree", "-r", "-z", commit)) as rows:
            for walked, row in enumerate(rows, start=1):
                if walked > MOST_ENTRIES:
                    is_whole = False
                    break
                meta, _, raw = row.partition(b"\t")
                mode, _, blob = meta.decode().partition(" blob ")
                if mode not in diff_tree.REGULAR:
                    continue
                if len(raw) > diff_tree.LONGEST_PATH:
                    self._left_out.add(_LONG_PATHS)
                    continue
                path, name = raw.decode("utf-8", "backslashreplace"), bytes.fromhex(blob)
                while at < len(known.paths) and known.paths[at] < path:
                    at += 1
                if at < len(known.paths) and known.paths[at] == path:
                    path = known.paths[at]
                    name = known.blobs[at] if known.blobs[at] == name else name
                found.append((path, name))
        if not is_whole:
            self._left_out.add(f"of the repository's files only the first {MOST_ENTRIES:,} were looked up: it has more")
        found.sort()
        return _Listing(tuple(path for path, _ in found), tuple(blob for _, blob in found), is_whole)

    def _reads(self, paths: Sequence[str], side: Side) -> dict[str, texts.Read]:
        listing = self._listing(side)
        wanted = {path: blob for path in paths if (blob := listing.blob(path)) is not None}
        self._blobs.bring(list(wanted.values()))
        sizes = self._git.sizes(wanted.values())
        chosen, left = set[str](), MOST_BYTES
        for path, blob in wanted.items():
            if blob not in chosen and sizes.get(blob, texts.LARGEST_LOCK + 1) <= min(texts.largest(path), left):
                left -= sizes[blob]
                chosen.add(blob)
        contents = self._git.blobs(chosen)
        return {path: self._text(path, blob, contents, sizes) for path, blob in wanted.items()}

    def _text(self, path: str, blob: str, contents: Mapping[str, bytes], sizes: Mapping[str, int]) -> texts.Read:
        if blob in contents:
            return texts.read(path, contents[blob])
        if sizes.get(blob, 0) > texts.largest(path):
            return texts.Read(None, texts.too_large(path, sizes[blob]))
        why = f"beside the change more than the {MOST_BYTES:,} bytes would have been read that are read in one go"
        self._left_out.add(why)
        return texts.Read(None, why)

"""The repository around the change at both sides: listed and read on demand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.model import Side
from workers.change import diff_tree
from workers.change.fetching import Blobs
from workers.change.git import Git
from workers.reading import texts


class GitTree:
    """The repository around the change, listed and read on demand."""

    def __init__(self, git: Git, base: str, head: str, blobs: Blobs) -> None:
        self._git = git
        self._commits = {Side.BASE: base, Side.HEAD: head}
        self._blobs = blobs
        self._listings: dict[Side, dict[str, str]] = {}

    def _listing(self, side: Side) -> dict[str, str]:
        """Path → blob of the regular files."""
        if side not in self._listings:
            rows = self._git.run("ls-tree", "-r", "-z", self._commits[side]).split(b"\0")
            listing = {}
            for row in rows:
                meta, _, path = row.partition(b"\t")
                mode, _, blob = meta.decode().partition(" blob ")
                if mode in diff_tree.REGULAR:
                    listing[path.decode("utf-8", "backslashreplace")] = blob
            self._listings[side] = dict(sorted(listing.items()))
        return self._listings[side]

    def paths(self, side: Side) -> Sequence[str]:
        """All regular files' paths, sorted."""
        return tuple(self._listing(side))

    def read(self, paths: Sequence[str], side: Side) -> Mapping[str, str]:
        """Texts of those that exist and could be read; what is missing is fetched at once."""
        return {path: found.text for path, found in self._reads(paths, side).items() if found.text is not None}

    def unread(self, paths: Sequence[str], side: Side) -> Mapping[str, str]:
        """Why those that exist could not be read, as clauses for people (``binary``: there is evidently no text)."""
        return {path: found.why for path, found in self._reads(paths, side).items() if found.why is not None}

    def _reads(self, paths: Sequence[str], side: Side) -> dict[str, texts.Read]:
        listing = self._listing(side)
        wanted = {path: listing[path] for path in paths if path in listing}
        self._blobs.bring(list(wanted.values()))
        sizes = self._git.sizes(wanted.values())
        contents = self._git.blobs(blob for blob, size in sizes.items() if size <= texts.LARGEST_TEXT)
        return {
            path: texts.read(path, contents[blob])
            if blob in contents
            else texts.Read(None, texts.too_large(sizes.get(blob, 0)))
            for path, blob in wanted.items()
        }

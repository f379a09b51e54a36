"""Any two trees are read as they are: whatever bytes the files hold and their paths are made of."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Mapping
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.model import ChangedFile, FileStatus, split_lines
from tests.builders import change
from tests.fakes.repository import Repository
from tests.unit.change.test_hunks import rebuilt
from workers.change import diff_tree, snapshot
from workers.change.git import LONGEST_ROW, Git, rows_of
from workers.reading import texts

Files = Mapping[bytes, bytes]

_NAMES = st.one_of(
    st.binary(min_size=1, max_size=12),
    st.sampled_from(
        [
            *(
                b"-x",
                b"--",
                b"a b",
                b"\t",
                b"a\nb",
                b'"',
                b"\\",
                b"\xff\xfe",
                b"\xed\xa0\x80",
                b":(top)a",
                b"*",
                b"@@ -1 +1 @@",
            ),
            *("é".encode(), "\N{RIGHT-TO-LEFT OVERRIDE}".encode(), b"diff --git a/1 b/1", b"a" * 255),
        ]
    ),
)
"""What stands between two slashes of a path."""
_REFUSED = {b".", b"..", b".git"}
_LINES = st.sampled_from(
    [
        *(
            b"",
            b"a",
            b"b",
            b"\r",
            b"@@ -1,9 +1,9 @@",
            b"diff --git a/000000 b/000000",
            b"-",
            b"+",
            b"-- a",
            b"index 1..2",
        ),
        *(b"\\ No newline at end of file", b"\x00", b"\xff", "é".encode(), "\u2028".encode(), b"\x0c"),
    ]
)
_CONTENTS = st.one_of(
    st.lists(_LINES, max_size=12).map(b"\n".join),
    st.lists(_LINES, max_size=12).map(lambda lines: b"".join(line + b"\n" for line in lines)),
    st.binary(max_size=60),
    st.text(max_size=20).map(lambda text: text.encode("utf-16")),
)


@st.composite
def trees(draw: st.DrawFn) -> tuple[Files, Files]:
    """Two trees that share some files, and some contents under other names."""
    names = st.lists(_NAMES, min_size=1, max_size=3).map(b"/".join).filter(_is_path)
    base = _without_folders(draw(st.dictionaries(names, _CONTENTS, max_size=5)))
    head = {path: content for path, content in base.items() if draw(st.booleans())}
    for path in draw(st.lists(names, max_size=4)):
        head[path] = draw(st.one_of(_CONTENTS, st.sampled_from(sorted(base.values()) or [b""])))
    for path in sorted(head):
        if draw(st.booleans()):
            head[path] = head[path] + draw(_CONTENTS)
    return base, _without_folders(head)


def _is_path(path: bytes) -> bool:
    parts = path.split(b"/")
    # What HFS and NTFS take for ``.git`` is refused as well.
    return b"\0" not in path and all(part and part not in _REFUSED and b"git" not in part.lower() for part in parts)


def _without_folders(files: Files) -> dict[bytes, bytes]:
    """No file stands where another needs a folder."""
    return {path: files[path] for path in files if not any(other.startswith(path + b"/") for other in files)}


def _quoted(path: bytes) -> bytes:
    return b'"' + b"".join(b"\\%03o" % byte for byte in path) + b'"'


def _commits(repository: Repository, base: Files, head: Files) -> tuple[str, str]:
    """Both trees as commits, in one go."""
    script = b""
    for name, files in ((b"base", base), (b"head", head)):
        script += b"reset refs/heads/%s\ncommit refs/heads/%s\ncommitter M <m@e> 1700000000 +0000\ndata 1\nx\n" % (
            name,
            name,
        )
        for path, content in files.items():
            script += b"M 100644 inline %s\ndata %d\n%s\n" % (_quoted(path), len(content), content)
    repository.git("fast-import", "--quiet", "--force", "--done", stdin=script + b"done\n")
    return repository.resolve("refs/heads/base"), repository.resolve("refs/heads/head")


def _blob(content: bytes) -> str:
    return hashlib.sha1(b"blob %d\0%s" % (len(content), content), usedforsecurity=False).hexdigest()


def _shown(path: bytes) -> str:
    return path.decode("utf-8", "backslashreplace")


_BOUNDED = settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
_FOLDER = tempfile.TemporaryDirectory(prefix="patchwarden-test-")
_REPOSITORY: list[Repository] = []


def _repository() -> Repository:
    """One for all examples: making it costs more than an example."""
    if not _REPOSITORY:
        _REPOSITORY.append(Repository(Path(_FOLDER.name) / "app.git"))
    return _REPOSITORY[0]


@_BOUNDED
@given(trees())
def test_any_two_trees_are_read_as_they_are(both: tuple[Files, Files]) -> None:
    base, head = both
    git = Git(_repository().git_dir)
    seen = snapshot.read(git, change(), *_commits(_repository(), base, head))
    heads = {_shown(path): content for path, content in head.items()}
    bases = {_shown(path): content for path, content in base.items()}
    for file in seen.files:
        _is_true(file, bases, heads)
    moved = {file.base_path for file in seen.files if file.status is FileStatus.RENAMED}
    told = {file.path for file in seen.files} | moved
    assert told == {path for path in heads.keys() | bases.keys() if heads.get(path) != bases.get(path)}


def _is_true(file: ChangedFile, bases: Mapping[str, bytes], heads: Mapping[str, bytes]) -> None:
    """Both texts are what the files say, and the hunks make the head of the base."""
    was = None if file.status is FileStatus.ADDED else bases[file.base_path]
    now = None if file.status is FileStatus.DELETED else heads[file.path]
    for content, text, path in ((was, file.base_text, file.base_path), (now, file.head_text, file.path)):
        if content is not None and text is not None:
            assert text == texts.read(path, content).text
    if file.unreadable is None:
        old, new = file.base_text or "", file.head_text or ""
        assert rebuilt(old, new, file.hunks) == split_lines(new)
        assert bool(file.hunks) == (was != now and bool(old or new))


@_BOUNDED
@given(st.lists(st.tuples(_CONTENTS, _CONTENTS), min_size=1, max_size=5))
def test_the_hunks_between_any_blobs_make_the_one_of_the_other(pairs: list[tuple[bytes, bytes]]) -> None:
    """Git counts lines by their newlines alone, whatever stands in them."""
    repository = _repository()
    script = b"".join(b"blob\ndata %d\n%s\n" % (len(content), content) for pair in pairs for content in pair)
    repository.git("fast-import", "--quiet", "--done", stdin=script + b"done\n")
    told = diff_tree.hunks(Git(repository.git_dir), [(_blob(old), _blob(new)) for old, new in pairs])
    for (old, new), found in zip(pairs, told, strict=True):
        before, after = (content.decode("latin-1") for content in (old, new))
        assert rebuilt(before, after, found) == split_lines(after)


@given(st.lists(st.binary(max_size=20).filter(lambda row: b"\0" not in row), max_size=6), st.integers(1, 30))
def test_rows_are_the_same_however_they_come(rows: list[bytes], size: int) -> None:
    whole = b"".join(row + b"\0" for row in rows)
    pieces = [whole[start : start + size] for start in range(0, len(whole), size)]
    assert list(rows_of(iter(pieces), b"\0")) == rows


def test_a_row_without_end_costs_no_memory() -> None:
    pieces = (b"x" * 65_536 for _ in range(500))
    (row,) = rows_of(pieces, b"\0")
    assert row == b"x" * LONGEST_ROW

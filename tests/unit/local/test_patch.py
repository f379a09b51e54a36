"""A patch read alone: what it shows stands at its lines, and nothing is claimed of what it does not show."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import BINARY, LINK, ChangedFile, FileStatus, Side, split_lines
from tests.checkout import Checkout
from workers.change.hunks import _explains
from workers.local import patch
from workers.local.patch_text import BadPatch

LINES = st.lists(st.sampled_from(["a", "b", "if x:", "    c", "--- a", "+++ b", "@@ -1 +1 @@", "\\ No", "", "é"]))


@given(LINES, LINES, st.integers(0, 3))
def test_each_line_that_a_patch_shows_stands_where_it_stood(old: list[str], new: list[str], context: int) -> None:
    written = "\n".join(difflib.unified_diff(old, new, "a/x.js", "b/x.js", lineterm="", n=context)) + "\n"
    if old == new:
        assert patch.files(b"") == ()
        return
    (file,) = patch.files(written.encode())
    for side, lines in ((Side.BASE, old), (Side.HEAD, new)):
        text = file.changed.text(side)
        assert text is not None
        shown = split_lines(text)
        for number in file.known[side]:
            assert shown[number - 1] == lines[number - 1]
        assert all(shown[number - 1] == "" for number in range(1, len(shown) + 1) if number not in file.known[side])
    assert _explains(file.changed.hunks, old, new)


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    numbers = "".join(f"line {number}\n" for number in range(1, 31))
    made = Checkout(
        tmp_path / "app", {"long.txt": numbers, "gone.py": "x = 1\n", "old name.py": numbers, "mode.sh": "x\n"}
    )
    (made.path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    made.commit()
    return made


def read(checkout: Checkout, *options: str) -> dict[str, tuple[ChangedFile, bool]]:
    checkout.git("add", "--all")
    written = checkout.git("diff", "--cached", *options, "HEAD")
    return {file.changed.path: (file.changed, file.is_whole) for file in patch.files(written.encode())}


def test_what_git_writes_is_read(checkout: Checkout) -> None:
    root = checkout.path
    (root / "long.txt").write_text((root / "long.txt").read_text().replace("line 20\n", "line twenty\n"))
    (root / "old name.py").rename(root / 'nöw "name".py')
    (root / "gone.py").unlink()
    (root / "mode.sh").chmod(0o755)
    (root / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\1")
    (root / "link").symlink_to("long.txt")
    checkout.write({"new.py": "a = 1\nb = 2", "empty.py": "", "crlf.py": "a = 1\r\n"})
    for options in ((), ("--no-prefix",), ("--src-prefix=i/", "--dst-prefix=w/"), ("--full-index",)):
        found = read(checkout, "-M", *options)
        assert set(found) == {
            *("long.txt", 'nöw "name".py', "gone.py", "mode.sh", "picture.png", "link", "new.py", "empty.py", "crlf.py")
        }
        assert {path: file.status for path, (file, _) in found.items() if file.status is not FileStatus.MODIFIED} == {
            'nöw "name".py': FileStatus.RENAMED,
            "gone.py": FileStatus.DELETED,
            **dict.fromkeys(("new.py", "empty.py", "crlf.py", "link"), FileStatus.ADDED),
        }
        assert found['nöw "name".py'][0].old_path == "old name.py"
        assert found["new.py"][0].head_text == "a = 1\nb = 2\n"
        assert found["crlf.py"][0].head_text == "a = 1\r\n"
        assert found["mode.sh"][0].head_mode == "100755"
        assert found["link"][0].unreadable == LINK
        assert found["picture.png"][0].unreadable not in (None, BINARY), "an attribute can call a text binary"
        partly = {path for path, (_, whole) in found.items() if not whole}
        assert partly == {"long.txt", 'nöw "name".py', "mode.sh"}


def test_a_copy_is_no_whole_file(checkout: Checkout) -> None:
    text = (checkout.path / "long.txt").read_text()
    checkout.write({"copy.txt": text.replace("line 3\n", "line three\n")})
    file, whole = read(checkout, "-C", "--find-copies-harder")["copy.txt"]
    assert (file.status, whole) == (FileStatus.ADDED, False)


def test_a_plain_diff_with_times_is_read() -> None:
    written = b"--- x/one.c\t2026-01-01 00:00:00\n+++ y/one.c\t2026-01-02 00:00:00\n@@ -1 +1 @@\n-a\n+b\n"
    (file,) = patch.files(written)
    assert file.changed.path == "y/one.c"


HEADER = b"--- a/x.py\n+++ b/x.py\n"
REFUSED = {
    "no patch": (b"hello\n", "line 1: there is no `diff --git` and no `---` line"),
    "cut off": (HEADER + b"@@ -1,3 +1,3 @@\n a\n", "line 3: the hunk ends early"),
    "damaged": (HEADER + b"@@ -1,3 +1,3 @@\n a\nxyz\n", "line 5: this line is none of its hunk"),
    "a wrong count": (HEADER + b"@@ -1 +1 @@\n-a\n-b\n+c\n", "line 5: this line is none of its hunk"),
    "a hunk alone": (b"@@ -1 +1 @@\n-a\n+b\n", "line 1: a hunk without the `---`"),
    "no numbers": (HEADER + b"@@ -x +1 @@\n", "line 3: a hunk begins with"),
    "backwards": (HEADER + b"@@ -9 +9 @@\n-a\n+b\n@@ -1 +1 @@\n-a\n+b\n", "line 6: the hunks of a file must follow"),
    "a merge": (b"diff --cc x.py\n@@@ -1,1 -1,1 +1,2 @@@\n", "line 1: this is the diff of a merge"),
    "a series": ((HEADER + b"@@ -1 +1 @@\n-a\n+b\n") * 2, "line 6: `x.py` is changed twice"),
    "a root path": (
        b"--- /tmp/a\n+++ /tmp/b\n@@ -1 +1 @@\n-a\n+b\n",
        "line 1: `/tmp/a` is no path inside a repository",
    ),
}


@pytest.mark.parametrize(("content", "said"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_names_the_line(content: bytes, said: str) -> None:
    with pytest.raises(BadPatch) as refused:
        patch.files(content)
    assert said in str(refused.value)


@given(st.binary(max_size=300))
def test_no_text_makes_it_fail_otherwise(content: bytes) -> None:
    for text in (content, HEADER + content):
        try:
            found = patch.files(text)
        except BadPatch:
            continue
        assert all(file.changed.path for file in found)


def test_a_line_number_beyond_all_files_costs_no_memory() -> None:
    (file,) = patch.files(HEADER + b"@@ -1 +999999999 @@\n-a\n+b\n")
    assert file.changed.unreadable == "its lines have numbers above the limit"

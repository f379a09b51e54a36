"""What a hostile repository may cost: sizes and counts are known before anything is read, and what is left out is
said."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import NoReturn

import pytest

from bot import review
from bot.hosts.base import GitSource, Unreviewable
from bot.model import FileStatus, Hunk, Side, Verdict
from bot.policy import Policy
from tests.builders import change
from tests.fakes.git_server import GitServer
from tests.fakes.repository import Repository
from workers.change import contents, diff_tree, hunks, snapshot, spool, tree
from workers.change.git import Git
from workers.checks.base import Snapshot
from workers.examining import Examination
from workers.processes import limits, sandbox, stopping
from workers.reading import texts


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "app.git")


def read(repository: Repository, base: str, head: str) -> Snapshot:
    return snapshot.read(Git(repository.git_dir), change(merge_base=base, head=head), base, head)


def copies(repository: Repository, number: int, content: bytes) -> tuple[str, str]:
    """A base, and a head that adds many files of one content."""
    base = repository.commit("main", {"x": "x"})
    stamp = b"committer M <m@example.org> 1700009999 +0000\ndata 1\nx\n"
    rows = b"".join(b"M 100644 :1 f%05d.py\n" % each for each in range(number))
    start = b"blob\nmark :1\ndata %d\n%s\ncommit refs/heads/topic\n%sfrom refs/heads/main\n"
    repository.git("fast-import", "--quiet", "--done", stdin=start % (len(content), content, stamp) + rows + b"done\n")
    return base, repository.resolve("topic")


def bomb(repository: Repository, levels: int = 9) -> str:
    """A commit with ten to the power of the levels files, of a dozen objects."""
    blob = repository.git("hash-object", "-w", "--stdin", stdin=b"x\n")
    found = f"100644 blob {blob}"
    for _ in range(levels):
        rows = "".join(f"{found}\tf{each}\n" for each in range(10))
        found = f"040000 tree {repository.git('mktree', stdin=rows.encode())}"
    who = ("-c", "user.name=M", "-c", "user.email=m@example.org")
    return repository.git(*who, "commit-tree", found.split(" ")[2], "-m", "bomb")


_MEASURED = """
import sys
from pathlib import Path
from bot.policy import Policy
from tests.builders import change
from workers.change import contents, snapshot
from workers.change.git import Git
contents.MOST_BYTES = 80_000_000  # of 4 GB
git, base, head = Git(Path(sys.argv[1])), *sys.argv[2:]
seen = snapshot.read(git, change(merge_base=base, head=head), base, head)
most = next(row for row in Path("/proc/self/status").read_text().splitlines() if row.startswith("VmHWM"))
print(int(most.split()[1]) // 1024, sum(file.head_text is not None for file in seen.files))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_small_pack_of_much_text_costs_little_memory(repository: Repository) -> None:
    """A pack of some kilobytes with 4 GB of text: 400 files of one content."""
    base, head = copies(repository, 400, b"a = 1  # and so on, to the end of a long line\n" * 215_000)
    done = subprocess.run(
        [sys.executable, "-c", _MEASURED, str(repository.git_dir), base, head], capture_output=True, check=True
    )
    megabytes, files = map(int, done.stdout.split())
    assert megabytes < 300
    assert files == 80_000_000 // (46 * 215_000)


def test_the_characters_of_a_change_are_counted_and_pictures_are_not(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contents, "MOST_TEXT", 100)
    base = repository.commit("main", {"x": "x"})
    picture = b"\x89PNG\r\n\x1a\n" + bytes(500)
    head = repository.commit("topic", {"a.py": "a" * 60, "b.py": "b" * 60, "c.py": "c" * 40, "d.png": picture})
    assert {file.path: file.unreadable for file in read(repository, base, head).files} == {
        "a.py": None,
        "b.py": "the change has more than the 100 characters that are read",
        "c.py": None,
        "d.png": "binary",
    }


def test_texts_outside_of_memory_are_the_same(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    base = repository.commit("main", {"a.py": "a = 1\n", "b.py": "b = 1\n", "c.py": "é\n" * 9})
    head = repository.commit("topic", {"a.py": "a = 2\n", "b.py": None, "c.py": "é\n" * 8, "d.py": "d = 1\n"})
    seen = []
    for most in (10**9, 0):
        monkeypatch.setattr(contents, "MOST_IN_MEMORY", most)
        found = read(repository, base, head).files
        assert {isinstance(file, spool.SpooledFile) for file in found} == {most == 0}
        seen.append([replace(file, path=file.path) for file in found])
    assert seen[0] == seen[1]


def test_a_text_of_too_many_lines_is_not_read(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "MOST_LINES", 9)
    base = repository.commit("main", {"x": "x"})
    head = repository.commit("topic", {"a.py": "\n" * 10, "b.py": "\n" * 9})
    why = {file.path: file.unreadable for file in read(repository, base, head).files}
    assert why == {"a.py": "it has more than the limit of 9 lines (10)", "b.py": None}


def test_lines_made_to_be_compared_slowly(repository: Repository) -> None:
    chance = Random(7)  # noqa: S311
    first, second = ("".join("ab"[chance.getrandbits(1)] + "\n" for _ in range(120_000)) for _ in range(2))
    base, head = repository.commit("main", {"a.py": first}), repository.commit("topic", {"a.py": second})
    start = time.process_time()
    (file,) = read(repository, base, head).files
    assert file.hunks
    assert len(file.hunks) <= contents.MOST_HUNKS
    assert time.process_time() - start < 3


def test_many_places_of_a_change_become_one_of_a_file(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contents, "MOST_HUNKS", 3)
    lines = [f"{number}\n" for number in range(20)]
    other = [line if number % 5 else "-\n" for number, line in enumerate(lines)]
    base = repository.commit("main", {name: "".join(lines) for name in ("a.py", "b.py")})
    head = repository.commit("topic", {name: "".join(other) for name in ("a.py", "b.py")})
    for file in read(repository, base, head).files:
        assert len(file.hunks) == 1
        assert {1, 6, 11, 16} < file.added_lines


def test_of_very_many_files_some_are_named_and_all_are_counted(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot, "MOST_FILES", 2)
    monkeypatch.setattr(snapshot, "MOST_LISTED", 3)
    base = repository.commit("main", {"gone.py": "x"})
    head = repository.commit("topic", {"a.txt": "a", "b.py": "b", "c.md": "c", "d.py": "d", "gone.py": None})
    seen = read(repository, base, head)
    assert {file.path: file.unreadable for file in seen.files} == {
        "b.py": None,
        "a.txt": "the change touches 5 files, and 2 of them are read",
        "d.py": None,
    }
    assert seen.left_out == ("the change touches 5 files: 2 are neither read nor named",)
    told = Examination.of(seen, []).review()
    assert told.verdict is Verdict.INCOMPLETE
    assert seen.left_out[0] in {gap.reason for gap in told.gaps if gap.path is None}


def test_a_tree_that_was_cut_says_so_in_the_ledger(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree, "MOST_ENTRIES", 3)
    base = repository.commit("main", {f"{name}.py": name for name in "abcz"})
    head = repository.commit("topic", {"z.py": None})
    seen = read(repository, base, head)
    assert Examination.of(seen, []).review().gaps == ()
    assert (seen.tree.is_whole(Side.HEAD), list(seen.tree.left_out)) == (True, [])
    assert (seen.tree.is_whole(Side.BASE), list(seen.tree.paths(Side.BASE))) == (False, ["a.py", "b.py", "c.py"])
    told = Examination.of(seen, []).review()
    (gap,) = told.gaps
    assert gap.reason == "of the repository's files only the first 3 were looked up: it has more"
    assert told.verdict is Verdict.INCOMPLETE


def test_what_is_read_around_a_change_is_bounded(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree, "MOST_BYTES", 10)
    head = repository.commit("main", {"a.py": "a" * 6, "b.py": "b" * 6, "c.py": "c" * 4})
    around = read(repository, head, head).tree
    assert around.read(["a.py", "b.py", "c.py"], Side.HEAD) == {"a.py": "a" * 6, "c.py": "c" * 4}
    (why,) = around.left_out
    assert around.unread(["a.py", "b.py", "c.py"], Side.HEAD) == {"b.py": why}


def test_a_tree_of_more_files_than_can_be_walked(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree, "MOST_ENTRIES", 50_000)
    head = bomb(repository)
    around = read(repository, head, head).tree
    assert len(around.paths(Side.HEAD)) == 50_000
    assert not around.is_whole(Side.HEAD)


def test_a_change_of_more_files_than_can_be_counted(repository: Repository) -> None:
    base, head = repository.commit("main", {"x": "x"}), bomb(repository)
    git = Git(repository.git_dir, memory_mb=100)
    with pytest.raises(sandbox.ProcessFailed):
        snapshot.read(git, change(merge_base=base, head=head), base, head)


@pytest.mark.parametrize(
    "path",
    ["n" * 20_000 + ".py", "d/" * 10_000 + "a.py", ("m" * 200 + "/") * 30 + "a.py"],
    ids=["name", "depth", "path"],
)
def test_a_path_that_no_system_can_open(repository: Repository, path: str) -> None:
    base = repository.commit("main", {"x": "x"})
    head = repository.commit("topic", {path: "one\n", "b.py": "two\n"})
    seen = read(repository, base, head)
    long, short = sorted(seen.files, key=lambda file: file.path == "b.py")
    assert (short.head_text, short.unreadable) == ("two\n", None)
    assert (long.status, long.unreadable) == (FileStatus.ADDED, "its path has more than 4,095 bytes")
    assert len(long.path) <= 8_192
    assert list(seen.tree.paths(Side.HEAD)) == ["b.py", "x"]
    assert list(seen.tree.left_out) == [
        "files of the repository with paths of more than 4,095 bytes were not looked up"
    ]


def test_what_a_server_sends_is_bounded(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also one that knows no filter."""
    monkeypatch.setattr(snapshot, "FETCHED_MB", 1)
    base = repository.commit("main", {"a.py": "one\n", "large": Random(7).randbytes(3_000_000)})  # noqa: S311
    head = repository.commit("topic", {"a.py": "two\n"})
    repository.git("update-ref", "refs/changes/07/7/1", head)
    with (
        GitServer({"octo/app": repository.git_dir}) as server,
        snapshot.remote(change(merge_base=base, head=head), GitSource(server.url("octo/app"))) as seen,
    ):
        assert [file.head_text for file in seen.files] == ["two\n"]
    with (
        GitServer({"octo/app": repository.git_dir}, tips_only=True) as server,
        pytest.raises(Unreviewable, match="sends more for this change than is taken"),
        snapshot.remote(
            change(merge_base=base, head=head), GitSource(server.url("octo/app"), refs=("refs/changes/07/7/1",))
        ),
    ):
        pass


def test_an_object_that_needs_more_memory_than_there_is(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Trees that unfold to a billion files: git gives up, and the change is told so, for trying again helps nothing."""
    monkeypatch.setattr(snapshot, "MEMORY_MB", 150)
    base, head = repository.commit("main", {"x": "x"}), bomb(repository)
    with (
        GitServer({"octo/app": repository.git_dir}) as server,
        pytest.raises(Unreviewable, match="larger than the memory that git may use"),
        snapshot.remote(change(merge_base=base, head=head), GitSource(server.url("octo/app"))),
    ):
        pass


def test_what_takes_git_too_much_cpu_is_said_on_the_change(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is no passing fault: each further try would cost as much."""
    monkeypatch.setattr(limits, "PROGRAMS", {"git": replace(limits.of("git"), cpu_seconds=1)})
    base, head = repository.commit("main", {"x": "x"}), bomb(repository)
    with (
        GitServer({"octo/app": repository.git_dir}) as server,
        pytest.raises(Unreviewable, match=r"git used more than 1 s of CPU to unpack or compare it"),
        snapshot.remote(change(merge_base=base, head=head), GitSource(server.url("octo/app"))),
    ):
        pass


@pytest.mark.parametrize(
    ("ending", "asked"), [(sandbox.CpuUsedUp, 1), (sandbox.ProcessFailed, 2)], ids=["too expensive", "failed"]
)
def test_a_comparison_that_git_gives_up_is_ours(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, ending: type[Exception], asked: int
) -> None:
    """What one batch cost is not spent on each further one."""
    calls = []

    def gives_up(git: Git, pairs: object) -> NoReturn:
        calls.append(pairs)
        raise ending

    monkeypatch.setattr(contents, "_AT_ONCE", 1)
    monkeypatch.setattr(diff_tree, "hunks", gives_up)
    base = repository.commit("main", {"a.py": "one\n", "b.py": "one\n"})
    head = repository.commit("topic", {"a.py": "two\n", "b.py": "two\n"})
    assert [file.hunks for file in read(repository, base, head).files] == [(Hunk(1, 1, 1, 1),)] * 2
    assert len(calls) == asked


def test_a_comparison_that_ends_by_the_clock_is_no_result(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    def waits(git: Git, pairs: object) -> NoReturn:
        raise sandbox.ProcessTimeout("`git` did not end within 240 s")

    monkeypatch.setattr(diff_tree, "hunks", waits)
    base, head = repository.commit("main", {"a.py": "one\n"}), repository.commit("topic", {"a.py": "two\n"})
    with pytest.raises(sandbox.ProcessTimeout):
        read(repository, base, head)


def test_reading_ends_with_its_work_between_two_files_of_a_batch(repository: Repository) -> None:
    base = repository.commit("main", {"a.py": "one\n", "b.py": "one\n"})
    head = repository.commit("topic", {"a.py": "two\n", "b.py": "two\n"})
    git = Git(repository.git_dir)
    records = list(diff_tree.changes(git, base, head, renames=False))
    with stopping.stoppable() as children, git.writing() as writable:
        files = contents.read(writable, records)
        assert next(files).path == "a.py"
        children.stop("superseded")
        with pytest.raises(stopping.Stopped, match="superseded"):
            next(files)


def test_a_comparison_of_ours_ends_with_its_work() -> None:
    with stopping.stoppable() as children:
        children.stop("superseded")
        with pytest.raises(stopping.Stopped, match="superseded"):
            hunks.between(["a", "b", "c"], ["b", "a", "c"])


def test_what_limits_left_out_makes_a_review_incomplete() -> None:
    told = review.assemble(change(), (), (), Policy(), unseen=("the tree was cut",))
    assert (told.verdict, [gap.reason for gap in told.gaps]) == (Verdict.INCOMPLETE, ["the tree was cut"])


def test_reading_leaves_a_repository_as_it_is(repository: Repository) -> None:
    base, head = repository.commit("main", {"a.py": "one\n"}), repository.commit("topic", {"a.py": "two\n"})
    before = sorted(repository.git_dir.rglob("*"))
    read(repository, base, head)
    assert sorted(repository.git_dir.rglob("*")) == before

"""The stages on real repositories: what is read, what is kept, and what is said of what could not be read."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from bench.signal import __main__ as command
from bench.signal import changes, finder, fit, noise, peers, stages
from bench.signal.changes import Part, Role
from bench.signal.lost import Lost
from bench.signal.noise import Judgement
from bench.signal.reviews import Comment, Reviewed
from tests.fakes.repository import Repository
from workers.checks.base import Snapshot
from workers.engine import samples

GUARDED = "def remove(user, thing):\n    if not user.is_admin:\n        raise Forbidden\n    thing.delete()\n"
OPEN = "def remove(user, thing):\n    thing.delete()\n"


@dataclass(frozen=True)
class World:
    clones: Path
    cases: Path
    ordinary: Path
    commits: tuple[str, ...]

    def data(self, part: str = "") -> stages.Data:
        return stages.Data.load(self.clones, self.cases, self.ordinary, Part.parse(part))


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Three repositories with a fix and four ordinary commits each, and one that is not there."""
    folder = tmp_path_factory.mktemp("world")
    cases, ordinary, every = [], {}, []
    for name in ("octo/app", "octo/lib", "octo/web"):
        repository = Repository(folder / "clones" / name.replace("/", "+") / "repo")
        flawed = repository.commit("main", {"a.py": OPEN, "README.md": "one\n"})
        fixed = repository.commit("main", {"a.py": GUARDED, "README.md": "two\n"})
        commits = [repository.commit("main", {f"{number}.py": f"n = {number}\n"}) for number in range(4)]
        ordinary[name] = [flawed, *commits]
        every += commits
        cases.append(row(name, fixed, flawed))
    cases.append(row("octo/gone", "f" * 40, "a" * 40))
    (folder / "cases.json").write_text(json.dumps({"cases": cases}))
    (folder / "ordinary.json").write_text(json.dumps({"repos": ordinary}))
    return World(folder / "clones", folder / "cases.json", folder / "ordinary.json", tuple(every))


def row(name: str, fixed: str, flawed: str) -> dict[str, object]:
    place = {"path": "a.py", "head_ranges": [], "head_gaps": [[1, 2]], "base_ranges": [[2, 3]]}
    about = {"cwe": 862, "kind": "guard", "language": "python", "source": "advisory", "files": [place]}
    return {"id": name.replace("/", "-"), "repo": name, "fix": fixed, "parent": flawed, **about}


def found(snapshot: Snapshot) -> list[Lost]:
    """A finder that sees a condition go, and something in every new file."""
    losses = []
    for file in snapshot.files:
        if "is_admin" in (file.base_text or "") and "is_admin" not in (file.head_text or ""):
            losses.append(Lost(file.base_path, 2, "base", "gone:refuses", {"hard": 1.0}))
        if file.base_text is None:
            losses.append(Lost(file.path, 1, "head", "gone:checks", {"soft": 1.0}))
    return losses


def test_each_change_is_read_in_its_role(world: World) -> None:
    (first, *_), absent = (world.data().projects, world.data().absent)
    assert absent == ("octo/gone",)
    wanted = first.wanted()
    roles = [item.role for item in wanted]
    assert roles[:2] == [Role.BACK, Role.FIX]
    assert roles.count(Role.ORDINARY) == 4, "a commit without a parent changes nothing"
    assert roles.count(Role.UNDONE) == 1
    back, fix = wanted[:2]
    assert (back.range.base, back.range.head) == (fix.range.head, fix.range.base)
    assert not back.range.past
    assert all(item.range.past for item in wanted if item.role is Role.ORDINARY)


def test_parts_have_everything_once(world: World) -> None:
    whole = [(p.name, x) for p in world.data().projects for x in (*p.commits, *(case.id for case in p.cases))]
    parts = [
        (p.name, x)
        for number in range(3)
        for p in world.data(f"{number}/3").projects
        for x in (*p.commits, *(case.id for case in p.cases))
    ]
    assert sorted(parts) == sorted(whole)
    with pytest.raises(ValueError, match="is no part"):
        Part.parse("3/3")


def test_losses_are_found_once_and_kept(world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = stages.losses(world.data(), tmp_path, 0, found)
    assert "losses: 21 of 21 changes to read, about a minute" in capsys.readouterr().err
    near = {(row.role, any(lost.is_near for lost in row.lost)) for row in rows if row.case}
    assert near == {(Role.BACK, True), (Role.FIX, False)}
    assert sum(len(row.lost) for row in rows if row.role is Role.ORDINARY) == 12

    again = stages.losses(world.data(), tmp_path, 0, lambda snapshot: pytest.fail("read again"))
    assert again == rows
    assert "all 21 changes are kept from before" in capsys.readouterr().err


def test_what_takes_too_long_is_told(world: World, tmp_path: Path) -> None:
    wanted = world.data().projects[0].wanted()[0]
    told = stages._unseen(wanted, "took more than 20 CPU seconds")
    assert told["failed"] == "took more than 20 CPU seconds"
    data = stages.Data((changes.Project("octo/app", world.data().projects[0].clone, (wanted.case,)),))  # type: ignore[arg-type]
    assert [row.key for row in stages.losses(data, tmp_path, 0, found)] == ["back octo-app", "fix octo-app"]


class Peer:
    name = "peer"

    def __init__(self) -> None:
        self.asked = 0

    def version(self) -> str:
        return "peer-1"

    def examine(self, folder: Path) -> tuple[list[peers.PeerFinding], int]:
        self.asked += 1
        return [
            peers.PeerFinding(str(path.relative_to(folder)), 1, "P1", (862,), "high") for path in folder.rglob("a.py")
        ], 0


def test_another_tool_is_asked_once_for_each_repository(world: World, tmp_path: Path) -> None:
    peer = Peer()
    said = stages.other(peer, world.data(), tmp_path)
    assert said == stages.other(peer, world.data(), tmp_path)
    assert peer.asked == 6, "both sides of three repositories"
    assert said["octo/app"]["back octo-app"] == (), "the base has it too"


def test_the_command_prints_one_table(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    few = [sample for sample in samples.all_samples() if sample.language == "go"][:2]
    monkeypatch.setattr(samples, "all_samples", lambda: few)  # the mutants of all take the engine minutes
    monkeypatch.setattr(finder, "losses", found)
    monkeypatch.setattr(fit, "names", lambda rows: ("hard", "soft"))
    monkeypatch.setattr(fit, "shipped", lambda: {"bias": 0.0})
    arguments = ["--clones", world.clones, "--cases", world.cases, "--ordinary", world.ordinary]
    arguments += ["--old-cases", world.cases, "--cache", tmp_path, "--jobs", "0"]
    done = CliRunner().invoke(command.main, [*map(str, arguments), "--no-reviews"])
    assert done.exception is None, done.output
    assert "guards alone: recall  " in done.output
    assert done.output.count("3/3 (100 %)") > 10
    assert "Not among the clones: octo/gone" in done.output
    assert re.search(r"^go +patchwarden +\d+/\d+", done.output, re.MULTILINE), "mutants"

    done = CliRunner().invoke(fit.main, [*map(str, arguments[:6] + arguments[8:])])
    assert done.exception is None, done.output
    assert "Each fold, scored with weights of the other folds:\n  1: octo/" in done.output
    assert '"hard": ' in done.output
    done = CliRunner().invoke(fit.main, [*map(str, arguments[:6] + arguments[8:]), "--check"])
    assert "the weights are not those of the data:\nhard: shipped None, fitted " in done.output
    assert done.exit_code == 1


SAID = Comment("line", "a.py", 2, "base", ("guards.gone",), (862,), "high", "medium", "A check is gone", "if x:")


def test_what_nobody_has_judged_is_listed_to_be_filled_in(tmp_path: Path) -> None:
    one, two = "1" * 40, "2" * 40
    reviewed = {
        "octo/app": {
            f"ordinary {one}": Reviewed(one, (SAID,)),
            f"ordinary {two}": Reviewed(two, (SAID,)),
            "back octo-app": Reviewed("octo-app", (SAID,)),
        }
    }
    said = noise.said_of(reviewed)
    judged = {f"octo/app/{one[:12]}/a.py/guards.gone": Judgement(True, "a route is open")}
    assert noise.unjudged(said, judged) == (
        "# A check is gone\n# line 2 of the base: if x:\nocto/app/222222222222/a.py/guards.gone:\n  worth:\n  why:\n"
    )
    assert noise.worth(said, judged) == (1, 1)

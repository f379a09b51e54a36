"""The command itself: what is compared, what cannot be, and where files go."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cases.scene import Scene

GUARDED = "def who(user):\n    if not user.is_admin:\n        raise PermissionDenied(user)\n    return user\n"
OPEN = "def who(user):\n    return user\n"
RCE = "import pickle\n\nfrom flask import request\n\n\ndef load():\n    return pickle.loads(request.data)\n"


def test_a_shallow_clone_without_a_merge_base_is_not_reviewed(scene: Scene, tmp_path: Path) -> None:
    scene.change({"auth.py": OPEN}, {"z.py": "y = 2\n"})
    scene.git("checkout", "-q", "main")
    scene.commit({"auth.py": GUARDED})
    shallow = tmp_path / "shallow"
    scene.git("clone", "-q", "--depth", "1", "--no-single-branch", scene.path.as_uri(), str(shallow), at=tmp_path)
    scene.git("checkout", "-q", "topic", at=shallow)
    said = scene.reviewed("origin/main...HEAD", at=shallow)
    assert said.code == 2
    assert "--unshallow" in said.errors
    assert len(said.errors.splitlines()) == 1


def test_the_default_checkout_of_a_merge_is_not_reviewed(scene: Scene, tmp_path: Path) -> None:
    scene.change({"a.py": "x = 1\n"}, {"a.py": RCE})
    merge = scene.git("commit-tree", "topic^{tree}", "-p", "main", "-p", "topic", "-m", "merge")
    scene.git("update-ref", "refs/pull/1/merge", merge)
    scene.git("config", "uploadpack.allowAnySHA1InWant", "true")
    runner = tmp_path / "runner"
    runner.mkdir()
    scene.git("init", "-q", at=runner)
    scene.git("remote", "add", "origin", scene.path.as_uri(), at=runner)
    scene.git("fetch", "-q", "--no-tags", "--depth=1", "origin", f"+{merge}:refs/remotes/pull/1/merge", at=runner)
    scene.git("checkout", "-q", "refs/remotes/pull/1/merge", at=runner)
    said = scene.reviewed("--fail-on", "low", at=runner)
    assert said.code == 2
    assert "fetch-depth: 0" in said.errors


def test_what_the_policy_leaves_out_is_counted_and_said(scene: Scene) -> None:
    policy = "exclude: ['vendor/']\ndisable-rules: ['python.deserialization.*', 'python.pickle.*']\n"
    scene.change({".patchwarden.yml": policy, "a.py": "x = 1\n"}, {"vendor/b.py": RCE, "a.py": "x = 2\n"})
    said = scene.reviewed()
    assert said.document["coverage"]["files_examined"] == 1
    summary = scene.reviewed(form="markdown").output
    assert "1 of 2 files" in summary
    assert "excluded" in summary
    assert "disabled" in summary


def test_an_output_in_a_missing_folder_is_one_line(scene: Scene) -> None:
    scene.change({}, {"a.py": "x = 1\n"})
    said = scene.reviewed("main...topic", "--output", str(scene.path / "missing" / "report.json"))
    assert said.code == 2
    assert len(said.errors.splitlines()) == 1


def test_a_tilde_in_the_cache_folder_is_the_home_folder(
    scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("PATCHWARDEN_CACHE_DIR", "~/kept")
    monkeypatch.chdir(scene.path)
    scene.change({}, {"a.py": "import os\nx = 1\n"})
    scene.reviewed()
    assert scene.git("status", "--short") == ""
    assert (home / "kept").is_dir()


_X = ", ".join("x" * 9)
HOSTILE = {
    "globs that backtrack": "exclude: ['" + "*a" * 30 + "*b']\n",
    "aliases of aliases": f"version: [&a [{_X}], "
    + ", ".join(f"&{name} [{', '.join(['*' + last] * 9)}]" for last, name in zip("abcdefgh", "bcdefghi", strict=True))
    + "]\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_policy_is_refused_at_once(scene: Scene, name: str) -> None:
    scene.change({".patchwarden.yml": HOSTILE[name]}, {f"{'a' * 200}.py": RCE})
    program = str(Path(sys.executable).with_name("patchwarden"))
    # In a process of its own, which can be ended and may not take the machine's memory.
    command = f"ulimit -v 4000000; exec {program} review main...topic --repo {scene.path} --format markdown"
    done = subprocess.run(
        ["sh", "-c", command], capture_output=True, text=True, timeout=30, env=os.environ, check=False
    )
    assert done.returncode == 1, done.stderr
    assert ".patchwarden.yml" in done.stdout
    assert "line 1" in done.stdout


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        ("link", "is a symbolic link; it must be a file"),
        ("folder", "is a folder; it must be a file"),
        ("large", "at most 1,000,000 are read"),
    ],
)
def test_a_policy_that_cannot_be_read_is_not_passed_over(scene: Scene, what: str, reason: str) -> None:
    if what == "link":
        (scene.path / ".patchwarden.yml").symlink_to("other.yml")
        scene.commit({"other.yml": "exclude: ['**']\n"})
    else:
        policy = {"folder": ".patchwarden.yml/a", "large": ".patchwarden.yml"}[what]
        scene.commit({policy: "# " + "x" * 1_000_000 + "\n"})
    scene.change({"a.py": "x = 1\n"}, {"a.py": RCE})
    said = scene.reviewed()
    (notice,) = said.document["notices"]
    assert notice.startswith("The policy file was not applied, the defaults hold. .patchwarden.yml ")
    assert reason in notice
    assert said.code == 1

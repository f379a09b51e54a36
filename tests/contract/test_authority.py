"""No token of ours is worth more than the step that it was asked for."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contract.conversations import Talk
from tests.contract.github_rig import REPOSITORY, GitHubRig, github_rig
from tests.contract.stories import CLEAN, with_flaws
from tests.fakes.github.state import Token


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[GitHubRig]:
    with github_rig(tmp_path) as built:
        built.fake.add_repository("octo/other", built.git, private=True)
        yield built
        assert not built.violations()


def issued(rig: GitHubRig) -> list[Token]:
    return [token for token in rig.fake.state.tokens.values() if token.installation is not None]


def test_each_request_bears_no_more_than_its_step_needs(rig: GitHubRig) -> None:
    talk = Talk(rig, {"app.py": CLEAN}, {"app.py": with_flaws("shell")})
    talk.visit()
    talk.heard("/patchwarden explain 1")
    writes = 0
    for request in rig.fake.requests:
        token = rig.fake.state.tokens.get(request.credential)
        if token is None:  # the App itself
            assert request.path.startswith("/app") or request.path.endswith("/installation")
            continue
        assert token.repositories == (rig.hosted.id,)
        writable = {name for name, level in token.permissions.items() if level != "read"}
        assert writable <= {"pull_requests", "issues", "checks"}
        if request.write:
            writes += 1
            assert writable
    assert writes > 2
    read_only = [one for one in issued(rig) if set(one.permissions.values()) == {"read"}]
    assert read_only


def test_git_gets_a_token_of_its_own_that_reads_contents_alone(rig: GitHubRig) -> None:
    talk = Talk(rig, {"app.py": CLEAN}, {"app.py": CLEAN + "more = 1\n"})
    host = rig.host()
    source = host.git_source(host.change(talk.ref))
    value = base64.b64decode(source.authorization.removeprefix("Basic ")).decode().partition(":")[2]
    token = rig.fake.state.tokens[value]
    assert token.permissions == {"metadata": "read", "contents": "read"}
    assert token.repositories == (rig.hosted.id,)


def test_a_review_asks_for_three_tokens(rig: GitHubRig) -> None:
    """One to read, one for git, one to write."""
    Talk(rig, {"app.py": CLEAN}, {"app.py": with_flaws("shell")}).visit(twice=False)
    assert len(issued(rig)) == 3


def test_a_sweep_only_reads(rig: GitHubRig) -> None:
    rig.open_change({"app.py": CLEAN}, {"app.py": with_flaws("shell")})
    list(rig.host().unreviewed())
    (token,) = issued(rig)
    assert set(token.permissions.values()) == {"read"}


def test_a_repository_that_was_renamed_gets_its_token_all_the_same(rig: GitHubRig) -> None:
    talk = Talk(rig, {"app.py": CLEAN}, {"app.py": with_flaws("shell")})
    rig.fake.rename(REPOSITORY, "octo/renamed")
    assert rig.host().change(talk.ref).head
    assert all(token.repositories or set(token.permissions) == {"metadata"} for token in issued(rig))

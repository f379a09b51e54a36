"""One cache of compiled rules for the folder, and a repository for each case."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cases.scene import ENVIRONMENT, Scene

_OF_CI = ("CI", "GITHUB_ACTIONS", "GITHUB_BASE_REF", "GITHUB_REF", "GITLAB_CI", "JENKINS_URL", "ZUUL_BRANCH")


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch, cache: Path) -> None:
    monkeypatch.setenv("PATCHWARDEN_CACHE_DIR", str(cache))
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    for name in _OF_CI:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path / "app")

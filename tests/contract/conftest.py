"""Every test of the contract runs once for each host, and ends by asking the host what it disliked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

import pytest

from tests.contract.gerrit_rig import gerrit_rig, real_gerrit_rig
from tests.contract.github_rig import github_rig
from tests.contract.rig import HostRig

MakeRig = Callable[[Path], AbstractContextManager[HostRig]]
RIGS: dict[str, MakeRig] = {"gerrit": gerrit_rig, "github": github_rig}


@pytest.fixture(params=[*sorted(RIGS), pytest.param("real-gerrit", marks=pytest.mark.real_gerrit)])
def make_rig(request: pytest.FixtureRequest) -> MakeRig:
    """Builds a rig of one host in a directory; for tests that need more than one."""
    if request.param == "real-gerrit":
        return partial(real_gerrit_rig, request.getfixturevalue("real_gerrit"))
    return RIGS[request.param]


@pytest.fixture
def rig(make_rig: MakeRig, tmp_path: Path) -> Iterator[HostRig]:
    with make_rig(tmp_path) as built:
        yield built
        assert not built.violations()

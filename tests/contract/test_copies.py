"""A dismissed flaw is dismissed wherever it moves; a copy that is put before it is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.conversations import Talk, database
from tests.contract.rig import HostRig
from tests.contract.stories import CLEAN, with_flaws


@pytest.mark.parametrize("path", ["aaa.py", "zzz.py"])
def test_a_copy_of_what_was_dismissed_is_told_also_where_its_file_is_touched(
    rig: HostRig, tmp_path: Path, path: str
) -> None:
    talk = Talk(rig, {"app.py": CLEAN}, {"app.py": with_flaws("shell")}, database(tmp_path))
    talk.visit()
    talk.replied(21, "/patchwarden dismiss because the command is a constant")
    copied = Talk(
        rig,
        {"app.py": with_flaws("shell"), path: CLEAN},
        {"app.py": with_flaws("shell") + "done()\n", path: with_flaws("shell")},
        talk.store,
    )
    copied.visit()
    assert copied.open_lines == [21]


def test_a_copy_above_what_was_dismissed_is_told(rig: HostRig, tmp_path: Path) -> None:
    talk = Talk(rig, {"app.py": CLEAN}, {"app.py": with_flaws("shell")}, database(tmp_path))
    talk.visit()
    talk.replied(21, "/patchwarden dismiss because the command is a constant")
    copied = Talk(rig, {"app.py": with_flaws("shell")}, {"app.py": "flaw_shell()\n" + with_flaws("shell")}, talk.store)
    copied.visit()
    assert copied.open_lines == [1]

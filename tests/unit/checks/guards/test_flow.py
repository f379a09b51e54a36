"""Operations and what protects them: the same guard in six languages."""

from __future__ import annotations

import pytest

from bot.model import ChangedFile, FileStatus, Hunk, Side
from workers.checks.guards import flow
from workers.checks.guards.model import Operation, Way

REFUSING = {
    "python": "def drop(user, it):\n    if not user.admin:\n        raise Forbidden()\n    remove(it)\n",
    "javascript": "function drop(user, it) {\n  if (!user.admin) { throw new Forbidden(); }\n  remove(it);\n}\n",
    "typescript": "const drop = (user: User, it: It) => {\n  if (!user.admin) return;\n  remove(it);\n};\n",
    "go": "package a\nfunc drop(user User, it It) {\n\tif !user.admin {\n\t\treturn\n\t}\n\tremove(it)\n}\n",
    "java": "class A { void drop(User user, It it) { if (!user.admin) { throw new No(); } remove(it); } }\n",
    "ruby": "def drop(user, it)\n  raise Forbidden unless user.admin\n  remove(it)\nend\n",
    "php": "<?php\nfunction drop($user, $it) { if (!user.admin) { throw new No(); } remove($it); }\n",
}


def operations(language: str, text: str) -> dict[str, Operation]:
    file = ChangedFile("a", FileStatus.ADDED, None, text, (Hunk(0, 0, 1, text.count("\n")),), language=language)
    code = flow.read(file, Side.HEAD)
    return {name: each for of in code.definitions for each in of.operations for name in each.calls}


@pytest.mark.parametrize("language", REFUSING)
def test_a_refusal_protects_what_follows(language: str) -> None:
    protections = operations(language, REFUSING[language])["remove"].protections
    assert [(each.way, each.text) for each in protections] == [(Way.REFUSES, "not user.admin")]

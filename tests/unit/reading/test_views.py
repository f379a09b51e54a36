"""Two sides compared as code: a loss is told at its line in the file, however the file was written."""

from __future__ import annotations

import json

import pytest

from bot.model import Hunk, Side
from tests.builders import changed_file, snapshot
from workers.checks.guards import Guards
from workers.reading.views import views

BASE = """\
def delete_server(request, pk):
    if not request.user.is_superuser:
        raise PermissionDenied("not allowed")
    Server.objects.get(pk=pk).delete()
"""
HEAD = BASE.replace('    if not request.user.is_superuser:\n        raise PermissionDenied("not allowed")\n', "")


def notebook(code: str, indent: int | None = 1) -> str:
    cell = {"cell_type": "code", "source": code.splitlines(keepends=True)}
    return json.dumps({"cells": [cell], "metadata": {}}, indent=indent)


def utf_7(code: str) -> str:
    return "# coding: utf-7\n" + code.encode("utf-7").decode().replace("\n", "+AAo-") + "\n"


@pytest.mark.parametrize(
    ("path", "base", "head", "line", "said"),
    [
        ("app/a.py", BASE, HEAD, 2, "`if not request.user.is_superuser: "),
        ("app/a.py", BASE, HEAD.replace("\n", "\r\n"), 2, "`if not request.user.is_superuser: "),
        ("app/a.py", BASE.replace("\n", "\r\n"), HEAD, 2, "`if not request.user.is_superuser: "),
        ("app/a.py", BASE, "\ufeff" + HEAD, 2, "`if not request.user.is_superuser: "),
        ("app/a.py", BASE.replace("\n", "\r"), HEAD.replace("\n", "\r"), 1, "`if not request.user.is_superuser: "),
        ("app/a.ipynb", notebook(BASE), notebook(HEAD), 7, "`if not request.user.is_superuser: "),
        ("app/a.ipynb", notebook(BASE, None), notebook(HEAD, None), 1, "`if not request.user.is_superuser: "),
        ("app/a.ipynb", notebook(BASE, None), notebook(HEAD), 1, "`if not request.user.is_superuser: "),
        ("app/a.py", BASE, utf_7(HEAD), 2, "`if not request.user.is_superuser: "),
    ],
)
def test_a_check_that_goes_is_told_at_its_line(path: str, base: str, head: str, line: int, said: str) -> None:
    (finding,) = Guards().run(snapshot(changed_file(path, base, head))).head
    assert (finding.rule, finding.span.side) == ("guards.authorization-removed", Side.BASE)
    assert (finding.span.start_line, finding.message[: len(said)]) == (line, said)


@pytest.mark.parametrize(
    ("path", "base", "head"),
    [
        ("app/a.py", BASE, BASE.replace("\n", "\r\n")),
        ("app/a.py", BASE, "\ufeff" + BASE),
        ("app/a.py", BASE, utf_7(BASE)),
        ("app/a.ipynb", notebook(BASE), notebook(BASE, None)),
    ],
)
def test_the_same_code_in_other_bytes_lost_nothing(path: str, base: str, head: str) -> None:
    result = Guards().run(snapshot(changed_file(path, base, head)))
    assert (result.head, result.run.gaps) == ((), ())


def test_a_broken_notebook_is_a_gap() -> None:
    run = Guards().run(snapshot(changed_file("app/a.ipynb", notebook(BASE), "{"))).run
    assert [gap.reason for gap in run.gaps] == ["the notebook is not JSON (line 1)"]


def test_ordinary_code_is_compared_as_it_is() -> None:
    file = changed_file("a.py", "a\nb\n", "a\nc\n")
    (view,) = views(file, {"python"})
    assert view.file is file
    assert views(file, {"go"}) == ()
    (view,) = views(changed_file("a.py", "a\nb\n", "a\r\nc\r\n"), {"python"})
    assert view.file.hunks == (Hunk(2, 1, 2, 1),)

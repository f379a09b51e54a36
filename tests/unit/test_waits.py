"""No test waits without an end: one that did would hang its process of the whole suite, and tell nobody where."""

from __future__ import annotations

import ast
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import waits

TESTS = Path(__file__).parents[1]
ENDLESS = frozenset({"join", "wait", "communicate", "result", "readline"})
"""Without an argument these wait for ever: of threads, processes, futures, events and pipes."""
BOUNDED = {("gerrit/real_server.py", "gerrit.wait()")}
"""Those that have an end of their own."""


def endless(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            text = ast.unparse(node)
            without = node.func.attr in ENDLESS and not node.args and not node.keywords
            if without or (text.startswith("os.waitpid(") and "WNOHANG" not in text):
                yield text


def test_no_test_waits_without_an_end() -> None:
    found = {
        (path.relative_to(TESTS).as_posix(), text)
        for path in TESTS.rglob("*.py")
        for text in endless(ast.parse(path.read_text(encoding="utf-8")))
    }
    assert found == BOUNDED


@pytest.mark.parametrize("text", ["thread.join()", "os.waitpid(child, 0)", "process.communicate()", "one.result()"])
def test_such_a_wait_is_seen(text: str) -> None:
    assert list(endless(ast.parse(text))) == [text]


@pytest.mark.parametrize("text", ["', '.join(names)", "thread.join(60)", "process.wait(timeout=1)"])
def test_others_are_let_pass(text: str) -> None:
    assert not list(endless(ast.parse(text)))


def test_what_never_comes_fails_with_a_sentence() -> None:
    never, over = threading.Event(), threading.Event()
    thread = threading.Thread(target=over.wait, args=(20,), name="slow", daemon=True)
    thread.start()
    with pytest.raises(AssertionError, match=r"the answer did not come within 0\.05 s"):
        waits.until(lambda: False, "the answer", 0.05)
    with pytest.raises(AssertionError, match=r"the answer did not come within 0\.05 s"):
        waits.happened(never, "the answer", 0.05)
    with pytest.raises(AssertionError, match=r"the thread slow did not end within 0\.05 s"):
        waits.ended(thread, 0.05)
    over.set()
    waits.ended(thread)


def test_the_first_line_of_a_program() -> None:
    code = "import sys; print('one', flush=True); print('two', end='', flush=True); sys.stdin.read()"
    argv = [sys.executable, "-S", "-c", code]
    with subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as program:
        assert waits.first_line(program.stdout) == "one\n"
        with pytest.raises(AssertionError, match=r"a program said no line within 0\.5 s, but b'two'"):
            waits.first_line(program.stdout, 0.5)
        program.communicate(b"", timeout=20)

"""A repository's own sanitizers, sources and sinks: which names hold, and what the engine makes of them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import CheckResult
from bot.policy import OwnFlows, Policy
from tests.builders import changed_file, snapshot
from workers.checks.own import Own
from workers.checks.semgrep import Semgrep
from workers.engine import flows
from workers.engine.scanner import Scanner

OWN = OwnFlows(
    sanitizers=("app.web.clean", "app.web.Html.escape"),
    sources=("app.queue.receive",),
    sinks=("app.db.run",),
)
SHELL = "python.subprocess.shell-injection"


@pytest.mark.parametrize("name", ["app.web.clean", "Html.escape", "app.default.clean", "a.b", "app._x.Y.z1"])
def test_names_that_hold(name: str) -> None:
    assert flows.checked(OwnFlows((name,))) == flows.Checked(OwnFlows((name,)))


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("clean", "write a qualified name"),
        ("app.web.$X", "write a qualified name"),
        ("app.web.clean(...)", "write a qualified name"),
        ("app..clean", "write a qualified name"),
        ("app.web\n...", "write a qualified name"),
        ("аpp.web.clean", "write a qualified name"),
        ("a." * 120 + "b", "write a qualified name"),
        ("str.strip", "it is built in or a known library's"),
        ("os.path.join", "it is built in or a known library's"),
        ("flask.request.args.get", "it is built in or a known library's"),
        ("java.lang.String.valueOf", "it is built in or a known library's"),
        ("app.if.for", "a reserved word in every language"),
    ],
)
def test_names_that_do_not(name: str, why: str) -> None:
    found = flows.checked(OwnFlows(sanitizers=(name, "app.ok"), sinks=(name,)))
    assert found.flows == OwnFlows(sanitizers=("app.ok",))
    assert [why in problem for problem in found.problems] == [True, True]
    assert all("\n" not in problem for problem in found.problems)


def test_a_source_cannot_be_a_sanitizer_and_so_many_names_are_read() -> None:
    both = flows.checked(OwnFlows(sanitizers=("a.b",), sources=("a.b",)))
    assert (both.flows, len(both.problems)) == (OwnFlows(sources=("a.b",)), 1)
    many = flows.checked(OwnFlows(sinks=tuple(f"a.f{number}" for number in range(102))))
    assert (len(many.flows.sinks), len(many.problems)) == (100, 2)


@given(st.text(max_size=30) | st.from_regex(r"[a-z$.]{1,9}(\.[A-Za-z]{1,5}){0,3}", fullmatch=True))
def test_no_name_is_more_than_a_name_in_a_pattern(name: str) -> None:
    for held in flows.checked(OwnFlows((name,))).flows.sanitizers:
        assert held.replace(".", "").replace("_", "").isalnum()
        for language in ("python", "javascript", "typescript", "go", "java"):
            assert all(isinstance(pattern, dict) for pattern in flows.calls(held, language))


@pytest.fixture(scope="module")
def scanner(tmp_path_factory: pytest.TempPathFactory) -> Scanner:
    return Scanner(folder=tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="module")
def ours(scanner: Scanner) -> Semgrep:
    return Semgrep(scanner)


@pytest.fixture(scope="module")
def sinks(scanner: Scanner) -> Own:
    return Own(scanner)


def run(check: Semgrep | Own, path: str, text: str, own: OwnFlows = OWN, base: str | None = None) -> CheckResult:
    return check.run(replace(snapshot(changed_file(path, base, text)), policy=Policy(flows=own)))


def lines(result: CheckResult, rule: str) -> list[int]:
    return [finding.span.start_line for finding in result.head if finding.rule == rule]


PYTHON = """
import os, flask
from app.web import clean, Html
from .web import clean as unrelated
import app.queue
x = flask.request.args["x"]
os.system(x)
os.system(clean(x))
os.system(app.web.clean(x))
os.system(Html(x).escape(x))
os.system(Html.escape(x))
os.system(app.queue.receive())
os.system(app.queue.peek())
"""


def test_python(ours: Semgrep) -> None:
    assert lines(run(ours, "a.py", PYTHON), SHELL) == [7, 12]
    assert set(lines(run(ours, "a.py", PYTHON, OwnFlows()), SHELL)) >= {7, 8, 10, 11}
    assert 12 not in lines(run(ours, "a.py", PYTHON, OwnFlows()), SHELL)


def test_what_own_sanitizers_silence_is_counted_where_the_change_wrote_it(ours: Semgrep) -> None:
    said = run(ours, "a.py", PYTHON).notices
    assert said == (
        "4 flows of data of this change end in this repository's own sanitizers and are not told: "
        "a.py:8, a.py:9, a.py:10, a.py:11.",
    )
    assert run(ours, "a.py", PYTHON + "y = 1\n", base=PYTHON).notices == ()
    assert run(ours, "a.py", PYTHON, OwnFlows(sources=OWN.sources)).notices == ()


def test_python_by_a_relative_import_and_on_an_object(ours: Semgrep) -> None:
    text = """
import os, flask
from .web import clean, Html
from . import web
def f(h: Html):
    x = flask.request.args["x"]
    g = Html()
    os.system(clean(x))
    os.system(web.clean(x))
    os.system(x)
"""
    assert lines(run(ours, "app/a.py", text), SHELL) == [10]


def test_a_function_of_the_same_name_from_elsewhere_cleans_nothing(ours: Semgrep) -> None:
    text = "import os, flask\nfrom evil import clean\nos.system(clean(flask.request.args['x']))\n"
    assert lines(run(ours, "a.py", text), SHELL) == [3]


SINK = """
import flask, app.db
from app.web import clean
from app.queue import receive
x = flask.request.args["x"]
app.db.run(x)
app.db.run(1, query=x)
app.db.run(clean(x))
app.db.run(receive())
app.db.run("constant")
app.db.other(x)
"""


def test_an_own_sink_is_told_by_its_name(sinks: Own) -> None:
    result = run(sinks, "a.py", SINK)
    assert lines(result, "own.sink") == [6, 7, 9]
    (first, *_) = result.head
    assert (first.title, first.cwe) == ("Data from outside reaches `app.db.run`", 20)
    assert first.message == (
        "A client controls what `app.db.run` is given, and the policy of this repository forbids that."
    )
    assert next(step.text for step in first.trace) == "flask.request.args"
    assert {rule.id for entry in result.run.entries for rule in entry.rules} == {"own.sink"}
    old = run(sinks, "a.py", SINK + "y = 1\n", base=SINK)
    assert len(old.base) == 3


OTHERS = [
    (
        "a.js",
        """
import { clean } from "./lib/web.js";
import * as db from "../db";
import { clean as other } from "./elsewhere";
app.get("/", (req, res) => {
  db.run(req.query.x);
  db.run(clean(req.query.x));
  db.run(other(req.query.x));
});
""",
        [6, 8],
    ),
    (
        "a.ts",
        """
const { clean } = require("./web");
const { run } = require("../db/index");
app.get("/", (req, res) => {
  run(req.query.x);
  run(clean(req.query.x));
});
""",
        [5],
    ),
    (
        "a.go",
        """package a

import (
	"net/http"
	"example.com/app/db"
	"example.com/app/web"
)

func f(w http.ResponseWriter, r *http.Request) {
	db.run(r.FormValue("x"))
	db.run(web.clean(r.FormValue("x")))
}
""",
        [10],
    ),
    (
        "A.java",
        """
import app.db;
import app.web;
class A {
  void f(HttpServletRequest r) {
    db.run(r.getParameter("x"));
    db.run(web.clean(r.getParameter("x")));
  }
}
""",
        [6],
    ),
]


@pytest.mark.parametrize(("path", "text", "told"), OTHERS, ids=[path for path, _, _ in OTHERS])
def test_other_languages(sinks: Own, path: str, text: str, told: list[int]) -> None:
    assert lines(run(sinks, path, text), "own.sink") == told


def test_what_does_not_hold_is_said(ours: Semgrep) -> None:
    result = run(ours, "a.py", "x = 1\n", OwnFlows(sanitizers=("str", "open")))
    assert [problem.startswith("The policy's sanitizer `") for problem in result.notices] == [True, True]

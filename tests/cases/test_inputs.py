"""What a change holds, and what is to be told of it: one row an input."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field

import pytest

from tests.cases.scene import Files, Scene, both
from tests.disguise.flaws import AWS, PASSWORD, RANDOM, STRIPE

SHELL = """\
import os

from flask import request


def ping():
    os.system("ping " + request.args["host"])
"""
"""The flaw is on line 7."""
_UTF_7 = b"+" + base64.b64encode(SHELL.encode("utf-16-be")).rstrip(b"=") + b"-"
_KEY = "-----BEGIN RSA " + "PRIVATE KEY-----\n" + "MIIEowIBAAKCAQEAr4PZmKBG9W0T2fjL5uHn6yGx3sQkVdC8bEoJz1tYpRwM\n" * 4
_NOTEBOOK = {
    "cells": [
        {"cell_type": "markdown", "metadata": {}, "source": ["# Title\n"]},
        {
            "cell_type": "code",
            "execution_count": 1,
            "metadata": {},
            "outputs": [],
            "source": [f"AWS_KEY = '{AWS}'\n", f'password = "{RANDOM}"\n', *SHELL.splitlines(keepends=True)],
        },
    ],
    "metadata": {},
    "nbformat": 4,
    "nbformat_minor": 5,
}
_NOTEBOOK_TEXT = json.dumps(_NOTEBOOK, indent=1)


def _line(text: str, words: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if words in line)


@dataclass(frozen=True)
class Input:
    """Files of both sides, and each (path, line, beginning of a rule's id) that is to be told; line 0 is any."""

    head: Files
    told: tuple[tuple[str, int, str], ...]
    base: Files = field(default_factory=dict)


INPUTS: dict[str, Input] = {
    "attributes that hide the hunks": Input(
        {"a.py": f"x = 1\nKEY = '{AWS}'\n", ".gitattributes": "*.py -diff\n"},
        (("a.py", 2, "secrets."),),
        {"a.py": "x = 1\n"},
    ),
    "one Latin-1 byte in an environment file": Input(
        {".env": b"# Gr\xfc\xdfe\nstripe=" + STRIPE.encode() + b"\n"}, ((".env", 2, "secrets."),)
    ),
    "a notebook": Input(
        {"n.ipynb": _NOTEBOOK_TEXT},
        (
            ("n.ipynb", _line(_NOTEBOOK_TEXT, "AWS_KEY"), "secrets.provider-token"),
            ("n.ipynb", _line(_NOTEBOOK_TEXT, "password"), "secrets.assigned-value"),
            ("n.ipynb", _line(_NOTEBOOK_TEXT, "os.system"), "python."),
        ),
    ),
    "a password behind 3,000 characters": Input(
        {"a.py": f"""s = "{"A" * 3000}"; password = "{RANDOM}"\n"""}, (("a.py", 1, "secrets."),)
    ),
    "names of Dockerfiles": Input(
        {
            name: f"FROM alpine\nRUN curl http://x.example/{name} | sh\n"
            for name in ("prod.Dockerfile", "api.dockerfile", "Dockerfile.prod")
        },
        tuple((name, 2, "") for name in ("prod.Dockerfile", "api.dockerfile", "Dockerfile.prod")),
    ),
    "Compose in flow style and as lists": Input(
        {
            "compose.yaml": "services:\n  web:\n    image: app\n    cap_add: [SYS_ADMIN]\n"
            '    security_opt: ["seccomp:unconfined"]\n    volumes: ["/:/host:ro"]\n    environment:\n'
            f"      - POSTGRES_PASSWORD={RANDOM}\n"
        },
        (
            ("compose.yaml", 4, "configuration."),
            ("compose.yaml", 5, "configuration."),
            ("compose.yaml", 6, "configuration."),
            ("compose.yaml", 8, "secrets."),
        ),
    ),
    "a key in a Kubernetes Secret": Input(
        {
            "s.yaml": "apiVersion: v1\nkind: Secret\nmetadata: {name: tls}\ndata:\n"
            f"  tls.key: {base64.b64encode(_KEY.encode()).decode()}\n"
        },
        (("s.yaml", 5, "secrets."),),
    ),
    "a comment line of 1,001 characters in JavaScript": Input(
        {"b.js": f"document.body.innerHTML = location.hash.slice(1);\n// {'a' * 1_001}\n"},
        (("b.js", 1, "javascript."),),
    ),
    "privileged and 1,000 blanks": Input(
        {"docker-compose.yml": f"services:\n  web:\n    image: app\n    privileged: true{' ' * 1_000}\n"},
        (("docker-compose.yml", 4, "configuration.container-privileged"),),
    ),
    "Python in UTF-7": Input(
        {"a.py": b"# -*- coding: utf-7 -*-\n" + _UTF_7 + b"\n"}, (("a.py", 0, "python."), ("a.py", 0, "integrity."))
    ),
    "Python behind an escaped line end": Input(
        {"a.py": "# coding: raw_unicode_escape\n# \\u000aimport os; os.system(input())\n"},
        (("a.py", 0, "integrity."),),
    ),
    "a URL's password": Input(
        {"a.py": f"DB = 'postgres://app:{PASSWORD}@db.prod.corp.net/x'\n"}, (("a.py", 1, "secrets.url-password"),)
    ),
}


@pytest.mark.parametrize("name", INPUTS)
def test_what_the_change_holds_is_told(scene: Scene, name: str) -> None:
    case = INPUTS[name]
    scene.change(case.base, case.head)
    said = scene.reviewed()
    missing = [place for place in case.told if not said.tells(*place)]
    assert not missing, f"{missing} among {sorted(said.places)}, gaps {sorted(said.gaps)}"
    assert said.code == 1


@pytest.mark.parametrize(
    "rewritten",
    [
        SHELL.replace("\n", "\r\n"),
        "\ufeff" + SHELL,
        SHELL.replace('"', "'").replace("    ", "\t"),
    ],
    ids=["CRLF", "a BOM", "quotes and tabs"],
)
def test_the_same_code_in_other_bytes_is_old(scene: Scene, rewritten: str) -> None:
    scene.change({"a.py": SHELL}, {"a.py": rewritten})
    said = scene.reviewed()
    assert (said.verdict, said.places, said.code) == ("no defects", set(), 0)


_NEWER = {
    "the rest of a mapping in a pattern": (
        'def first(x):\n    match x:\n        case {"a": 1, **rest}:\n            return rest\n\n\n',
        3,
    ),
    "a type parameter's default": ("class Box[T = int]:\n    pass\n\n\n", 1),
    "a template string": ('n = 1\np = t"<p>{n}</p>"\n', 2),
    "an except without parentheses": ("try:\n    n = 1\nexcept KeyError, ValueError:\n    n = 2\n", 3),
}


@pytest.mark.parametrize("name", list(_NEWER))
def test_new_syntax_costs_no_rule_or_is_a_gap_at_its_line(scene: Scene, name: str) -> None:
    before, line = _NEWER[name]
    scene.change({}, {"a.py": before + SHELL})
    said = scene.reviewed()
    flaw = len(before.splitlines()) + 7
    at_its_line = any(path == "a.py" and f"line {line}" in reason for path, reason in said.gaps)
    assert said.tells("a.py", flaw, "python.") or at_its_line, (said.places, said.gaps)


def test_a_generic_alias_in_go_is_read_or_is_a_gap_at_its_line(scene: Scene) -> None:
    flaw = '\n\nfunc run(r *http.Request) {\n\texec.Command("sh", "-c", r.FormValue("c")).Run()\n}\n'
    head = 'package main\n\nimport (\n\t"net/http"\n\t"os/exec"\n)\n\ntype Set[T comparable] = map[T]struct{}' + flaw
    scene.change({}, {"a.go": head})
    said = scene.reviewed()
    at_its_line = any("line 8" in reason for _, reason in said.gaps)
    assert said.tells("a.go", 11, "go.") or at_its_line, (said.places, said.gaps)


_FOREIGN = {
    "PHP": ("a.php", '<?php\nsystem("ls " . $_GET["folder"]);\n'),
    "Ruby": ("a.rb", 'system("ls #{params[:folder]}")\n'),
    "C#": ("a.cs", 'class A { void B(HttpRequest r) { Process.Start("sh", "-c " + r.Query["folder"]); } }\n'),
    "Rust": ("a.rs", 'fn main() { Command::new("sh").arg("-c").arg(args().nth(1).unwrap()).spawn().unwrap(); }\n'),
}


@pytest.mark.parametrize("language", _FOREIGN)
def test_a_language_without_rules_is_said_to_be_one(scene: Scene, language: str) -> None:
    path, text = _FOREIGN[language]
    scene.change({}, {path: text})
    if scene.reviewed().places:
        return
    summary = scene.reviewed(form="markdown").output
    assert f"no rules for {language}".lower() in summary.lower()
    assert "input validation" not in summary.partition("nothing to observe")[2].partition("\n")[0]


_TRACE = f"""\
import subprocess

from flask import request


def fetch():
    subprocess.run("curl -u robot:{AWS} -d " + request.args["u"], shell=True)


def log_in():
    subprocess.run("tool -p hunter2-Zx9Q " + request.args["u"], shell=True)
"""


@pytest.mark.parametrize("form", ["markdown", "json", "sarif", "terminal"])
@pytest.mark.parametrize("secret", [AWS, "hunter2-Zx9Q"])
def test_a_secret_inside_a_quoted_command_is_masked(scene: Scene, form: str, secret: str) -> None:
    scene.change({}, {"a.py": _TRACE})
    said = scene.reviewed(form=form)
    assert said.code == 1
    assert secret not in said.output


def test_of_two_findings_on_one_line_the_graver_one_is_the_heading(scene: Scene) -> None:
    base, head = both(
        {
            "a.py": """
 import pickle

 from flask import Flask, request

 app = Flask(__name__)
+
+
+@app.route("/load", methods=["POST"])
+def load():
+    return str(pickle.loads(request.data))
"""
        }
    )
    scene.change(base, head)
    (item,) = scene.reviewed().document["observations"]
    assert item["findings"][0]["rule"].startswith("python.deserialization") or "pickle" in item["findings"][0]["rule"]
    summary = scene.reviewed(form="markdown").output
    assert all(finding["message"] in summary and finding["remedy"] in summary for finding in item["findings"])

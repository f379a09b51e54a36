"""Flows from file to file: which file an import means, what is read of the tree, and what is found."""

from __future__ import annotations

import pytest

from bot.knowledge.languages import language_of
from tests.unit.flows.judging import across, gathered, waiting
from workers.flows.gathering import HEIGHT, MOST_FILES, Gathering, likely_callers
from workers.flows.imports import Tree
from workers.flows.names import linked
from workers.flows.program import Import, Module

PATHS = [
    "a/__init__.py", "a/b.py", "a/c/d.py", "web/src/x.ts", "web/src/lib/index.ts", "web/src/lib/y.js", "web/z.js",
    "src/main/java/p/q/R.java", "db/db.go", "db/db_test.go", "cmd/main.go", "src/pkg/m.py",
    "src/Models/User.php", "lib/User.php", "app/services/mail_sender.rb", "app/models/html_page.rb",
]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "module", "name", "expected"),
    [
        ("a/v.py", ".b", "f", ["a/b.py"]),
        ("a/v.py", ".", "b", ["a/__init__.py", "a/b.py"]),
        ("a/c/v.py", "..b", "f", ["a/b.py"]),
        ("a/v.py", "a.c.d", "", ["a/c/d.py"]),
        ("app.py", "pkg.m", "f", ["src/pkg/m.py"]),
        ("a/v.py", "os.path", "join", []),
        ("web/src/v.ts", "./x", "f", ["web/src/x.ts"]),
        ("web/src/v.ts", "./lib", "f", ["web/src/lib/index.ts"]),
        ("web/src/v.ts", "./x.js", "f", ["web/src/x.ts"]),
        ("web/src/lib/v.ts", "../../z", "f", ["web/z.js"]),
        ("web/src/v.ts", "@/lib/y", "f", ["web/src/lib/y.js"]),
        ("web/src/v.ts", "express", "", []),
        ("src/main/java/p/V.java", "p.q.R", "R", ["src/main/java/p/q/R.java"]),
        ("src/main/java/p/V.java", "java.util.List", "List", []),
        ("src/Http/V.php", r"App\Models\User", "User", ["src/Models/User.php"]),
        ("src/Http/V.php", r"Other\User", "User", []),
        ("app/v.rb", "MailSender", "MailSender", ["app/services/mail_sender.rb"]),
        ("app/v.rb", "HTMLPage", "HTMLPage", ["app/models/html_page.rb"]),
        ("app/v.rb", "Admin::MailSender", "MailSender", []),
    ],
)
def test_an_import_means_a_file(path: str, module: str, name: str, expected: list[str]) -> None:
    found = Tree(PATHS).targets(Module(path, language_of(path)), Import(module, name))
    assert [target for _, target in found] == expected


def test_an_import_of_go_means_a_package_without_its_tests() -> None:
    tree = Tree(PATHS, "module example.com/m\n\ngo 1.22\n")
    assert tree.folder(Import("example.com/m/db")) == ["db/db.go"]
    assert tree.folder(Import("example.com/other/db")) == []
    assert Tree(PATHS).folder(Import("example.com/m/db")) == []


HELPERS = {
    "py": (
        "app/h.py",
        "def run(x):\n    SINK(x)\ndef get():\n    return SOURCE()\nclass R:\n    def __init__(self, x):\n        self.x = x\n    def go(self):\n        SINK(self.x)\n",
    ),
    "js": (
        "src/h.js",
        "function run(x) { SINK(x) }\nconst get = () => SOURCE();\nclass R { constructor(x) { this.x = x } go() { SINK(this.x) } }\nmodule.exports = { run, get, R };\n",
    ),
    "ts": (
        "src/h.ts",
        "export function run(x: string) { SINK(x) }\nexport const get = () => SOURCE();\nexport class R { constructor(private x: string) {} go() { SINK(this.x) } }\nexport default new R(SOURCE());\n",
    ),
    "go": (
        "h/h.go",
        "package h\nfunc Run(x string) { SINK(x) }\nfunc Get() string { return SOURCE() }\ntype R struct { x string }\nfunc New(x string) *R { return &R{x} }\nfunc (r *R) Go() { SINK(r.x) }\n",
    ),
    "java": (
        "p/H.java",
        "package p;\npublic class H { String x; public H(String x) { this.x = x; } public static void run(String x) { SINK(x); } public static String get() { return SOURCE(); } public void go() { SINK(x); } }\n",
    ),
    "php": (
        "src/P/H.php",
        "<?php\nnamespace App\\P;\nclass H { private $x; function __construct($x) { $this->x = $x; } static function run($x) { SINK($x); } static function get() { return SOURCE(); } function go() { SINK($this->x); } }\n",
    ),
    "rb": (
        "app/p/mail_sender.rb",
        "class MailSender\n  def initialize(x)\n    @x = x\n  end\n  def self.run(x)\n    SINK(x)\n  end\n  def self.get\n    SOURCE()\n  end\n  def go\n    SINK(@x)\n  end\nend\n",
    ),
}
CALLERS = [
    ("py", "app/v.py", "from .h import run\nrun(SOURCE())\n", True),
    ("py", "app/v.py", "from app import h\nh.run(SOURCE())\n", True),
    ("py", "app/v.py", "import app.h as h\nh.run(x=SOURCE())\n", True),
    ("py", "app/v.py", "from .h import get\nSINK(get())\n", True),
    ("py", "app/v.py", "from .h import R\ndef f():\n    R(SOURCE()).go()\n", True),
    ("py", "app/v.py", "from .h import run\nrun('a')\nSOURCE()\n", False),
    ("js", "src/v.js", "const { run } = require('./h');\napp.get('/', () => { run(SOURCE()) });\n", True),
    ("js", "src/v.js", "const h = require('./h');\nfunction f() { h.run(SOURCE()) }\n", True),
    ("js", "src/v.js", "const { get: g } = require('./h');\nSINK(g());\n", True),
    ("js", "src/v.js", "const h = require('./h');\nnew h.R(SOURCE()).go();\n", True),
    ("js", "src/v.js", "const { run } = require('./h');\nrun(CLEAN(SOURCE()));\n", False),
    ("ts", "src/v.ts", "import { run as r } from './h';\nexport const f = () => r(SOURCE());\n", True),
    ("ts", "src/v.ts", "import * as h from './h.js';\nh.run(SOURCE());\n", True),
    ("ts", "src/v.ts", "import { R } from './h';\nclass C { constructor(private r: R) {} }\nnew R(SOURCE()).go();\n", True),
    ("go", "v/v.go", 'package v\nimport "example.com/m/h"\nfunc f() { h.Run(SOURCE()) }\n', True),
    ("go", "v/v.go", 'package v\nimport q "example.com/m/h"\nfunc f() { r := q.New(SOURCE()); r.Go() }\n', True),
    ("go", "h/v.go", "package h\nfunc f() { Run(SOURCE()) }\n", True),
    ("go", "v/v.go", 'package v\nimport "example.com/m/h"\nfunc f() { SINK(h.Get()) }\n', True),
    ("java", "p/V.java", "package p; class V { void f() { H.run(SOURCE()); } }", True),
    ("java", "o/V.java", "package o; import p.H; class V { void f() { new H(SOURCE()).go(); } }", True),
    ("java", "o/V.java", "package o; import p.H; class V { private H h; void f() { SINK(h.get()); } }", True),
    ("php", "src/O/V.php", "<?php namespace App\\O; use App\\P\\H; class V { function f() { H::run(SOURCE()); } }", True),
    ("php", "src/O/V.php", "<?php namespace App\\O; use App\\P\\H as Q; class V { function f() { (new Q(SOURCE()))->go(); } }", True),
    ("php", "src/O/V.php", "<?php use App\\P\\H; class V { private H $h; function f() { SINK($this->h->get()); } }", True),
    ("php", "src/P/V.php", "<?php namespace App\\P; class V { function f() { H::run(SOURCE()); } }", True),
    ("php", "src/O/V.php", "<?php use App\\P\\H; H::run(CLEAN(SOURCE()));", False),
    ("rb", "app/v.rb", "def f\n  MailSender.run(SOURCE())\nend\n", True),
    ("rb", "app/v.rb", "def f\n  MailSender.new(SOURCE()).go\nend\n", True),
    ("rb", "app/v.rb", "def f\n  SINK(MailSender.get)\nend\n", True),
    ("rb", "app/v.rb", "def f\n  MailSender.run(CLEAN(SOURCE()))\nend\n", False),
]  # fmt: skip


@pytest.mark.parametrize(("language", "path", "text", "is_found"), CALLERS)
def test_a_flow_goes_through_a_function_of_another_file(language: str, path: str, text: str, is_found: bool) -> None:
    helper, helper_text = HELPERS[language]
    tree = {helper: helper_text, path: text, "go.mod": "module example.com/m\n", "app/__init__.py": ""}
    flows = {flow for flow in across(path, tree) if flow[0] != flow[1] or flow == (path, path)}
    assert bool(flows) is is_found


def test_the_files_that_are_read_are_few() -> None:
    many = {f"m{number}.py": "def run(x):\n    SINK(x)\n" for number in range(100)}
    text = "".join(f"from m{number} import run as r{number}\n" for number in range(100))
    calls = "".join(f"r{number}(SOURCE())\n" for number in range(100))
    made = gathered("v.py", {**many, "v.py": text + calls}).made
    assert len(made.modules) == MOST_FILES + 1
    assert made.left_out


def test_files_are_followed_to_a_height() -> None:
    chain = {f"m{n}.py": f"from m{n + 1} import run as r\ndef run(x):\n    r(x)\n" for n in range(1, 9)}
    made = gathered("v.py", {"v.py": "from m1 import run\nrun(SOURCE())\n", **chain}).made
    assert sorted(made.modules) == [*(f"m{number}.py" for number in range(1, HEIGHT + 1)), "v.py"]


def test_only_what_is_called_leads_on() -> None:
    tree = {
        "v.js": "const { run } = require('./h');\nrun(SOURCE());\n",
        "h.js": "const a = require('./a');\nconst b = require('./b');\nexports.run = (x) => a.go(x);\nexports.not = (x) => b.go(x);\n",
        "a.js": "exports.go = (x) => SINK(x);\n",
        "b.js": "exports.go = (x) => SINK(x);\n",
    }
    assert sorted(gathered("v.js", tree).made.modules) == ["a.js", "h.js", "v.js"]
    assert across("v.js", tree) == [("v.js", "a.js")]


def test_likely_callers_are_near_and_handle_requests() -> None:
    paths = ["app/h.py", "app/views.py", "app/z.py", "other/views.py", "tests/test_h.py", "other/q.py", "a.js"]
    assert likely_callers(paths, ["app/h.py"], "python") == ["app/views.py", "app/z.py", "other/views.py", "other/q.py"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("def f():\n    SINK(x)\ndef g(x):\n    SINK(x)\n", {"g"}),
        ("x = 1\ndef f():\n    global x\n    SINK(x)\ndef g(*, x):\n    SINK(x)\n", {"g"}),
        ("class A:\n    def f(self):\n        SINK(self.x)\n    def g():\n        SINK(x)\n", {"f"}),
        ("def f():\n    def g(x):\n        SINK(x)\n    g(y)\n    return lambda x: SINK(x)\n", set()),
    ],
)
def test_only_what_takes_data_in_python_waits_for_callers(text: str, expected: set[str]) -> None:
    assert waiting("a.py", {"a.py": text}) == expected


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ({"a.py": "import b\nb.f()\n", "b.py": "def f():\n    g()\n", "c.py": "def g():\n    h()\n"}, {"a.py", "b.py"}),
        ({"a.py": "def f():\n    g()\n", "b.py": "def g():\n    h()\n"}, set()),
        ({"a.py": "class A(B):\n    pass\n", "b.py": "class C(B):\n    pass\n"}, set()),
        ({"A.java": "class A { void f() {} }", "B.java": "class B { void g() {} }"}, set()),
        ({"A.java": "package p; class A { void f() {} }", "B.java": "package p; class B {}"}, {"A.java", "B.java"}),
        ({"p/A.java": "package p; class A {}", "q/B.java": "package p; class B {}"}, set()),
        ({"A.java": "interface A { void f(); }", "B.java": "class B implements A {}"}, {"A.java", "B.java"}),
        ({"a/a.go": "package a\nfunc f() {}\n", "a/b.go": "package a\nfunc g() {}\n"}, {"a/a.go", "a/b.go"}),
    ],
)
def test_only_files_that_know_each_other_are_looked_at_together(texts: dict[str, str], expected: set[str]) -> None:
    gathering = Gathering(Tree(sorted(texts)), lambda paths: {path: texts[path] for path in paths})
    for path, text in texts.items():
        gathering.start(path, language_of(path), text)
    assert linked(gathering.follow().files) == expected

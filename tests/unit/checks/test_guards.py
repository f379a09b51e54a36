"""Guards: protection that is gone or weaker is told; what moved, was renamed, turned round or replaced is not."""

from __future__ import annotations

import re
import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inline_snapshot import snapshot as golden

from bot.model import ChangedFile, Confidence, Finding, Side
from bot.policy import Policy
from tests.builders import changed_file, snapshot
from workers.checks.guards import Guards
from workers.checks.guards.relevance import WEIGHTS


def found(*files: ChangedFile) -> list[Finding]:
    return list(Guards().run(snapshot(*files)).head)


def told(*files: ChangedFile) -> list[str]:
    """The rules of what is told on a line."""
    return [finding.rule.removeprefix("guards.") for finding in found(*files) if finding.confidence > Confidence.LOW]


def dedented(text: str) -> str:
    return textwrap.dedent(text).lstrip("\n")


def change(path: str, base: str, head: str) -> ChangedFile:
    return changed_file(path, dedented(base), dedented(head))


PYTHON = """
def send(root, name, user, out):
    path = os.path.join(root, name)
    if not os.path.realpath(path).startswith(root + os.sep):
        raise Forbidden("outside of the folder")
    if not user.may_read(path):
        abort(403)
    with open(path) as file:
        data = file.read()
        out.write(data)
        log.info("sent")
        return len(data)
"""
PATH_REFUSAL = """    if not os.path.realpath(path).startswith(root + os.sep):
        raise Forbidden("outside of the folder")
"""
ACCESS_REFUSAL = "    if not user.may_read(path):\n        abort(403)\n"
PATH_CHECK = PYTHON.replace(PATH_REFUSAL, "")


def test_a_refusal_that_is_gone() -> None:
    (finding,) = found(change("app/files.py", PYTHON, PATH_CHECK))
    assert (finding.span.side, finding.span.start_line) == (Side.BASE, 3)
    assert finding.excerpt == "    if not os.path.realpath(path).startswith(root + os.sep):"
    assert (finding.rule, finding.cwe, finding.scope) == ("guards.path-check-removed", 22, "send")
    assert finding.message == golden(
        "Line 3 of the base had `if not os.path.realpath(path).startswith(root + os.sep): raise "
        'Forbidden("outside of the folder")` in front of `if not user.may_read(path):`, and nothing in the '
        "change takes its place. What keeps the path inside the folder that it is meant for now?"
    )


ROWS = {
    "python refusal": ("app/files.py", PYTHON, PATH_REFUSAL, ""),
    "python access": ("app/files.py", PYTHON, ACCESS_REFUSAL, ""),
    "python decorator": (
        "app/views.py",
        """
        @bp.route("/x")
        @login_required
        def delete(id):
            item = find(id)
            item.delete()
            return "ok"
        """,
        "@login_required\n",
        "",
    ),
    "python statement": (
        "app/handlers.py",
        """
        class H:
            def get(self, path):
                self.check_xsrf_cookie()
                body = load(path)
                self.write(body)
        """,
        "        self.check_xsrf_cookie()\n",
        "",
    ),
    "python wrapper": (
        "app/up.py",
        """
        def up(f):
            name = secure_filename(f.name)
            f.save(join(DIR, name))
            a()
            b()
            c()
            d()
        """,
        "secure_filename(f.name)",
        "f.name",
    ),
    "python setting": (
        "app/http.py",
        """
        def get(url):
            session = new()
            return session.get(url, verify=True, timeout=5)
        """,
        "verify=True",
        "verify=False",
    ),
    "python limit": (
        "app/color.py",
        """
        def parse(text):
            if len(text) > 100:
                raise ValueError("too long")
            return RE.match(text)
        """,
        '    if len(text) > 100:\n        raise ValueError("too long")\n',
        "",
    ),
    "javascript deletion": (
        "src/events.js",
        """
        class S {
          push(user) {
            delete user.sessionToken;
            this.client.send(user);
            this.done();
          }
        }
        """,
        "    delete user.sessionToken;\n",
        "",
    ),
    "typescript throw": (
        "src/move.ts",
        """
        export function move(to: string): void {
          if (!isAllowedPath(to)) {
            throw new ForbiddenError("no");
          }
          fs.renameSync(from, to);
          done();
        }
        """,
        '  if (!isAllowedPath(to)) {\n    throw new ForbiddenError("no");\n  }\n',
        "",
    ),
    "go ownership": (
        "api/key.go",
        """
        package api

        func Delete(c *Context) {
            key := find(c)
            if key.RepoID != c.Repo.ID {
                c.NotFound()
                return
            }
            remove(key)
            c.Status(204)
            log.Info("x")
            done()
        }
        """,
        "    if key.RepoID != c.Repo.ID {\n        c.NotFound()\n        return\n    }\n",
        "",
    ),
    "java annotation": (
        "src/A.java",
        """
        class A {
          @PreAuthorize("hasRole(1)")
          public void wipe(int id) {
            store.wipe(id);
            log(id);
          }
        }
        """,
        '  @PreAuthorize("hasRole(1)")\n',
        "",
    ),
    "ruby raise": (
        "lib/parser.rb",
        """
        class P
          def read(io)
            if io.size > LIMIT
              raise Error, "header too large"
            end
            io.read
          end
        end
        """,
        '    if io.size > LIMIT\n      raise Error, "header too large"\n    end\n',
        "",
    ),
    "php escape": (
        "src/View.php",
        """
        <?php
        class V {
          function show($a) {
            $t = htmlspecialchars($a->title);
            print($t);
            foo();
            bar();
            baz();
          }
        }
        """,
        "htmlspecialchars($a->title)",
        "$a->title",
    ),
    "an entry of a list of what is removed": (
        "src/retry.py",
        """
        REMOVE_HEADERS = frozenset(["Cookie", "Authorization"])


        def go():
            pass
        """,
        '"Cookie", ',
        "",
    ),
}


@pytest.mark.parametrize(("path", "base", "old", "new"), ROWS.values(), ids=ROWS)
def test_it_tells(path: str, base: str, old: str, new: str) -> None:
    text = dedented(base)
    assert old in text
    head = text.replace(old, new)
    assert len(told(changed_file(path, text, head))) == 1
    assert found(changed_file(path, head, text)) == []


MOVED_TO_A_HELPER = (
    PATH_CHECK.replace("    if not user", "    inside(root, path)\n    if not user")
    + """
def inside(root, path):
    if not os.path.realpath(path).startswith(root + os.sep):
        raise Forbidden("outside of the folder")
"""
)
QUIET = {
    "moved to a helper": (PYTHON, MOVED_TO_A_HELPER),
    "reformatted": (PYTHON, PYTHON.replace("realpath(path)", "realpath(\n        path,\n    )").replace('"', "'")),
    "renamed variable": (PYTHON, re.sub(r"(?<!os\.)\bpath\b", "target", PYTHON)),
    "turned round": (
        PYTHON,
        PYTHON.replace(ACCESS_REFUSAL, "").replace("    with open", "    if user.may_read(path):\n     with open"),
    ),
    "the function is gone": ("x = 1\n" + PYTHON, "x = 1\n"),
    "one more condition to refuse": (PYTHON, PYTHON.replace("if not user", "if banned or not user")),
    "another message": (PYTHON, PYTHON.replace("outside of the folder", "not here")),
    "a check for a version": (
        "def f():\n    if sys.version_info < (3, 8):\n        raise RuntimeError('too old')\n    go()\n",
        "def f():\n    go()\n",
    ),
    "ordinary code": ("def f(a):\n    b = a + 1\n    show(b)\n    return b\n", "def f(a):\n    return a + 2\n"),
    "a method that only checked its own feature is gone with its class": ("x = 1\nclass A:\n" + PYTHON, "x = 1\n"),
    "an error of the call before it": (
        "def f(a):\n    b, err = a()\n    if err is not None:\n        return err\n    go(b)\n",
        "def f(a):\n    b = a()\n    go(b)\n",
    ),
    "a variable that nobody uses any more": (
        "class A:\n    secure_mode = True\n\n    def f(self):\n        go()\n",
        "class A:\n    def f(self):\n        go()\n",
    ),
    "a conversion that is not needed": ("def f(a):\n    show(str(a))\n    x()\n", "def f(a):\n    show(a)\n    x()\n"),
    "a flag of what is gone with it": (
        "A = [\n    make(\n        'x',\n        1,\n        check=True,\n    ),\n    make('y'),\n]\n",
        "A = [\n    make('y'),\n]\n",
    ),
    "a decorator that let everybody in": (
        "class A:\n    @permit_all\n    def f(self):\n        go()\n",
        "class A:\n    def f(self):\n        go()\n",
    ),
    "an early end": (
        "def f(a):\n    if a is None:\n        return\n    go(a)\n    x()\n",
        "def f(a):\n    go(a)\n    x()\n",
    ),
}


@pytest.mark.parametrize(("base", "head"), QUIET.values(), ids=QUIET)
def test_it_says_nothing(base: str, head: str) -> None:
    assert told(change("app/files.py", base, head)) == []


def test_what_moved_to_another_file_is_not_gone() -> None:
    helper = changed_file("app/safety.py", None, MOVED_TO_A_HELPER.split("\n\n")[-1])
    assert told(change("app/files.py", PYTHON, PATH_CHECK), helper) == []


def test_what_a_program_wrote_is_left_alone() -> None:
    mark = "# This file is autogenerated by build.py\n"
    assert found(change("app/files.py", mark + PYTHON, mark + PATH_CHECK)) == []


@pytest.mark.parametrize("path", ["tests/test_files.py", "docs/conf.py", "examples/app.py", "README.md", "a.rs"])
def test_code_that_no_attacker_reaches(path: str) -> None:
    assert Guards().aside(change(path, PYTHON, PATH_CHECK), Policy()) is not None


def test_a_weakened_check_stands_on_its_new_line() -> None:
    head = PYTHON.replace("root + os.sep", "root")
    (finding,) = found(change("app/files.py", PYTHON, head))
    assert (finding.rule, finding.span.side, finding.span.start_line) == ("guards.path-check-weakened", Side.HEAD, 3)
    assert finding.message == golden(
        "Line 3 of the base had `if not os.path.realpath(path).startswith(root + os.sep): raise "
        'Forbidden("outside of the folder")`; now it is `if not os.path.realpath(path).startswith(root): raise '
        'Forbidden("outside of the folder")`: what only looks like the right value passes as well. Does it '
        "still refuse as much?"
    )


def test_a_file_that_cannot_be_read_is_a_gap() -> None:
    noise = "".join(f"%%% ((( {n} ]]] ::: <<<\n" for n in range(20))
    run = Guards().run(snapshot(changed_file("a.py", "a = 1\n", noise))).run
    assert [gap.reason for gap in run.gaps] == ["does not parse as python"]
    assert run.files == frozenset()


def test_flow_types_are_read() -> None:
    base = "function f(a: string, b: any): Promise<any> {\n  verifyToken(a);\n  return go(b);\n}\n"
    assert told(change("src/a.js", base, base.replace("  verifyToken(a);\n", ""))) == ["verification-removed"]


@given(st.sampled_from(sorted(ROWS)), st.integers(0, 5))
def test_blank_lines_and_comments_change_nothing(name: str, lines: int) -> None:
    path, base, _, _ = ROWS[name]
    text = dedented(base)
    assert found(changed_file(path, text, text.replace("\n", "\n" * (lines + 1), 1))) == []


@given(st.text(st.characters(codec="utf-8"), max_size=200), st.text(st.characters(codec="utf-8"), max_size=200))
def test_any_text_is_read(base: str, head: str) -> None:
    for path in ("a.py", "a.js", "a.ts", "a.go", "A.java", "a.rb", "a.php"):
        found(changed_file(path, base, head))


def test_the_groups_of_families_have_weights() -> None:
    assert WEIGHTS["clearly-weaker"] > 0 < WEIGHTS["declared"]

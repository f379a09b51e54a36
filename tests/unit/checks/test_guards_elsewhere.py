"""Guards: what the rest of a change says of a protection that is gone, and what is one question in several places."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.model import ChangedFile, Confidence, Finding
from tests.builders import changed_file, snapshot
from workers.checks.guards import MOST_ON_LINES, Guards

AROUND = "    load(form)\n    audit(form)\n    trace(form)\n    mail(form)\n    count(form)\n    done(form)\n"
CHECK = "    if form.owner != current.owner:\n        raise PermissionDenied('this form is of somebody else')\n"
CALL = "    check_owner_of(form, current)\n"


def told(*files: ChangedFile) -> list[Finding]:
    return [item for item in Guards().run(snapshot(*files)).head if item.confidence > Confidence.LOW]


def form(check: str, *, instead: str = "", more: str = "") -> ChangedFile:
    """A file whose one definition loses a check."""
    base = f"def save(form, current):\n{check}{AROUND}"
    return changed_file("app/forms.py", base, f"def save(form, current):\n{instead}{AROUND}{more}")


@pytest.mark.parametrize("check", [CHECK, CALL])
def test_what_is_gone_has_a_line(check: str) -> None:
    assert len(told(form(check))) == 1


HELPER = "\n\ndef prepare_form(form, current):\n    check_owner_of(form, current)\n    return form\n"
C_BASE = "int save(form *f) {\n  return store(f);\n}\n"
C_HEAD = C_BASE.replace("  return", '  if (!owns(f)) return fail("this form is of somebody else");\n  return')
WENT: dict[str, Sequence[ChangedFile]] = {
    "into a helper that is called in its place": [
        form(CALL, instead="    form = prepare_form(form, current)\n", more=HELPER)
    ],
    "into a file of another language, with its error": [form(CHECK), changed_file("src/form.c", C_BASE, C_HEAD)],
    "to a function of another name, on the same arguments": [
        form(CALL, instead="    owners.check(form, current)\n"),
    ],
}

LOGIN = (
    "def login(key, user):\n    if not compare_digest(key, user.key):\n        raise Forbidden(user)\n    go(user)\n"
)
SAME_DIGEST = "def same_digest(one, other):\n    return compare_digest(one, other)\n"
WENT["a comparison in constant time, into a helper of another file"] = [
    changed_file("app/keys.py", LOGIN, LOGIN.replace("compare_digest", "same_digest")),
    changed_file("app/digests.py", "", SAME_DIGEST),
]


@pytest.mark.parametrize("files", WENT.values(), ids=WENT)
def test_what_went_elsewhere_has_none(files: Sequence[ChangedFile]) -> None:
    assert not told(*files)


def test_a_helper_that_does_not_check_takes_no_place() -> None:
    helper = HELPER.replace("    check_owner_of(form, current)\n", "")
    assert told(form(CALL, instead="    form = prepare_form(form, current)\n", more=helper))


ROUTER = "def routes(app):\n    app.get('/forms', forms)\n{limit}    app.get('/people', people)\n    app.run()\n"
LIMIT = "    app.use('/api/exports', rate_limit_middleware)\n"


@pytest.mark.parametrize("is_gone", [True, False])
def test_a_middleware_goes_with_its_route(is_gone: bool) -> None:
    router = changed_file("app/routes.py", ROUTER.format(limit=LIMIT), ROUTER.format(limit=""))
    kept = "def people(app):\n    return 1\n"
    exports = changed_file(
        "app/exports.py", f"{kept}\n\n@route('/exports')\ndef export(form):\n    return form\n", kept
    )
    assert bool(told(*([router, exports] if is_gone else [router]))) is not is_gone


GET = "class Users(Resource):\n    def get(self):\n        return self.patch\n\n"
PATCH = "    def patch(self, user):\n{check}        audit(user)\n        trace(user)\n        return store(user)\n"
PERMISSION = "        check_permission(user)\n"


@pytest.mark.parametrize(("decorator", "is_told"), [("@timed(3)", True), ("@needs_permission", False)])
def test_a_decorator_counts_when_the_class_is_split_too(decorator: str, is_told: bool) -> None:
    base = GET + PATCH.format(check=PERMISSION)
    head = f"{GET}class User(Resource):\n    {decorator}\n{PATCH.format(check='')}"
    assert bool(told(changed_file("app/users.py", base, head))) is is_told


def test_a_definition_that_moved_whole_is_not_gone() -> None:
    body = (
        "        if user.locked:\n            raise Locked(user.name)\n"
        "        audit(user.name)\n        trace(user.name)\n"
    )
    base = f"class Login:\n    def check_account(self, user):\n{body}\n    def run(self, user):\n        go(user)\n"
    head = "class Login:\n    def run(self, user):\n        go(user)\n"
    there = changed_file("app/account.py", "A = 1\n", f"A = 1\n\n\nclass Account:\n    def usable(self, user):\n{body}")
    assert not told(changed_file("app/login.py", base, head), there)


GONE = "  if (!isAllowed(form)) {\n    throw new Forbidden();\n  }\n"
BROWSER = f"import React from 'react';\nfunction save(form) {{\n{GONE}  go(form);\n}}\n"


@pytest.mark.parametrize(
    ("imported", "is_told"), [("import React from 'react';", False), ("import pg from 'pg';", True)]
)
def test_a_check_in_the_browser_protects_nobody(imported: str, is_told: bool) -> None:
    base = BROWSER.replace("import React from 'react';", imported)
    assert bool(told(changed_file("src/forms.js", base, base.replace(GONE, "")))) is is_told


def test_an_escape_in_the_browser_does() -> None:
    base = "import React from 'react';\nfunction show(text) {\n  return box(escapeHtml(text));\n}\n"
    assert told(changed_file("src/show.js", base, base.replace("escapeHtml(text)", "text")))


NULL = "    if form is None:\n        raise {error}\n"


@pytest.mark.parametrize(
    ("error", "is_told"), [("ValueError('no form')", False), ("PermissionDenied('nobody signed in')", True)]
)
def test_what_is_not_there_fails_by_itself(error: str, is_told: bool) -> None:
    assert bool(told(form(NULL.format(error=error)))) is is_told


def test_the_same_loss_in_many_places_is_one_question() -> None:
    base = "".join(f"def f{n}(a):\n    check_access(a)\n    go(a, {n})\n    done()\n\n\n" for n in range(9))
    head = base.replace("    check_access(a)\n", "")
    other = "def g(a):\n    check_access(a)\n    went(a)\n    done()\n"
    found = told(
        changed_file("a.py", base, head), changed_file("b.py", other, other.replace("    check_access(a)\n", ""))
    )
    assert len(found) == 1
    assert "; the same goes for line 8, line 14, line 20 and 6 more places. " in found[0].message


def test_two_places_name_the_other_file() -> None:
    other = "def save(form, current):\n" + CALL + AROUND
    found = told(form(CALL), changed_file("app/more.py", other, other.replace(CALL, "")))
    assert ["; the same goes for line 2 of `app/more.py`. " in item.message for item in found] == [True]


def test_of_many_losses_the_gravest_are_told() -> None:
    base = "".join(f"def f{n}(a):\n    check_access_{n}(a)\n    go(a)\n    done()\n\n\n" for n in range(9))
    head = "".join(f"def f{n}(a):\n    go(a)\n    done()\n\n\n" for n in range(9))
    found = Guards().run(snapshot(changed_file("a.py", base, head))).head
    assert len(found) > MOST_ON_LINES
    assert sum(item.confidence > Confidence.LOW for item in found) == MOST_ON_LINES


def test_a_check_and_its_constant_are_one_question() -> None:
    constant, check = "MAX_SIZE = 100\n", "    if form.size > MAX_SIZE:\n        raise TooLarge(form)\n"
    base = f"{constant}ONE = 1\n\n\ndef save(form):\n{check}    go(form)\n    done(form)\n"
    head = base.replace(constant, "").replace(check, "")
    assert [item.span.start_line for item in told(changed_file("a.py", base, head))] == [6]


STILL = {
    "an argument of a call that sends": (
        "app/client.py",
        "def fetch(session, prepared):\n    return session.send(prepared, verify=True)\n",
        "verify=True",
        "verify=False",
    ),
    "a document that is no page": (
        "packages/core/documents.ts",
        "function remove(document, user) {\n  if (document.userId !== user.id) {\n"
        "    throw new Forbidden(document.id);\n  }\n  drop(document.id);\n}\n",
        "  if (document.userId !== user.id) {\n    throw new Forbidden(document.id);\n  }\n",
        "",
    ),
    "a host of one's own": (
        "app/redirects.py",
        "def follow(target_host):\n    if not target_host.endswith('example.com'):\n"
        "        raise Forbidden(target_host)\n"
        "    go(target_host)\n",
        "    if not target_host.endswith('example.com'):\n        raise Forbidden(target_host)\n",
        "",
    ),
    "a switch for all": (
        "app/login.py",
        "def enter(user):\n    if LOGIN_DISABLED:\n        raise PermissionDenied(user)\n    go(user)\n",
        "    if LOGIN_DISABLED:\n        raise PermissionDenied(user)\n",
        "",
    ),
}


@pytest.mark.parametrize(("path", "base", "old", "new"), STILL.values(), ids=STILL)
def test_what_looks_like_none_is_one(path: str, base: str, old: str, new: str) -> None:
    assert old in base
    assert told(changed_file(path, base, base.replace(old, new)))


def test_what_moved_is_not_the_same_as_what_is_gone() -> None:
    foreign = "    if form.project_id != project.id:\n        raise PermissionDenied(form)\n"
    look_up = "    form = Form.objects.get(code=code)\n"
    base = f"def show(code, project):\n{look_up}{foreign}    return form\n"
    scoped = base.replace(look_up + foreign, "    form = project.form_set.get(code=code)\n")
    moved, gone = changed_file("app/a.py", base, scoped), changed_file("app/b.py", base, base.replace(foreign, ""))
    (found,) = told(moved, gone)
    assert (found.span.path, "the same goes" in found.message) == ("app/b.py", False)


NAMED = """<?php
class Route {
    public function setName($name) {
        if (!is_string($name)) {
            throw new InvalidArgumentException("not a name");
        }
        $this->name = $name;
    }
}
"""
TYPE_CHECK = """        if (!is_string($name)) {
            throw new InvalidArgumentException("not a name");
        }
"""


@pytest.mark.parametrize(("declared", "is_told"), [("string $name", False), ("$name", True)])
def test_a_type_that_is_declared_needs_no_check(declared: str, is_told: bool) -> None:
    head = NAMED.replace(TYPE_CHECK, "").replace("($name) {", f"({declared}) {{", 1)
    assert bool(told(changed_file("src/Route.php", NAMED, head))) is is_told


def test_a_type_that_was_declared_before_needs_no_check_either() -> None:
    base = NAMED.replace("($name) {", "(int|null $name) {").replace(
        "!is_string($name)", "is_string($name) && !is_numeric($name)"
    )
    assert not told(
        changed_file(
            "src/Route.php",
            base,
            base.replace(TYPE_CHECK.replace("!is_string($name)", "is_string($name) && !is_numeric($name)"), ""),
        )
    )


GUARDED = """<?php
class Entries {
    /**
     * Gets one.
     */
    public function get(Entry $entry) {
        $this->validateAuthentication();
        return $this->show($entry);
    }
}
"""


@pytest.mark.parametrize(
    ("annotation", "is_told"), [('     * @IsGranted("SHOW")\n', False), ("     * @Cached(60)\n", True)]
)
def test_an_annotation_about_access_takes_the_place_of_a_call(annotation: str, is_told: bool) -> None:
    head = GUARDED.replace("        $this->validateAuthentication();\n", "")
    head = head.replace("     * Gets one.\n", f"     * Gets one.\n{annotation}")
    assert bool(told(changed_file("src/Entries.php", GUARDED, head))) is is_told


def test_a_definition_is_quoted_below_its_annotations() -> None:
    gone = "  @Override\n  public void checkAccess(User user) {\n    verify(user);\n  }\n\n"
    base = f"class A extends B {{\n{gone}  int a() {{\n    return 1;\n  }}\n}}\n"
    head = base.replace(gone, "")
    (finding,) = Guards().run(snapshot(changed_file("src/A.java", base, head))).head
    assert finding.message.startswith("Line 3 of the base had `public void checkAccess(User user) {`")
    assert finding.span.start_line == 3

"""Operations and what protects them: the same guard in six languages, in each form that it takes."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from bot.model import ChangedFile, FileStatus, Hunk, Side
from tests.unit.checks.guards.programs import LANGUAGES, definition, file, function, operation, protections, read
from workers.checks.guards import flow
from workers.checks.guards.model import Way


class Form(NamedTuple):
    way: Way | None
    text: str
    """Of the one protection of ``remove()``, with ``&&`` for ``and``; nothing protects it where there is no way."""
    python: str
    ecmascript: str
    go: str
    java: str
    ruby: str
    php: str

    def body(self, language: str) -> str:
        return str(getattr(self, "ecmascript" if language in ("javascript", "typescript") else language))


FORMS = {
    "a refusal": Form(
        Way.REFUSES,
        "not admin()",
        "if not admin():\n    raise No()\nremove()",
        "if (!admin()) { throw no(); }\nremove();",
        "if !admin() {\n\treturn\n}\nremove()",
        "if (!admin()) throw new No();\nremove();",
        "raise No unless admin()\nremove()",
        "if (!admin()) { throw new No(); }\nremove();",
    ),
    "an early return": Form(
        Way.REFUSES,
        "hidden()",
        "if hidden():\n    return None\nremove()",
        "if (hidden()) return;\nremove();",
        "if hidden() {\n\tlog.Print(1)\n\treturn\n}\nremove()",
        "if (hidden()) { return; }\nremove();",
        "return if hidden()\nremove()",
        "if (hidden()): return; endif;\nremove();",
    ),
    "a call that does not come back": Form(
        Way.REFUSES,
        "not admin()",
        "if not admin():\n    abort(403)\nremove()",
        "if (!admin()) process.exit(1);\nremove();",
        'if !admin() {\n\tpanic("no")\n}\nremove()',
        "if (!admin()) { System.exit(1); }\nremove();",
        "halt 403 unless admin()\nremove()",
        "if (!admin()) die('no');\nremove();",
    ),
    "an else that refuses": Form(
        Way.REFUSES,
        "not admin()",
        "if admin():\n    remove()\nelse:\n    raise No()",
        "if (admin()) { remove(); } else { throw no(); }",
        'if admin() {\n\tremove()\n} else {\n\tpanic("no")\n}',
        "if (admin()) remove(); else throw new No();",
        "if admin()\n  remove()\nelse\n  raise No\nend",
        "if (admin()) { remove(); } else { throw new No(); }",
    ),
    "an else behind a refusal": Form(
        Way.REFUSES,
        "hidden()",
        "if hidden():\n    return\nelse:\n    remove()",
        "if (hidden()) { return; } else { remove(); }",
        "if hidden() {\n\treturn\n} else {\n\tremove()\n}",
        "if (hidden()) { return; } else { remove(); }",
        "if hidden()\n  return\nelse\n  remove()\nend",
        "if (hidden()) { return; } else { remove(); }",
    ),
    "a refusal inside a condition": Form(
        Way.REFUSES,
        "old() && not admin()",
        "if old():\n    if not admin():\n        raise No()\nremove()",
        "if (old()) { if (!admin()) throw no(); }\nremove();",
        "if old() {\n\tif !admin() {\n\t\treturn\n\t}\n}\nremove()",
        "if (old()) { if (!admin()) { throw new No(); } }\nremove();",
        "if old()\n  raise No unless admin()\nend\nremove()",
        "if (old()) { if (!admin()) { throw new No(); } }\nremove();",
    ),
    "a condition around it": Form(
        Way.ENCLOSES,
        "admin()",
        "if admin():\n    remove()",
        "if (admin()) { remove(); }",
        "if admin() {\n\tremove()\n}",
        "if (admin()) { remove(); }",
        "remove() if admin()",
        "if (admin()) { remove(); }",
    ),
    "the other branch of a condition": Form(
        Way.ENCLOSES,
        "not hidden()",
        "if hidden():\n    show()\nelse:\n    remove()",
        "if (hidden()) { show(); } else { remove(); }",
        "if hidden() {\n\tshow()\n} else {\n\tremove()\n}",
        "if (hidden()) show(); else remove();",
        "unless hidden()\n  remove()\nelse\n  show()\nend",
        "if (hidden()) show(); else remove();",
    ),
    "an operand in front of it": Form(
        Way.ENCLOSES,
        "admin()",
        "admin() and remove()",
        "admin() && remove();",
        "if admin() { remove() }",
        "if (admin()) remove();",
        "admin() && remove()",
        "admin() && remove();",
    ),
    "the next turn of a loop": Form(
        Way.SKIPS,
        "hidden()",
        "for one in all:\n    if hidden():\n        continue\n    remove()",
        "for (const one of all) { if (hidden()) continue; remove(); }",
        "for _, one := range all {\n\tif hidden() {\n\t\tcontinue\n\t}\n\tremove()\n}",
        "for (A one : all) { if (hidden()) { continue; } remove(); }",
        "all.each do |one|\n  next if hidden()\n  remove()\nend",
        "foreach ($all as $one) { if (hidden()) { continue; } remove(); }",
    ),
    "a value that is replaced": Form(
        Way.RESETS,
        "outside()",
        'if outside():\n    target = "/"\nremove()',
        'if (outside()) { target = "/"; }\nremove();',
        'if outside() {\n\ttarget = "/"\n}\nremove()',
        'if (outside()) { target = "/"; }\nremove();',
        'target = "/" if outside()\nremove()',
        "if (outside()) { $target = '/'; }\nremove();",
    ),
    "a call that checks": Form(
        Way.CHECKS,
        "check_access(it)",
        "check_access(it)\nremove()",
        "check_access(it);\nremove();",
        "if err := check_access(it); err != nil {\n\treturn\n}\nremove()",
        "check_access(it);\nremove();",
        "check_access(it)\nremove()",
        "check_access(it);\nremove();",
    ),
    "a case that refuses": Form(
        Way.REFUSES,
        "kind() == 1",
        "match kind():\n    case 1:\n        raise No()\nremove()",
        "switch (kind()) { case 1: throw no(); }\nremove();",
        "switch kind() {\ncase 1:\n\treturn\n}\nremove()",
        "switch (kind()) { case 1: throw new No(); }\nremove();",
        "case kind()\nwhen 1 then raise No\nend\nremove()",
        "switch (kind()) { case 1: throw new No(); }\nremove();",
    ),
    "a default that refuses": Form(
        Way.REFUSES,
        "kind() != 1",
        "match kind():\n    case 1:\n        show()\n    case _:\n        raise No()\nremove()",
        "switch (kind()) { case 1: show(); break; default: throw no(); }\nremove();",
        'switch kind() {\ncase 1:\n\tshow()\ndefault:\n\tpanic("no")\n}\nremove()',
        "switch (kind()) { case 1: show(); break; default: throw new No(); }\nremove();",
        "case kind()\nwhen 1 then show()\nelse raise No\nend\nremove()",
        "switch (kind()) { case 1: show(); break; default: throw new No(); }\nremove();",
    ),
    "only a warning": Form(
        None,
        "",
        'if not admin():\n    log.warning("no")\nremove()',
        'if (!admin()) { console.warn("no"); }\nremove();',
        'if !admin() {\n\tlog.Print("no")\n}\nremove()',
        'if (!admin()) { log.warn("no"); }\nremove();',
        'logger.warn("no") unless admin()\nremove()',
        "if (!admin()) { error_log('no'); }\nremove();",
    ),
    "a condition that never holds": Form(
        None,
        "",
        "if False and not admin():\n    raise No()\nremove()",
        "if (false && !admin()) { throw no(); }\nremove();",
        "if false && !admin() {\n\treturn\n}\nremove()",
        "if (false && !admin()) { throw new No(); }\nremove();",
        "raise No unless admin() || true\nremove()",
        "if (!(admin() || true)) { throw new No(); }\nremove();",
    ),
    "a refusal inside another function": Form(
        None,
        "",
        "run(lambda: admin() or abort(403))\nremove()",
        "run(() => { if (!admin()) { throw no(); } });\nremove();",
        "run(func() {\n\tif !admin() {\n\t\treturn\n\t}\n})\nremove()",
        "run(() -> { if (!admin()) { throw new No(); } });\nremove();",
        "run(lambda { raise No unless admin() })\nremove()",
        "run(function () { if (!admin()) { throw new No(); } });\nremove();",
    ),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FORMS)
def test_what_protects_an_operation(name: str, language: str) -> None:
    form = FORMS[name]
    expected = [] if form.way is None else [(form.way, form.text)]
    found = protections(language, function(language, form.body(language)))
    assert [(way, text.replace(" and ", " && ")) for way, text in found] == expected


HANDLED = {
    "python": "try:\n    remove()\nexcept Denied:\n    return None",
    "javascript": "try { remove(); } catch (e) { return; }",
    "typescript": "try { remove(); } catch (e) { throw e; }",
    "java": "try { remove(); } catch (Denied e) { throw e; }",
    "ruby": "begin\n  remove()\nrescue Denied\n  return\nend",
    "php": "try { remove(); } catch (Denied $e) { throw $e; }",
}


@pytest.mark.parametrize("language", HANDLED)
def test_a_handler_that_refuses_protects_what_it_handles(language: str) -> None:
    found = protections(language, function(language, HANDLED[language]))
    assert [way for way, _ in found] == [Way.HANDLES]


FORGETS = {
    "a handler that goes on": ("try:\n    check_access(it)\nexcept Denied:\n    pass\nremove()", []),
    "a handler that refuses": (
        "try:\n    check_access(it)\nexcept Denied:\n    return\nremove()",
        [(Way.CHECKS, "check_access(it)")],
    ),
    "a return is not caught": (
        "try:\n    if hidden():\n        return\nexcept Denied:\n    pass\nremove()",
        [(Way.REFUSES, "hidden()")],
    ),
    "a raise is": ("try:\n    if hidden():\n        raise Denied()\nexcept Denied:\n    pass\nremove()", []),
}


@pytest.mark.parametrize("name", FORGETS)
def test_a_check_whose_error_is_forgotten_protects_nothing_after(name: str) -> None:
    body, expected = FORGETS[name]
    assert protections("python", function("python", body)) == expected


ANSWERED = {
    "return both(x) ? remove() : show()": ("javascript", [(Way.ENCLOSES, "both(x)")]),
    "return admin() ? remove() : fail(403)": ("javascript", [(Way.REFUSES, "not admin()")]),
    "return remove() if admin() else None": ("python", [(Way.REFUSES, "not admin()")]),
    "admin() or raise(No)\nremove()": ("ruby", [(Way.REFUSES, "not admin()")]),
    "head :forbidden and return unless admin()\nremove()": ("ruby", [(Way.REFUSES, "not admin()")]),
    "assert admin()\nremove()": ("python", [(Way.REFUSES, "not admin()")]),
    'assert (admin(), "no")\nremove()': ("python", []),
    "$admin or die('no');\nremove();": ("php", [(Way.REFUSES, "not $admin")]),
    "abort_unless($admin, 403);\nremove();": ("php", [(Way.REFUSES, "not $admin")]),
    "throw_if($hidden, No::class);\nremove();": ("php", [(Way.REFUSES, "$hidden")]),
    "$data = $request->validate(['a' => 'b']);\nremove();": ("php", [(Way.CHECKS, '$request->validate(["a" => "b"])')]),
    "if (!ok) { res.status(403).end(); }\nremove();": ("javascript", []),
    "if (!ok) { res.status(403).end(); } else { remove(); }": ("javascript", [(Way.REFUSES, "not ok")]),
    "if (!ok) { return res.status(403).end(); }\nremove();": ("javascript", [(Way.REFUSES, "not ok")]),
    "while True:\n    if hidden():\n        break\n    remove()": ("python", [(Way.SKIPS, "hidden()")]),
    "for one in all:\n    if hidden():\n        raise No()\nremove()": ("python", [(Way.REFUSES, "hidden()")]),
    "with lock(it):\n    remove()": ("python", [(Way.WRAPS, "lock(it)")]),
    "if (x) return 1; else if (y) throw no(); else remove();": ("java", [(Way.REFUSES, "x"), (Way.REFUSES, "y")]),
    "if x:\n    check_access(it)\nelse:\n    check_access(it)\nremove()": (
        "python",
        [(Way.CHECKS, "check_access(it)")],
    ),
    "if x:\n    check_access(it)\nremove()": ("python", [(Way.CHECKS, "if x: check_access(it)")]),
    "v, err := load(it)\nif err != nil {\n\treturn\n}\nremove()": ("go", [(Way.CHECKS, "load(it)")]),
    'http.Error(w, "no", 403)\nremove()': ("go", []),
    "if True:\n    return 1\nelse:\n    pass\nlast()": ("python", None),
}


@pytest.mark.parametrize("body", ANSWERED)
def test_forms_of_one_language(body: str) -> None:
    language, expected = ANSWERED[body]
    text = function(language, body)
    if expected is None:
        assert not any("last" in each.calls for each in definition(language, text, "drop").operations)
    else:
        assert protections(language, text) == expected


def test_a_condition_on_a_variable_keeps_what_the_variable_stands_for() -> None:
    body = "ok = admin(it)\nif not ok:\n    raise No()\nremove()"
    (refusal,) = operation("python", function("python", body), "remove").protections
    assert (refusal.text, refusal.value, refusal.ending) == ("not ok", "not admin(it)", "raise No()")


def test_a_ternary_resets_its_variable() -> None:
    text = function("javascript", "const to = isSafe(url) ? url : '/';\nremove(to);")
    (reset,) = operation("javascript", text, "remove").protections
    assert (reset.way, reset.text, reset.name, reset.value) == (
        Way.RESETS,
        "not isSafe(url)",
        "const to".split()[1],
        '"/"',
    )


def test_the_end_of_a_function_is_protected_by_what_refused_before() -> None:
    read_ = definition("python", function("python", "if hidden(it):\n    raise No()"), "drop")
    assert [(each.text, [item.text for item in each.protections]) for each in read_.operations] == [
        (flow.END, ["hidden(it)"])
    ]


WRAPPED = {
    "python": ("@login_required\n@limit(5)\ndef drop(it, user=Depends(current_user)):\n    pass\n", "drop"),
    "typescript": ("class A {\n  @LoginRequired()\n  @Limit(5)\n  drop(@CurrentUser() user) {}\n}\n", "A.drop"),
    "java": ("class A { @LoginRequired @Limit(5) void drop(@CurrentUser User user) {} }\n", "A.drop"),
    "php": ("<?php class A {\n#[LoginRequired]\n#[Limit(5)]\nfunction drop(#[CurrentUser] $user) {} }\n", "A.drop"),
}


@pytest.mark.parametrize("language", WRAPPED)
def test_decorators_and_what_a_framework_is_asked_for_wrap_a_definition(language: str) -> None:
    text, name = WRAPPED[language]
    wraps = definition(language, text, name).protections
    assert {each.way for each in wraps} == {Way.WRAPS}
    assert [each.name.replace("_", "").lower() for each in wraps] == ["loginrequired", "limit", "currentuser"]
    assert wraps[1].value == "5"


DECLARED = {
    "python": "class A(View):\n    permission_classes = [Admin]\n\n    def get(self):\n        pass\n",
    "javascript": "class A extends View { permission_classes = [Admin]; get() {} }\n",
    "typescript": "class A extends View { static permission_classes = [Admin]; get() {} }\n",
    "java": "class A extends View { static String permission_classes = [Admin]; void get() {} }\n",
    "ruby": "class A < View\n  permission_classes = [Admin]\n  def get; end\nend\n",
    "php": "<?php class A extends View { protected $permission_classes = [Admin]; function get() {} }\n",
}


@pytest.mark.parametrize("language", DECLARED)
def test_a_class_declares(language: str) -> None:
    lines = [
        number for number, line in enumerate(DECLARED[language].split("\n"), 1) if "get(" in line or "get;" in line
    ]
    code = read(language, DECLARED[language], lines)
    (read_,) = (each for each in code.definitions if each.name == "A")
    assert read_.is_class
    assert read_.bases == ("View",)
    if language != "java":  # Java has no such literal: its field is read, whatever it is set to
        assert [(each.way, each.text) for each in read_.protections] == [(Way.DECLARES, "permission_classes=[Admin]")]


ROUTED = {
    "router.get('/x', requireLogin, limit(5), show);": ("javascript", "get", ["requireLogin", "limit"]),
    "app.use(requireLogin);\napp.get('/x', show);": ("javascript", "get", ["requireLogin"]),
    "router.get('/x', requireLogin, async (req, res) => {\n  remove(req.id);\n});": (
        "javascript",
        "remove",
        ["requireLogin"],
    ),
    "module.exports = requireLogin(async (req) => { remove(req.id); });": ("javascript", "remove", ["requireLogin"]),
    'package a\nfunc f(r R) {\n\tr.Use(login)\n\tr.With(limit(5)).Get("/x", show)\n}': (
        "go",
        "Get",
        ["login", "limit"],
    ),
    'package a\nfunc f() {\n\thttp.Handle("/x", requireLogin(http.HandlerFunc(show)))\n}': (
        "go",
        "Handle",
        ["requireLogin"],
    ),
    'package a\nfunc f(e E) {\n\tg := e.Group("/x", isAdmin)\n\tg.GET("/y", show)\n}': ("go", "GET", ["isAdmin"]),
    "<?php\nRoute::middleware(['auth'])->group(function () { Route::post('/x', 'y'); });": ("php", "post", ["auth"]),
    "<?php\nRoute::get('/x', [A::class, 'y'])->middleware('auth:api');": ("php", "get", ["auth"]),
    "authenticate :user do\n  mount Pages\nend": ("ruby", "mount", ["authenticate"]),
    "before { sign_in }\nget '/x' do\n  remove(it)\nend": ("ruby", "remove", ["before"]),
}


@pytest.mark.parametrize("text", ROUTED)
def test_what_stands_in_front_of_a_route_wraps_it(text: str) -> None:
    language, called, names = ROUTED[text]
    found = operation(language, f"{text}\n", called).protections
    assert [(each.way, each.name) for each in found] == [(Way.WRAPS, name) for name in names]


def test_filters_of_a_class_are_named_by_what_they_call() -> None:
    text = "class A < B\n  before_action :sign_in, :admin, only: :x\n  skip_before_action :csrf\nend\n"
    filters = definition("ruby", text, "A").protections
    assert [(each.owner, each.name, each.value) for each in filters] == [
        ("before_action", "sign_in", "only: :x"),
        ("before_action", "admin", "only: :x"),
        ("skip_before_action", "csrf", ""),
    ]


PREDICATES = {
    "python": "def can_read(user):\n    if user.banned:\n        return False\n    return user.admin or user.owner\n",
    "javascript": "const canRead = (user) => user.admin || user.owner;\n",
    "typescript": "function canRead(user: User) { return user.admin || user.owner; }\n",
    "go": "package a\nfunc canRead(user User) bool {\n\treturn user.admin || user.owner\n}\n",
    "java": "class A { boolean canRead(User user) { return user.admin || user.owner; } }\n",
    "ruby": "def can_read?(user)\n  user.admin || user.owner\nend\n",
    "php": "<?php\nfunction canRead($user) { return user.admin || user.owner; }\n",
}


@pytest.mark.parametrize("language", PREDICATES)
def test_a_predicate_answers(language: str) -> None:
    found = [item for each in read(language, PREDICATES[language]).definitions for item in each.protections]
    assert {each.way for each in found} == {Way.ANSWERS}
    assert found[-1].text.replace(" or ", " || ") in ("user.admin || user.owner", "user . admin || user . owner")


NESTED = (
    "class A:\n    def get(self):\n        one()\n\n    def put(self):\n        two()\n\n\ndef other():\n    three()\n"
)


def test_only_what_holds_a_line_is_read() -> None:
    listed = {each.name: each for each in read("python", NESTED, [3]).definitions}
    assert list(listed) == ["", "A", "A.get", "A.put", "other"]
    assert [name for name, each in listed.items() if each.is_read] == ["", "A", "A.get"]
    assert [(each.line, each.end_line) for each in listed.values()][1:] == [(1, 6), (2, 3), (5, 6), (9, 10)]


def test_further_definitions_are_read_by_name() -> None:
    found = flow.read_definitions(file("python", NESTED), Side.HEAD, {"other", "A.put"})
    assert [(each.name, each.operations[0].text) for each in found] == [("A.put", "two()"), ("other", "three()")]


def test_the_lines_beside_a_gap_are_touched() -> None:
    change = ChangedFile("a", FileStatus.MODIFIED, f"{NESTED}x = 1\n", NESTED, (Hunk(3, 1, 2, 0),), language="python")
    assert flow.touched_lines(change, Side.BASE) == {3}
    assert flow.touched_lines(change, Side.HEAD) == {2, 3}


CALLBACKS = "app.get('/x', (req) => {\n  one(req);\n});\napp.get('/y', (req) => {\n  two(req);\n});\n"


def test_functions_without_a_name_belong_to_what_is_around_them() -> None:
    (top,) = read("javascript", CALLBACKS, [2]).definitions
    assert [each.text for each in top.operations] == ['app.get("/x",…)', "one(req)", 'app.get("/y",…)']
    (whole,) = flow.read_definitions(file("javascript", CALLBACKS), Side.HEAD, {""})
    assert [name for each in whole.operations for name in each.calls] == ["get", "one", "get", "two"]


def test_a_long_statement_is_told_by_its_head() -> None:
    (each,) = read("python", f"rows = load(\n    {'1, ' * 3_000}\n)\n").definitions[0].operations
    assert each.text == "rows = load(…"
    assert each.calls == ("load",)


BASES = {
    "python": "class A(View, Mixin, metaclass=Meta):\n    pass\n",
    "javascript": "class A extends View {}\n",
    "typescript": "abstract class A extends View<T> implements Mixin {}\n",
    "go": "package a\ntype A struct {\n\tView\n\tMixin\n\tname string\n}\n",
    "java": "class A extends View implements Mixin {}\n",
    "ruby": "class A < View\n  include Mixin\nend\n",
    "php": "<?php class A extends View { use Mixin; }\n",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_class_inherits_from(language: str) -> None:
    expected = ("View",) if language == "javascript" else ("View", "Mixin")
    assert definition(language, BASES[language], "A").bases == expected


def test_many_arms_and_labels_are_cut() -> None:
    arms = "if (a) { show(); } " + "".join(f"else if (a{number}) {{ return 0; }} " for number in range(2_000))
    labels = "switch (x) { " + "".join(f"case {number}: " for number in range(5_000)) + "remove(); }"
    text = function("javascript", f"{arms} else {{ throw no(); }}\n{labels}")
    found = operation("javascript", text, "remove").protections
    assert 100 < len(found) < 300
    assert all(len(item.text) < 1_000 for item in found)

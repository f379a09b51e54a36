"""Guards: what is made in another way gets no line of its own; what is only called like a check is none."""

from __future__ import annotations

import pytest

from bot.model import ChangedFile, Confidence
from tests.builders import changed_file, snapshot
from workers.checks.guards import Guards

NAMES = (
    "def check_names(form, users):\n    user = load(form)\n    audit(user)\n    trace(user)\n    names(user)\n"
    "    mail(user)\n    count(user)\n    done(user)\n"
)
CHECKED = "    if not has_permission(user, form):\n        raise PermissionDenied(user)\n"


def edited(path: str, base: str, old: str, new: str) -> ChangedFile:
    assert old in base
    return changed_file(path, base, base.replace(old, new, 1))


def lines(*files: ChangedFile) -> list[str]:
    """The rules of what would stand on a line."""
    return [item.rule for item in Guards().run(snapshot(*files)).head if item.confidence > Confidence.LOW]


GUARDED = NAMES.replace("    audit(user)\n", CHECKED + "    audit(user)\n")


def test_what_is_gone_has_a_line() -> None:
    assert lines(edited("app/forms.py", GUARDED, CHECKED, ""))


REBUILT = {
    "a helper of another name": "    require_permissions(user, form)\n    raise_if_stale(form)\n",
}


@pytest.mark.parametrize("instead", REBUILT.values(), ids=REBUILT)
def test_what_is_made_in_another_way_has_none(instead: str) -> None:
    assert not lines(edited("app/forms.py", GUARDED, CHECKED, instead))


def test_a_refusal_under_another_condition_has_none() -> None:
    base = GUARDED.replace("not has_permission(user, form)", "user.session != form.owner.session")
    assert not lines(edited("app/forms.py", base, "user.session != form.owner.session", "form.foreign"))


def test_what_is_called_in_another_file_has_none() -> None:
    there = changed_file(
        "app/store.py", "def load(form):\n    return form\n", "def load(form):\n    return has_permission(form)\n"
    )
    assert not lines(edited("app/forms.py", GUARDED, CHECKED, ""), there)


def test_a_decorator_takes_the_place_of_a_call() -> None:
    base = GUARDED.replace(CHECKED, "    validate_schema(form)\n")
    head = "@validation.body(FORM)\n" + base.replace("    validate_schema(form)\n", "")
    assert not lines(changed_file("app/forms.py", base, head))


NO_CHECK = {
    "it hands something out": ("app/forms.py", "    get_permission_policy(user)\n"),
    "it undoes an escape": ("app/forms.py", "    html.unescape(user)\n"),
    "it makes an object": ("app/forms.py", "    PermissionPolicy(user)\n"),
    "it gives a value on": ("app/forms.py", '    send({"permissions": sorted(user.all())})\n'),
    "it looks at an error": ("app/forms.py", "    if is_denied(err):\n        raise PermissionDenied(err)\n"),
}


@pytest.mark.parametrize(("path", "gone"), NO_CHECK.values(), ids=NO_CHECK)
def test_what_is_no_check_is_not_missed(path: str, gone: str) -> None:
    base = NAMES.replace("    audit(user)\n", gone + "    audit(user)\n")
    assert not lines(edited(path, base, gone, ""))


FOREIGN = "    if form.project_id != project.id:\n        raise PermissionDenied(code)\n"
TOKEN = "\t\tcsrfHandler().regenerateToken(w)\n"
LOGIN = "  const jwt = validateAdminLogin(user);\n"
BAD = "  if (isBad(user)) {\n    log.error(user);\n    throw new Forbidden(user);\n  }\n"
SAME = {
    "an expression that refuses finds more": (
        "app/hosts.py",
        "def check(host):\n    if re.match(r'(a|b)[.]local$', host):\n        raise Forbidden(host)\n    go(host)\n",
        "local$",
        "local",
    ),
    "another word in a list of words": (
        "app/hosts.py",
        "def is_allowed(name):\n    return bool(re.fullmatch(r'.*[.](bmp|png)', name))\n",
        "(bmp|png)",
        "(avif|bmp|png)",
    ),
    "the start of the text, not of a line": (
        "app/hosts.rb",
        'def allowed?(name)\n  Regexp.new("^#{quote(name)}(.*)").match?(name)\nend\n',
        "^#",
        "\\\\A#",
    ),
    "a stricter annotation": (
        "app/A.java",
        'class A {\n  @PreAuthorize("permitAll()")\n  void open() {\n    go();\n  }\n}\n',
        "permitAll()",
        "hasAuthority('ADMIN')",
    ),
    "a bound that bounded nothing": (
        "app/names.py",
        "@lru_cache(maxsize=None)\ndef check_name(name):\n    return split(name)\n",
        "@lru_cache(maxsize=None)",
        "@cache",
    ),
    "a field that is only copied": (
        "auth/session.go",
        "func toStored(s Session) Stored {\n\treturn Stored{\n\t\tID: s.ID,\n\t\tNonce: s.Nonce,\n\t}\n}\n",
        "\t\tNonce: s.Nonce,\n",
        "\t\tSecret: s.Secret,\n",
    ),
    "data of an answer": (
        "routes/users.js",
        "function reauth(req, res) {\n  res.json({ reauth: true });\n}\n",
        "reauth: true",
        "verified: true",
    ),
    "a word of an error's text": (
        "auth/perms.py",
        "def explain(perm):\n    text = ('no {permission}').format(permission=perm)\n    return text\n",
        "('no {permission}').format(permission=perm)",
        "f'no {perm}'",
    ),
    "what makes two objects the same": (
        "A.java",
        "class A {\n  public boolean equals(Object o) {\n    if (!name.equals(o.name)) {\n      return false;\n    }\n"
        "    return true;\n  }\n}\n",
        "    if (!name.equals(o.name)) {\n      return false;\n    }\n    return true;",
        "    if (id.equals(o.id)) {\n      return true;\n    }\n    return name.equals(o.name);",
    ),
    "a word of no danger": (
        "app/names.py",
        "def find(paths):\n    for path in paths:\n        path = path.replace('colour', 'color')\n        read(path)\n"
        "    done(paths)\n",
        "        path = path.replace('colour', 'color')\n",
        "",
    ),
    "a switch of no danger": (
        "app/options.js",
        "const options = {\n  bodySize: 3,\n  disableRequestLogging: false,\n  other: 1,\n};\n",
        "  disableRequestLogging: false,\n",
        "",
    ),
    "a refusal that finds more": (
        "app/hosts.py",
        "def check(host, blocked):\n    if host == blocked:\n        raise Forbidden(host)\n    go(host)\n",
        "host == blocked",
        "host.startswith(blocked)",
    ),
    "code that is handed on": (
        "app/a.js",
        "function save(form) {\n  form.validate((errors) => {\n    print(errors);\n    go(form);\n  });\n}\n",
        "    print(errors);\n",
        "",
    ),
    "a check behind another check": (
        "app/login.js",
        f"function login(user) {{\n{LOGIN}{BAD}  go(jwt);\n}}\n",
        LOGIN + BAD,
        BAD + LOGIN,
    ),
    "a query for what is allowed": (
        "auth/docs.py",
        "def find(qs, user):\n    qs = base(qs)\n    qs = qs.filter(owner=user)\n    return list(qs)\n",
        "qs.filter(owner=user)",
        "qs.filter(pk__in=permitted_ids(user))",
    ),
    "what was only done on one platform": (
        "app/paths.py",
        "def place(path):\n    if sys.platform == 'win32':\n        path = os.path.normpath(path)\n"
        "    return open(path)\n",
        "    if sys.platform == 'win32':\n        path = os.path.normpath(path)\n",
        "",
    ),
    "a helper of nearly the same name": (
        "app/names.py",
        "def save(body):\n    validate_name_and_description(body, length=False)\n    keep(body)\n    store(body)\n",
        "    validate_name_and_description(body, length=False)\n    keep(body)\n",
        "    keep(body)\n    clean_name_and_description(body)\n",
    ),
    "what is looked up through its owner": (
        "app/forms.py",
        f"def show(request, code, project):\n    form = Form.objects.get(code=code)\n{FOREIGN}    return form\n",
        f"    form = Form.objects.get(code=code)\n{FOREIGN}",
        "    form = project.form_set.get(code=code)\n",
    ),
    "another header for the same": (
        "app/headers.py",
        "def send(response):\n    response.headers['X-Frame-Options'] = 'DENY'\n    go(response)\n",
        "    response.headers['X-Frame-Options'] = 'DENY'\n",
        "    response.headers['Content-Security-Policy'] = \"frame-ancestors 'none'\"\n",
    ),
    "two branches that became one": (
        "app/session.go",
        f"func issue(w W, old S) {{\n\tif old.None() {{\n{TOKEN}\t}} else if old.Other() {{\n"
        f"{TOKEN}\t}}\n\tgo(w)\n}}\n",
        f"\tif old.None() {{\n{TOKEN}\t}} else if old.Other() {{\n",
        "\tif old.None() || old.Other() {\n",
    ),
    "a helper that was taken in": (
        "app/tokens.py",
        "class V:\n    def verify(self, key):\n        self.general(key)\n        self.verify_signature(key)\n\n"
        "    def verify_signature(self, key):\n        return self.verifier.run(self.token, key)\n",
        "        self.verify_signature(key)\n\n    def verify_signature(self, key):\n",
        "",
    ),
    "a wrapper that only counts": (
        "app/serve.go",
        "func serve(router R, r Q) {\n"
        "\tcsrf := nosurf.NewCSRFHandler(otel.SpanNameRecorder(router), r)\n\tgo(csrf)\n}\n",
        "otel.SpanNameRecorder(router)",
        "router",
    ),
    "an entry that is taken out in another way": (
        "app/sessions.py",
        "def resolve_redirects(self, headers):\n    self.trace(headers)\n    del headers['Cookie']\n"
        "    return self.send(headers)\n",
        "    del headers['Cookie']\n",
        "    headers.pop('Cookie', None)\n",
    ),
    "an escape of another platform": (
        "app/Debugger.php",
        "<?php\nfunction show($text) {\n    if (function_exists('hphp_log')) {\n        return htmlentities($text);\n"
        "    }\n    return highlight($text);\n}\n",
        "    if (function_exists('hphp_log')) {\n        return htmlentities($text);\n    }\n",
        "",
    ),
    "a header that is read": (
        "app/a.ts",
        'function open(ctx) {\n  const csp = ctx.get("Content-Security-Policy");\n  go(ctx);\n}\n',
        '  const csp = ctx.get("Content-Security-Policy");\n',
        "",
    ),
}


@pytest.mark.parametrize(("path", "base", "old", "new"), SAME.values(), ids=SAME)
def test_what_is_as_strict_is_no_loss(path: str, base: str, old: str, new: str) -> None:
    assert not lines(edited(path, base, old, new))

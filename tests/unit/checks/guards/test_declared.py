"""What a change stops declaring: a row is a small diff in one file and the kinds of what it takes away."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Side
from tests import diffs
from tests.builders import changed_file
from workers.checks.guards import declared
from workers.checks.guards.compared import compared
from workers.checks.guards.declarations.moves import Move, number_of, value_move
from workers.checks.guards.model import How, Loss, Way


def lost(path: str, diff: str) -> list[Loss]:
    file = changed_file(path, diffs.base(diff) or "", diffs.head(diff))
    return list(declared.losses(compared([file])))


def kinds(path: str, diff: str) -> set[str]:
    return {f"{loss.how.value} {loss.kind}" for loss in lost(path, diff)}


LOST = {
    # python
    "certificates are no longer verified": (
        "a.py",
        " def get(url):\n-    return http.get(url, verify=True)\n+    return http.get(url, verify=False)\n",
        "weaker tls",
    ),
    "a parser resolves entities": (
        "a.py",
        " def read(text):\n-    return XMLParser(resolve_entities=False)\n+    return XMLParser()\n",
        "gone xml",
    ),
    "permission classes": (
        "a.py",
        " class Info(APIView):\n-    permission_classes = [IsAdmin]\n \n     def get(self, request):\n"
        "         return 1\n",
        "gone permission",
    ),
    "an entry of a list of what is denied": (
        "a.py",
        ' BLOCKED_SCHEMES = [\n     "file",\n-    "gopher",\n ]\n',
        "gone deny-list",
    ),
    "an entry of a list of what is allowed": (
        "a.py",
        ' ALLOWED_SCHEMES = [\n     "https",\n+    "javascript",\n ]\n',
        "bypassed allow-list",
    ),
    "a rule's check string is empty": (
        "a.py",
        ' RULES = [\n     Rule(\n         name="delete",\n-        check="role:admin",\n'
        '+        check="",\n     ),\n ]\n',
        "weaker check-string",
    ),
    "a claim is not checked": (
        "a.py",
        " def user(token):\n-    return jwt.decode(token, KEY, audience=AUDIENCE)\n"
        "+    return jwt.decode(token, KEY)\n",
        "gone claims",
    ),
    "a limit is higher": (
        "a.py",
        " import os\n-MAX_BODY_SIZE = 1_000\n+MAX_BODY_SIZE = 1_000_000\n",
        "weaker limit-raised",
    ),
    "fewer rounds": (
        "a.py",
        " def hashed(word):\n-    return kdf(word, iterations=600_000)\n+    return kdf(word, iterations=1_000)\n",
        "weaker work-factor",
    ),
    "a weak hash": (
        "a.py",
        " def sign(data):\n-    return hmac.new(KEY, data, hashlib.sha256)\n"
        "+    return hmac.new(KEY, data, hashlib.md5)\n",
        "weaker crypto",
    ),
    "debugging is on by default": (
        "a.py",
        " def serve(app, debug=False):\n     pass\n-DEBUG = False\n+DEBUG = True\n",
        "weaker flag-switched",
    ),
    "a view is exempted": ("a.py", "+@csrf_exempt\n def pay(request):\n     return do(request)\n", "bypassed exempted"),
    "a file that all may read": (
        "a.py",
        " def save(path, text):\n-    os.chmod(path, 0o600)\n+    os.chmod(path, 0o644)\n",
        "weaker mode",
    ),
    "an expression without an anchor": (
        "a.py",
        ' NAME = 1\n-HOST = re.compile(r"^example\\.org$")\n+HOST = re.compile(r"^example\\.org")\n',
        "weaker pattern-loosened",
    ),
    "an argument that bounds": (
        "a.py",
        " def body(request):\n-    return parse(request, max_fields=100)\n+    return parse(request)\n",
        "gone limit-argument",
    ),
    # javascript, typescript
    "a cookie that scripts can read": (
        "a.js",
        ' function login(res) {\n   res.cookie("id", id, {\n-    httpOnly: true,\n     path: "/",\n   });\n }\n',
        "gone cookie",
    ),
    "a router without its guard": (
        "a.js",
        ' const router = express();\n-router.delete("/users/:id", requireAdmin, remove);\n'
        '+router.delete("/users/:id", remove);\n',
        "gone middleware",
    ),
    "no helmet": ("a.js", " const app = express();\n-app.use(helmet());\n app.use(json());\n", "gone standing"),
    "credentials from everywhere": (
        "a.ts",
        ' const app = server();\n-app.use(cors({ origin: "https://a.org" }));\n+app.use(cors({ origin: "*" }));\n',
        "weaker cors",
    ),
    "a link to elsewhere": (
        "a.tsx",
        ' const Link = () => (\n-  <a href={x} target="_blank" rel="noopener">x</a>\n'
        '+  <a href={x} target="_blank">x</a>\n );\n',
        "gone output",
    ),
    "a key for every method": (
        "a.ts",
        " class User {\n-  @Exclude()\n   password: string;\n   name: string;\n }\n",
        "gone hidden-field",
    ),
    # go
    "a server that waits for ever": (
        "a.go",
        " package a\n func f() {\n \ts := &http.Server{\n \t\tAddr: x,\n"
        "-\t\tReadHeaderTimeout: 5 * time.Second,\n \t}\n }\n",
        "gone timeout",
    ),
    "a field that is written out": (
        "a.go",
        ' package a\n type User struct {\n-\tPassword string `json:"-"`\n+\tPassword string `json:"password"`\n }\n',
        "weaker hidden-field",
    ),
    "a version that is broken": (
        "a.go",
        " package a\n func f() {\n-\tc := tls.Config{MinVersion: tls.VersionTLS12}\n"
        "+\tc := tls.Config{MinVersion: tls.VersionTLS10}\n }\n",
        "weaker tls",
    ),
    # java
    "a document type": (
        "A.java",
        " class A {\n   void f() {\n"
        '-    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);\n'
        "     parse(factory);\n   }\n }\n",
        "gone xml",
    ),
    "no protection of forms": (
        "A.java",
        " class A {\n   void f(Http http) {\n-    http.cors();\n+    http.csrf().disable();\n"
        "     http.build();\n   }\n }\n",
        "bypassed disabled",
    ),
    "a field of the answer": (
        "A.java",
        " class A {\n-  @JsonIgnore\n   private String password;\n   private String name;\n }\n",
        "gone hidden-field",
    ),
    # ruby
    "no token of forms": (
        "a.rb",
        " class A < B\n-  protect_from_forgery with: :exception\n   def show\n     render x\n   end\n end\n",
        "gone csrf",
    ),
    "a filter is skipped": (
        "a.rb",
        " class A < B\n+  skip_before_action :authenticate_user!\n   def show\n     render x\n   end\n end\n",
        "bypassed exempted",
    ),
    "a parameter that everybody may set": (
        "a.rb",
        " class A < B\n   def attributes\n-    params.permit(:name)\n+    params.permit(:name, :admin)\n   end\n end\n",
        "bypassed field-shown",
    ),
    # php
    "quotes stay": (
        "a.php",
        " <?php\n function f($x) {\n-    return htmlspecialchars($x, ENT_QUOTES);\n"
        "+    return htmlspecialchars($x);\n }\n",
        "gone output",
    ),
    "any class is made": (
        "a.php",
        ' <?php\n function f($x) {\n-    return unserialize($x, ["allowed_classes" => false]);\n'
        "+    return unserialize($x);\n }\n",
        "gone loader",
    ),
    "a field that is shown": (
        "a.php",
        ' <?php\n class User {\n     protected $hidden = [\n-        "password",\n         "token",\n     ];\n }\n',
        "gone hidden-field",
    ),
    "a header of the answer": (
        "a.php",
        ' <?php\n function f() {\n-    header("X-Frame-Options: DENY");\n     render();\n }\n',
        "gone header",
    ),
}


@pytest.mark.parametrize(("path", "diff", "kind"), LOST.values(), ids=LOST.keys())
def test_what_is_declared_no_more(path: str, diff: str, kind: str) -> None:
    assert kind in kinds(path, diff)


KEPT = {
    "the call went with its argument": (
        "a.py",
        " def f(url):\n-    http.get(url, verify=True)\n     return 1\n",
    ),
    "the definition went": ("a.py", "-def f(url):\n-    return http.get(url, verify=True)\n def g():\n     return 1\n"),
    "arguments in another order": (
        "a.py",
        " def f(url):\n-    return http.get(url, verify=True, timeout=5)\n"
        "+    return http.get(url, timeout=5, verify=True)\n",
    ),
    "one argument a line": (
        "a.py",
        " def f(url):\n-    return http.get(url, verify=True)\n+    return http.get(\n+        url,\n"
        "+        verify=True,\n+    )\n",
    ),
    "a lower limit": ("a.py", " import os\n-MAX_BODY_SIZE = 1_000_000\n+MAX_BODY_SIZE = 1_000\n"),
    "one more that is denied": ("a.py", ' BLOCKED_SCHEMES = [\n     "file",\n+    "gopher",\n ]\n'),
    "the list stands elsewhere in the file": (
        "a.js",
        ' const BLOCKED = [\n-  "file",\n   "ftp",\n+  "file",\n ];\n',
    ),
    "switched on": ("a.php", ' <?php\n-$options["verify"] = false;\n+$options["verify"] = true;\n'),
    "a sentence": ("A.java", ' class A {\n   void f() {\n-    log("no such user");\n+    log("nobody");\n   }\n }\n'),
}


@pytest.mark.parametrize(("path", "diff"), KEPT.values(), ids=KEPT.keys())
def test_what_is_no_loss(path: str, diff: str) -> None:
    assert kinds(path, diff) == set()


def test_what_a_loss_says() -> None:
    (loss,) = lost("a.py", " def get(url):\n     return http.get(\n         url,\n-        verify=True,\n     )\n")
    protection = loss.protection
    assert (loss.how, loss.side, loss.line, loss.scope, loss.head_scope) == (How.GONE, Side.BASE, 4, "get", "get")
    assert (protection.way, protection.owner, protection.name, protection.value) == (
        Way.DECLARES,
        "get",
        "verify",
        "True",
    )


def test_what_took_the_place_has_the_line() -> None:
    (loss,) = lost("a.py", " import os\n-MAX_BODY_SIZE = 1_000\n+\n+MAX_BODY_SIZE = 1_000_000\n")
    assert (loss.side, loss.line) == (Side.HEAD, 3)
    assert loss.became is not None
    assert loss.became.value == "1_000_000"


def test_an_entry_that_moves_to_another_file_is_no_loss() -> None:
    files = [
        changed_file("a.py", 'BLOCKED = [\n    "file",\n    "ftp",\n]\n', 'BLOCKED = [\n    "ftp",\n]\n'),
        changed_file("b.py", "OTHER = [\n]\n", 'OTHER = [\n    "file",\n]\n'),
    ]
    assert list(declared.losses(compared(files))) == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("10", 10), ("1_000", 1_000), ("10 * 1024", 10_240), ("1 << 20", 1 << 20), ("5 * time.Second", 5),
        ("0o600", 0o600), ("0x10", 16), ("2 ** 10", 1_024), ("1.5", 1.5), ("10s", 10),
        ("x", None), ("10 + x", None), ('"10"', None),
    ],
)  # fmt: skip
def test_numbers(text: str, number: float | None) -> None:
    assert number_of(text) == number


@pytest.mark.parametrize(
    ("old", "new", "move"),
    [
        ("true", "false", Move.OFF), ("False", "True", Move.ON), ("5", "50", Move.RAISED),
        ("50 * KB", "5 * KB", Move.LOWERED), ("[A, B]", "[A]", Move.SHRUNK), ("[A]", "[A, B]", Move.GROWN),
        ("a", "b", Move.EDITED),
    ],
)  # fmt: skip
def test_moves(old: str, new: str, move: Move) -> None:
    assert value_move(old, new) is move


_LINES = st.lists(
    st.sampled_from(
        [
            "verify=True,",
            "timeout=5,",
            '"a",',
            "f(x)",
            "x = 1",
            "[",
            "]",
            "(",
            ")",
            "{",
            "}",
            '"',
            "class A:",
            "def f():",
            "@x",
        ]
    ),
    max_size=12,
)


@given(_LINES, _LINES, st.sampled_from(["a.py", "a.ts", "a.go", "A.java", "a.rb", "a.php"]))
def test_every_line_of_a_loss_stands_in_its_file(base: list[str], head: list[str], path: str) -> None:
    file = changed_file(path, "\n".join(base) + "\n", "\n".join(head) + "\n")
    for loss in declared.losses(compared([file])):
        lines = base if loss.side is Side.BASE else head
        assert 1 <= loss.line <= max(1, len(lines))
        assert (loss.became is None) == (loss.how is not How.WEAKER)

"""Guards: protection that got weaker is told on the line where it is weak now; what got stronger is not."""

from __future__ import annotations

import pytest

from bot.knowledge.protection import STRONG
from bot.model import Side
from tests.builders import changed_file, snapshot
from workers.checks.guards import Guards
from workers.checks.guards.comparison import losses
from workers.checks.guards.families import family

ROWS = {
    "an operator turned round": (
        "a.ts",
        "function verify(a, b) {\n  if (!valid(a) || !valid(b)) {\n    throw new CsrfError();\n  }\n  go();\n}\n",
        "||",
        "&&",
        "refusal-weaker",
    ),
    "one clause less in an answer": (
        "A.java",
        "class A {\n  boolean isValid(String u) {\n    return noDots(u)\n      && noColons(u)\n      && noSpaces(u);\n"
        "  }\n}\n",
        "\n      && noColons(u)",
        "",
        "answer-weaker",
    ),
    "a last expression in Ruby": (
        "a.rb",
        "def allowed?(path)\n  path == root || path.start_with?(root_slash)\nend\n",
        "start_with?(root_slash)",
        "start_with?(root)",
        "comparison-widened",
    ),
    "a comparison in constant time": (
        "auth/sign.go",
        "func verify(signature, expected []byte) bool {\n"
        "\treturn subtle.ConstantTimeCompare(signature, expected) == 1\n}\n",
        "subtle.ConstantTimeCompare(signature, expected) == 1",
        "bytes.Equal(signature, expected)",
        "comparison-widened",
    ),
    "an answer flipped": (
        "a.py",
        "def is_allowed(kind):\n    if kind not in KINDS:\n        return False\n    return lookup(kind)\n",
        "return False",
        "return True",
        "answer-flipped",
    ),
    "an error that lets through": (
        "a.py",
        "def is_valid(a):\n    try:\n        return check(a)\n    except Exception:\n        return False\n",
        "return False",
        "return True",
        "answer-flipped",
    ),
    "an error swallowed": (
        "a.py",
        "def read(a):\n    try:\n        check(a)\n    except Bad:\n        raise Forbidden()\n    go(a)\n",
        "raise Forbidden()",
        "pass",
        "handler-swallows",
    ),
    "a bound raised": (
        "a.js",
        "const limits = {\n  bodyLimit: 1024 * 1024,\n  b: 2\n}\n",
        "1024 * 1024",
        "100 * 1024 * 1024",
        "bound-raised",
    ),
    "a default of the environment": (
        "a.py",
        'COOKIE_HTTPONLY = flag(env("COOKIE_HTTPONLY", "true"))\n',
        '"true"',
        '"false"',
        "setting-edited",
    ),
    "a strict value": (
        "a.py",
        'FRAME_OPTIONS = env("FRAME_OPTIONS", "deny")\n',
        "deny",
        "allow",
        "setting-edited",
    ),
    "a pattern in a condition": (
        "a.rb",
        "def find(key)\n  return nil unless /\\A[a-z]+\\z/.match?(key)\n  go(key)\nend\n",
        "\\A[a-z]+\\z",
        "[a-z]+",
        "pattern-loosened",
    ),
    "a pattern of what is taken away": (
        "a.js",
        'function clean(a) {\n  return a.replace(/[<>"]+/g, "")\n}\n',
        '[<>"]+',
        "[<>]+",
        "pattern-loosened",
    ),
    "a filter by the owner": (
        "A.php",
        "<?php\nfunction f($u) {\n  return T::query()->where('user_id', $u->id)->where('id', 3)->first();\n}\n",
        "->where('user_id', $u->id)",
        "",
        "owner-filter-gone",
    ),
    "an argument that made it check": (
        "a.ts",
        "function read(t) {\n  return JWT.verify(t, KEY, {\n    algorithms: [A],\n  });\n}\n",
        ", {\n    algorithms: [A],\n  }",
        "",
        "setting-gone",
    ),
    "one of those that stand in front": (
        "a.rb",
        "class A < B\n  before_action :find, :authorize, :only => [:show]\nend\n",
        ", :authorize",
        "",
        "argument-gone",
    ),
    "a careful header": (
        "a.js",
        "function f(res) {\n  res.set('X-Content-Type-Options', 'nosniff');\n  res.send(1);\n}\n",
        "  res.set('X-Content-Type-Options', 'nosniff');\n",
        "",
        "header-gone",
    ),
    "a variable that was cleaned": (
        "a.php",
        "<?php\nfunction f($name) {\n  $name = Str::slug($name);\n  save($name);\n}\n",
        "  $name = Str::slug($name);\n",
        "",
        "cleaning-gone",
    ),
    "a call of any name taken away": (
        "A.java",
        "class A {\n  String f(R r) {\n    return tidy(dropSemicolon(r.path()));\n  }\n}\n",
        "dropSemicolon(r.path())",
        "r.path()",
        "call-unwrapped",
    ),
    "a check after what it stood in front of": (
        "a.py",
        "def f(a):\n    check_access(a)\n    first(a)\n    second(a)\n",
        "    check_access(a)\n    first(a)\n    second(a)\n",
        "    first(a)\n    second(a)\n    check_access(a)\n",
        "check-after-use",
    ),
    "a method that others call": (
        "a.py",
        "class A(B):\n    def send(self, a):\n        if not ok(a):\n            raise Forbidden()\n        go(a)\n\n"
        "    def f(self):\n        self.send(1)\n",
        "    def send(self, a):\n        if not ok(a):\n            raise Forbidden()\n        go(a)\n\n",
        "",
        "refusal-gone-raise",
    ),
    "an else that refused": (
        "a.py",
        "def f(a):\n    if a.may(X):\n        go(a)\n    else:\n        abort(403)\n    done()\n",
        "    if a.may(X):\n        go(a)\n    else:\n        abort(403)\n",
        "    go(a)\n",
        "refusal-gone-deny",
    ),
    "a Ruby method called by its mere name": (
        "a.rb",
        "def rename\n  return render_403 unless editable?\n  go\nend\n",
        "  return render_403 unless editable?\n",
        "",
        "refusal-gone-deny",
    ),
}


def families(path: str, base: str, head: str) -> set[str]:
    sides = Guards().sides([changed_file(path, base, head)])
    return {name for loss in losses(sides) if (name := family(loss, STRONG))}


@pytest.mark.parametrize(("path", "base", "old", "new", "expected"), ROWS.values(), ids=ROWS)
def test_how_it_got_weaker(path: str, base: str, old: str, new: str, expected: str) -> None:
    assert old in base
    head = base.replace(old, new, 1)
    assert expected in families(path, base, head)
    assert expected not in families(path, head, base)


UNTOLD = {
    "an error that is only thrown again": (
        "A.java",
        "class A {\n  void f() {\n    try {\n      go();\n    } catch (Broken e) {\n      skip();\n"
        "    } catch (Exception e) {\n      throw e;\n    }\n  }\n}\n",
        " catch (Exception e) {\n      throw e;\n    }",
        "",
    ),
    "an error of the database asked for its state": (
        "A.java",
        "class A {\n  void f(SqlException sqlException) {\n    if (!sqlException.state().equals(DUPLICATE_OBJECT)) {\n"
        "      throw sqlException;\n    }\n    go();\n  }\n}\n",
        "    if (!sqlException.state().equals(DUPLICATE_OBJECT)) {\n      throw sqlException;\n    }\n",
        "",
    ),
    "what is said of what will go one day": (
        "config/production.rb",
        "configure do\n  config.support.disallowed_deprecation = :log\n  config.go = 1\nend\n",
        "  config.support.disallowed_deprecation = :log\n",
        "",
    ),
    "what is known of something": (
        "a.py",
        "def f(mail):\n    return Address(mail, verified=True)\n",
        "verified=True",
        "verified=False",
    ),
    "a setter that does nothing now": (
        "A.java",
        "class A {\n  A setSameSite(boolean sameSite) {\n    this.sameSite = sameSite;\n    return this;\n  }\n}\n",
        "    this.sameSite = sameSite;\n",
        "",
    ),
    "a bound that is an argument now": (
        "a.py",
        "class A:\n    max_part_size = 1024\n    one = 1\n\n    def __init__(self, stream):\n        go(stream)\n",
        "    max_part_size = 1024\n    one = 1\n\n    def __init__(self, stream):",
        "    one = 1\n\n    def __init__(self, stream, max_part_size: int = 1024):",
    ),
    "an argument that is given by its name": (
        "a.py",
        "def f(verify, cert):\n    context = make_context(verify, cert)\n    go(context)\n",
        "make_context(verify, cert)",
        "make_context(verify=verify)",
    ),
    "an error in another wrapping": (
        "A.java",
        "class A {\n  void f() {\n    try {\n      go();\n    } catch (Malformed e) {\n"
        "      throw new IOError(e);\n    }\n  }\n}\n",
        " catch (Malformed e) {\n      throw new IOError(e);\n    }",
        " finally {\n      done();\n    }",
    ),
    "what is required, handed out": (
        "a.go",
        "func f(r Rules) {\n\tjoins := r.RequiredJoins()\n\tgo(joins)\n}\n",
        "r.RequiredJoins()",
        "none",
    ),
    "an address that is put together": (
        "a.py",
        "def f(self, params):\n    self.url = self.url.copy_merge_params(params=params)\n    go(self)\n",
        "    self.url = self.url.copy_merge_params(params=params)\n",
        "",
    ),
    "a call that was made before": (
        "app/paths.py",
        "def place(path, root):\n    if os.path.abspath(path) != root:\n        raise Forbidden(path)\n    go(path)\n",
        "    if os.path.abspath(path) != root:\n",
        "    path = os.path.abspath(path)\n    if path != root:\n",
    ),
    "a probe": (
        "A.java",
        "class A {\n  void f(R r) {\n    checkForShinyApp(r);\n    go(r);\n  }\n}\n",
        "    checkForShinyApp(r);\n",
        "",
    ),
    "warnings that are shown again": (
        "a.py",
        "urllib3.disable_warnings()\nONE = 1\n",
        "urllib3.disable_warnings()\n",
        "",
    ),
    "a thing that is asked for by its name": (
        "a.js",
        "function f(a) {\n  const validator = a._validator();\n  go(a);\n}\n",
        "  const validator = a._validator();\n",
        "",
    ),
    "a variable of another name": (
        "a.go",
        "func f(a A) {\n\tif allowed {\n\t\ta.Set(originHeader, match)\n\t}\n}\n",
        "if allowed {",
        "if ok {",
    ),
    "a step that others make too": (
        "a.go",
        "func f(all []S, s S) {\n\tif trusted(s) {\n\t\tall = append(all, s)\n\t}\n\tgo(s)\n\tfor more(s) {\n"
        "\t\tall = append(all, s)\n\t}\n}\n",
        "\tif trusted(s) {\n\t\tall = append(all, s)\n\t}\n",
        "",
    ),
    "a condition that is spelled otherwise": (
        "a.php",
        "<?php\nfunction f() {\n  if (Config::query()->has('security_message') && Config::query()->has('level')) {\n"
        "    go(1);\n  }\n}\n",
        "Config::query()->has('security_message') && Config::query()->has('level')",
        "Config::has('security_message') && Config::has('level')",
    ),
    "an error asked for what it is": (
        "a.go",
        "func f(err error) error {\n\tif errors.Is(err, store.ErrNone) {\n\t\treturn newErr(err)\n\t}\n"
        "\treturn err\n}\n",
        "\tif errors.Is(err, store.ErrNone) {\n\t\treturn newErr(err)\n\t}\n",
        "",
    ),
    "an error's own text": (
        "a.js",
        "function f(e) {\n  if (e.message.includes('unique') && e.code) {\n    return badRequest(1);\n"
        "  }\n  throw e;\n}\n",
        "  if (e.message.includes('unique') && e.code) {\n    return badRequest(1);\n  }\n",
        "",
    ),
    "a handler that says less": (
        "a.py",
        "def f(a):\n    try:\n        check(a)\n    except TypeError as exc:\n        print(exc)\n"
        "        raise Denied(exc)\n",
        "        print(exc)\n",
        "",
    ),
    "a query that is gone with its filter": (
        "a.py",
        "def f(user):\n    found = db.query(Form).filter(Form.user == user).all()\n    go(user)\n",
        "    found = db.query(Form).filter(Form.user == user).all()\n",
        "",
    ),
    "a step that cleans nothing": (
        "a.go",
        "func f(entry *Entry) {\n\tentry.Tags = slices.Compact(entry.Tags)\n\tgo(entry)\n}\n",
        "\tentry.Tags = slices.Compact(entry.Tags)\n",
        "",
    ),
    "a call in front of a route that only counts": (
        "a.go",
        "func f(handler Handler) {\n\thandler = instrument(handler)\n\tgo(handler)\n}\n",
        "\thandler = instrument(handler)\n",
        "",
    ),
    "an argument of one of many options": (
        "a.py",
        "private_opts = [\n    Opt('wakeup',\n        since='2024',\n        default=3),\n]\n",
        "        since='2024',\n",
        "",
    ),
    "a condition that is called otherwise": (
        "a.py",
        "def f(loc):\n    if update_location_and_permission_of_store(loc):\n        go(loc)\n",
        "update_location_and_permission_of_store(loc)",
        "update_location(loc)",
    ),
    "a definition that does nothing": (
        "a.py",
        'class A:\n    def check_owner(self, form):\n        """Whether it is hers.\n        """\n\n'
        "    def go(self):\n        pass\n",
        '    def check_owner(self, form):\n        """Whether it is hers.\n        """\n\n',
        "",
    ),
    "another label of a case": (
        "auth/token.go",
        "func codeChallenge(method string) string {\n\tswitch method {\n"
        "\tcase codeChallengeMethodPlain:\n\t\treturn codeVerifier\n"
        "\tdefault:\n\t\treturn fail(method)\n\t}\n}\n",
        "codeChallengeMethodPlain",
        "oauth2.PKCEPlain",
    ),
    "a cache that is emptied": (
        "app/query.ts",
        "function refresh(keys) {\n  client.invalidateQueries(\n    keys,\n    { type: 'none' }\n  );\n  go();\n}\n",
        "(\n    keys,\n    { type: 'none' }\n  );",
        "(keys);",
    ),
    "a value that is chosen": (
        "app/text.py",
        "def show(html, text):\n    # The safe html.\n    return (\n"
        "        html\n        if isinstance(text, str)\n"
        "        else wrap(html=html, content=text)\n    )\n",
        "    # The safe html.\n    return (\n        html\n        if isinstance(text, str)\n"
        "        else wrap(html=html, content=text)\n    )\n",
        "    return wrap(html=html, content=text)\n",
    ),
}

UNTOLD |= {
    "a verification that was turned off": (
        "src/A.java",
        "class A {\n  Client open() {\n    client.setVerifyingSsl(false);\n    return client;\n  }\n}\n",
        "    client.setVerifyingSsl(false);\n",
        "",
    ),
    "a value of the configuration, read with care": (
        "app/driver.py",
        "def stats(self):\n    compression = self.settings.safe_get('compressed')\n    return report(self)\n",
        "    compression = self.settings.safe_get('compressed')\n",
        "",
    ),
    "a stream that is closed": (
        "src/B.java",
        "class B {\n  void end() {\n    IoUtils.safeClose(this.channel);\n    report(this);\n  }\n}\n",
        "    IoUtils.safeClose(this.channel);\n",
        "",
    ),
    "a value that has to be there": (
        "app/models/tag.rb",
        "class Tag < Record\n  validates :user, presence: true\n  scope :all, -> { order(:name) }\nend\n",
        "  validates :user, presence: true\n",
        "",
    ),
    "the least that is taken": (
        "app/Socket.php",
        "<?php\nfunction read($length) {\n    if ($length < 0) {\n        throw new InvalidArgumentException('no');\n"
        "    }\n    return take($length);\n}\n",
        "$length < 0",
        "$length < 1",
    ),
    "a constructor of a class that checks": (
        "src/PasswordChecker.java",
        "class PasswordChecker {\n  PasswordChecker() {\n    this.digest = digest();\n  }\n\n"
        "  boolean check(String a) {\n    return known(a);\n  }\n}\n",
        "  PasswordChecker() {\n    this.digest = digest();\n  }\n\n",
        "",
    ),
}


@pytest.mark.parametrize(("path", "base", "old", "new"), UNTOLD.values(), ids=UNTOLD)
def test_what_is_no_loss_at_all(path: str, base: str, old: str, new: str) -> None:
    assert old in base
    assert families(path, base, base.replace(old, new, 1)) == set()


def test_it_stands_on_the_line_that_is_weak_now() -> None:
    path, base, old, new, _ = ROWS["a comparison in constant time"]
    (finding,) = Guards().run(snapshot(changed_file(path, base, base.replace(old, new)))).head
    assert (finding.rule, finding.cwe, finding.span.side) == ("guards.constant-time-weakened", 208, Side.HEAD)
    assert finding.title == "A comparison in constant time was weakened in `verify`"
    assert finding.message.endswith("Can the time of the answer tell now how much of a guess is right?")

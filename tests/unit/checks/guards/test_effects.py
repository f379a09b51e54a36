"""What protects by happening and happens no more: a row is a small diff in one file and the kind that is lost."""

from __future__ import annotations

import pytest

from tests import diffs
from tests.builders import changed_file
from workers.checks.guards import effects
from workers.checks.guards.compared import compared
from workers.checks.guards.model import How, Loss, Way


def lost(path: str, diff: str) -> list[Loss]:
    file = changed_file(path, diffs.base(diff) or "", diffs.head(diff))
    return list(effects.losses(compared([file])))


def kinds(path: str, diff: str) -> set[str]:
    return {f"{loss.how.value} {loss.kind}" for loss in lost(path, diff)}


LOST = {
    # python
    "the session keeps its key": (
        "a.py",
        " def login(request, user):\n-    request.session.cycle_key()\n     request.session['user'] = user.id\n",
        "gone session",
    ),
    "a token that never expires": (
        "a.py",
        " def rescope(token):\n     data = build(token)\n-    data['expires_at'] = token.expires_at\n"
        "     return data\n",
        "gone expiry",
    ),
    "a secret in the answer": (
        "a.py",
        " def show(user):\n     data = user.data()\n-    del data['password']\n     return data\n",
        "gone masked",
    ),
    "a secret in the log": (
        "a.py",
        " def sort(places):\n-    scrubbed = [without(x) for x in places]\n-    LOG.debug(scrubbed)\n"
        "+    LOG.debug(places)\n",
        "gone masked",
    ),
    "everybody's rows": (
        "a.py",
        " def rows(request):\n-    return Row.objects.filter(owner=request.user).all()\n"
        "+    return Row.objects.all()\n",
        "gone owner-filter",
    ),
    "a file of a known name": (
        "a.py",
        " def unpack(data):\n-    handle, path = tempfile.mkstemp()\n+    path = '/tmp/unpacked'\n"
        "     write(path, data)\n",
        "gone file",
    ),
    # javascript, typescript
    "a header that follows to another host": (
        "a.js",
        " function follow(request) {\n-  request.headers.delete('authorization');\n   send(request);\n }\n",
        "gone header-removed",
    ),
    "a field of the answer": (
        "a.ts",
        " function show(user: User) {\n-  delete user.password;\n   return user;\n }\n",
        "gone masked",
    ),
    "a condition of a query": (
        "a.ts",
        " function one(id, userId) {\n   return db.findOne({\n     where: {\n       id,\n"
        "-      userId,\n     },\n   });\n }\n",
        "gone owner-filter",
    ),
    # go
    "a new user is an administrator": (
        "a.go",
        " package a\n func signup(user *User) {\n-\tuser.Perm.Admin = false\n \tsave(user)\n }\n",
        "gone privilege-reset",
    ),
    "a lock": (
        "a.go",
        " package a\n func (s *Store) Take() {\n-\ts.mu.Lock()\n-\tdefer s.mu.Unlock()\n \ts.count()\n }\n",
        "gone lock",
    ),
    "a body without an end": (
        "a.go",
        " package a\n func f(w W, r *R) {\n-\tr.Body = http.MaxBytesReader(w, r.Body, 1<<20)\n \tread(r.Body)\n }\n",
        "gone limit",
    ),
    # java
    "tokens that still work": (
        "A.java",
        " class A {\n   void change(User user) {\n     user.setWord(word);\n"
        "-    tokens.revokeTokens(user);\n   }\n }\n",
        "gone token",
    ),
    "bytes that stay in memory": (
        "A.java",
        " class A {\n   void use(char[] word) {\n     check(word);\n-    Arrays.fill(word, '0');\n   }\n }\n",
        "gone wiped",
    ),
    # ruby
    "anybody's post": (
        "a.rb",
        " class A\n   def set\n-    @post = current_user.posts.find(params[:id])\n"
        "+    @post = Post.find(params[:id])\n   end\n end\n",
        "weaker owner-filter",
    ),
    "the session is not reset": (
        "a.rb",
        " class A\n   def login(user)\n-    reset_session\n     session[:user] = user.id\n   end\n end\n",
        "gone session",
    ),
    # php
    "the session keeps its number": (
        "a.php",
        " <?php\n function login($user) {\n-    session_regenerate_id(true);\n     $_SESSION['user'] = $user;\n }\n",
        "gone session",
    ),
    "an id from outside": (
        "a.php",
        " <?php\n function add($data) {\n-    unset($data['Event']['id']);\n     save($data);\n }\n",
        "gone deletion",
    ),
    "attempts are not written down": (
        "a.php",
        " <?php\n function fail($user) {\n-    $this->audit->logFailure($user);\n     render('login');\n }\n",
        "gone audit",
    ),
}


@pytest.mark.parametrize(("path", "diff", "kind"), LOST.values(), ids=LOST.keys())
def test_what_does_not_happen_any_more(path: str, diff: str, kind: str) -> None:
    assert kind in kinds(path, diff)


KEPT = {
    "it happens later": (
        "a.py",
        " def login(request):\n-    request.session.flush()\n     check(request)\n+    request.session.flush()\n",
    ),
    "a helper does it": (
        "a.py",
        " def show(user):\n-    del user['password']\n+    shown(user)\n     return user\n+def shown(user):\n"
        "+    del user['password']\n",
    ),
    "the call opened something": (
        "a.php",
        " <?php\n class A {\n     function beforeFilter() {\n"
        "-        $this->Auth->allow('download');\n         f();\n     }\n }\n",
    ),
    "only a name of a variable": ("a.rb", " def f(a)\n-  row = a.load\n+  line = a.load\n   line\n end\n"),
    "nothing that protects": ("a.go", " package a\n func f() {\n-\tx.paint()\n \ty()\n }\n"),
    "a lock of another kind": (
        "A.java",
        " class A {\n   void f() {\n-    this.lock.lock();\n+    this.gate.lock();\n     g();\n   }\n }\n",
    ),
}


@pytest.mark.parametrize(("path", "diff"), KEPT.values(), ids=KEPT.keys())
def test_what_is_no_loss(path: str, diff: str) -> None:
    assert kinds(path, diff) == set()


def test_what_a_loss_says() -> None:
    (loss,) = lost("a.py", " def login(request):\n-    request.session.cycle_key()\n     welcome(request)\n")
    assert (loss.how, loss.protection.way, loss.protection.text) == (How.GONE, Way.ACTS, "request.session.cycle_key()")
    assert loss.operations[0].text == "welcome(request)"

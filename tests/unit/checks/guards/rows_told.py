"""Small changes that take a protection away, as diffs (:mod:`tests.diffs`): what guards tells, and what it finds."""

from __future__ import annotations

from collections.abc import Mapping

Diffs = Mapping[str, str]
"""Path → the file as a diff."""

TOLD: Mapping[str, Diffs] = {
    "python refusal": {
        "app/files.py": """\
 def send(root, name, user, out):
     path = os.path.join(root, name)
-    if not os.path.realpath(path).startswith(root + os.sep):
-        raise Forbidden("outside of the folder")
     if not user.may_read(path):
         abort(403)
     with open(path) as file:
         data = file.read()
         out.write(data)
         log.info("sent")
         return len(data)
""",
    },
    "python access": {
        "app/files.py": """\
 def send(root, name, user, out):
     path = os.path.join(root, name)
     if not os.path.realpath(path).startswith(root + os.sep):
         raise Forbidden("outside of the folder")
-    if not user.may_read(path):
-        abort(403)
     with open(path) as file:
         data = file.read()
         out.write(data)
         log.info("sent")
         return len(data)
""",
    },
    "python decorator": {
        "app/views.py": """\
 @bp.route("/x")
-@login_required
 def delete(id):
     item = find(id)
     item.delete()
     return "ok"
""",
    },
    "python statement": {
        "app/handlers.py": """\
 class H:
     def get(self, path):
-        self.check_xsrf_cookie()
         body = load(path)
         self.write(body)
""",
    },
    "python wrapper": {
        "app/up.py": """\
 def up(f):
-    name = secure_filename(f.name)
+    name = f.name
     f.save(join(DIR, name))
     a()
     b()
     c()
     d()
""",
    },
    "python limit": {
        "app/color.py": """\
 def parse(text):
-    if len(text) > 100:
-        raise ValueError("too long")
     return RE.match(text)
""",
    },
    "javascript deletion": {
        "src/events.js": """\
 class S {
   push(user) {
-    delete user.sessionToken;
     this.client.send(user);
     this.done();
   }
 }
""",
    },
    "typescript throw": {
        "src/move.ts": """\
 export function move(to: string): void {
-  if (!isAllowedPath(to)) {
-    throw new ForbiddenError("no");
-  }
   fs.renameSync(from, to);
   done();
 }
""",
    },
    "go ownership": {
        "api/key.go": """\
 package api

 func Delete(c *Context) {
     key := find(c)
-    if key.RepoID != c.Repo.ID {
-        c.NotFound()
-        return
-    }
     remove(key)
     c.Status(204)
     log.Info("x")
     done()
 }
""",
    },
    "java annotation": {
        "src/A.java": """\
 class A {
-  @PreAuthorize("hasRole(1)")
   public void wipe(int id) {
     store.wipe(id);
     log(id);
   }
 }
""",
    },
    "ruby raise": {
        "lib/parser.rb": """\
 class P
   def read(io)
-    if io.size > LIMIT
-      raise Error, "header too large"
-    end
     io.read
   end
 end
""",
    },
    "php escape": {
        "src/View.php": """\
 <?php
 class V {
   function show($a) {
-    $t = htmlspecialchars($a->title);
+    $t = $a->title;
     print($t);
     foo();
     bar();
     baz();
   }
 }
""",
    },
    "a host of one's own": {
        "app/redirects.py": """\
 def follow(target_host):
-    if not target_host.endswith('example.com'):
-        raise Forbidden(target_host)
     go(target_host)
""",
    },
    "a switch for all": {
        "app/login.py": """\
 def enter(user):
-    if LOGIN_DISABLED:
-        raise PermissionDenied(user)
     go(user)
""",
    },
    "a comparison in constant time": {
        "auth/sign.go": """\
 func verify(signature, expected []byte) bool {
-    return subtle.ConstantTimeCompare(signature, expected) == 1
+    return bytes.Equal(signature, expected)
 }
""",
    },
    "an error swallowed": {
        "a.py": """\
 def read(a):
     try:
         check(a)
     except Bad:
-        raise Forbidden()
+        pass
     go(a)
""",
    },
    "one of those that stand in front": {
        "a.rb": """\
 class A < B
-  before_action :find, :authorize, :only => [:show]
+  before_action :find, :only => [:show]
 end
""",
    },
    "a careful header": {
        "a.js": """\
 function f(res) {
-  res.set('X-Content-Type-Options', 'nosniff');
   res.send(1);
 }
""",
    },
    "a variable that was cleaned": {
        "a.php": """\
 <?php
 function f($name) {
-  $name = Str::slug($name);
   save($name);
 }
""",
    },
    "an else that refused": {
        "a.py": """\
 def f(a):
-    if a.may(X):
-        go(a)
+    go(a)
-    else:
-        abort(403)
     done()
""",
    },
    "a Ruby method called by its mere name": {
        "a.rb": """\
 def rename
-  return render_403 unless editable?
   go
 end
""",
    },
    "a call that checks": {
        "app/forms.py": """\
 def save(form, current):
-    check_owner_of(form, current)
     load(form)
     trace(form)
     mail(form)
""",
    },
    "a middleware whose route stays": {
        "app/routes.js": """\
 function routes(app) {
   app.get("/forms", forms);
-  app.use("/api/exports", rateLimiter);
   app.get("/api/exports", exports);
   app.listen(80);
 }
""",
    },
    "an escape in the browser": {
        "src/show.js": """\
 import React from 'react';
 function show(text) {
-  return box(escapeHtml(text));
+  return box(text);
 }
""",
    },
    "nobody signed in": {
        "app/forms.py": """\
 def save(form, current):
-    if form is None:
-        raise PermissionDenied('nobody signed in')
     load(form)
     trace(form)
""",
    },
    "a call before an annotation about something else": {
        "src/Entries.php": """\
 <?php
 class Entries {
     /**
-     * Gets one.
+     * @Cached(60)
      */
     public function get(Entry $entry) {
-        $this->validateAuthentication();
         return $this->show($entry);
     }
 }
""",
    },
    "a token of forms, whatever else is said": {
        "a.py": """\
 def f(form):
-    check_csrf(token, url=server.url, host=server.host, scheme='https')
     load(form)
     trace(form)
""",
    },
}
"""Told, on a line or in the summary, at the place."""

FOUND: Mapping[str, tuple[str, Diffs]] = {
    "a call into a helper that does not check": (
        "gone:checks",
        {
            "app/forms.py": """\
 def save(form, current):
-    check_owner_of(form, current)
+    form = prepare_form(form, current)
     load(form)
     trace(form)


 def prepare_form(form, current):
     return form
""",
        },
    ),
    "a check whose class is split": (
        "gone:checks",
        {
            "app/users.py": """\
 class Users(Resource):
     def get(self):
         return self.patch

+class User(Resource):
+    @timed(3)
     def patch(self, user):
-        check_permission(user)
         audit(user)
         trace(user)
         return store(user)
""",
        },
    ),
    "python setting": (
        "weaker:declares:tls",
        {
            "app/http.py": """\
 def get(url):
     session = new()
-    return session.get(url, verify=True, timeout=5)
+    return session.get(url, verify=False, timeout=5)
""",
        },
    ),
    "an entry of a list of what is removed": (
        "gone:declares:deny-list",
        {
            "src/retry.py": """\
-REMOVE_HEADERS = frozenset(["Cookie", "Authorization"])
+REMOVE_HEADERS = frozenset(["Authorization"])


 def go():
     pass
""",
        },
    ),
    "an operator turned round": (
        "weaker:refuses:clause-dropped",
        {
            "a.ts": """\
 function verify(a, b) {
-  if (!valid(a) || !valid(b)) {
+  if (!valid(a) && !valid(b)) {
     throw new CsrfError();
   }
   go();
 }
""",
        },
    ),
    "one clause less in an answer": (
        "weaker:answers:clause-dropped",
        {
            "A.java": """\
 class A {
   boolean isValid(String u) {
     return noDots(u)
-      && noColons(u)
       && noSpaces(u);
   }
 }
""",
        },
    ),
    "an answer flipped": (
        "weaker:answers:constant",
        {
            "a.py": """\
 def is_allowed(kind):
     if kind not in KINDS:
-        return False
+        return True
     return lookup(kind)
""",
        },
    ),
    "an error that lets through": (
        "weaker:answers:constant",
        {
            "a.py": """\
 def is_valid(a):
     try:
         return check(a)
     except Exception:
-        return False
+        return True
""",
        },
    ),
    "a bound raised": (
        "weaker:declares:limit-raised",
        {
            "a.js": """\
 const limits = {
-  bodyLimit: 1024 * 1024,
+  bodyLimit: 100 * 1024 * 1024,
   b: 2
 }
""",
        },
    ),
    "a strict value": (
        "weaker:declares:header",
        {
            "a.py": """\
-FRAME_OPTIONS = env("FRAME_OPTIONS", "deny")
+FRAME_OPTIONS = env("FRAME_OPTIONS", "allow")
""",
        },
    ),
    "a pattern in a condition": (
        "weaker:refuses:pattern-loosened",
        {
            "a.rb": r"""
 def find(key)
-  return nil unless /\A[a-z]+\z/.match?(key)
+  return nil unless /[a-z]+/.match?(key)
   go(key)
 end
""",
        },
    ),
    "a pattern of what is taken away": (
        "weaker:cleans:replace-pattern",
        {
            "a.js": """\
 function clean(a) {
-  return a.replace(/[<>"]+/g, "")
+  return a.replace(/[<>]+/g, "")
 }
""",
        },
    ),
    "a filter by the owner": (
        "weaker:acts:owner-filter",
        {
            "A.php": """\
 <?php
 function f($u) {
-  return T::query()->where('user_id', $u->id)->where('id', 3)->first();
+  return T::query()->where('id', 3)->first();
 }
""",
        },
    ),
    "an argument that made it check": (
        "weaker:cleans:wrap-fewer",
        {
            "a.ts": """\
 function read(t) {
-  return JWT.verify(t, KEY, {
+  return JWT.verify(t, KEY);
-    algorithms: [A],
-  });
 }
""",
        },
    ),
    "a call of any name taken away": (
        "gone:cleans:unwrapped",
        {
            "A.java": """\
 class A {
   String f(R r) {
-    return tidy(dropSemicolon(r.path()));
+    return tidy(r.path());
   }
 }
""",
        },
    ),
    "a check after what it stood in front of": (
        "later:checks",
        {
            "a.py": """\
 def f(a):
-    check_access(a)
     first(a)
     second(a)
+    check_access(a)
""",
        },
    ),
}
"""Found as a loss of this sort; what else the change does decides whether it is told."""

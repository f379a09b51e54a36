"""Small changes that only look like a loss, as diffs (:mod:`tests.diffs`)."""

from __future__ import annotations

from collections.abc import Mapping

from tests.unit.checks.guards.rows_told import Diffs

NO_LOSS: Mapping[str, Diffs] = {
    "moved to a helper": {
        "app/files.py": """\
 def send(root, name, user, out):
     path = os.path.join(root, name)
+    inside(root, path)
-    if not os.path.realpath(path).startswith(root + os.sep):
-        raise Forbidden("outside of the folder")
     if not user.may_read(path):
         abort(403)
     with open(path) as file:
         data = file.read()
         out.write(data)
         log.info("sent")
         return len(data)
+
+def inside(root, path):
+    if not os.path.realpath(path).startswith(root + os.sep):
+        raise Forbidden("outside of the folder")
""",
    },
    "reformatted": {
        "app/files.py": """\
 def send(root, name, user, out):
     path = os.path.join(root, name)
-    if not os.path.realpath(path).startswith(root + os.sep):
+    if not os.path.realpath(
+        path,
+    ).startswith(root + os.sep):
-        raise Forbidden("outside of the folder")
+        raise Forbidden('outside of the folder')
     if not user.may_read(path):
         abort(403)
     with open(path) as file:
         data = file.read()
         out.write(data)
-        log.info("sent")
+        log.info('sent')
         return len(data)
""",
    },
    "renamed variable": {
        "app/files.py": """\
 def send(root, name, user, out):
-    path = os.path.join(root, name)
+    target = os.path.join(root, name)
-    if not os.path.realpath(path).startswith(root + os.sep):
+    if not os.path.realpath(target).startswith(root + os.sep):
         raise Forbidden("outside of the folder")
-    if not user.may_read(path):
+    if not user.may_read(target):
         abort(403)
-    with open(path) as file:
+    with open(target) as file:
         data = file.read()
         out.write(data)
         log.info("sent")
         return len(data)
""",
    },
    "one more condition to refuse": {
        "app/files.py": """\
 def send(root, name, user, out):
     path = os.path.join(root, name)
     if not os.path.realpath(path).startswith(root + os.sep):
         raise Forbidden("outside of the folder")
-    if not user.may_read(path):
+    if banned or not user.may_read(path):
         abort(403)
     with open(path) as file:
         data = file.read()
         out.write(data)
         log.info("sent")
         return len(data)
""",
    },
    "another message": {
        "app/files.py": """\
 def send(root, name, user, out):
     path = os.path.join(root, name)
     if not os.path.realpath(path).startswith(root + os.sep):
-        raise Forbidden("outside of the folder")
+        raise Forbidden("not here")
     if not user.may_read(path):
         abort(403)
     with open(path) as file:
         data = file.read()
         out.write(data)
         log.info("sent")
         return len(data)
""",
    },
    "a conversion that is not needed": {
        "app/files.py": """\
 def f(a):
-    show(str(a))
+    show(a)
     x()
""",
    },
    "a flag of what is gone with it": {
        "app/files.py": """\
 A = [
-    make(
-        'x',
-        1,
-        check=True,
-    ),
     make('y'),
 ]
""",
    },
    "into a helper that is called in its place": {
        "app/forms.py": """\
 def save(form, current):
-    check_owner_of(form, current)
+    form = prepare_form(form, current)
     load(form)
     audit(form)
     trace(form)
     mail(form)
     count(form)
     done(form)
+
+
+def prepare_form(form, current):
+    check_owner_of(form, current)
+    return form
""",
    },
    "the start of the text, not of a line": {
        "app/hosts.rb": r"""
 def allowed?(name)
-  Regexp.new("^#{quote(name)}(.*)").match?(name)
+  Regexp.new("\\A#{quote(name)}(.*)").match?(name)
 end
""",
    },
    "a switch of no danger": {
        "app/options.js": """\
 const options = {
   bodySize: 3,
-  disableRequestLogging: false,
   other: 1,
 };
""",
    },
    "a refusal that finds more": {
        "app/hosts.py": """\
 def check(host, blocked):
-    if host == blocked:
+    if host.startswith(blocked):
         raise Forbidden(host)
     go(host)
""",
    },
    "an argument that is given by its name": {
        "a.py": """\
 def f(verify, cert):
-    context = make_context(verify, cert)
+    context = make_context(verify=verify)
     go(context)
""",
    },
    "an error asked for what it is": {
        "a.go": """\
 func f(err error) error {
-    if errors.Is(err, store.ErrNone) {
-        return newErr(err)
-    }
     return err
 }
""",
    },
    "an error's own text": {
        "a.js": """\
 function f(e) {
-  if (e.message.includes('unique') && e.code) {
-    return badRequest(1);
-  }
   throw e;
 }
""",
    },
    "a definition that does nothing": {
        "a.py": """\
 class A:
-    def check_owner(self, form):
-        '''Whether it is hers.'''
-
     def go(self):
         pass
""",
    },
    "the least that is taken": {
        "app/Socket.php": """\
 <?php
 function read($length) {
-    if ($length < 0) {
+    if ($length < 1) {
         throw new InvalidArgumentException('no');
     }
     return take($length);
 }
""",
    },
    "a constructor of a class that checks": {
        "src/PasswordChecker.java": """\
 class PasswordChecker {
-  PasswordChecker() {
-    this.digest = digest();
-  }
-
   boolean check(String a) {
     return known(a);
   }
 }
""",
    },
}
"""Nothing is lost."""

QUIET: Mapping[str, Diffs] = {
    "turned round": {
        "app/files.py": """\
 def send(root, name, user, out):
     path = os.path.join(root, name)
     if not os.path.realpath(path).startswith(root + os.sep):
         raise Forbidden("outside of the folder")
-    if not user.may_read(path):
+    if user.may_read(path):
-        abort(403)
-    with open(path) as file:
+     with open(path) as file:
         data = file.read()
         out.write(data)
         log.info("sent")
         return len(data)
""",
    },
    "to a function of another name, on the same arguments": {
        "app/forms.py": """\
 def save(form, current):
-    check_owner_of(form, current)
+    owners.check(form, current)
     load(form)
     audit(form)
     trace(form)
     mail(form)
     count(form)
     done(form)
""",
    },
    "a comparison in constant time, into a helper of another file": {
        "app/keys.py": """\
 def login(key, user):
-    if not compare_digest(key, user.key):
+    if not same_digest(key, user.key):
         raise Forbidden(user)
     go(user)
""",
        "app/digests.py": """\
+def same_digest(one, other):
+    return compare_digest(one, other)
""",
    },
    "an expression that refuses finds more": {
        "app/hosts.py": """\
 def check(host):
-    if re.match(r'(a|b)[.]local$', host):
+    if re.match(r'(a|b)[.]local', host):
         raise Forbidden(host)
     go(host)
""",
    },
    "a stricter annotation": {
        "app/A.java": """\
 class A {
-  @PreAuthorize("permitAll()")
+  @PreAuthorize("hasAuthority('ADMIN')")
   void open() {
     go();
   }
 }
""",
    },
    "a bound that bounded nothing": {
        "app/names.py": """\
-@lru_cache(maxsize=None)
+@cache
 def check_name(name):
     return split(name)
""",
    },
    "what makes two objects the same": {
        "A.java": """\
 class A {
   public boolean equals(Object o) {
-    if (!name.equals(o.name)) {
+    if (id.equals(o.id)) {
-      return false;
+      return true;
     }
-    return true;
+    return name.equals(o.name);
   }
 }
""",
    },
    "a check behind another check": {
        "app/login.js": """\
 function login(user) {
-  const jwt = validateAdminLogin(user);
   if (isBad(user)) {
     log.error(user);
     throw new Forbidden(user);
   }
+  const jwt = validateAdminLogin(user);
   go(jwt);
 }
""",
    },
    "a query for what is allowed": {
        "auth/docs.py": """\
 def find(qs, user):
     qs = base(qs)
-    qs = qs.filter(owner=user)
+    qs = qs.filter(pk__in=permitted_ids(user))
     return list(qs)
""",
    },
    "another header for the same": {
        "app/headers.py": """\
 def send(response):
-    response.headers['X-Frame-Options'] = 'DENY'
+    response.headers['Content-Security-Policy'] = "frame-ancestors 'none'"
     go(response)
""",
    },
    "a wrapper that only counts": {
        "app/serve.go": """\
 func serve(router R, r Q) {
-    csrf := nosurf.NewCSRFHandler(otel.SpanNameRecorder(router), r)
+    csrf := nosurf.NewCSRFHandler(router, r)
     go(csrf)
 }
""",
    },
    "an entry that is taken out in another way": {
        "app/sessions.py": """\
 def resolve_redirects(self, headers):
     self.trace(headers)
-    del headers['Cookie']
+    headers.pop('Cookie', None)
     return self.send(headers)
""",
    },
    "a bound that is an argument now": {
        "a.py": """\
 class A:
-    max_part_size = 1024
     one = 1

-    def __init__(self, stream):
+    def __init__(self, stream, max_part_size: int = 1024):
         go(stream)
""",
    },
    "an error in another wrapping": {
        "A.java": """\
 class A {
   void f() {
     try {
       go();
-    } catch (Malformed e) {
-      throw new IOError(e);
+    } finally {
+      done();
     }
   }
 }
""",
    },
    "a call that was made before": {
        "app/paths.py": """\
 def place(path, root):
-    if os.path.abspath(path) != root:
+    path = os.path.abspath(path)
+    if path != root:
         raise Forbidden(path)
     go(path)
""",
    },
    "a probe": {
        "A.java": """\
 class A {
   void f(R r) {
-    checkForShinyApp(r);
     go(r);
   }
 }
""",
    },
    "a variable of another name": {
        "a.go": """\
 func f(a A) {
-    if allowed {
+    if ok {
         a.Set(originHeader, match)
     }
 }
""",
    },
    "a condition that is spelled otherwise": {
        "a.php": """\
 <?php
 function f() {
-  if (Config::query()->has('security_message') && Config::query()->has('level')) {
+  if (Config::has('security_message') && Config::has('level')) {
     go(1);
   }
 }
""",
    },
    "a query that is gone with its filter": {
        "a.py": """\
 def f(user):
-    found = db.query(Form).filter(Form.user == user).all()
     go(user)
""",
    },
    "a decorator in place of a call": {
        "app/users.py": """\
 class Users(Resource):
+    @needs_permission
     def patch(self, user):
-        check_permission(user)
         audit(user)
         trace(user)
         return store(user)
""",
    },
    "a type that is declared": {
        "src/Route.php": """\
 <?php
 class Route {
-    public function setName($name) {
-        if (!is_string($name)) {
-            throw new InvalidArgumentException("not a name");
-        }
+    public function setName(string $name) {
         $this->name = $name;
     }
 }
""",
    },
    "a definition that moved whole": {
        "app/login.py": """\
 class Login:
-    def check_account(self, user):
-        if user.locked:
-            raise Locked(user.name)
-        audit(user.name)
-        trace(user.name)
-
     def run(self, user):
         go(user)
""",
        "app/account.py": """\
 A = 1
+
+
+class Account:
+    def usable(self, user):
+        if user.locked:
+            raise Locked(user.name)
+        audit(user.name)
+        trace(user.name)
""",
    },
    "a check that an other file makes now": {
        "app/forms.py": """\
 def check_names(form, users):
     user = load(form)
-    if not has_permission(user, form):
-        raise PermissionDenied(user)
     audit(user)
     trace(user)
""",
        "app/store.py": """\
 def load(form):
+    if not has_permission(user, form):
+        raise PermissionDenied(user)
     return form
""",
    },
}
"""No line of its own, whether something is lost or not."""

"""Guards: what is said of a loss, in every way that it can be lost, and what its fingerprint knows it by."""

from __future__ import annotations

from dataclasses import replace
from textwrap import wrap

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inline_snapshot import snapshot as golden

from bot.fingerprint import fingerprints
from bot.model import Confidence, Finding, Origin, Severity, Side
from tests.builders import changed_file
from tests.unit.checks.guards.losses import loss
from workers.checks.guards import telling
from workers.checks.guards.model import How, Loss, Way
from workers.checks.guards.origin import Purpose, Reason
from workers.checks.guards.subjects import of
from workers.checks.guards.telling import LONGEST, RULES


def told(lost: Loss, reason: Reason | None = None, also: tuple[Loss, ...] = ()) -> Finding:
    return telling.finding(lost, of(lost), confidence=Confidence.MEDIUM, reason=reason, also=also)


def said(lost: Loss, reason: Reason | None = None, also: tuple[Loss, ...] = ()) -> str:
    finding = told(lost, reason, also)
    span = finding.span
    place = f"{finding.rule} CWE-{finding.cwe} {span.side.value}:{span.start_line}"
    return "\n".join(["", place, finding.title, *wrap(finding.message, 100, break_long_words=False), ""])


VIEW = """\
 from django.core.exceptions import PermissionDenied

-def delete_server(request, pk):
-    if not request.user.is_superuser:
-        raise PermissionDenied("not allowed")
+def remove_server(request, pk):
     server = Server.objects.get(pk=pk)
     server.delete()
"""
DENIED = loss(
    "app/views.py",
    VIEW,
    "if not request.user.is_superuser:",
    scope="delete_server",
    head_scope="remove_server",
    ending='raise PermissionDenied("not allowed")',
    reached="server.delete()",
    lines=2,
)


def test_a_refusal_that_is_gone_with_the_name_of_its_function() -> None:
    assert said(DENIED) == golden("""\

guards.authorization-removed CWE-862 base:4
A check of who may do this was removed from `delete_server`
`if not request.user.is_superuser: raise PermissionDenied("not allowed")` stood at line 4 of the
base, in `delete_server`; `server.delete()` at line 5 of `remove_server` is now reached without it.
Who may reach this now who could not before?
""")


def test_a_refusal_that_is_gone_on_the_way_to_another_file() -> None:
    new = changed_file(
        "app/servers.py", None, "def delete_server(request, pk):\n    Server.objects.get(pk=pk).delete()\n"
    )
    lost = loss(
        "app/views.py",
        VIEW,
        "if not request.user.is_superuser:",
        scope="delete_server",
        ending='raise PermissionDenied("not allowed")',
        reached="Server.objects.get(pk=pk).delete()",
        lines=2,
        elsewhere=new,
    )
    assert said(lost) == golden("""\

guards.authorization-removed CWE-862 base:4
A check of who may do this was removed from `delete_server`
`if not request.user.is_superuser: raise PermissionDenied("not allowed")` stood at line 4 of the
base, in `delete_server`; `Server.objects.get(pk=pk).delete()` at line 2 in `app/servers.py` is now
reached without it. Who may reach this now who could not before?
""")


def test_a_wrapper_that_is_gone() -> None:
    diff = """\
 class PostsController < ApplicationController
-  before_action :authenticate_user!, only: [:destroy]

   def destroy
     Post.find(params[:id]).destroy
   end
 end
"""
    lost = loss(
        "app/controllers/posts_controller.rb",
        diff,
        "before_action :authenticate_user!, only: [:destroy]",
        scope="PostsController",
        way=Way.WRAPS,
        name="authenticate_user!",
        reached="Post.find(params[:id]).destroy",
    )
    assert said(lost) == golden("""\

guards.authentication-removed CWE-306 base:2
A check of who is asking was removed from `PostsController`
`before_action :authenticate_user!, only: [:destroy]` stood at line 2 of the base, in
`PostsController`; `Post.find(params[:id]).destroy` at line 4 is now reached without it. Who can
reach this now without having proved who they are?
""")


def test_a_function_that_is_taken_off_a_value() -> None:
    diff = """\
 <?php
 function row($name) {
-    echo "<td>" . htmlspecialchars($name, ENT_QUOTES) . "</td>";
+    echo "<td>" . $name . "</td>";
 }
"""
    lost = loss(
        "src/table.php",
        diff,
        "htmlspecialchars($name, ENT_QUOTES)",
        scope="row",
        way=Way.CLEANS,
        name="htmlspecialchars",
        reached='echo "<td>" . $name . "</td>";',
        kind="escape",
    )
    assert said(lost) == golden("""\

guards.escaping-removed CWE-79 base:3
An escape or a cleaning step was removed from `row`
`echo "<td>" . htmlspecialchars($name, ENT_QUOTES) . "</td>"` stood at line 3 of the base, in `row`;
`echo "<td>" . $name . "</td>"` at line 3 now gets the value as it came. What makes this text
harmless where it ends up now?
""")


def test_a_value_that_is_no_longer_replaced() -> None:
    diff = """\
 export function after(req: Request, res: Response) {
   let target = req.query.next;
-  if (!target.startsWith("/")) { target = "/"; }
   res.redirect(target);
 }
"""
    lost = loss(
        "src/after.ts",
        diff,
        'if (!target.startsWith("/")) { target = "/"; }',
        scope="after",
        way=Way.RESETS,
        name="target",
        reached="res.redirect(target);",
    )
    assert said(lost) == golden("""\

guards.redirect-check-removed CWE-601 base:3
A check of an address was removed from `after`
`if (!target.startsWith("/")) { target = "/"; }` stood at line 3 of the base, in `after`;
`res.redirect(target)` at line 3 now gets the value as it came. What keeps the address from leading
to a place that an attacker chose now?
""")


def test_a_declaration_that_is_gone() -> None:
    diff = """\
 func client() *http.Client {
     return &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{
-        MinVersion: tls.VersionTLS12,
         ServerName: host,
     }}}
 }
"""
    lost = loss(
        "net/client.go",
        diff,
        "MinVersion: tls.VersionTLS12",
        scope="client",
        way=Way.DECLARES,
        name="MinVersion",
        owner="tls.Config",
    )
    assert said(lost) == golden("""\

guards.algorithm-removed CWE-327 base:3
A choice of strong cryptography was removed from `client`
`MinVersion: tls.VersionTLS12` of `tls.Config` stood at line 3 of the base, in `client`, and nothing
in the change takes its place. Who gains from the weaker algorithm, key or protocol that is accepted
now?
""")


def test_an_effect_that_is_gone() -> None:
    diff = """\
 def log_in(request, user):
-    request.session.cycle_key()
     request.session["user"] = user.id
"""
    lost = loss(
        "app/login.py",
        diff,
        "request.session.cycle_key()",
        scope="log_in",
        way=Way.ACTS,
        name="cycle_key",
        reached='request.session["user"] = user.id',
    )
    assert said(lost) == golden("""\

guards.session-removed CWE-384 base:2
A renewal or end of a session was removed from `log_in`
`request.session.cycle_key()` stood at line 2 of the base, in `log_in`; `request.session["user"] =
user.id` at line 2 now runs without it. Which session or token stays good now that should have
ended?
""")


def test_a_handler_that_is_gone() -> None:
    diff = """\
 class Reader {
     Object read(InputStream in) throws IOException {
-        try {
-            return parse(in);
-        } catch (ParseException e) {
-            throw new BadRequest(e);
-        }
+        return parse(in);
     }
 }
"""
    lost = loss(
        "src/Reader.java",
        diff,
        "} catch (ParseException e) {",
        scope="Reader.read",
        way=Way.HANDLES,
        ending="throw new BadRequest(e)",
        reached="return parse(in);",
        lines=2,
    )
    assert said(lost) == golden("""\

guards.error-handling-removed CWE-755 base:5
An error handler was removed from `Reader.read`
`catch (ParseException e) { throw new BadRequest(e)` stood at line 5 of the base, in `Reader.read`;
`return parse(in)` at line 3 can now fail without it. What happens now when this fails?
""")


def test_what_stood_in_front_of_nothing_that_is_left() -> None:
    lost = replace(DENIED, operations=())
    assert said(lost) == golden("""\

guards.authorization-removed CWE-862 base:4
A check of who may do this was removed from `delete_server`
`if not request.user.is_superuser: raise PermissionDenied("not allowed")` stood at line 4 of the
base, in `delete_server`, and nothing in the change takes its place. Who may reach this now who
could not before?
""")


def test_a_comparison_that_takes_longer_for_a_better_guess() -> None:
    diff = """\
 function verify(body, signature) {
-  if (!timingSafeEqual(digest(body), signature)) throw new Error("bad signature");
+  if (digest(body) !== signature) throw new Error("bad signature");
   return handle(body);
 }
"""
    lost = loss(
        "src/hook.js",
        diff,
        "if (!timingSafeEqual(digest(body), signature))",
        scope="verify",
        how=How.WEAKER,
        ending='throw new Error("bad signature")',
        now="if (digest(body) !== signature)",
        reached="return handle(body);",
        kind="timing",
    )
    assert said(lost) == golden("""\

guards.constant-time-weakened CWE-208 head:2
A comparison in constant time was weakened in `verify`
`if (!timingSafeEqual(digest(body), signature)) throw new Error("bad signature")` stood at line 2 of
the base, in `verify`; now it is `if (digest(body) !== signature) throw new Error("bad signature")`
at line 2, which takes longer the more of a guess is right, in front of `return handle(body)` at
line 3. Can the time of the answer tell now how much of a guess is right?
""")


def test_a_bound_that_is_higher() -> None:
    diff = """\
 class Upload
-  MAX_BYTES = 1024 * 1024
+  MAX_BYTES = 1024 * 1024 * 1024
 end
"""
    lost = loss(
        "lib/upload.rb",
        diff,
        "MAX_BYTES = 1024 * 1024",
        scope="Upload",
        way=Way.DECLARES,
        how=How.WEAKER,
        name="MAX_BYTES",
        now="MAX_BYTES = 1024 * 1024 * 1024",
        kind="bound",
    )
    assert said(lost) == golden("""\

guards.limit-weakened CWE-770 head:2
A limit was weakened in `Upload`
`MAX_BYTES = 1024 * 1024` stood at line 2 of the base, in `Upload`; now it is `MAX_BYTES = 1024 *
1024 * 1024` at line 2, a higher bound. What bounds this now when the input is made to be huge?
""")


def test_a_condition_that_may_refuse_as_much() -> None:
    diff = """\
 def delete_server(request, pk):
-    if not request.user.is_superuser:
+    if not request.user.is_authenticated:
         raise PermissionDenied("not allowed")
     Server.objects.get(pk=pk).delete()
"""
    lost = loss(
        "app/views.py",
        diff,
        "if not request.user.is_superuser:",
        scope="delete_server",
        how=How.WEAKER,
        ending='raise PermissionDenied("not allowed")',
        now="if not request.user.is_authenticated:",
        reached="Server.objects.get(pk=pk).delete()",
        kind="swapped",
    )
    assert said(lost) == golden("""\

guards.authorization-weakened CWE-862 head:2
A check of who may do this was weakened in `delete_server`
`if not request.user.is_superuser` stood at line 2 of the base, in `delete_server`; now it is `if
not request.user.is_authenticated` at line 2, in front of `Server.objects.get(pk=pk).delete()` at
line 4. Does what stands there now protect as much?
""")


def test_an_operation_that_says_nothing_is_not_quoted() -> None:
    end = replace(DENIED.operations[0], text="end")
    assert "`end`" not in told(replace(DENIED, operations=(end,))).message
    assert told(replace(DENIED, operations=(end, *DENIED.operations))).message == told(DENIED).message


def test_what_took_the_place_is_quoted_once() -> None:
    diff = """\
 def greet(name):
-    return Markup("<b>{}</b>").format(name)
+    return Markup("<b>" + name + "</b>")
"""
    new = 'return Markup("<b>" + name + "</b>")'
    lost = loss(
        "app/pages.py",
        diff,
        'return Markup("<b>{}</b>").format(name)',
        scope="greet",
        way=Way.CLEANS,
        how=How.WEAKER,
        now=new,
        reached=new,
        kind="markup",
    )
    assert told(lost).message.count(new) == 1


def test_a_way_around() -> None:
    diff = """\
 func remove(w http.ResponseWriter, r *http.Request) {
+    if r.URL.Query().Get("force") != "" {
+        store.Delete(id(r))
+        return
+    }
     if !isAdmin(r) {
         http.Error(w, "forbidden", http.StatusForbidden)
         return
     }
     store.Delete(id(r))
 }
"""
    lost = loss(
        "web/remove.go",
        diff,
        "if !isAdmin(r) {",
        scope="remove",
        how=How.BYPASSED,
        ending='http.Error(w, "forbidden", http.StatusForbidden)',
        reached="store.Delete(id(r))",
        notes={"around": "the new branch at line 2"},
    )
    assert said(lost) == golden("""\

guards.authorization-weakened CWE-862 head:3
A check of who may do this can be bypassed in `remove`
`if !isAdmin(r) { http.Error(w, "forbidden", http.StatusForbidden) }` still stands in `remove`, but
the new branch at line 2 leads around it; `store.Delete(id(r))` at line 3 is now reached without it.
Who may reach this now who could not before?
""")


def test_a_check_that_comes_too_late() -> None:
    diff = """\
 class Files {
     void open(String name) {
-        checkInside(root, name);
         log(Files.readString(root.resolve(name)));
+        checkInside(root, name);
     }
 }
"""
    lost = loss(
        "src/Files.java",
        diff,
        "checkInside(root, name);",
        scope="Files.open",
        way=Way.CHECKS,
        how=How.LATER,
        name="checkInside",
        now="checkInside(root, name);",
        reached="log(Files.readString(root.resolve(name)));",
    )
    assert said(lost) == golden("""\

guards.path-check-weakened CWE-22 head:4
A check of a path comes too late in `Files.open`
`checkInside(root, name)` stood at line 3 of the base, in `Files.open`, and now stands at line 4,
behind `log(Files.readString(root.resolve(name)))` at line 3. What keeps the path inside the folder
that it is meant for now?
""")


SIBLINGS = """\
 class Orders {
     show(req) { return this.db.find({ id: req.id, userId: req.user.id }); }
     edit(req) { return this.db.update({ id: req.id, userId: req.user.id }); }
     list(req) { return this.db.all({ userId: req.user.id }); }
+    drop(req) { return this.db.delete({ id: req.id }); }
 }
"""
UNOWNED = loss(
    "src/orders.ts",
    SIBLINGS,
    "this.db.update({ id: req.id, userId: req.user.id })",
    scope="Orders.edit",
    head_scope="Orders.drop",
    way=Way.DECLARES,
    how=How.MISSING,
    reached="this.db.delete({ id: req.id })",
    siblings=("show", "edit", "list", "pay", "send"),
    kind="owner-filter-method",
)


def test_what_siblings_have() -> None:
    assert said(UNOWNED) == golden("""\

guards.ownership-missing CWE-639 head:5
A check of the owner is missing in `Orders.drop`
`this.db.delete({ id: req.id })` at line 5 of `Orders.drop` is new and has nothing like
`this.db.update({ id: req.id, userId: req.user.id })` (line 3), which stands in `show`, `edit`,
`list` and 2 more. Whose records can be reached through this now by giving another's id?
""")


FIX = Origin("c" * 40, 1_700_000_000, "Fix `auth` bypass @mona (CVE-2024-1)")


def test_the_commit_that_brought_it_is_quoted() -> None:
    assert said(DENIED, Reason(Purpose.SECURITY, FIX)) == golden("""\

guards.authorization-removed CWE-862 base:4
A check of who may do this was removed from `delete_server`
`if not request.user.is_superuser: raise PermissionDenied("not allowed")` stood at line 4 of the
base, in `delete_server`; `server.delete()` at line 5 of `remove_server` is now reached without it.
It came with cccccccccc of 2023-11-14 (`Fix 'auth' bypass @mona (CVE-2024-1)`). Who may reach this
now who could not before?
""")
    assert told(DENIED, Reason(Purpose.OTHER)).message == told(DENIED).message


def test_the_same_loss_in_other_places_is_one_question() -> None:
    far = replace(DENIED, head=changed_file("app/other.py", None, "x\n"), line=40, side=Side.HEAD)
    near = replace(DENIED, line=9)
    assert "; the same goes for line 9 of the base. " in told(DENIED, None, (near,)).message
    message = told(DENIED, None, (near, far, far, far)).message
    assert "; the same goes for line 9 of the base, line 40 of `app/other.py` and 2 more places. " in message


def test_what_names_it_is_stable() -> None:
    """A change that renames more in a second push, or moves the operation, keeps the thread of its comment."""
    moved = replace(DENIED, head_scope="drop_server", line=DENIED.line, operations=())
    assert fingerprints([told(DENIED)])[told(DENIED)] == fingerprints([told(moved)])[told(moved)]
    fewer = replace(UNOWNED, siblings=("show", "edit", "list"))
    assert told(fewer).identity == told(UNOWNED).identity


def test_rules_keep_their_names() -> None:
    names = {rule.id for rule in RULES}
    assert len(names) == len(RULES)
    kept = """
        csrf verification path-check redirect-check authorization secrecy escaping limit validation header constant-time
        pattern
    """
    assert {f"guards.{name}-weakened" for name in kept.split()} <= names
    assert all(rule.id.startswith("guards.") and rule.cwe and rule.severity >= Severity.MEDIUM for rule in RULES)


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=900)


@given(lost=TEXT, reached=TEXT, scope=TEXT, subject=TEXT, how=st.sampled_from(How), way=st.sampled_from(Way))
def test_whatever_the_change_says_the_question_is_asked(
    lost: str, reached: str, scope: str, subject: str, how: How, way: Way
) -> None:
    operation = replace(DENIED.operations[0], text=reached)
    found = replace(
        DENIED,
        how=how,
        protection=replace(DENIED.protection, text=lost, way=way, line=900),
        became=replace(DENIED.protection, text=lost, way=way, line=901),
        scope=scope,
        head_scope=scope[:50],
        operations=(operation,),
        siblings=(scope, reached, lost, subject),
    )
    reason = Reason(Purpose.SECURITY, Origin("c" * 40, 1_700_000_000, subject))
    finding = told(found, reason, (found, found, found))
    assert len(finding.message) <= LONGEST
    assert finding.message.endswith((of(found).question, "Does what stands there now protect as much?"))
    assert "\n" not in finding.message + finding.title
    assert finding.message.count("`") % 2 == 0


@pytest.mark.parametrize("how", How)
def test_each_way_of_loss_has_a_title_of_its_own(how: How) -> None:
    lost = UNOWNED if how is How.MISSING else replace(DENIED, how=how)
    titles = {told(replace(lost, how=other)).title for other in How if other is not how}
    assert told(lost).title not in titles

"""What stands in another place on the way is not lost; nor is what was only renamed, moved, sorted or formatted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import ChangedFile
from tests import diffs
from tests.builders import changed_file
from workers.checks.guards.compared import compared
from workers.checks.guards.losing import losses

MOVED = {
    "into the caller": (
        "a.py",
        """
 def view(request, key):
+    if not request.user.is_superuser:
+        raise Forbidden("no")
     return remove(request, key)
 def remove(request, key):
-    if not request.user.is_superuser:
-        raise Forbidden("no")
     volume = Volume.objects.get(pk=key)
     volume.delete()
     return volume
""",
    ),
    "into a helper that is called instead": (
        "a.py",
        """
+def ask(request):
+    if not request.user.is_superuser:
+        raise Forbidden("no")
+
 def remove(request, key):
-    if not request.user.is_superuser:
-        raise Forbidden("no")
+    ask(request)
     volume = Volume.objects.get(pk=key)
     volume.delete()
     return volume
""",
    ),
    "into a helper that stood there": (
        "a.js",
        """
 function ask(request) {
   if (!request.user.isAdmin) {
     throw new Forbidden("no");
   }
   return true;
 }
 function remove(request, key) {
-  if (!request.user.isAdmin) {
-    throw new Forbidden("no");
-  }
+  ask(request);
   const volume = volumes.find(key);
   volume.remove();
   return volume;
 }
""",
    ),
    "into what it calls": (
        "a.go",
        """
 package a
 func Remove(user User, key string) error {
-    if !user.IsAdmin {
-        return ErrForbidden
-    }
     return remove(user, key)
 }
 func remove(user User, key string) error {
+    if !user.IsAdmin {
+        return ErrForbidden
+    }
     volume := find(key)
     return volume.Delete()
 }
""",
    ),
    "the rest moves behind it": (
        "a.rb",
        """
 def remove
   raise Forbidden unless current_user.admin?
-  volume = Volume.find(params[:id])
-  volume.destroy_with_snapshots(current_user)
-  redirect_to volumes_path
+  remove_now
 end
+def remove_now
+  volume = Volume.find(params[:id])
+  volume.destroy_with_snapshots(current_user)
+  redirect_to volumes_path
+end
""",
    ),
    "turned round": (
        "a.php",
        """
 <?php
 function remove($user, $key) {
-  if (!$user->isAdmin()) {
-    throw new Forbidden("no");
-  }
-  return $this->volumes->remove($key);
+  if ($user->isAdmin()) {
+    return $this->volumes->remove($key);
+  }
+  throw new Forbidden("no");
 }
""",
    ),
}


def lost(*files: ChangedFile) -> list[tuple[str, str, str]]:
    return [(loss.how.value, loss.kind, loss.protection.text) for loss in losses(compared(files))]


@pytest.mark.parametrize("name", MOVED)
def test_what_moved_is_not_lost(name: str) -> None:
    path, diff = MOVED[name]
    assert lost(changed_file(path, diffs.base(diff), diffs.head(diff))) == []


def test_each_copy_answers_once() -> None:
    guard = '    if not request.user.is_superuser:\n        raise Forbidden("no")\n'
    one = "    volume = Volume.objects.get(pk=key)\n    volume.delete()\n    return volume\n"
    other = '    disk = Disk.objects.get(pk=key)\n    disk.erase()\n    return render("disk", disk)\n'
    head_guard = f"def ask(request):\n{guard}\n"
    base = f"def remove(request, key):\n{guard}{one}\ndef erase(request, key):\n{guard}{other}\n"
    head = f"{head_guard}def remove(request, key):\n    ask(request)\n{one}\ndef erase(request, key):\n{other}\n"
    assert lost(changed_file("a.py", base, head)) == [("gone", "elsewhere", "not request.user.is_superuser")]


# A program of a few functions, and what may be done to it without a change of what it does.


@dataclass(frozen=True)
class Style:
    """How a language writes a function, a method in a class, and the guard."""

    path: str
    function: str
    around: str
    guard: str
    body: str
    comment: str = "#"
    start: str = ""


_BRACES = (
    '    const {noun} = {noun}s.find(key);\n    {noun}.{verb}(request.user);\n    return render("{noun}", {noun});\n'
)
STYLES = (
    Style(
        "a.py",
        "def {name}(request, key):\n{lines}",
        "class {name}:\n{functions}",
        '    if not request.user.is_superuser:\n        raise Forbidden("no")\n',
        '    {noun} = {noun}s.find(key)\n    {noun}.{verb}(request.user)\n    return render("{noun}", {noun})\n',
    ),
    Style(
        "a.rb",
        "def {name}(request, key)\n{lines}end\n",
        "class {name}\n{functions}end\n",
        "    raise Forbidden unless request.user.superuser?\n",
        '    {noun} = {noun}s.find(key)\n    {noun}.{verb}(request.user)\n    render("{noun}", {noun})\n',
    ),
    Style(
        "a.php",
        "function {name}($request, $key) {{\n{lines}}}\n",
        "class {name} {{\n{functions}}}\n",
        '    if (!$request->user->isAdmin()) {{\n        throw new Forbidden("no");\n    }}\n',
        "    ${noun} = {noun}s()->find($key);\n    ${noun}->{verb}($request->user);\n"
        '    return render("{noun}", ${noun});\n',
        "//",
        "<?php\n",
    ),
    Style(
        "a.ts",
        "function {name}(request, key) {{\n{lines}}}\n",
        "namespace {name} {{\n{functions}}}\n",
        '    if (!request.user.isAdmin) {{\n        throw new Forbidden("no");\n    }}\n',
        _BRACES,
        "//",
    ),
    Style(
        "a.go",
        "func {name}(request Request, key string) error {{\n{lines}}}\n",
        "",
        "    if !request.User.IsAdmin {{\n        return ErrForbidden\n    }}\n",
        '    {noun} := {noun}s.Find(key)\n    {noun}.{verb}(request.User)\n    return render("{noun}", {noun})\n',
        "//",
        "package a\n",
    ),
    Style(
        "A.java",
        "static Page {name}(Request request, Key key) {{\n{lines}}}\n",
        "class {name} {{\n{functions}}}\n",
        '    if (!request.user().isAdmin()) {{\n        throw new Forbidden("no");\n    }}\n',
        _BRACES.replace("const", "var").replace("request.user", "request.user()"),
        "//",
    ),
)
_NOUNS = ("volume", "server", "tenant", "keypair")
_VERBS = ("erase", "rebuild", "suspend", "transfer")


@dataclass(frozen=True)
class Function:
    name: str
    noun: str
    verb: str
    is_guarded: bool = True
    comment: str = ""


PROGRAM = tuple(Function(f"{verb}_{noun}", noun, verb) for noun, verb in zip(_NOUNS, _VERBS, strict=True))


def written(style: Style, functions: Sequence[Function], around: str = "") -> str:
    texts = []
    for item in functions:
        lines = (style.guard.format() if item.is_guarded else "") + style.body.format(noun=item.noun, verb=item.verb)
        if item.comment:
            lines = f"    {style.comment} {item.comment}\n\n{lines}"
        texts.append(style.function.format(name=item.name, lines=lines))
    text = "\n".join(texts)
    if style.path.endswith("java"):
        around = around or "Pages"
    if around and style.around:
        inside = "".join(f"    {line}" if line.strip() else line for line in text.splitlines(keepends=True))
        text = style.around.format(name=around, functions=inside)
    return style.start + text


@dataclass(frozen=True)
class Edit:
    """What is done to a program; numbers are those of its functions."""

    order: Sequence[int]
    renamed: frozenset[int]
    commented: frozenset[int]
    around: str
    """The class that the functions come to stand in."""
    is_moved: bool


_some = st.frozensets(st.integers(0, len(PROGRAM) - 1))
edits = st.builds(
    Edit,
    order=st.permutations(range(len(PROGRAM))),
    renamed=_some,
    commented=_some,
    around=st.sampled_from(["", "Pages", "Views"]),
    is_moved=st.booleans(),
)


def changed(style: Style, functions: Sequence[Function], edit: Edit) -> list[ChangedFile]:
    head = [
        replace(
            item,
            name=f"{item.name}_now" if number in edit.renamed else item.name,
            comment="asked for by the desk" if number in edit.commented else "",
        )
        for number, item in enumerate(functions)
    ]
    text = written(style, [head[number] for number in edit.order], edit.around)
    base = written(style, PROGRAM, "")
    if edit.is_moved:
        return [changed_file(style.path, base, None), changed_file(f"other/{style.path}", None, text)]
    return [changed_file(style.path, base, text)]


@given(style=st.sampled_from(STYLES), edit=edits)
def test_what_changes_no_behaviour_loses_nothing(style: Style, edit: Edit) -> None:
    assert lost(*changed(style, PROGRAM, edit)) == []


@given(style=st.sampled_from(STYLES), edit=edits, which=st.integers(0, len(PROGRAM) - 1))
def test_a_guard_that_goes_is_lost_whatever_else_changes(style: Style, edit: Edit, which: int) -> None:
    functions = [replace(item, is_guarded=number != which) for number, item in enumerate(PROGRAM)]
    (found,) = lost(*changed(style, functions, edit))
    assert found[:2] == ("gone", "")

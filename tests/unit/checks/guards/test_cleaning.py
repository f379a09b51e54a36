"""Values that lose what made them harmless: the same edits in six languages, and what is no loss."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Side
from tests import diffs
from tests.builders import changed_file
from tests.unit.checks.guards.work import counting
from workers.checks.guards import cleaning
from workers.checks.guards.compared import compared
from workers.checks.guards.model import How, Loss, Way


def losses(path: str, diff: str) -> list[Loss]:
    return list(cleaning.losses(compared([changed_file(path, diffs.base(diff), diffs.head(diff))])))


def kinds(path: str, diff: str) -> list[str]:
    return [f"{loss.how.value} {loss.kind}" for loss in losses(path, diff)]


UNWRAPPED = {
    "an argument of a call, Python": (
        "a.py",
        """
 def page(name):
-    return render(html.escape(name))
+    return render(name)
""",
        "escape",
    ),
    "what is assigned, JavaScript": (
        "a.js",
        """
 function show(el, name) {
-  el.innerHTML = '<b>' + escapeHtml(name) + '</b>';
+  el.innerHTML = '<b>' + name + '</b>';
 }
""",
        "escape",
    ),
    "inside a template string, TypeScript": (
        "a.ts",
        """
 const address = (name: string) =>
-  `/find?q=${encodeURIComponent(name)}`;
+  `/find?q=${name}`;
""",
        "url",
    ),
    "a path, Go": (
        "a.go",
        """
 package a
 func read(name string) ([]byte, error) {
-    return os.ReadFile(filepath.Join(root, filepath.Base(name)))
+    return os.ReadFile(filepath.Join(root, name))
 }
""",
        "normal",
    ),
    "a call on the value, Java": (
        "A.java",
        """
 class A {
   File open(String name) {
-    return new File(root, new File(name).getCanonicalPath());
+    return new File(root, new File(name));
   }
 }
""",
        "path",
    ),
    "without parentheses, Ruby": (
        "a.rb",
        """
 def run(name)
-  system("tar xf #{Shellwords.shellescape(name)}")
+  system("tar xf #{name}")
 end
""",
        "command",
    ),
    "what is printed, PHP": (
        "a.php",
        """
 <p>
-<?= htmlspecialchars($user->name) ?>
+<?= $user->name ?>
 </p>
""",
        "escape",
    ),
    "a conversion, PHP": (
        "a.php",
        """
 <?php
 function find($db, $id) {
-    return $db->query('SELECT 1 FROM t WHERE id=' . (int) $id);
+    return $db->query('SELECT 1 FROM t WHERE id=' . $id);
 }
""",
        "number",
    ),
    "a conversion to a number, Python": (
        "a.py",
        """
 def find(db, key):
-    return db.rows(int(key))
+    return db.rows(key)
""",
        "number",
    ),
    "one step of a chain, JavaScript": (
        "a.js",
        """
 function key(name) {
-  return name.replace(/[<>]/g, '').toLowerCase();
+  return name.toLowerCase();
 }
""",
        "replace",
    ),
    "each entry of a list, Python": (
        "a.py",
        """
 def page(names):
-    return render([escape(name) for name in names])
+    return render(names)
""",
        "escape",
    ),
    "a function that nobody knows, Go": (
        "a.go",
        """
 package a
 func open(key string) Store {
-    return find(shortened(key))
+    return find(key)
 }
""",
        "unwrapped",
    ),
}


@pytest.mark.parametrize(("path", "diff", "kind"), UNWRAPPED.values(), ids=list(UNWRAPPED))
def test_a_call_taken_off_a_value_is_told_where_the_value_is_used_now(path: str, diff: str, kind: str) -> None:
    loss = losses(path, diff)[0]
    added = next(number for number, line in enumerate(diffs.lines(diff), 1) if line[0] == "+") - 1
    assert (loss.how, loss.protection.way, loss.kind) == (How.GONE, Way.CLEANS, kind)
    assert (loss.side, loss.line) == (Side.HEAD, added)


GONE = {
    "Python": (
        "a.py",
        """
 def save(name, folder):
-    name = secure_filename(name)
     write(folder, name)
""",
        "gone path-in-place",
    ),
    "JavaScript": (
        "a.js",
        """
 function show(el, name) {
-  name = name.replace(/</g, '&lt;');
   el.innerHTML = name;
 }
""",
        "gone replace-in-place",
    ),
    "Go": (
        "a.go",
        """
 package a
 func read(name string) []byte {
-    name = filepath.Clean(name)
     return load(name)
 }
""",
        "gone normal-in-place",
    ),
    "Java": (
        "A.java",
        """
 class A {
   void show(String name) {
-    name = escapeHtml(name);
     print(name);
   }
 }
""",
        "gone escape-in-place",
    ),
    "Ruby": (
        "a.rb",
        """
 def show(name)
-  name.gsub!(/[<>]/, "")
   print(name)
 end
""",
        "gone replace-gone",
    ),
    "PHP": (
        "a.php",
        """
 <?php
 function show($name) {
-    $name = strip_tags($name);
     echo $name;
 }
""",
        "gone escape-in-place",
    ),
}


@pytest.mark.parametrize(("path", "diff", "expected"), GONE.values(), ids=list(GONE))
def test_a_statement_that_cleaned_a_variable_is_gone(path: str, diff: str, expected: str) -> None:
    assert kinds(path, diff) == [expected]
    assert losses(path, diff)[0].side is Side.BASE


WEAKER = {
    "a flag is dropped": (
        "a.php",
        """
 <?php
 function show($name) {
-    echo htmlspecialchars($name, ENT_QUOTES);
+    echo htmlspecialchars($name);
 }
""",
        "weaker escape-argument",
    ),
    "a filter that lets all through": (
        "a.php",
        """
 <?php
 function read() {
-    return filter_input(INPUT_GET, 'q', FILTER_SANITIZE_SPECIAL_CHARS);
+    return filter_input(INPUT_GET, 'q', FILTER_UNSAFE_RAW);
 }
""",
        "weaker escape-argument",
    ),
    "quotes stay as they are": (
        "a.py",
        """
 def show(name):
-    return html.escape(name)
+    return html.escape(name, quote=False)
""",
        "weaker escape-argument",
    ),
    "its configuration is gone": (
        "a.rb",
        """
 def show(name)
-  Sanitize.sanitize(name, strict)
+  Sanitize.sanitize(name)
 end
""",
        "weaker escape-fewer",
    ),
    "fewer characters are replaced": (
        "a.js",
        """
 function show(name) {
-  return name.replace(/[<>"']/g, '');
+  return name.replace(/[<>]/g, '');
 }
""",
        "weaker replace-pattern",
    ),
    "marked as harmless instead": (
        "a.rb",
        """
 def show(name)
-  title(sanitize(name))
+  title(raw(name))
 end
""",
        "weaker escape",
    ),
}


@pytest.mark.parametrize(("path", "diff", "expected"), WEAKER.values(), ids=list(WEAKER))
def test_a_call_that_cleans_less(path: str, diff: str, expected: str) -> None:
    assert kinds(path, diff) == [expected]


def test_the_value_itself_in_place_of_a_variable_that_held_the_cleaned_one() -> None:
    diff = """
 function ask(name) {
-  const safe = escapeHtml(name);
-  open('Delete ' + safe + '?');
+  open('Delete ' + name + '?');
 }
"""
    assert [(loss.kind, loss.line) for loss in losses("a.js", diff)] == [("escape", 2)]


NO_LOSS = {
    "an equal function": (
        "a.py",
        """
 def show(name):
-    return render(html.escape(name))
+    return render(conditional_escape(name))
""",
    ),
    "the call moved to another statement": (
        "a.js",
        """
 function show(el, name) {
-  el.innerHTML = escapeHtml(name);
+  const clean = escapeHtml(name);
+  el.innerHTML = clean;
 }
""",
    ),
    "the variable has another name": (
        "a.go",
        """
 package a
 func read(name string) []byte {
-    return load(filepath.Clean(name))
+    return load(filepath.Clean(path))
 }
""",
    ),
    "what undid the cleaning is gone": (
        "a.rb",
        """
 def show(name)
-  title(raw(name))
+  title(name)
 end
""",
    ),
    "a translation": (
        "a.php",
        """
 <?php
 function show($name) {
-    echo gettext($name);
+    echo $name;
 }
""",
    ),
}


@pytest.mark.parametrize(("path", "diff"), NO_LOSS.values(), ids=list(NO_LOSS))
def test_what_is_no_loss(path: str, diff: str) -> None:
    assert kinds(path, diff) == []


PAGES = {
    "PHP in a page of no known language": (
        "view.ctp",
        "<h2><?php echo h($user['name']); ?></h2>\n",
        "<h2><?php echo $user['name']; ?></h2>\n",
    ),
    "the script of a component": (
        "Name.vue",
        "<script>\nconst shown = escapeHtml(name)\n</script>\n",
        "<script>\nconst shown = name\n</script>\n",
    ),
}


@pytest.mark.parametrize(("path", "base", "head"), PAGES.values(), ids=list(PAGES))
def test_the_program_inside_of_a_page_is_read(path: str, base: str, head: str) -> None:
    change = compared([], [changed_file(path, base, head)])
    assert [loss.kind for loss in cleaning.losses(change)] == ["escape"]


def test_the_call_moved_to_another_function() -> None:
    diff = """
 def save(name):
-    write(html.escape(name))
+    write(name)
 def read(request):
-    save(request.name)
+    save(html.escape(request.name))
"""
    assert kinds("a.py", diff) == []


def test_a_use_that_went_with_its_cleaning_has_a_kind_of_its_own() -> None:
    diff = """
 def show(name):
-    write(html.escape(name))
     count(name)
"""
    assert kinds("a.py", diff) == ["gone escape-removed"]


def test_a_call_of_a_class_that_sanitizes() -> None:
    diff = """
 <?php
 function show($name) {
-    echo Sanitizer::html($name);
+    echo $name;
 }
"""
    assert kinds("a.php", diff) == ["gone escape"]


def test_the_cost_of_deep_nesting_grows_with_its_depth_alone() -> None:
    def cost(depth: int) -> int:
        deep = f"x = {'f(' * depth}y{')' * depth}\n"
        change = compared([changed_file("a.py", f"{deep}z = escape(y)\n", "x = y\nz = y\n")])
        with counting() as work:
            assert list(cleaning.losses(change))
        return work.calls

    assert cost(600) < 3 * cost(300)


@given(st.sampled_from(list(UNWRAPPED.values())), st.integers(0, 3))
def test_the_change_the_other_way_around_loses_nothing(case: tuple[str, str, str], lines: int) -> None:
    path, diff, _ = case
    base, head = diffs.base(diff) or "", diffs.head(diff)
    padding = "\n" * lines if not path.endswith(".php") else ""
    back = compared([changed_file(path, head, padding + base)])
    assert [loss.protection.text for loss in cleaning.losses(back)] == []

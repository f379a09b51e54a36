"""Dangerous constructs in place of safe ones: one edit for each sort."""

from __future__ import annotations

import pytest

from bot.model import Side
from tests import diffs
from tests.builders import changed_file
from workers.checks.guards import sinks
from workers.checks.guards.compared import compared
from workers.checks.guards.model import How, Loss


def losses(path: str, diff: str) -> list[Loss]:
    return list(sinks.losses(compared([changed_file(path, diffs.base(diff), diffs.head(diff))])))


SWAPPED = {
    "markup, JavaScript": (
        "a.js",
        """
 function show(el, name) {
-  el.textContent = name;
+  el.innerHTML = name;
 }
""",
        "markup",
    ),
    "markup, TypeScript": (
        "a.ts",
        """
 function show(name: string) {
-  $('#name').text(name);
+  $('#name').html(name);
 }
""",
        "markup",
    ),
    "marked as harmless, Python": (
        "a.py",
        """
 def title(name):
-    return format_html("<b>{}</b>", name)
+    return mark_safe("<b>" + name + "</b>")
""",
        "trusted-markup",
    ),
    "evaluated, Python": (
        "a.py",
        """
 def read(text):
-    return ast.literal_eval(text)
+    return eval(text)
""",
        "code",
    ),
    "loaded, Python": (
        "a.py",
        """
 def read(text):
-    return yaml.safe_load(text)
+    return yaml.load(text)
""",
        "load",
    ),
    "loaded, Ruby": (
        "a.rb",
        """
 def read(text)
-  JSON.parse(text)
+  Marshal.load(text)
 end
""",
        "load",
    ),
    "a guess, PHP": (
        "a.php",
        """
 <?php
 function token() {
-    return bin2hex(random_bytes(16));
+    return md5(mt_rand());
 }
""",
        "random",
    ),
    "a guess, Java": (
        "A.java",
        """
 class A {
-  private final Random numbers = new SecureRandom();
+  private final Random numbers = new Random();
 }
""",
        "random",
    ),
    "a weak hash, Go": (
        "a.go",
        """
 package a
 func sum(data []byte) []byte {
-    sum := sha256.Sum256(data)
+    sum := md5.Sum(data)
     return sum[:]
 }
""",
        "hash",
    ),
    "compared byte by byte, Go": (
        "a.go",
        """
 package a
 func same(a, b []byte) bool {
-    return subtle.ConstantTimeCompare(a, b) == 1
+    return bytes.Equal(a, b)
 }
""",
        "compare",
    ),
    "a shell, Python": (
        "a.py",
        """
 def pack(name):
-    subprocess.run(["tar", "cf", name], check=True)
+    subprocess.run("tar cf " + name, shell=True)
""",
        "shell",
    ),
    "a shell, Go": (
        "a.go",
        """
 package a
 func pack(name string) error {
-    return exec.Command("tar", "cf", name).Run()
+    return exec.Command("sh", "-c", "tar cf "+name).Run()
 }
""",
        "shell",
    ),
    "a file that others foresee, Python": (
        "a.py",
        """
 def scratch():
-    return tempfile.mkstemp()
+    return tempfile.mktemp()
""",
        "temporary-file",
    ),
    "without encryption, Java": (
        "A.java",
        """
 class A {
-  String address = "https://example.org/api";
+  String address = "http://example.org/api";
 }
""",
        "transport",
    ),
    "readable by all, Go": (
        "a.go",
        """
 package a
 func keep(data []byte) error {
-    return os.WriteFile("key", data, 0600)
+    return os.WriteFile("key", data, 0644)
 }
""",
        "mode",
    ),
}
QUERIES = {
    "Python": (
        "a.py",
        """
 def find(db, name):
-    return db.execute("SELECT id FROM people WHERE name = %s", (name,))
+    return db.execute(f"SELECT id FROM people WHERE name = '{name}'")
""",
    ),
    "JavaScript": (
        "a.js",
        """
 function find(db, name) {
-  return db.query('SELECT id FROM people WHERE name = ?', [name]);
+  return db.query('SELECT id FROM people WHERE name = ' + name);
 }
""",
    ),
    "Go": (
        "a.go",
        """
 package a
 func find(db *sql.DB, name string) {
-    db.Query("SELECT id FROM people WHERE name = $1", name)
+    db.Query("SELECT id FROM people WHERE name = '" + name + "'")
 }
""",
    ),
    "Java": (
        "A.java",
        """
 class A {
   void find(Connection db, String name) {
-    PreparedStatement found = db.prepareStatement("SELECT id FROM people WHERE name = ?");
-    found.setString(1, name);
+    Statement found = db.createStatement("SELECT id FROM people WHERE name = " + name);
   }
 }
""",
    ),
    "Ruby": (
        "a.rb",
        """
 def find(name)
-  Person.where("select 1 where name = ?", name)
+  Person.where("select 1 where name = '#{name}'")
 end
""",
    ),
    "PHP": (
        "a.php",
        """
 <?php
 function find($db, $name) {
-    $found = $db->prepare("SELECT id FROM people WHERE name = :name");
-    $found->execute(['name' => $name]);
+    $found = $db->query("SELECT id FROM people WHERE name = '$name'");
 }
""",
    ),
}


@pytest.mark.parametrize(("path", "diff", "kind"), SWAPPED.values(), ids=list(SWAPPED))
def test_a_safe_construct_that_a_dangerous_one_replaces(path: str, diff: str, kind: str) -> None:
    found = losses(path, diff)
    assert kind in [loss.kind for loss in found]
    assert {(loss.how, loss.side) for loss in found} == {(How.WEAKER, Side.HEAD)}


@pytest.mark.parametrize(("path", "diff"), QUERIES.values(), ids=list(QUERIES))
def test_values_put_into_the_text_of_a_query_that_left_places_for_them(path: str, diff: str) -> None:
    assert [loss.kind for loss in losses(path, diff)] == ["placeholder"]


@pytest.mark.parametrize(
    ("path", "diff"),
    [(path, diff) for path, diff, _ in SWAPPED.values()] + list(QUERIES.values()),
    ids=[*SWAPPED, *QUERIES],
)
def test_the_change_the_other_way_around_makes_nothing_dangerous(path: str, diff: str) -> None:
    back = compared([changed_file(path, diffs.head(diff), diffs.base(diff))])
    assert [loss.kind for loss in sinks.losses(back)] == []


IMPORTS = {
    "Go": ("a.go", ' package a\n import (\n-	"crypto/rand"\n+	"math/rand"\n )\n', "random-import"),
    "Go templates": ("a.go", ' package a\n-import "html/template"\n+import "text/template"\n', "markup-import"),
    "Python": ("a.py", "-import secrets\n+import random\n", "random-import"),
    "XML": ("a.py", "-from defusedxml import ElementTree\n+from xml.etree import ElementTree\n", "xml-import"),
}


@pytest.mark.parametrize(("path", "diff", "kind"), IMPORTS.values(), ids=list(IMPORTS))
def test_a_safe_library_that_another_replaces(path: str, diff: str, kind: str) -> None:
    assert [loss.kind for loss in losses(path, diff)] == [kind]

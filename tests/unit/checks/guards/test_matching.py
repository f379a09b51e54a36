"""Definitions are known again by name, then by what they hold."""

from __future__ import annotations

import pytest

from bot.model import ChangedFile
from tests import diffs
from tests.builders import changed_file
from workers.checks.guards.compared import compared

NAMES = {
    "renamed": (
        "a.py",
        """
-def remove(request, key):
+def drop(request, key):
     volume = Volume.objects.get(pk=key)
     volume.delete()
     return redirect("volumes")
""",
        {"remove": "drop"},
    ),
    "renamed and edited": (
        "a.js",
        """
-function removeVolume(request, key) {
-  check(request.user);
-  const volume = volumes.find(key);
+function dropVolume(request, key) {
+  const found = volumes.find(key);
   journal.write("removed", key);
-  volume.remove();
+  found.remove();
   return redirect("/volumes");
 }
""",
        {"removeVolume": "dropVolume"},
    ),
    "one line, one call": (
        "a.rb",
        """
 class Volumes
-  def remove
+  def drop
     storage.delete_volume(params[:id])
   end
 end
""",
        {"Volumes": "Volumes", "Volumes.remove": "Volumes.drop"},
    ),
    "a function becomes a method": (
        "a.py",
        """
-def volume(request, key):
-    volume = Volume.objects.get(pk=key)
-    audit(request.user, volume)
-    return render(request, "volume.html", {"volume": volume})
+class VolumeView(View):
+    def get(self, request, key):
+        volume = Volume.objects.get(pk=key)
+        audit(request.user, volume)
+        return render(request, "volume.html", {"volume": volume})
""",
        {"volume": "VolumeView.get"},
    ),
    "a class is renamed": (
        "A.java",
        """
-class Volumes {
+class Disks {
   void remove(Key key) {
     storage.delete(key);
     journal.write("removed", key);
   }
   int count() { return 1; }
 }
""",
        {"Volumes": "Disks", "Volumes.remove": "Disks.remove", "Volumes.count": "Disks.count"},
    ),
    "a method moves to another class": (
        "a.php",
        """
 <?php
 class Volumes {
-  function remove($key) {
-    $this->storage->delete($key);
-    $this->journal->write("removed", $key);
-  }
   function count() { return 1; }
 }
 class Disks {
+  function remove($key) {
+    $this->storage->delete($key);
+    $this->journal->write("removed", $key);
+  }
   function size() { return 2; }
 }
""",
        {
            "Volumes": "Volumes",
            "Volumes.remove": "Disks.remove",
            "Volumes.count": "Volumes.count",
            "Disks": "Disks",
            "Disks.size": "Disks.size",
        },
    ),
    "another function": (
        "a.go",
        """
 package a
-func Remove(key string) error {
-	volume := find(key)
-	return volume.Delete()
-}
+func Count(user User) int {
+	total := sum(user.Sizes, 0)
+	return total
+}
""",
        {},
    ),
    "what is small is another one": (
        "a.py",
        """
-def name(self):
-    return self.value
+def size(self):
+    return self.value
""",
        {},
    ),
}


def paired(*files: ChangedFile) -> dict[str, str]:
    return {pair.base.name: pair.head.name for pair in compared(files).pairs if pair.base.name}


@pytest.mark.parametrize("name", NAMES)
def test_what_a_definition_is_called_now(name: str) -> None:
    path, diff, expected = NAMES[name]
    assert paired(changed_file(path, diffs.base(diff), diffs.head(diff))) == expected


BODY = 'def remove(request, key):\n    volume = find(key)\n    volume.delete()\n    return redirect("volumes")\n'


def test_a_definition_moves_to_a_new_file() -> None:
    change = compared(
        [
            changed_file("views.py", f"{BODY}\n\ndef other():\n    return 1\n", "def other():\n    return 1\n"),
            changed_file("volumes.py", None, BODY.replace("remove", "drop")),
        ]
    )
    assert ("views.py:remove", "volumes.py:drop") in {
        (f"{pair.base.path}:{pair.base.name}", f"{pair.head.path}:{pair.head.name}") for pair in change.pairs
    }


def test_both_of_a_pair_are_read_where_one_holds_changed_lines() -> None:
    head = BODY.replace("    volume.delete()\n", "    volume.delete()\n    log(key)\n")
    change = compared([changed_file("views.py", BODY, head)])
    (pair,) = (pair for pair in change.pairs if pair.base.name)
    assert (pair.base.is_read, pair.head.is_read) == (True, True)
    assert {item.text for item in pair.base.operations} < {item.text for item in pair.head.operations}
    listed = [one for sides in change.sides if sides.base for one in sides.base.definitions]
    assert pair.base in listed


def test_each_definition_is_in_one_pair() -> None:
    copies = "\n\n".join(BODY.replace("remove", f"copy_{number}") for number in range(5))
    others = "\n\n".join(BODY.replace("remove", f"other_{number}") for number in range(3))
    change = compared([changed_file("views.py", copies, others)])
    heads = [pair.head.name for pair in change.pairs if pair.head.name]
    assert sorted(heads) == ["other_0", "other_1", "other_2"]
    assert len({pair.base.name for pair in change.pairs}) == len(change.pairs)

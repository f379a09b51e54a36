"""What operations of paired definitions lose: a row of a table is a small diff and what it takes away."""

from __future__ import annotations

import pytest

from bot.model import Side
from tests import diffs
from tests.builders import changed_file
from workers.checks.guards.compared import compared
from workers.checks.guards.losing import losses
from workers.checks.guards.model import Loss

_GUARD = """\
-    if not request.user.is_superuser:
-        raise PermissionDenied("not allowed")
"""
_REST = """\
     volume = Volume.objects.get(pk=pk)
     volume.delete()
     return volume
"""
_REFUSED = "not request.user.is_superuser"

LOST: dict[str, tuple[dict[str, str], set[str]]] = {
    "the check is deleted": (
        {"views.py": f" def delete_volume(request, pk):\n{_GUARD}{_REST}"},
        {f"gone refuses {_REFUSED} @base:2"},
    ),
    "and the function is renamed": (
        {"views.py": f"-def delete_volume(request, pk):\n+def drop_volume(request, pk):\n{_GUARD}{_REST}"},
        {f"gone refuses {_REFUSED} @base:2"},
    ),
    "and the function moves to a new file": (
        {
            "views.py": f"-def delete_volume(request, pk):\n{_GUARD}{_REST.replace('     ', '-    ')}"
            " def other():\n     return 1\n",
            "volumes.py": f"+def delete_volume(request, pk):\n{_REST.replace('     ', '+    ')}",
        },
        {f"gone refuses {_REFUSED} @base:2"},
    ),
    "and the function becomes a class": (
        {
            "views.py": f"-def delete_volume(request, pk):\n{_GUARD}{_REST.replace('     ', '-    ')}"
            "+class VolumeView(View):\n+    def post(self, request, pk):\n"
            f"{_REST.replace('     ', '+        ')}",
        },
        {f"gone refuses {_REFUSED} @base:2"},
    ),
    "the condition always holds": (
        {
            "views.py": " def delete_volume(request, pk):\n"
            "-    if not request.user.is_superuser:\n+    if not (request.user.is_superuser or True):\n"
            f'         raise PermissionDenied("not allowed")\n{_REST}'
        },
        {f"gone refuses {_REFUSED} @base:2"},
    ),
    "a weaker condition": (
        {
            "views.py": " def delete_volume(request, pk):\n"
            "-    if not request.user.is_superuser:\n+    if not request.user.is_authenticated:\n"
            f'         raise PermissionDenied("not allowed")\n{_REST}'
        },
        {f"weaker:role-lowered refuses {_REFUSED} @head:2"},
    ),
    "it logs and goes on": (
        {
            "views.py": " def delete_volume(request, pk):\n"
            "     if not request.user.is_superuser:\n"
            '-        raise PermissionDenied("not allowed")\n+        LOG.warning("not allowed")\n'
            f"{_REST}"
        },
        {f"gone refuses {_REFUSED} @base:3"},
    ),
    "a way around it": (
        {
            "views.py": " def delete_volume(request, pk):\n"
            '+    if request.GET.get("force"):\n+        return Volume.objects.get(pk=pk).delete()\n'
            '     if not request.user.is_superuser:\n         raise PermissionDenied("not allowed")\n'
            f"{_REST}"
        },
        {f"bypassed refuses {_REFUSED} @head:3"},
    ),
    "it stands behind what it protected": (
        {
            "views.py": f" def delete_volume(request, pk):\n{_GUARD}"
            "     volume = Volume.objects.get(pk=pk)\n     volume.delete()\n"
            f"{_GUARD.replace('-   ', '+   ')}     return volume\n"
        },
        {f"later refuses {_REFUSED} @head:4"},
    ),
    "a decorator goes and the function is renamed": (
        {"views.py": f"-@login_required\n-def delete_volume(request, pk):\n+def drop_volume(request, pk):\n{_REST}"},
        {"gone wraps login_required @base:1"},
    ),
    "a redirect goes anywhere": (
        {
            "login.py": ' def log_in(request):\n     target = request.args.get("next", "/")\n'
            "-    parsed = urlparse(target)\n-    if parsed.scheme or parsed.netloc:\n"
            '-        target = "/"\n     return redirect(target)\n'
        },
        {"gone resets parsed.scheme or parsed.netloc @base:4"},
    ),
    "a filter of the owner goes": (
        {
            "src/write.js": " Write.prototype.run = function () {\n-  if (!this.auth.isMaster) {\n"
            "-    this.query = { $and: [this.query, { user: { objectId: this.auth.user.id } }] };\n-  }\n"
            "   return this.update(this.query);\n };\n"
        },
        {"gone resets not this.auth.isMaster @base:2"},
    ),
}


def found(files: dict[str, str]) -> list[Loss]:
    changed = [changed_file(path, diffs.base(diff), diffs.head(diff)) for path, diff in files.items()]
    return list(losses(compared(changed)))


def shown(loss: Loss) -> str:
    side = "head" if loss.side is Side.HEAD else "base"
    kind = f":{loss.kind}" if loss.kind else ""
    return f"{loss.how.value}{kind} {loss.protection.way.value} {loss.protection.text} @{side}:{loss.line}"


@pytest.mark.parametrize("name", LOST)
def test_what_is_lost(name: str) -> None:
    files, expected = LOST[name]
    assert {shown(loss) for loss in found(files)} == expected

"""Protections that a change takes away in other ways than by deleting their lines alone: each is told."""

from __future__ import annotations

import pytest

from tests.builders import changed_file, snapshot
from tests.cases.guard_ways import PROGRAMS, WAYS
from tests.cases.scene import Scene, both
from workers.checks.guards import Guards

_GUARD = """\
-    if not request.user.is_superuser:
-        raise PermissionDenied("not allowed")
"""
_REST = """\
     volume = Volume.objects.get(pk=pk)
     volume.delete()
     return volume
"""
_IMPORT = " from django.core.exceptions import PermissionDenied\n \n \n"
LOSSES: dict[str, dict[str, str]] = {
    "the check is deleted": {"app/views.py": f"{_IMPORT} def delete_volume(request, pk):\n{_GUARD}{_REST}"},
    "and the function is renamed": {
        "app/views.py": f"{_IMPORT}-def delete_volume(request, pk):\n+def drop_volume(request, pk):\n{_GUARD}{_REST}"
    },
    "and the function moves to a new file": {
        "app/views.py": f"{_IMPORT}-def delete_volume(request, pk):\n{_GUARD}{_REST.replace('     ', '-    ')}"
        " def other():\n     return 1\n",
        "app/volumes.py": f"+def delete_volume(request, pk):\n{_REST.replace('     ', '+    ')}",
    },
    "the condition always holds": {
        "app/views.py": f"{_IMPORT} def delete_volume(request, pk):\n"
        "-    if not request.user.is_superuser:\n+    if not (request.user.is_superuser or True):\n"
        f'         raise PermissionDenied("not allowed")\n{_REST}'
    },
    "a weaker condition": {
        "app/views.py": f"{_IMPORT} def delete_volume(request, pk):\n"
        "-    if not request.user.is_superuser:\n+    if not request.user.is_authenticated:\n"
        f'         raise PermissionDenied("not allowed")\n{_REST}'
    },
    "a way around it": {
        "app/views.py": f"{_IMPORT} def delete_volume(request, pk):\n"
        '+    if request.GET.get("force"):\n+        return Volume.objects.get(pk=pk).delete()\n'
        f'     if not request.user.is_superuser:\n         raise PermissionDenied("not allowed")\n{_REST}'
    },
    "the decorator goes and the function is renamed": {
        "app/views.py": f"-@login_required\n-def delete_volume(request, pk):\n+def drop_volume(request, pk):\n{_REST}"
    },
    "a template escapes no longer": {
        "app/templates/error.html": " <h1>Error</h1>\n-<p>{{ reason }}</p>\n+<p>{{ reason|safe }}</p>\n"
    },
    "the session keeps its key": {
        "app/login.py": " def log_in(request, user):\n     check(request, user)\n-    request.session.cycle_key()\n"
        '     request.session["user"] = user.id\n     return redirect("/")\n'
    },
    "the redirect goes anywhere": {
        "app/login.py": ' def log_in(request):\n     target = request.args.get("next", "/")\n'
        "-    parsed = urlparse(target)\n-    if parsed.scheme or parsed.netloc:\n"
        '-        target = "/"\n     return redirect(target)\n'
    },
    "the classes of permission go": {
        "app/api.py": " class Volumes(APIView):\n-    permission_classes = [IsAuthenticated, IsSuperUser]\n \n"
        "     def get(self, request):\n         return Response(volumes())\n"
    },
    "a secret is logged": {
        "app/stores.py": " def ordered(stores):\n"
        '-    shown = [{"name": store["metadata"].get("name")} for store in stores]\n'
        '-    LOG.debug("Ordered stores: %s", shown)\n'
        '+    LOG.debug("Ordered stores: %s", stores)\n     return stores\n'
    },
    "the owner is not asked for": {
        "src/write.js": " Write.prototype.run = function () {\n-  if (!this.auth.isMaster) {\n"
        "-    this.query = { $and: [this.query, { user: { objectId: this.auth.user.id } }] };\n-  }\n"
        "   return this.update(this.query);\n };\n"
    },
    "the token never expires": {
        "app/tokens.py": " def rescope(token):\n     data = build(token)\n"
        "-    # keep the expiry, or a session lasts for ever\n"
        "-    data['expires_at'] = token.expires_at\n     return data\n"
    },
}
NOT_YET = frozenset({"a secret is logged"})


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.xfail(reason="not told yet", strict=True) if name in NOT_YET else ())
        for name in LOSSES
    ],
)
def test_what_protects_no_longer_is_told_on_a_line(scene: Scene, name: str) -> None:
    base, head = both(LOSSES[name])
    scene.change(base, head)
    said = scene.reviewed()
    on_lines = {item["path"] for item in said.document["observations"] if item["placement"] == "line"}
    assert on_lines & LOSSES[name].keys(), (said.places, said.gaps)


@pytest.mark.parametrize("language", PROGRAMS)
@pytest.mark.parametrize("way", WAYS)
def test_a_check_of_who_may_is_missed_whichever_way_it_goes(way: str, language: str) -> None:
    """On a line or in the summary, at the file that had it."""
    program = PROGRAMS[language]
    changed = [changed_file(path, base, head) for path, (base, head) in WAYS[way](program).items()]
    said = Guards().run(snapshot(*changed)).head
    assert program.path in {finding.span.path for finding in said}
    assert any(finding.cwe in (284, 285, 287, 306, 862, 863) for finding in said), [item.rule for item in said]

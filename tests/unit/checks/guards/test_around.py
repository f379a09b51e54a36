"""Protections that still stand on the way, in files that the change did not touch."""

from __future__ import annotations

import pytest

from tests import diffs
from tests.builders import MemoryTree, changed_file
from workers.checks.guards import around, compared, losing
from workers.checks.guards.model import Loss

Files = dict[str, str]
"""The diffs of changed files and the texts of unchanged ones (each line after a space), by path."""


def left(files: Files) -> tuple[list[Loss], list[Loss]]:
    """The losses of a change, and those that remain when the tree was asked."""
    base = {path: text for path, diff in files.items() if (text := diffs.base(diff)) is not None}
    head = {path: text for path, diff in files.items() if (text := diffs.head(diff))}
    changed = [changed_file(path, base.get(path), head.get(path)) for path in files if base.get(path) != head.get(path)]
    losses = list(losing.losses(compared.compared(changed)))
    return losses, around.accounted(losses, MemoryTree(head=head, base=base))


_VIEW = """\
 from app.access import ensure_admin

 class ServerViews(AdminViews):
     def remove(self, request, pk):
-        if not request.user.is_superuser:
-            raise PermissionDenied("no")
         server = Server.objects.get(pk=pk)
         server.remove()
         return redirect("/servers")
"""
_CALLED = _VIEW.replace(
    '-            raise PermissionDenied("no")\n',
    '-            raise PermissionDenied("no")\n+        ensure_admin(request)\n',
)
_FUNCTION = """\
 def remove_server(user, pk):
-    if not user.is_superuser:
-        raise PermissionDenied("no")
     server = Server.objects.get(pk=pk)
     server.remove()
     return server
"""
_CALLER = """\
 from app.servers import remove_server

 def {name}(request, pk):
     if not request.user.is_superuser:
         raise PermissionDenied("no")
     remove_server(request.user, pk)
     return redirect("/")
"""
_OPEN_CALLER = """\
 from app.servers import remove_server

 def clean(request, pk):
     remove_server(request.user, pk)
     return redirect("/")
"""
_GO = """\
 package api

 func (s *Server) Remove(w http.ResponseWriter, r *http.Request) {
-    if !s.isAdmin(r) {
-        http.Error(w, "forbidden", http.StatusForbidden)
-        return
-    }
NOW
     s.machines.Remove(r.FormValue("id"))
     w.WriteHeader(http.StatusNoContent)
 }
"""
_JAVA = """\
 package shop;

 public class Orders extends Guarded {
     public void remove(User user, long id) {
-        if (!user.isAdmin()) {
-            throw new AccessDeniedException("no");
-        }
NOW
         Order order = orders.find(id);
         orders.remove(order);
     }
 }
"""
_RUBY = """\
 class PostsController < AdminController
-  before_action :require_admin
   def destroy
     post = Post.find(params[:id])
     post.destroy
     redirect_to posts_path
   end
 end
"""
_ADMIN_CONTROLLER = """\
 class AdminController < ApplicationController
   before_action :require_admin
 end
"""
_PHP = """\
 <?php
 class NoteController extends AdminController {
     public function remove($request, $id) {
-        if (!$this->user->isAdmin()) {
-            throw new AccessDeniedException('no');
-        }
NOW
         $note = $this->notes->find($id);
         $note->remove();
         return $this->redirect('/notes');
     }
 }
"""
_JS = """\
 const { requireAdmin } = require("./access");

 async function removeNote(req, res) {
-  if (!req.user.isAdmin) {
-    return res.status(403).end();
-  }
NOW
   const note = await Note.find(req.params.id);
   await note.remove();
   res.redirect("/notes");
 }
 module.exports = { removeNote };
"""

SILENT: dict[str, Files] = {
    "a base class in Python": {
        "app/views.py": _VIEW,
        "app/admin_views.py": """\
 class AdminViews(View):
     def dispatch(self, request, *args, **kwargs):
         if not request.user.is_superuser:
             raise PermissionDenied("no")
         return super().dispatch(request, *args, **kwargs)
""",
    },
    "a helper in Python": {
        "app/views.py": _CALLED,
        "app/access.py": """\
 def ensure_admin(request):
     if not request.user.is_superuser:
         raise PermissionDenied("no")
""",
    },
    "the only caller in Python": {"app/servers.py": _FUNCTION, "app/views.py": _CALLER.format(name="remove")},
    "both callers in Python": {
        "app/servers.py": _FUNCTION,
        "app/views.py": _CALLER.format(name="remove"),
        "app/admin.py": _CALLER.format(name="remove_all"),
    },
    "a helper in Go": {
        "api/server.go": _GO.replace("NOW\n", "+    if !s.admits(w, r) {\n+        return\n+    }\n"),
        "api/access.go": """\
 package api

 func (s *Server) admits(w http.ResponseWriter, r *http.Request) bool {
     if !s.isAdmin(r) {
         http.Error(w, "forbidden", http.StatusForbidden)
         return false
     }
     return true
 }
""",
    },
    "a route in Go": {
        "api/server.go": _GO.replace("NOW\n", ""),
        "api/routes.go": """\
 package api

 func (s *Server) routes(mux *http.ServeMux) {
     mux.Handle("/remove", s.onlyAdmins(s.Remove))
 }

 func (s *Server) onlyAdmins(next http.HandlerFunc) http.Handler {
     return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
         if !s.isAdmin(r) {
             http.Error(w, "forbidden", http.StatusForbidden)
             return
         }
         next(w, r)
     })
 }
""",
    },
    "a base class in Java": {
        "src/shop/Orders.java": _JAVA.replace("NOW\n", "+        checkAdmin(user);\n"),
        "src/shop/Guarded.java": """\
 package shop;

 public abstract class Guarded {
     protected void checkAdmin(User user) {
         if (!user.isAdmin()) {
             throw new AccessDeniedException("no");
         }
     }
 }
""",
    },
    "a base class in Ruby": {
        "app/controllers/posts_controller.rb": _RUBY,
        "app/controllers/admin_controller.rb": _ADMIN_CONTROLLER,
    },
    "a class above the base class in Ruby": {
        "app/controllers/posts_controller.rb": _RUBY,
        "app/controllers/admin_controller.rb": " class AdminController < ApplicationController\n end\n",
        "app/controllers/application_controller.rb": _ADMIN_CONTROLLER.replace("AdminController < ", ""),
    },
    "a base class in PHP": {
        "src/NoteController.php": _PHP.replace("NOW\n", ""),
        "src/AdminController.php": """\
 <?php
 class AdminController extends Controller {
     public function __construct($user) {
         $this->user = $user;
         if (!$this->user->isAdmin()) {
             throw new AccessDeniedException('no');
         }
     }
 }
""",
    },
    "middleware in JavaScript": {
        "src/notes.js": _JS.replace("NOW\n", ""),
        "src/routes.js": """\
 const { requireAdmin } = require("./access");
 const notes = require("./notes");
 router.delete("/notes/:id", requireAdmin, notes.removeNote);
""",
        "src/access.js": """\
 function requireAdmin(req, res, next) {
   if (!req.user.isAdmin) {
     return res.status(403).end();
   }
   next();
 }
 module.exports = { requireAdmin };
""",
    },
    "middleware for all in JavaScript": {
        "src/notes.js": _JS.replace("NOW\n", ""),
        "src/app.js": """\
 const { requireAdmin } = require("./access");
 const app = express();
 app.use(requireAdmin);
 app.delete("/notes/:id", require("./notes").removeNote);
""",
        "src/access.js": """\
 function requireAdmin(req, res, next) {
   if (!req.user.isAdmin) {
     return res.status(403).end();
   }
   next();
 }
""",
    },
}
TOLD: dict[str, Files] = {
    "one of two callers": {
        "app/servers.py": _FUNCTION,
        "app/views.py": _CALLER.format(name="remove"),
        "app/cleaning.py": _OPEN_CALLER,
    },
    "a base class without it": {
        "app/views.py": _VIEW,
        "app/admin_views.py": " class AdminViews(View):\n     title = 'Admin'\n",
    },
    "a helper that does not refuse": {
        "app/views.py": _CALLED,
        "app/access.py": " def ensure_admin(request):\n     LOG.info('admin: %s', request.user)\n",
    },
    "a filter for other actions in Ruby": {
        "app/controllers/posts_controller.rb": _RUBY,
        "app/controllers/admin_controller.rb": _ADMIN_CONTROLLER.replace("_admin", "_admin, only: [:index]"),
    },
    "a route without middleware in JavaScript": {
        "src/notes.js": _JS.replace("NOW\n", ""),
        "src/routes.js": ' router.delete("/notes/:id", notes.removeNote);\n',
    },
    "a route without middleware in Go": {
        "api/server.go": _GO.replace("NOW\n", ""),
        "api/routes.go": " package api\n"
        ' func (s *Server) routes(mux *http.ServeMux) {\n     mux.HandleFunc("/remove", s.Remove)\n }\n',
    },
    "nothing else in Java": {"src/shop/Orders.java": _JAVA.replace("NOW\n", "")},
    "nothing else in PHP": {"src/NoteController.php": _PHP.replace("NOW\n", "")},
}


@pytest.mark.parametrize("name", SILENT)
def test_what_still_stands_on_the_way_is_no_loss(name: str) -> None:
    losses, remaining = left(SILENT[name])
    assert losses
    assert remaining == []


@pytest.mark.parametrize("name", TOLD)
def test_what_does_not_stand_on_every_way_is_a_loss(name: str) -> None:
    losses, remaining = left(TOLD[name])
    assert losses
    assert [(loss.how, loss.kind) for loss in remaining] == [(loss.how, loss.kind) for loss in losses]

"""New code beside siblings that carry a protection."""

from __future__ import annotations

import pytest

from bot.model import Side
from tests import diffs
from tests.builders import changed_file
from workers.checks.guards import flow, siblings
from workers.checks.guards.model import Compared, How, Loss, Pair, Sides


def found(path: str, diff: str, pairs: tuple[Pair, ...] = ()) -> list[Loss]:
    file = changed_file(path, diffs.base(diff), diffs.head(diff))
    sides = Sides(file, flow.read(file, Side.BASE) if file.base_text else None, flow.read(file, Side.HEAD))
    return list(siblings.losses(Compared((sides,), pairs)))


_FLASK = """\
 from shop import app, login_required

 @app.route("/orders")
 @login_required
 def orders():
     return render(Order.all())

 @app.route("/orders/<int:pk>/cancel", methods=["POST"])
 @login_required
 def cancel(pk):
     Order.get(pk).cancel()
     return redirect("/orders")

 @app.route("/orders/<int:pk>/pay", methods=["POST"])
 @login_required
 def pay(pk):
     Order.get(pk).pay()
     return redirect("/orders")

"""
_DJANGO = """\
 def start_server(request, pk):
     if not request.user.has_perm("servers.start"):
         raise PermissionDenied
     Server.objects.get(pk=pk).start()

 def stop_server(request, pk):
     if not request.user.has_perm("servers.stop"):
         raise PermissionDenied
     Server.objects.get(pk=pk).stop()

 def delete_server(request, pk):
     if not request.user.has_perm("servers.delete"):
         raise PermissionDenied
     Server.objects.get(pk=pk).delete()

"""
_SERVICE = """\
 class Servers:
     def start(self, context, server):
         self.policy.check_permission(context, server)
         server.start()

     def stop(self, context, server):
         self.policy.check_permission(context, server)
         server.stop()

     def remove(self, context, server):
         self.policy.check_permission(context, server)
         server.remove()

"""
_EXPRESS = """\
 const router = express.Router();
 router.get("/notes", requireAuth, notes.list);
 router.post("/notes", requireAuth, notes.create);
 router.put("/notes/:id", requireAuth, notes.update);
"""
_RESOLVERS = """\
 export const Mutation = {
   addNote: async (parent, args, context) => {
     requireUser(context);
     return notes.add(args.note);
   },
   removeNote: async (parent, args, context) => {
     requireUser(context);
     return notes.remove(args.id);
   },
   renameNote: async (parent, args, context) => {
     requireUser(context);
     return notes.rename(args.id, args.name);
   },
"""
_NEST = """\
 @Controller("notes")
 export class NotesController {
   @UseGuards(JwtAuthGuard)
   @Post()
   create(@Body() note: Note) {
     return this.notes.create(note);
   }

   @UseGuards(JwtAuthGuard)
   @Put(":id")
   update(@Body() note: Note) {
     return this.notes.update(note);
   }

   @UseGuards(JwtAuthGuard)
   @Get()
   list() {
     return this.notes.list();
   }

"""
_GO = """\
 package api

 func (s *Server) Start(w http.ResponseWriter, r *http.Request) {
     if !s.isAdmin(r) {
         http.Error(w, "forbidden", http.StatusForbidden)
         return
     }
     s.machines.Start(r.FormValue("id"))
 }

 func (s *Server) Stop(w http.ResponseWriter, r *http.Request) {
     if !s.isAdmin(r) {
         http.Error(w, "forbidden", http.StatusForbidden)
         return
     }
     s.machines.Stop(r.FormValue("id"))
 }

 func (s *Server) Remove(w http.ResponseWriter, r *http.Request) {
     if !s.isAdmin(r) {
         http.Error(w, "forbidden", http.StatusForbidden)
         return
     }
     s.machines.Remove(r.FormValue("id"))
 }

"""
_GO_ROUTES = """\
 func routes(mux *http.ServeMux, s *Server) {
     mux.Handle("/start", requireLogin(s.Start))
     mux.Handle("/stop", requireLogin(s.Stop))
     mux.Handle("/remove", requireLogin(s.Remove))
"""
_GRPC = """\
 func (s *server) GetUser(ctx context.Context, req *pb.GetUserRequest) (*pb.User, error) {
     if err := s.auth.Authorize(ctx, "user.get"); err != nil {
         return nil, err
     }
     return s.store.User(req.Id)
 }

 func (s *server) DeleteUser(ctx context.Context, req *pb.DeleteUserRequest) (*pb.Empty, error) {
     if err := s.auth.Authorize(ctx, "user.delete"); err != nil {
         return nil, err
     }
     return s.store.DeleteUser(req.Id)
 }

 func (s *server) RenameUser(ctx context.Context, req *pb.RenameUserRequest) (*pb.User, error) {
     if err := s.auth.Authorize(ctx, "user.rename"); err != nil {
         return nil, err
     }
     return s.store.RenameUser(req.Id, req.Name)
 }

"""
_SPRING = """\
 @RestController
 public class AccountController {
     @PreAuthorize("hasRole('ADMIN')")
     @PostMapping("/lock")
     public Account lock(@RequestParam long id) {
         return accounts.lock(id);
     }

     @PreAuthorize("hasRole('ADMIN')")
     @PostMapping("/unlock")
     public Account unlock(@RequestParam long id) {
         return accounts.unlock(id);
     }

     @PreAuthorize("hasRole('ADMIN')")
     @DeleteMapping("/remove")
     public void remove(@RequestParam long id) {
         accounts.remove(id);
     }

"""
_RAILS = """\
 class PostsController < ApplicationController
   def show
     authorize @post
     render json: @post
   end

   def update
     authorize @post
     @post.update(post_params)
   end

   def destroy
     authorize @post
     @post.destroy
   end

"""
_RAILS_ONLY = """\
 class PostsController < ApplicationController
-  before_action :require_login, only: [:edit, :update, :destroy]
+  before_action :require_login, only: [:edit, :update, :destroy]
   def edit
     render :edit
   end

   def update
     @post.update(post_params)
   end

   def destroy
     @post.destroy
   end

"""
_LARAVEL = """\
 <?php
 Route::get('/notes', [Notes::class, 'index'])->middleware('auth');
 Route::post('/notes', [Notes::class, 'store'])->middleware('auth');
 Route::delete('/notes/{id}', [Notes::class, 'destroy'])->middleware('auth');
"""
_SYMFONY = """\
 <?php
 class NoteController extends AbstractController {
     #[Route('/notes/add')]
     #[IsGranted('ROLE_EDITOR')]
     public function add(Request $request): Response {
         return $this->json($this->notes->add($request));
     }

     #[Route('/notes/drop')]
     #[IsGranted('ROLE_EDITOR')]
     public function drop(Request $request): Response {
         return $this->json($this->notes->drop($request));
     }

     #[Route('/notes/move')]
     #[IsGranted('ROLE_EDITOR')]
     public function move(Request $request): Response {
         return $this->json($this->notes->move($request));
     }

"""
_CASES = """\
 <?php
 switch ($_POST['action']) {
     case 'create':
         check_permission('users', 'create');
         create_user($_POST);
         break;
     case 'rename':
         check_permission('users', 'rename');
         rename_user($_POST);
         break;
     case 'delete':
         check_permission('users', 'delete');
         delete_user($_POST);
         break;
"""
_CLASSES = """\
 class Volumes(APIView):
     permission_classes = [IsAdmin]
     def get(self, request):
         return Response(volumes())

 class Servers(APIView):
     permission_classes = [IsAdmin]
     def get(self, request):
         return Response(servers())

 class Images(APIView):
     permission_classes = [IsAdmin]
     def get(self, request):
         return Response(images())

"""
_OWNED = """\
 def show(request, pk):
     return render(request, Note.objects.get(pk=pk, owner=request.user))

 def edit(request, pk):
     note = Note.objects.get(pk=pk, owner=request.user)
     return save(note, request.POST)

 def remove(request, pk):
     Note.objects.filter(pk=pk, owner=request.user).delete()
     return redirect("/")

"""
_SHARE = """\
+def share(request, pk):
+    note = Note.objects.get({asked})
+    return send(note, request.POST)
"""
_AUDITED = """\
 class Users:
     def create(self, name):
         self.store.create(name)
         audit_log("created", name)

     def rename(self, user, name):
         self.store.rename(user, name)
         audit_log("renamed", name)

     def remove(self, user):
         self.store.remove(user)
         audit_log("removed", user)

"""

TOLD: dict[str, tuple[str, str, str]] = {
    "a route without its decorator": (
        "app/views.py",
        f"""{_FLASK}\
+@app.route("/orders/<int:pk>/refund", methods=["POST"])
+def refund(pk):
+    Order.get(pk).refund()
+    return redirect("/orders")
""",
        "authorisation-handler",
    ),
    "a view without the condition": (
        "app/views.py",
        f"{_DJANGO}+def resize_server(request, pk):\n+    Server.objects.get(pk=pk).resize(request.POST['size'])\n",
        "authorisation-handler",
    ),
    "a method of a service without the check": (
        "app/servers.py",
        f"{_SERVICE}+    def resize(self, context, server, size):\n+        server.resize(size)\n",
        "authorisation-handler",
    ),
    "a route without middleware": (
        "src/routes.js",
        f'{_EXPRESS}+router.delete("/notes/:id", notes.remove);\n',
        "authorisation-route",
    ),
    "a resolver": (
        "src/resolvers.ts",
        f"""{_RESOLVERS}\
+  shareNote: async (parent, args, context) => {{
+    return notes.share(args.id, args.user);
+  }},
 }};
""",
        "authorisation-handler",
    ),
    "a method without its guard": (
        "src/notes.controller.ts",
        f"""{_NEST}\
+  @Delete(":id")
+  remove(@Param("id") id: string) {{
+    return this.notes.remove(id);
+  }}
 }}
""",
        "authorisation-handler",
    ),
    "a handler in Go": (
        "api/server.go",
        f"""{_GO}\
+func (s *Server) Resize(w http.ResponseWriter, r *http.Request) {{
+    s.machines.Resize(r.FormValue("id"), r.FormValue("size"))
+}}
""",
        "authorisation-handler",
    ),
    "a route in Go": (
        "api/routes.go",
        f'{_GO_ROUTES}+    mux.Handle("/resize", http.HandlerFunc(s.Resize))\n }}\n',
        "authorisation-route",
    ),
    "a remote procedure": (
        "api/users.go",
        f"""{_GRPC}\
+func (s *server) LockUser(ctx context.Context, req *pb.LockUserRequest) (*pb.User, error) {{
+    return s.store.LockUser(req.Id)
+}}
""",
        "authorisation-handler",
    ),
    "an endpoint in Java": (
        "src/main/java/shop/AccountController.java",
        f"""{_SPRING}\
+    @PostMapping("/transfer")
+    public void transfer(@RequestParam long from, @RequestParam long to) {{
+        accounts.transfer(from, to);
+    }}
 }}
""",
        "authorisation-handler",
    ),
    "an action in Ruby": (
        "app/controllers/posts_controller.rb",
        f"{_RAILS}+  def publish\n+    @post.publish!(Time.now)\n+  end\n end\n",
        "authorisation-handler",
    ),
    "an action that a list does not name": (
        "app/controllers/posts_controller.rb",
        f"{_RAILS_ONLY}+  def publish\n+    @post.publish!(Time.now)\n+  end\n end\n",
        "authorisation-handler",
    ),
    "a route in PHP": (
        "routes/web.php",
        f"{_LARAVEL}+Route::put('/notes/{{id}}', [Notes::class, 'update']);\n",
        "authorisation-route",
    ),
    "a controller in PHP": (
        "src/NoteController.php",
        f"""{_SYMFONY}\
+    #[Route('/notes/share')]
+    public function share(Request $request): Response {{
+        return $this->json($this->notes->share($request));
+    }}
 }}
""",
        "authorisation-handler",
    ),
    "a branch of a switch": (
        "admin/users.php",
        f"{_CASES}+    case 'lock':\n+        lock_user($_POST);\n+        break;\n }}\n",
        "authorisation-case",
    ),
    "a class of views": (
        "app/api.py",
        f"{_CLASSES}+class Networks(APIView):\n+    def get(self, request):\n+        return Response(networks())\n",
        "authorisation-class",
    ),
    "a query without the owner": (
        "app/notes.py",
        f"{_OWNED}{_SHARE.format(asked='pk=pk')}",
        "owner-filter-handler",
    ),
    "a method that leaves no trace": (
        "app/users.py",
        f"{_AUDITED}+    def lock(self, user):\n+        self.store.lock(user)\n",
        "audit-method",
    ),
}


@pytest.mark.parametrize("name", TOLD)
def test_new_code_without_the_protection_of_its_siblings_is_a_loss(name: str) -> None:
    path, diff, kind = TOLD[name]
    losses = found(path, diff)
    assert [(loss.how, loss.kind, loss.side) for loss in losses] == [(How.MISSING, kind, Side.HEAD)]
    new = [
        line for line, text in enumerate([text for text in diffs.lines(diff) if text[0] != "-"], 1) if text[0] == "+"
    ]
    assert losses[0].line in new
    assert len(losses[0].siblings) == 3


_HEALTH = '+@app.route("/health")\n+def health():\n+    return render(Status.all())\n'
_CALLS_SIBLING = """\
+@app.route("/orders/<int:pk>/refund", methods=["POST"])
+def refund(pk):
+    return cancel(pk)
"""
_OTHER_CHECK = """\
+@app.route("/orders/<int:pk>/refund", methods=["POST"])
+@permission_required("refund")
+def refund(pk):
+    Order.get(pk).refund()
+    return redirect("/orders")
"""
_IN_BODY = """\
+@app.route("/orders/<int:pk>/refund", methods=["POST"])
+def refund(pk):
+    if not current_user.is_authenticated:
+        abort(401)
+    Order.get(pk).refund()
+    return redirect("/orders")
"""
_TWO_OF_FOUR = """\
 class Users:
     def create(self, name):
         check_permission(name)
         self.store.create(name)

     def rename(self, user, name):
         check_permission(name)
         self.store.rename(user, name)

     def remove(self, user):
         self.store.remove(user)

     def load(self, user):
         self.store.load(user)

+    def lock(self, user):
+        self.store.lock(user)
"""
_READER = """\
 class NotesController {
   async addNote(req, res) {
     requireUser(req);
     res.json(await this.notes.add(req.body));
   }
   async removeNote(req, res) {
     requireUser(req);
     res.json(await this.notes.remove(req.params.id));
   }
   async renameNote(req, res) {
     requireUser(req);
     res.json(await this.notes.rename(req.params.id));
   }
+  async showAbout(req, res) {
+    res.render("about");
+  }
 }
"""
_HELPER_IN_FILE = """\
+func (s *Server) Resize(w http.ResponseWriter, r *http.Request) {
+    if !s.admits(w, r) {
+        return
+    }
+    s.machines.Resize(r.FormValue("id"))
+}
+
+func (s *Server) admits(w http.ResponseWriter, r *http.Request) bool {
+    return s.isAdmin(r)
+}
"""

SILENT: dict[str, tuple[str, str]] = {
    "it is public by its nature": ("app/views.py", f"{_FLASK}{_HEALTH}"),
    "it calls a sibling that has it": ("app/views.py", f"{_FLASK}{_CALLS_SIBLING}"),
    "it has another check of the same sort": ("app/views.py", f"{_FLASK}{_OTHER_CHECK}"),
    "its body has the check": ("app/views.py", f"{_FLASK}{_IN_BODY}"),
    "it says that it is open": (
        "app/views.py",
        f'{_FLASK}+@app.route("/prices")\n+@allow_anonymous\n+def prices():\n+    return render(Price.all())\n',
    ),
    "it is no handler": ("app/views.py", f"{_FLASK}+def total(order):\n+    return sum(order.prices())\n"),
    "a private helper": (
        "app/servers.py",
        f"{_SERVICE}+    def _resize(self, context, server, size):\n+        server.resize(size)\n",
    ),
    "other code of the file calls it": (
        "app/servers.py",
        f"""{_SERVICE}\
+    def resize(self, context, server, size):
+        server.resize(size)

     def grow(self, context, server):
         self.policy.check_permission(context, server)
-        server.resize(2)
+        self.resize(context, server, 2)
""",
    ),
    "it does nothing": ("app/servers.py", f"{_SERVICE}+    def resize(self, context, server, size):\n+        pass\n"),
    "it is abstract": (
        "src/main/java/shop/AccountController.java",
        f'{_SPRING}+    @PostMapping("/x")\n+    public abstract void transfer(long from, long to);\n }}\n',
    ),
    "half of the siblings have it": ("app/users.py", _TWO_OF_FOUR),
    "it only reads and all that have it write": ("src/notes.js", _READER),
    "a helper of the file checks": ("api/server.go", f"{_GO}{_HELPER_IN_FILE}"),
    "the list names it": (
        "app/controllers/posts_controller.rb",
        _RAILS_ONLY.replace(
            "+  before_action :require_login, only: [:edit", "+  before_action :require_login, only: [:publish, :edit"
        )
        + "+  def publish\n+    @post.publish!(Time.now)\n+  end\n end\n",
    ),
    "a private action": (
        "app/controllers/posts_controller.rb",
        f"{_RAILS} private\n \n+  def publish\n+    @post.publish!(Time.now)\n+  end\n end\n",
    ),
    "the route has middleware": (
        "src/routes.js",
        f'{_EXPRESS}+router.delete("/notes/:id", requireAuth, notes.remove);\n',
    ),
    "a route to sign in": ("src/routes.js", f'{_EXPRESS}+router.post("/login", sessions.create);\n'),
    "the route was there": (
        "src/routes.js",
        f'{_EXPRESS}-router.delete("/notes/:id", notes.drop);\n+router.delete("/notes/:id", notes.remove);\n',
    ),
    "the switch's new branch checks": (
        "admin/users.php",
        f"{_CASES}+    case 'lock':\n+        check_permission('users', 'lock');\n+        lock_user($_POST);\n }}\n",
    ),
    "the query asks for the owner": (
        "app/notes.py",
        f"{_OWNED}{_SHARE.format(asked='pk=pk, owner=request.user')}",
    ),
    "the class has its own mixin": (
        "app/api.py",
        f"{_CLASSES}+class Networks(AdminRequiredMixin, APIView):\n+    def get(self, request):\n+        return x()\n",
    ),
    "it leaves a trace": (
        "app/users.py",
        f'{_AUDITED}+    def lock(self, user):\n+        self.store.lock(user)\n+        audit_log("locked", user)\n',
    ),
    "the whole class is new": (
        "app/servers.py",
        "+"
        + _SERVICE.replace("\n ", "\n+").lstrip()
        + "    def resize(self, context, server, size):\n+        server.resize(size)\n",
    ),
}


@pytest.mark.parametrize("name", SILENT)
def test_new_code_that_is_protected_or_needs_no_protection_is_no_loss(name: str) -> None:
    assert found(*SILENT[name]) == []

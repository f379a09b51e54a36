"""The same check of who may, in six languages, and the ways in which a change takes it off."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Program:
    """A class with a method that only administrators may call, and what calls it."""

    path: str
    text: str
    """The method asks who it is; it is ``delete_volume`` or ``deleteVolume`` of ``Volumes``, and both are called."""
    guard: str
    """The lines of ``text`` that refuse."""
    condition: str
    """When they refuse; and"""
    weaker: str
    """a condition that refuses fewer,"""
    never: str
    """one that never holds, and"""
    always: str
    """one that lets everybody in."""
    refusal: str
    """The statement of ``guard`` that ends the call; and"""
    log: str
    """one that only writes to the log."""
    around: str
    """Lines in front of ``guard`` that do the work in some cases."""
    wrapped: tuple[str, str]
    """A text of the method, and the same with a wrapper that lets only administrators in."""
    view: str
    """The same work as a class of its own, without the guard."""
    start: str = ""
    """What a file begins with."""


PROGRAMS: Mapping[str, Program] = {
    "python": Program(
        "app/volumes.py",
        """\
class Volumes:
    def delete_volume(self, request, pk):
        if not request.user.is_superuser:
            raise PermissionDenied("not allowed")
        volume = Volume.objects.get(pk=pk)
        volume.delete()
        return volume


def handle(request, pk):
    return Volumes().delete_volume(request, pk)
""",
        guard='        if not request.user.is_superuser:\n            raise PermissionDenied("not allowed")\n',
        condition="not request.user.is_superuser",
        weaker="not request.user.is_authenticated",
        never="False and not request.user.is_superuser",
        always="not (request.user.is_superuser or True)",
        refusal='raise PermissionDenied("not allowed")',
        log='log.warning("not allowed")',
        around='        if request.GET.get("force"):\n            return Volume.objects.get(pk=pk).delete()\n',
        wrapped=("    def delete_volume", "    @login_required\n    def delete_volume"),
        view="""\
class VolumeView(View):
    def delete(self, request, pk):
        volume = Volume.objects.get(pk=pk)
        volume.delete()
        return volume
""",
    ),
    "javascript": Program(
        "src/volumes.js",
        """\
class Volumes {
  async deleteVolume(req, res) {
    if (!req.user.isAdmin) {
      throw new ForbiddenError("not allowed");
    }
    const volume = await Volume.findById(req.params.id);
    await volume.remove();
    res.json(volume);
  }
}

router.delete("/volumes/:id", Volumes.deleteVolume);
""",
        guard='    if (!req.user.isAdmin) {\n      throw new ForbiddenError("not allowed");\n    }\n',
        condition="!req.user.isAdmin",
        weaker="!req.user.isAuthenticated",
        never="false && !req.user.isAdmin",
        always="!(req.user.isAdmin || true)",
        refusal='throw new ForbiddenError("not allowed");',
        log='log.warn("not allowed");',
        around="    if (req.query.force) {\n      await Volume.findByIdAndDelete(req.params.id).remove();\n"
        "      return res.json({});\n    }\n",
        wrapped=('"/volumes/:id", ', '"/volumes/:id", requireAdmin, '),
        view="""\
class VolumeView {
  async handle(req, res) {
    const volume = await Volume.findById(req.params.id);
    await volume.remove();
    res.json(volume);
  }
}
""",
    ),
    "go": Program(
        "app/volumes.go",
        """\
package app

type Volumes struct{}

func (v *Volumes) DeleteVolume(c *Context, id int) error {
	if !c.User.IsAdmin {
		return ErrForbidden
	}
	volume := c.Store.Find(id)
	c.Store.Delete(volume)
	return nil
}

func (v *Volumes) Routes(r *Router) {
	r.Delete("/volumes", v.DeleteVolume)
}
""",
        guard="\tif !c.User.IsAdmin {\n\t\treturn ErrForbidden\n\t}\n",
        condition="!c.User.IsAdmin",
        weaker="!c.User.IsAuthenticated",
        never="false && !c.User.IsAdmin",
        always="!(c.User.IsAdmin || true)",
        refusal="return ErrForbidden",
        log='log.Printf("not allowed")',
        around='\tif c.Query("force") != "" {\n\t\tc.Store.Delete(c.Store.Find(id))\n\t\treturn nil\n\t}\n',
        wrapped=('"/volumes", v.DeleteVolume', '"/volumes", requireAdmin(v.DeleteVolume)'),
        view="""\
type VolumeView struct{}

func (v *VolumeView) Handle(c *Context, id int) error {
	volume := c.Store.Find(id)
	c.Store.Delete(volume)
	return nil
}
""",
        start="package app\n\n",
    ),
    "java": Program(
        "src/Volumes.java",
        """\
class Volumes {
  public Volume deleteVolume(Request request, int id) {
    if (!request.getUser().isAdmin()) {
      throw new AccessDeniedException("not allowed");
    }
    Volume volume = store.find(id);
    store.delete(volume);
    return volume;
  }

  public Volume handle(Request request) {
    return new Volumes().deleteVolume(request, request.getId());
  }
}
""",
        guard='    if (!request.getUser().isAdmin()) {\n      throw new AccessDeniedException("not allowed");\n    }\n',
        condition="!request.getUser().isAdmin()",
        weaker="!request.getUser().isAuthenticated()",
        never="false && !request.getUser().isAdmin()",
        always="!(request.getUser().isAdmin() || true)",
        refusal='throw new AccessDeniedException("not allowed");',
        log='log.warn("not allowed");',
        around='    if (request.getParameter("force") != null) {\n      return store.delete(store.find(id));\n    }\n',
        wrapped=(
            "  public Volume deleteVolume",
            "  @PreAuthorize(\"hasRole('ADMIN')\")\n  public Volume deleteVolume",
        ),
        view="""\
class VolumeView {
  public Volume call(Request request, int id) {
    Volume volume = store.find(id);
    store.delete(volume);
    return volume;
  }
}
""",
    ),
    "ruby": Program(
        "app/controllers/volumes.rb",
        """\
class Volumes < Base
  def delete_volume(id)
    unless current_user.admin?
      raise Forbidden, "not allowed"
    end
    volume = Volume.find(id)
    volume.destroy!
    render json: volume
  end

  def handle
    Volumes.new.delete_volume(params[:id])
  end
end
""",
        guard='    unless current_user.admin?\n      raise Forbidden, "not allowed"\n    end\n',
        condition="unless current_user.admin?",
        weaker="unless current_user.signed_in?",
        never="if false && !current_user.admin?",
        always="unless current_user.admin? || true",
        refusal='raise Forbidden, "not allowed"',
        log='logger.warn "not allowed"',
        around="    if params[:force]\n      return Volume.find(id).destroy!\n    end\n",
        wrapped=("  def delete_volume", "  before_action :require_admin\n\n  def delete_volume"),
        view="""\
class VolumeView < Base
  def call(id)
    volume = Volume.find(id)
    volume.destroy!
    render json: volume
  end
end
""",
    ),
    "php": Program(
        "src/Volumes.php",
        """\
<?php
class Volumes {
    public function deleteVolume(Request $request, $id) {
        if (!$request->user()->isAdmin()) {
            throw new AccessDeniedException("not allowed");
        }
        $volume = Volume::find($id);
        $volume->delete();
        return $volume;
    }

    public function handle(Request $request) {
        return (new Volumes())->deleteVolume($request, $request->get("id"));
    }
}
""",
        guard="        if (!$request->user()->isAdmin()) {\n"
        '            throw new AccessDeniedException("not allowed");\n        }\n',
        condition="!$request->user()->isAdmin()",
        weaker="!$request->user()->isAuthenticated()",
        never="false && !$request->user()->isAdmin()",
        always="!($request->user()->isAdmin() || true)",
        refusal='throw new AccessDeniedException("not allowed");',
        log='Log::warning("not allowed");',
        around='        if ($request->get("force")) {\n            return Volume::find($id)->delete();\n        }\n',
        wrapped=(
            "    public function deleteVolume",
            '    #[IsGranted("ROLE_ADMIN")]\n    public function deleteVolume',
        ),
        view="""\
class VolumeView {
    public function __invoke(Request $request, $id) {
        $volume = Volume::find($id);
        $volume->delete();
        return $volume;
    }
}
""",
        start="<?php\n",
    ),
}

Files = Mapping[str, tuple[str | None, str | None]]
"""Path → the base's text and the head's."""
Way = Callable[[Program], Files]


def _edited(*, gone: bool = True, renamed: bool = False, classed: bool = False) -> Way:
    def files(of: Program) -> Files:
        head = of.text.replace(of.guard, "") if gone else of.text
        return {of.path: (of.text, _renamed(head, function=renamed, of_class=classed))}

    return files


def _renamed(text: str, *, function: bool = True, of_class: bool = False) -> str:
    if function:
        for old, new in (("delete_volume", "drop_volume"), ("deleteVolume", "dropVolume"), ("DeleteVolume", "Drop")):
            text = text.replace(old, new)
    return text.replace("Volumes", "Disks") if of_class else text


def _swapped(part: str, by: str) -> Way:
    """One text of the guard in place of another, both named as the fields of a program are."""

    def files(of: Program) -> Files:
        guard = of.guard.replace(getattr(of, part), getattr(of, by))
        return {of.path: (of.text, of.text.replace(of.guard, guard))}

    return files


def _moved(of: Program) -> Files:
    """The class goes to a new file; nothing of it stays."""
    there = of.path.replace("olumes", "olume_store")
    return {of.path: (of.text, of.start), there: (None, of.text.replace(of.guard, ""))}


def _as_view(of: Program) -> Files:
    return {of.path: (of.text, of.start + of.view)}


def _unwrapped(of: Program) -> Files:
    bare = of.text.replace(of.guard, "")
    return {of.path: (bare.replace(*of.wrapped, 1), _renamed(bare))}


def _around(of: Program) -> Files:
    return {of.path: (of.text, of.text.replace(of.guard, of.around + of.guard))}


WAYS: Mapping[str, Way] = {
    "the check is deleted": _edited(),
    "and the function is renamed": _edited(renamed=True),
    "and the class is renamed": _edited(classed=True),
    "and both are renamed": _edited(renamed=True, classed=True),
    "and the class moves to a new file": _moved,
    "and the method becomes a class of its own": _as_view,
    "a wrapper goes and the function is renamed": _unwrapped,
    "the condition never holds": _swapped("condition", "never"),
    "the condition lets everybody in": _swapped("condition", "always"),
    "a weaker role": _swapped("condition", "weaker"),
    "a log instead of an error": _swapped("refusal", "log"),
    "a way around it": _around,
}

"""Guards: code as comments quote it, and which of the operations behind a loss is named."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Confidence
from tests.unit.checks.guards.losses import loss
from workers.checks.guards import quoting, telling
from workers.checks.guards.differences import KINDS
from workers.checks.guards.model import How, Loss, Operation, Way
from workers.checks.guards.subjects import of
from workers.checks.guards.syntax import squeezed


def message(lost: Loss) -> str:
    return telling.finding(lost, of(lost), confidence=Confidence.MEDIUM).message


@pytest.mark.parametrize(
    ("text", "source", "shown"),
    [
        ('log("%s",name)', "    log('%s', name)\n", "log('%s', name)"),
        ('app.delete("/x",…)', "app.delete('/x', (req, res) => {", "app.delete('/x',…)"),
        ("send(a,b)", "send(\n    a,\n    b,\n)", "send(a,b)"),
        ("send(a,b)", "something(else)", "send(a,b)"),
        ("", "anything", ""),
    ],
)
def test_code_is_quoted_as_it_is_written(text: str, source: str, shown: str) -> None:
    assert quoting.written(text, source) == shown


ROW = "<td class='wide title of the row'>"


@pytest.mark.parametrize(
    ("text", "name", "limit", "shown"),
    [
        ("echo escape($title);", "escape", 40, "echo escape($title);"),
        (f"{ROW}<?= escape($title) ?></td>", "escape", 40, "… row'><?= escape($title) ?></td>"),
        (f"{ROW}<?= escape($title) ?></td>", "escape", 28, "…w'><?= escape($title) ?></…"),
        (f"{ROW}</td>", "escape", 20, "<td class='wide tit…"),
        ("nothing", "", 20, "nothing"),
    ],
)
def test_of_a_long_line_the_named_part_is_quoted(text: str, name: str, limit: int, shown: str) -> None:
    assert quoting.beside(text, name, limit) == shown


@given(source=st.text("ab('\"), ;\n", max_size=60))
def test_what_is_quoted_is_what_was_compared(source: str) -> None:
    assert squeezed(quoting.written(squeezed(source), source)) == squeezed(squeezed(source))


@pytest.mark.parametrize(
    ("condition", "ending", "shown"),
    [
        ("if not user.is_staff:", "raise Denied()", "if not user.is_staff: raise Denied()"),
        ("if (!user.admin) {", "return next(err)", "if (!user.admin) { return next(err) }"),
        ("} else if (!user.admin) {", "throw e", "} else if (!user.admin) { throw e }"),
        ("if !ok {", "return err", "if !ok { return err }"),
        ("unless admin?", "head :forbidden", "unless admin? … head :forbidden"),
        ("raise Denied unless admin?", "raise Denied", "raise Denied unless admin?"),
        ("if (!$ok) {", "", "if (!$ok)"),
    ],
)
def test_a_condition_is_quoted_with_what_it_ends_in(condition: str, ending: str, shown: str) -> None:
    assert quoting.refusal(condition, ending) == shown


VIEW = """\
 def remove(request, pk):
-    if not request.user.is_superuser:
-        raise PermissionDenied()
     server = Server.objects.get(pk=pk)
     audit = Audit(server)
     server.delete()
     return redirect("/")
"""


def removed(*names: tuple[str, str], way: Way = Way.REFUSES, kind: str = "") -> Loss:
    """The check's loss in front of operations, each given by its text and what it calls."""
    lost = loss("app.py", VIEW, "if not request.user.is_superuser:", scope="remove", lines=2, way=way, kind=kind)
    operations = tuple(Operation(text, line, line, (call,)) for line, (text, call) in enumerate(names, 2))
    return replace(lost, operations=operations)


FOUND, NOTED = ("server = Server.objects.get(pk=pk)", "get"), ("audit = Audit(server)", "Audit")


@pytest.mark.parametrize(
    "acting",
    [
        ("server.delete()", "delete"),
        ("repository.deleteById(id)", "deleteById"),
        ("redirect_to posts_path", "redirect_to"),
        ("res.send(page)", "send"),
        ("store.Delete(id)", "Delete"),
        ("$post->save()", "save"),
        ('request.session["user"] = user.id', "id"),
    ],
)
def test_the_operation_that_acts_is_named_before_one_that_looks_up(acting: tuple[str, str]) -> None:
    assert f"`{acting[0]}` at line 4 is now reached without it" in message(removed(FOUND, NOTED, acting))


def test_where_none_acts_the_nearest_is_named() -> None:
    assert f"`{FOUND[0]}` at line 2 is now reached without it" in message(removed(FOUND, NOTED))


def test_of_an_effect_what_stands_behind_its_place_is_named() -> None:
    diff = " def log_in(request):\n     check(request)\n-    request.session.cycle_key()\n     return done(request)\n"
    lost = loss("app.py", diff, "request.session.cycle_key()", way=Way.ACTS, kind="session")
    operations = (Operation("check(request)", 2, 2, ("check",)), Operation("return done(request)", 3, 3, ("done",)))
    assert "`return done(request)` at line 3 now runs without it" in message(replace(lost, operations=operations))


EXEMPT = """\
+@csrf_exempt
 def pay(request):
     account = find(request.user)
     account.transfer(request.POST["to"])
"""


def test_an_exemption_is_told_as_what_is_new() -> None:
    lost = loss("app.py", EXEMPT.replace("+", " "), "@csrf_exempt", scope="pay", way=Way.DECLARES, kind="exempted")
    lost = replace(lost, how=How.BYPASSED, operations=(Operation("account.transfer(…)", 4, 4, ("transfer",)),))
    assert message(lost) == (
        "`@csrf_exempt` is new at line 1 and allows what the base did not; `account.transfer(…)` at line 4 now runs "
        "with it. What keeps another site from sending this request in a user's name now?"
    )


SAID = {kind: telling.why(kind) for kind in KINDS}


@pytest.mark.parametrize("kind", KINDS)
def test_each_difference_says_what_got_weaker(kind: str) -> None:
    assert SAID[kind] == "" or (SAID[kind].startswith(", ") and SAID[kind] != telling.why("unheard-of"))


def test_only_what_nobody_can_tell_says_nothing() -> None:
    quiet = {kind for kind, words in SAID.items() if not words}
    assert quiet == {"bound-changed", "call-changed", "case", "permission-changed", "permission-replaced"}

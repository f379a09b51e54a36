"""Checks that installed packages declare: found where packages are installed, each fault named, and the rest stands."""

from __future__ import annotations

import itertools
import sys
from pathlib import Path

import pytest

from bot import review
from bot.model import CheckResult, RunStatus, Verdict
from bot.policy import Policy
from tests.builders import changed_file, snapshot
from workers.checks import plugins, registry
from workers.checks.base import Check
from workers.checks.plugins import plugins as installed
from workers.cli import doctor
from workers.examining import Examination
from workers.runner import run_checks

EXAMPLE = Path(__file__).parents[2] / "plugin_example"
_HEAD = "from tests.plugin_example.acme_checks import Acme\n\n\nclass Other(Acme):\n"
_NUMBER = itertools.count()
_LONG = 20
"""Seconds that nobody waits for: the thread is a daemon."""


class Site:
    """A folder that packages are installed into."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, name: str, entry: str | None = None, body: str = "    pass\n", check: str = "") -> None:
        """A package with one check; ``entry`` is the file of its entry points where that is not as it should be."""
        module = f"plugin_{next(_NUMBER)}"
        (self.folder / f"{module}.py").write_text(body, encoding="utf-8")
        info = self.folder / f"{name}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n", encoding="utf-8")
        points = entry or f"[{plugins.GROUP}]\n{check or name} = {module}:Other\n"
        (info / "entry_points.txt").write_bytes(points.encode("utf-8", "surrogateescape"))

    def checks(self) -> tuple[plugins.Plugin, ...]:
        return installed([str(self.folder)])

    def faults(self) -> dict[str, str]:
        return {plugin.id: fault for plugin, fault in plugins.tried(self.checks())}


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.syspath_prepend(str(tmp_path))
    return Site(tmp_path)


def as_acme(name: str, more: str = "") -> str:
    """A check that does what the example does under another name."""
    return (
        "from dataclasses import replace\n" + _HEAD + f"    id = {name!r}\n"
        "    def rules(self, file):\n"
        f"        return frozenset(replace(rule, id={name + '.unsafe'!r}) for rule in super().rules(file))\n"
        "    def run(self, snapshot):\n"
        "        found = super().run(snapshot)\n"
        f"        named = lambda items: tuple(replace(item, rule={name + '.unsafe'!r}) for item in items)\n"
        "        return replace(found, head=named(found.head), base=named(found.base))\n" + more
    )


SEEN = snapshot(
    changed_file("app.py", "acme.unsafe(old)\n", "acme.unsafe(old)\nacme.unsafe(new)\n"),
    changed_file("notes.md", None, "acme.unsafe(nothing)\n"),
)


def results(*checks: Check, seconds: float = 30.0) -> dict[str, CheckResult]:
    return {result.run.check: result for result in run_checks(SEEN, checks, seconds)}


def test_a_declared_check_reviews_as_ours_do(site: Site) -> None:
    site.put("zeta", body=as_acme("zeta"))
    (check,) = site.checks()
    assert (check.id, check.what.package) == ("zeta", "zeta 1.0")
    found = Examination.of(SEEN, [check]).review()
    assert [(item.finding.rule, item.path, item.line) for item in found.observations] == [("zeta.unsafe", "app.py", 2)]
    assert (found.verdict, found.gaps) == (Verdict.DEFECTS, ())


def test_what_a_plugin_quotes_is_masked_as_ours_is(site: Site) -> None:
    token = "ghp_" + "a1B2c3D4e5F6" * 3
    told = f"        return replace(found, head=named(found.head), secrets=frozenset([{token!r}]))\n"
    body = as_acme("zeta").replace(
        "        return replace(found, head=named(found.head), base=named(found.base))\n", told
    )
    site.put("zeta", body=body)
    seen = snapshot(changed_file("app.py", None, f"acme.unsafe({token!r})\n"))
    (item,) = Examination.of(seen, site.checks()).review().observations
    assert token not in item.finding.excerpt
    assert "acme.unsafe(" in item.finding.excerpt


_BROKEN = {
    "gone": ("class Nothing: pass\n", "it cannot be imported (AttributeError"),
    "no-module": ("import no_such_module\n", "it cannot be imported (ModuleNotFoundError: No module named"),
    "no-syntax": ("class Other(:\n", "it cannot be imported (SyntaxError"),
    "too-old": (f"{_HEAD}    id, port = 'too-old', 0\n", "version 0 of the port, and 1 is the oldest that works"),
    "too-new": (f"{_HEAD}    id, port = 'too-new', 99\n", "version 99 of the port, and this Patchwarden has 1"),
    "unsaid": ("class Other:\n    id = 'unsaid'\n", "does not say for which version of the port"),
    "no-class": ("Other = 7\n", "its entry point names no class"),
    "leaves": ("raise SystemExit(3)\n", "it ended by SystemExit"),
    "guards": (as_acme("guards"), "the name `guards` is Patchwarden's own"),
    "python": (as_acme("python"), "the name `python` is Patchwarden's own"),
    "Loud": (as_acme("Loud"), "its name is not 2 to 40"),
    "sleepy": (f"import time\ntime.sleep({_LONG})\n", "its import did not end within 1 s"),
}


@pytest.mark.parametrize("name", sorted(_BROKEN))
def test_one_that_cannot_be_used_is_named_and_the_others_work(
    name: str, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    body, said = _BROKEN[name]
    site.put("zeta", body=as_acme("zeta"))
    site.put(f"a-{name.lower()}", body=body, check=name)
    whole = installed([str(site.folder)])
    shown = {check.id: fault for check, fault in plugins.tried(whole, 1.0 if name == "sleepy" else 20.0)}
    (broken,) = set(shown) - {"zeta"}
    assert said in shown[broken]
    assert (shown["zeta"], broken) in [("", name), ("", f"plug-in {name}")]
    if name == "sleepy":
        return  # in a review it has as much time as other checks
    monkeypatch.setattr(plugins, "folders", lambda: (str(site.folder),))
    lines = [doctor.line(each) for each in doctor._plugins()]
    assert "ok    check zeta: found in zeta 1.0" in lines
    assert any(line.startswith(f"FAULT check {broken}: ") and said in line for line in lines)
    found = results(*site.checks())
    assert found["zeta"].run.status is RunStatus.RAN
    assert found[broken].run.status is RunStatus.FAILED
    assert said in found[broken].run.reason
    assert not found[broken].run.passing, "no further try mends it"
    told = review.assemble(SEEN.change, SEEN.files, list(found.values()), Policy())
    assert [item.finding.rule for item in told.observations] == ["zeta.unsafe"]
    assert {gap.check for gap in told.gaps} == {broken}


def test_of_two_with_one_name_none_runs(site: Site) -> None:
    for package in ("first", "second"):
        site.put(package, body=as_acme("zeta"), check="zeta")
    assert list(site.faults()) == ["plug-in zeta"]
    assert "2 checks are called `zeta`: none of them runs" in site.faults()["plug-in zeta"]


def test_a_package_that_cannot_be_read_is_named_if_it_may_hold_a_check(site: Site) -> None:
    site.put("zeta", body=as_acme("zeta"))
    site.put("harmless", entry="[console_scripts]\nx = \n= y\n[[[\n")
    site.put("broken", entry=f"[{plugins.GROUP}]\nx \udcff = y\n")
    site.put("odd", entry=f"[{plugins.GROUP}]\nodd = not a module!\n")
    found = site.faults()
    assert found.pop("zeta") == ""
    assert all(found.values()), found
    assert found.keys() == {"plug-in broken", "plug-in odd"}


def test_only_where_packages_are_installed_is_looked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The current folder, and what the path names beside, may be the repository under review."""
    Site(tmp_path).put("zeta", body="raise SystemExit('the change was executed')\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", ["", ".", *sys.path])
    assert "zeta" not in {what.name for what in plugins.declared()}
    assert "zeta" not in {check.id for check in registry.installed()}
    assert str(tmp_path) not in plugins.folders()


@pytest.mark.parametrize(
    ("where", "reason"),
    [
        ("    def run(self, snapshot):\n        raise RuntimeError\n", "the check failed (RuntimeError); the log"),
        ("    def run(self, snapshot):\n        raise SystemExit\n", "it ended by SystemExit"),
        ("    def run(self, snapshot):\n        raise KeyboardInterrupt\n", "it ended by KeyboardInterrupt"),
        ("    def run(self, snapshot):\n        return None\n", "breaks the port: `run` gave a NoneType"),
        ("    def aside(self, file, policy):\n        return 'no'\n", "breaks the port: `aside` gave a str"),
        ("    def aside(self, file, policy):\n        raise ValueError\n", "the check failed (ValueError)"),
    ],
)
def test_what_goes_wrong_in_a_review_is_one_failed_check(where: str, reason: str, site: Site) -> None:
    site.put("bad", body=f"{_HEAD}    id = 'bad'\n{where}")
    site.put("zeta", body=as_acme("zeta"))
    found = results(*site.checks())
    assert (found["bad"].run.status, found["zeta"].run.status) == (RunStatus.FAILED, RunStatus.RAN)
    assert reason in found["bad"].run.reason


_WAIT = f"        import time\n        time.sleep({_LONG})\n"


@pytest.mark.parametrize(
    "body",
    [
        f"import time\ntime.sleep({_LONG})\n",
        f"{_HEAD}    id = 'bad'\n    def aside(self, file, policy):\n{_WAIT}",
        f"{_HEAD}    id = 'bad'\n    def run(self, snapshot):\n{_WAIT}",
    ],
    ids=["import", "aside", "run"],
)
def test_what_hangs_costs_its_check_alone(body: str, site: Site) -> None:
    site.put("bad", body=body)
    site.put("zeta", body=as_acme("zeta"))
    found = results(*site.checks(), seconds=1.5)
    assert (found["bad"].run.reason, found["zeta"].run.status) == ("did not end within 1.5 s", RunStatus.RAN)


def test_runs_that_never_end_do_not_pile_up(site: Site) -> None:
    site.put("bad", body=f"{_HEAD}    id = 'bad'\n    def run(self, snapshot):\n{_WAIT}")
    (check,) = site.checks()
    check.load()
    reasons = [results(check, seconds=0.3)["bad"].run.reason for _ in range(6)]
    assert reasons[0] == "did not end within 0.3 s"
    assert "4 of its runs have not ended" in reasons[-1]

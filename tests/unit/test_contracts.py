"""The import contracts cover every module: a room that is added is in one of them before it is used."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import grimp

ROOT = Path(__file__).parents[2]
AT_THE_EDGE = {
    "bot.access",
    "bot.announce_settings",
    "bot.api",
    "bot.broker",
    "bot.concern_settings",
    "bot.folders",
    "bot.hosts",
    "bot.job_state",
    "bot.lease",
    "bot.logs",
    "bot.metrics",
    "bot.pace",
    "bot.pages",
    "bot.parking",
    "bot.queue",
    "bot.relisting",
    "bot.setting_names",
    "bot.settings",
    "bot.settings_reader",
    "bot.shown_heads",
    "bot.sign_in_settings",
    "bot.store",
    "bot.telemetry",
    "bot.turnstile",
    "bot.turnstile_script",
    "bot.uploads",
    "bot.waking",
    "bot.web",
}
"""Rooms of ``bot`` that may speak with files, hosts, databases and people."""
BESIDE_THE_CHECKS = {f"workers.checks.{name}" for name in ("base", "holding")}
"""The port and what a result is held against, and readers of formats that several checks share: they are no checks and
import none."""


def contract(name: str) -> dict[str, Any]:
    document = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    (found,) = [item for item in document["tool"]["importlinter"]["contracts"] if item["name"] == name]
    return dict(found)


def test_every_room_of_the_core_is_held_to_do_no_io() -> None:
    rooms = {f"bot.{path.stem}" for path in (ROOT / "bot").iterdir() if not path.name.startswith("_")}
    core = set(contract("the core imports no framework and does no I/O")["source_modules"])
    assert core | AT_THE_EDGE == rooms
    assert not core & AT_THE_EDGE


def test_wildcards_cover_every_check_and_every_module() -> None:
    assert contract("checks do not know each other")["modules"] == ["workers.checks.*"]
    processes = contract("only the sandbox and the services start processes")
    assert processes["source_modules"] == ["bot.**", "workers.**"]
    assert processes["ignore_imports"] == ["workers.processes.** -> subprocess"]


def test_what_a_check_may_import_of_the_others_is_its_own_or_the_port() -> None:
    """Whatever is imported by name has one importer: what two checks share is no part of either."""
    ignored = [item.split(" -> ") for item in contract("checks do not know each other")["ignore_imports"]]
    importers: dict[str, set[str]] = {}
    for importer, target in ignored:
        if target not in BESIDE_THE_CHECKS:
            importers.setdefault(target, set()).add(importer.removesuffix(".**"))
    assert all(len(names) == 1 for names in importers.values()), importers
    assert "*" not in "".join(name for names in importers.values() for name in names)


def test_no_module_leads_back_to_itself_by_imports() -> None:
    """Nor by imports inside functions or for types alone. What is left at the end is in a circle, or between two."""
    graph = grimp.build_graph("bot", "workers", "bench", "tests", cache_dir=None)
    left = {module: set(graph.find_modules_directly_imported_by(module)) for module in graph.modules}
    while True:
        importing = {module for module, targets in left.items() if targets & left.keys()}
        imported = left.keys() & set().union(*left.values())
        if importing & imported == left.keys():
            break
        left = {module: left[module] for module in importing & imported}
    assert not left, sorted(left)

"""What the changes of a chaos run are made of: a few contents, each with what a review of it is to show."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from tests.contract.rig import Files, HostRig
from workers import pipeline
from workers.checks import registry as checks

_HEAD = "import os\n\nfrom flask import Flask, redirect, request\n\napp = Flask(__name__)\n"
_ROUTES = {
    "run": 'os.system("tar cf /tmp/all.tar " + request.args["name"])\n    return "done"',
    "read": 'return open("/srv/" + request.args["name"]).read()',
    "go": 'return redirect(request.args["next"])',
    "count": 'return str(len(request.args["name"]))',
    "sum": "return str(sum(range(10)))",
}
_CONTENTS = (
    ("count",),
    ("run",),
    ("sum", "run"),
    ("read", "count"),
    ("go",),
    ("sum", "count"),
    ("run", "read"),
    ("sum",),
)
"""The routes of the changed file; the first contents are used by a small run."""
BASE: Files = {"app.py": _HEAD}


@dataclass(frozen=True, slots=True)
class Ideal:
    """What a review of one content is to show."""

    shown: tuple[tuple[str, int | None], ...]
    """Path and line of each open comment."""
    outcome: str


def contents(number: int) -> tuple[Files, ...]:
    """Heads that differ, at most eight."""
    return tuple(_files(routes) for routes in _CONTENTS[:number])


def _files(routes: tuple[str, ...]) -> Files:
    bodies = (f'\n\n@app.get("/{name}")\ndef {name}():\n    {_ROUTES[name]}\n' for name in routes)
    return {"app.py": _HEAD + "".join(bodies)}


def ideals(
    make_rig: Callable[[Path], AbstractContextManager[HostRig]], heads: tuple[Files, ...], directory: Path
) -> tuple[Ideal, ...]:
    """What each head shows after one undisturbed review on a host of its own."""
    found = []
    with make_rig(directory / "calm") as rig:
        for head in heads:
            ref = rig.open_change(BASE, head)
            pipeline.review_change(ref, rig.host(), checks.default_checks(cache_dir=directory / "calm-cache"))
            found.append(Ideal(tuple(rig.shown(ref)), rig.outcome(ref)))
    return tuple(found)

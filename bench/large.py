"""Large changes: peak memory of a review with all that it starts, its CPU, and whether every file and flaw is found.

    python -m bench.large [--files N]… [--modules] [--without-rules]

The files are small ones of three languages: this repository's own definitions, each under a new name and with a text of
its own, beside some of JavaScript and Go; with ``--modules`` they are whole modules. A third of them is new, the others
change a few lines. A flaw stands in the first file, in the last, and in every hundredth between, so that nothing can be
lost on the way unseen. A review whose time is up before everything was looked at is made again, as a worker does it,
with the answers that are known.
"""

from __future__ import annotations

import ast
import itertools
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import click

from bench import cpu, measured
from tests.fakes.repository import Repository

_ROOT = Path(__file__).parents[1]
_FLAWED = (0, 107, 209)
"""Of 300 files: one of each language."""
_MOST_CHARACTERS = 12_000
_MOST_REVIEWS = 12
_FLAWS = {
    "py": "\n\ndef handler_{0}():\n    import os\n    from flask import request\n"
    "    os.system('ls ' + request.args['d'])\n",
    "js": "\nconst childProcess = require('child_process');\n"
    "require('express')().get('/{0}', (req, res) => childProcess.exec('ls ' + req.query.d));\n",
    "go": "\nfunc handler{0}(w http.ResponseWriter, r *http.Request) {{\n"
    '\texec.Command("sh", "-c", "ls "+r.URL.Query().Get("d")).Run()\n}}\n',
}
_HARMLESS = {
    "py": "\n\nLIMIT_{0} = {0}\n",
    "js": "\nconst LIMIT_{0} = {0};\n",
    "go": "\nconst limit{0} = {0}\n",
}
_JAVASCRIPT = """'use strict';
// Part {0}

function total{0}(items) {{
  let sum = {0};
  for (const item of items) {{
    sum += item.price * {1};
  }}
  return sum;
}}

class Basket{0} {{
  constructor(owner) {{
    this.owner = owner;
    this.items = [];
  }}

  add(item) {{
    this.items.push(item);
    return total{0}(this.items);
  }}
}}

module.exports = {{ Basket{0}, total{0} }};
"""
_GO = """// Part {0}
package part{0}

import (
	"net/http"
	"os/exec"
)

var _ = exec.ErrNotFound

// Total adds what the items cost.
func Total(w http.ResponseWriter, prices []int) int {{
	sum := {0}
	for _, price := range prices {{
		sum += price * {1}
	}}
	w.WriteHeader(http.StatusOK)
	return sum
}}
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """Of all reviews of one change. ``memory`` is the most at one time, in MiB, of the worker and its programs."""

    reviews: int
    seconds: float
    cpu: float
    memory: float
    files: int
    examined: int
    flaws: int
    """Files whose planted flaw was told."""
    verdict: str
    unfinished: str


@click.command()
@click.option("--files", multiple=True, type=int, default=(1_000, 3_000, 10_000), show_default=True)
@click.option("--modules", is_flag=True, help="Whole modules of Python instead of small files.")
@click.option("--without-rules", is_flag=True, help="All checks but those that ask the engine.")
def main(files: tuple[int, ...], *, modules: bool, without_rules: bool) -> None:
    """Prints a row a size. Ends with 1 where a flaw was not found."""
    head = f"{'files':>7} {'MB':>6} {'reviews':>7} {'wall s':>8} {'CPU s':>8} {'MiB':>7}"
    click.echo(f"{head}  examined, flaws found, verdict")
    lost, first = False, 0.0
    for count in sorted(files):
        with tempfile.TemporaryDirectory(prefix="patchwarden-bench-") as directory:
            work = Path(directory)
            size, planted = _repository(work / "large.git", count, modules=modules)
            found = _reviewed(work, planted, without_rules=without_rules)
            shown = f"{count:7,} {size / 1e6:6.1f} {found.reviews:7} {found.seconds:8.1f} {found.cpu:8.1f}"
            click.echo(
                f"{shown} {found.memory:7.0f}  {found.examined:,} of {found.files:,}, "
                f"{found.flaws} of {len(planted)}, {found.verdict}"
            )
            if found.unfinished:
                click.echo(f"        never finished: {found.unfinished}")
            lost = lost or found.flaws != len(planted)
            first = first or found.cpu / count
            measured.tell(f"large: MiB of {count:,} files", found.memory)
            measured.tell(f"large: CPU of a file, {count:,} to the smallest", found.cpu / count / first)
    sys.exit(lost and not without_rules)


def _repository(path: Path, count: int, *, modules: bool) -> tuple[int, frozenset[str]]:
    """Writes the two commits: the bytes of both sides of the change, and the files with a flaw."""
    repository = Repository(path)
    base, head, planted = dict[str, str | bytes | None](), dict[str, str | bytes | None](), set[str]()
    for number, text in zip(range(count), _texts(modules), strict=False):
        kind = "py" if modules or number % 10 < 7 else "js" if number % 10 < 9 else "go"
        if kind != "py":
            text = (_JAVASCRIPT if kind == "js" else _GO).format(number, number % 17 + 1)
        name = f"part{number % 40}/{kind}{number}/module_{number}.{kind}"
        old = f"# Part {number}\n{text}" if kind == "py" else text
        is_flawed = number % 300 in _FLAWED or number == count - 1
        if number % 3:
            base[name] = old
        head[name] = f"{old}{(_FLAWS if is_flawed else _HARMLESS)[kind].format(number)}"
        planted |= {name} if is_flawed else set()
    repository.commit("main", {"README": "Large.\n", **base})
    repository.commit("topic", head)
    return sum(len(str(text)) for text in (*base.values(), *head.values())), frozenset(planted)


def _texts(modules: bool) -> Iterator[str]:
    """Without end."""
    return itertools.cycle(_modules() if modules else _definitions())


@cache
def _modules() -> list[str]:
    paths = sorted(path for folder in ("bot", "workers") for path in (_ROOT / folder).rglob("*.py"))
    texts = (path.read_text(encoding="utf-8") for path in paths)
    return [text for text in texts if 500 < len(text) < _MOST_CHARACTERS]


@cache
def _definitions() -> list[str]:
    """Each definition of a module with the module's imports, as a file of its own."""
    made = []
    for text in _modules():
        lines, tree = text.splitlines(), ast.parse(text)
        spans = [(node, _lines(lines, node)) for node in tree.body]
        imports = [line for node, span in spans if isinstance(node, ast.Import | ast.ImportFrom) for line in span]
        for node, span in spans:
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                made.append("\n".join([*imports, "", "", *span]) + "\n")
    return made


def _lines(lines: list[str], node: ast.stmt) -> list[str]:
    decorators = getattr(node, "decorator_list", ())
    first = min([node.lineno, *(each.lineno for each in decorators)])
    return lines[first - 1 : node.end_lineno]


def _reviewed(work: Path, planted: frozenset[str], *, without_rules: bool) -> Measured:
    """Reviews until one finishes."""
    program = (sys.executable, "-m", "bench.large_review", *(("--without-rules",) if without_rules else ()))
    environment = {**os.environ, "PATCHWARDEN_CACHE_DIR": str(work / "cache")}
    spent, seconds, memory = 0.0, 0.0, 0.0
    for number in itertools.count(1):
        used = cpu.run([*program, str(work / "large.git")], environment, _ROOT)
        if used.code:
            raise click.ClickException(used.errors.decode("utf-8", "replace")[-2_000:])
        spent, seconds, memory = spent + used.cpu, seconds + used.seconds, max(memory, used.memory)
        said = json.loads(used.output)
        click.echo(used.errors.decode("utf-8", "replace"), err=True, nl=False)
        if not said["unfinished"] or number == _MOST_REVIEWS:
            break
    told, examined = planted & set(said["flaws"]), said["examined"]
    files, verdict, unfinished = said["files"], said["verdict"], said["unfinished"]
    return Measured(number, seconds, spent, memory, files, examined, len(told), verdict, unfinished)


if __name__ == "__main__":
    main()

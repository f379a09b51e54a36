"""How good is a review? Replay, removals and noise in one table, and whether the regression test passes.

    python -m bench.signal --clones FOLDER [--cases FILE] [--bandit PROGRAM] [--semgrep-rules FOLDER] [--out FOLDER]

``--clones`` holds git directories named ``owner+name``; what is not there is left out and named. The parts with all
their rows are written to ``--out``.
"""

from __future__ import annotations

import json
from pathlib import Path

import click

from bench import regression
from bench.signal import cases as case_files
from bench.signal import noise, peers, removals, replay
from bench.signal.peers import Peer, PeerRun
from bench.signal.tables import share, table

_WANTED = ("sink", "weaken")
"""The kinds that rules about the head can see."""


@click.command()
@click.option("--clones", envvar="CLONES", type=click.Path(path_type=Path, exists=True), help="Folder of clones.")
@click.option("--cases", envvar="CASES", type=click.Path(path_type=Path, exists=True), help="Case file of the replay.")
@click.option("--bandit", envvar="BANDIT", help="Also measure Bandit: its program.")
@click.option(
    "--semgrep-rules", envvar="SEMGREP_RULES", type=click.Path(path_type=Path), help="`semgrep scan` with these."
)
@click.option("--out", default=Path("var/bench/signal"), show_default=True, type=click.Path(path_type=Path))
@click.option("--cache", default=Path("var/bench"), show_default=True, type=click.Path(path_type=Path))
@click.option("--jobs", default=2, show_default=True, help="Reviews at a time.")
def main(
    clones: Path | None,
    cases: Path | None,
    bandit: str | None,
    semgrep_rules: Path | None,
    out: Path,
    cache: Path,
    jobs: int,
) -> None:
    """Prints one table of everything that can be measured with what is here."""
    others = peers.chosen(bandit, semgrep_rules)
    out.mkdir(parents=True, exist_ok=True)
    rows: list[tuple[str, ...]] = []
    if clones is not None:
        if cases is not None:
            rows += _replay(cases, clones, cache, others, out, jobs)
        rows += _removals(clones, cache, others, out, jobs)
        rows += _noise(clones, cache, others, out, jobs)
    click.echo(table(("", "patchwarden", *(peer.name for peer in others)), rows))
    click.echo(f"Regression test of our own programs (no measure): {regression.outcome(regression.load(), cache)}")
    if clones is None or cases is None:
        click.echo("Not measured: the replay needs --clones and --cases, the noise --clones.")
    click.echo(f"Every row behind these numbers: {out}")


def _replay(cases: Path, clones: Path, cache: Path, others: list[Peer], out: Path, jobs: int) -> list[tuple[str, ...]]:
    chosen = case_files.load(cases)
    replayed = replay.replay(chosen, clones, cache, jobs=jobs)
    runs = replay.peer_runs(replayed, clones, others)
    here = {item.case.id for item in replayed}
    absent = [case.repository for case in chosen if case.id not in here]
    (out / "replay.txt").write_text(replay.report(replayed, absent, runs), encoding="utf-8")
    (out / "replay.json").write_text(json.dumps(replay.document(replayed), indent=1), encoding="utf-8")
    found = [{item.case.id for item in replayed if item.is_hit}, *(replay.peer_hits(replayed, run) for run in runs)]
    groups = [("recall, all", replayed)]
    groups.append((f"recall, {' and '.join(_WANTED)}", [item for item in replayed if item.case.kind in _WANTED]))
    groups += [
        (f"recall, {k}", [i for i in replayed if i.case.kind == k]) for k in sorted({i.case.kind for i in replayed})
    ]
    rows = [
        (f"replay: {name}", *(share(sum(item.case.id in hits for item in group), len(group)) for hits in found))
        for name, group in groups
    ]
    fixes = [item.forward for item in replayed if item.forward is not None]
    silent = share(sum(bool(fix.lines) for fix in fixes), len(fixes))
    return [*rows, ("replay: fixes that got a comment", silent, *("-" for _ in others))]


def _removals(clones: Path, cache: Path, others: list[Peer], out: Path, jobs: int) -> list[tuple[str, ...]]:
    rows = []
    for half in removals.HALVES:
        replayed, absent = removals.measure(clones, cache, half=half, jobs=jobs)
        (out / f"removals-{half}.txt").write_text(replay.report(replayed, absent), encoding="utf-8")
        told = share(sum(item.is_hit for item in replayed), len(replayed))
        rows.append((f"removals by hand, {half} half: recall", told, *("-" for _ in others)))
    return rows


def _noise(clones: Path, cache: Path, others: list[Peer], out: Path, jobs: int) -> list[tuple[str, ...]]:
    measured = noise.measure(noise.REPOSITORIES, clones, cache, jobs=jobs, others=others)
    judged = noise.judgements()
    (out / "noise.txt").write_text(noise.report(measured, judged), encoding="utf-8")
    (out / "noise.json").write_text(json.dumps(noise.document(measured), indent=1), encoding="utf-8")
    on_line = measured.said("line")
    return [
        (
            f"noise: line comments per 100 of {measured.commits} commits",
            _rate(len(on_line), measured.commits),
            *(_rate(_count(run), measured.commits) for run in measured.peers),
        ),
        (
            "noise: summary observations per 100",
            _rate(len(measured.said("summary")), measured.commits),
            *("-" for _ in others),
        ),
        ("noise: worth reading, of those judged", noise.precision(on_line, judged), *("-" for _ in others)),
        (
            "noise: worth reading, of high confidence",
            noise.precision([item for item in on_line if item.comment.confidence == "high"], judged),
            *("-" for _ in others),
        ),
    ]


def _rate(count: int, commits: int) -> str:
    return f"{100 * count / commits:.1f}" if commits else "-"


def _count(run: PeerRun) -> int:
    return sum(len(comments) for comments in run.comments.values())


if __name__ == "__main__":
    main()

"""Real fixes replayed backwards: does a review of the change that brings the flaw back comment on it?

    python -m bench.signal.replay --cases CASES.json --clones FOLDER [--no-past] [--json OUT]

Each case's change has the fix as its base and the vulnerable commit as its head. It is a hit when a line comment
stands within three lines of the flaw. The other direction, the fix itself as the change, should be met with silence.

The past of each base is at hand, and its newest commit is the fix with its message: that is what a change meets which
brings a fixed flaw back. ``--no-past`` tells how much is found without.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from bench.signal import cases as case_files
from bench.signal import peers
from bench.signal.cases import Case
from bench.signal.changes import SLACK
from bench.signal.peers import Peer, PeerRun
from bench.signal.reviews import Comment, Range, Reviewed, failures, review_all
from bench.signal.tables import share, table


@dataclass(frozen=True, slots=True)
class Replayed:
    """One case with both of its reviews; ``forward`` is that of the fix itself, where it was asked for."""

    case: Case
    backward: Reviewed
    forward: Reviewed | None = None

    @property
    def hits(self) -> tuple[Comment, ...]:
        return tuple(comment for comment in self.backward.lines if is_hit(self.case, comment))

    @property
    def is_hit(self) -> bool:
        return bool(self.hits)


def is_hit(case: Case, comment: Comment) -> bool:
    """Whether the comment speaks of the case's flaw, by its place."""
    return case.is_near(comment.path, comment.line, on_base=comment.side == "base", slack=SLACK)


def ranges(
    cases: Sequence[Case], clones: Path, *, forward: bool, alone: bool = False, past: bool = True
) -> list[Range]:
    """The changes to review of the cases whose repository is here."""
    found = []
    for case in cases:
        clone = case_files.clone(clones, case.repository)
        if clone is not None:
            base, head = (case.vulnerable, case.fixed) if forward else (case.fixed, case.vulnerable)
            key = f"{case.id}{' (fix)' if forward else ''}"
            found.append(Range(key, case.repository, clone, base, head, case.paths, alone, past))
    return found


def replay(
    cases: Sequence[Case],
    clones: Path,
    cache_dir: Path,
    *,
    jobs: int = 2,
    forward: bool = True,
    alone: bool = False,
    past: bool = True,
) -> list[Replayed]:
    """Reviews the cases whose repository is among the clones."""
    here = [case for case in cases if case_files.clone(clones, case.repository) is not None]
    wanted = ranges(here, clones, forward=False, alone=alone, past=past)
    wanted += ranges(here, clones, forward=True, alone=alone, past=past) if forward else []
    reviewed = {item.key: item for item in review_all(wanted, cache_dir, jobs)}
    return [Replayed(case, reviewed[case.id], reviewed.get(f"{case.id} (fix)")) for case in here]


def peer_runs(
    replayed: Sequence[Replayed], clones: Path, others: Sequence[Peer], *, alone: bool = False
) -> list[PeerRun]:
    """The same cases before other tools. Raises :class:`~bench.signal.peers.PeerFailed`."""
    return peers.run(others, ranges([item.case for item in replayed], clones, forward=False, alone=alone))


def peer_hits(replayed: Sequence[Replayed], run: PeerRun) -> set[str]:
    """The cases that a peer hits."""
    return {item.case.id for item in replayed if any(is_hit(item.case, comment) for comment in run.of(item.case.id))}


def peer_table(replayed: Sequence[Replayed], runs: Sequence[PeerRun]) -> str:
    """Us beside the peers, and all of them together, by kind."""
    cases = [item.case for item in replayed]
    hits = {"patchwarden": {item.case.id for item in replayed if item.is_hit}}
    said = {"patchwarden": sum(len(item.backward.lines) for item in replayed)}
    for run in runs:
        hits[run.name] = peer_hits(replayed, run)
        said[run.name] = sum(len(rows) for rows in run.comments.values())
    if len(runs) > 1:
        hits["peers together"] = set().union(*(hits[run.name] for run in runs))
        said["peers together"] = sum(said[run.name] for run in runs)
    kinds = sorted({case.kind for case in cases})
    rows = [
        (
            name,
            share(len(found), len(cases)),
            *(share(sum(c.id in found for c in cases if c.kind == k), sum(c.kind == k for c in cases)) for k in kinds),
            f"{said[name] / len(cases):.2f}" if cases else "-",
        )
        for name, found in hits.items()
    ]
    text = table(("replay", "recall", *kinds, "comments per change"), rows)
    unread = [f"{run.name} could not examine {run.unread} of the files" for run in runs if run.unread]
    return "\n".join([text, *unread])


def report(replayed: Sequence[Replayed], absent: Sequence[str] = (), runs: Sequence[PeerRun] = ()) -> str:
    """The whole report as text."""
    parts = [_summary(replayed, absent)]
    if runs:
        parts.append(peer_table(replayed, runs))
    parts += [_by(name, of, replayed) for name, of in _GROUPS]
    parts.append(_rules(replayed))
    for kind in ("sink", "weaken"):
        parts.append(f"Missed {kind} cases\n{missed([item for item in replayed if item.case.kind == kind])}")
    told = failures([item.backward for item in replayed])
    if told:
        parts.append("Not whole\n" + "\n".join(f"  {line}" for line in told))
    return "\n\n".join(parts) + "\n"


_GROUPS: tuple[tuple[str, Callable[[Case], object]], ...] = (
    ("kind", lambda case: case.kind),
    ("language", lambda case: case.language),
    ("CWE", lambda case: case.cwe),
)


def _summary(replayed: Sequence[Replayed], absent: Sequence[str]) -> str:
    total = len(replayed)
    lines = [comment for item in replayed for comment in item.backward.lines]
    placed = Counter(comment.placement for item in replayed for comment in item.backward.comments)
    exact = sum(any(item.case.cwe in comment.cwes for comment in item.hits) for item in replayed)
    rows: list[tuple[str, object]] = [
        ("cases reviewed", total),
        ("recall (line comment within 3 lines)", share(sum(item.is_hit for item in replayed), total)),
        ("  of them with the very CWE", exact),
        ("any line comment", share(sum(bool(item.backward.lines) for item in replayed), total)),
        ("line comments per change", f"{len(lines) / total:.2f}" if total else "-"),
        ("placed on line / file / summary", " / ".join(str(placed[name]) for name in ("line", "file", "summary"))),
    ]
    fixes = [item.forward for item in replayed if item.forward is not None]
    if fixes:
        rows.append(("fix itself met with a line comment", share(sum(bool(fix.lines) for fix in fixes), len(fixes))))
    if absent:
        rows.append(("repositories not among the clones", ", ".join(sorted(set(absent)))))
    return table(("replay", ""), rows)


def _by(name: str, of: Callable[[Case], object], replayed: Sequence[Replayed]) -> str:
    total = Counter(of(item.case) for item in replayed)
    hit = Counter(of(item.case) for item in replayed if item.is_hit)
    rows = [
        (key, share(hit[key], count)) for key, count in sorted(total.items(), key=lambda row: (-row[1], str(row[0])))
    ]
    return table((name, "recall"), rows)


def _rules(replayed: Sequence[Replayed]) -> str:
    """Every rule that commented: how often, and how often on a flaw."""
    told = Counter(comment.rules[0] for item in replayed for comment in item.backward.lines)
    right = Counter(comment.rules[0] for item in replayed for comment in item.hits)
    fixes = Counter(comment.rules[0] for item in replayed if item.forward for comment in item.forward.lines)
    names = sorted(set(told) | set(fixes), key=lambda rule: (-right[rule], -told[rule], rule))
    return table(("rule", "comments", "on the flaw", "on fixes"), [(n, told[n], right[n], fixes[n]) for n in names])


def missed(replayed: Sequence[Replayed]) -> str:
    """The cases without a hit, with what was said of them elsewhere or without a line."""
    rows = []
    for item in replayed:
        if not item.is_hit:
            case = item.case
            said = ", ".join(f"{comment.rules[0]}@{comment.line}" for comment in item.backward.comments)
            where = " ".join(str(place) for place in case.places)
            rows.append((case.id, case.repository, f"CWE-{case.cwe}", case.description, where, said))
    return table(("case", "repository", "CWE", "what", "where", "said"), rows) if rows else "  none"


def document(replayed: Sequence[Replayed]) -> list[dict[str, object]]:
    """Each case with its findings, for those who write rules."""
    return [
        {
            "case": item.case.id,
            "kind": item.case.kind,
            "cwe": item.case.cwe,
            "language": item.case.language,
            "description": item.case.description,
            "places": [str(place) for place in item.case.places],
            "hit": item.is_hit,
            "backward": item.backward.to_json(),
            "forward": item.forward.to_json() if item.forward else None,
        }
        for item in replayed
    ]


@click.command()
@click.option("--cases", "path", envvar="CASES", required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--clones", envvar="CLONES", required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--cache", default=Path("var/bench"), show_default=True, type=click.Path(path_type=Path))
@click.option("--kind", help="Only cases of this kind.")
@click.option("--repo", help="Only cases of this repository.")
@click.option("--jobs", default=2, show_default=True, help="Reviews at a time.")
@click.option("--forward/--no-forward", default=True, show_default=True, help="Also review the fixes themselves.")
@click.option("--alone", is_flag=True, help="As if the repository had nothing but the case's files.")
@click.option("--past/--no-past", default=True, show_default=True, help="Let reviews ask why a line was there.")
@click.option("--bandit", help="Also measure Bandit: its program.")
@click.option("--semgrep-rules", type=click.Path(path_type=Path), help="Also measure `semgrep scan` with these rules.")
@click.option("--json", "out", type=click.Path(path_type=Path), help="Write each case with its findings here.")
def main(
    path: Path,
    clones: Path,
    cache: Path,
    kind: str | None,
    repo: str | None,
    jobs: int,
    forward: bool,
    alone: bool,
    past: bool,
    bandit: str | None,
    semgrep_rules: Path | None,
    out: Path | None,
) -> None:
    """Prints recall, comments per change and the sink and weakening cases that were missed."""
    chosen = [
        case
        for case in case_files.load(path)
        if (kind is None or case.kind == kind) and (repo is None or case.repository == repo)
    ]
    replayed = replay(chosen, clones, cache, jobs=jobs, forward=forward, alone=alone, past=past)
    here = {item.case.id for item in replayed}
    if out is not None:
        out.write_text(json.dumps(document(replayed), indent=1), encoding="utf-8")
    runs = peer_runs(replayed, clones, peers.chosen(bandit, semgrep_rules), alone=alone)
    click.echo(report(replayed, [case.repository for case in chosen if case.id not in here], runs))


if __name__ == "__main__":
    main()

"""Which tool still finds a flaw that is written otherwise? The mutants of the rules' samples, asked of every tool.

    python -m bench.signal.mutants [--bandit PROGRAM] [--semgrep-rules FOLDER] [--language L]…

The samples are ours, so what a tool finds in them says nothing of it. Of the marked lines that *it* finds in a sample
each mutant of the sample is asked: no labels are needed, and none of ours help us. A line that it does not tell in the
sample must stay untold in the mutants.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath

import click

from bench.signal.peers import Peer, chosen
from bench.signal.tables import share, table
from workers.engine import samples
from workers.engine.scanner import Scanner
from workers.mutation import scoring
from workers.mutation.scoring import Scores, Tally

_OURS = "patchwarden"


def tallies(scores: Scores, peers: Sequence[Peer]) -> dict[tuple[str, str], Tally]:
    """Language and tool → what became of the lines. Raises :class:`~bench.signal.peers.PeerFailed`."""
    found = {(language, _OURS): tally for language, tally in scores.by(lambda result: result.sample.language).items()}
    with tempfile.TemporaryDirectory(prefix="patchwarden-mutants-") as directory:
        folder = Path(directory)
        for number, result in enumerate(scores.results):
            ending = result.sample.path.suffix
            _write(folder / "before" / f"{_name(result.sample.path)}{ending}", result.sample.text)
            _write(folder / "after" / f"{number}{ending}", result.mutant.text)
        for peer in peers:
            found |= _of_peer(peer, folder, scores)
    return found


def _name(path: Path) -> str:
    return path.with_suffix("").as_posix().replace("/", "_")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _of_peer(peer: Peer, folder: Path, scores: Scores) -> dict[tuple[str, str], Tally]:
    before, after = _lines(peer, folder / "before"), _lines(peer, folder / "after")
    found: dict[tuple[str, str], Tally] = defaultdict(Tally)
    for number, result in enumerate(scores.results):
        told = before[_name(result.sample.path)]
        now = after[str(number)]
        wanted = [asked for asked in result.mutant.wanted if asked.line in told]
        silent = [asked for asked in result.mutant.silent if asked.line not in told]
        found[result.sample.language, peer.name] += Tally(
            sum(bool(asked.lines & now) for asked in wanted),
            len(wanted),
            sum(not asked.lines & now for asked in silent),
            len(silent),
        )
    return {key: tally for key, tally in found.items() if tally.to_find}


def _lines(peer: Peer, folder: Path) -> Mapping[str, set[int]]:
    """The lines that a tool tells, by the name of the text."""
    lines: dict[str, set[int]] = defaultdict(set)
    for finding in peer.examine(folder)[0]:
        lines[PurePosixPath(finding.path).stem].add(finding.line)
    return lines


def text(found: Mapping[tuple[str, str], Tally]) -> str:
    """The table: a row a language and tool."""
    rows = [
        (language, tool, share(tally.found, tally.to_find), share(tally.silent, tally.to_spare))
        for (language, tool), tally in sorted(found.items())
    ]
    return table(("mutants in", "tool", "still found", "still silent"), rows)


def measured(peers: Sequence[Peer], languages: Iterable[str] = ()) -> str:
    """The table of all tools. Raises what the scanner and the tools raise."""
    wanted = frozenset(languages)
    asked = [sample for sample in samples.all_samples() if not wanted or sample.language in wanted]
    scores = scoring.scored(asked, Scanner(), lambda rule: click.echo(f"mutants of {rule}", err=True))
    return text(tallies(scores, peers))


@click.command()
@click.option("--bandit", envvar="BANDIT", help="Also measure Bandit: its program.")
@click.option(
    "--semgrep-rules", envvar="SEMGREP_RULES", type=click.Path(path_type=Path), help="Also `semgrep scan` with these."
)
@click.option("--language", "languages", multiple=True, help="Only samples of this language; may be repeated.")
def main(bandit: str | None, semgrep_rules: Path | None, languages: Sequence[str]) -> None:
    """Prints the table."""
    click.echo(measured(chosen(bandit, semgrep_rules), languages))


if __name__ == "__main__":
    main()

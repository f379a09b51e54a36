"""Ordinary commits reviewed as changes: how often does a review speak, and how often is it worth reading?

    python -m bench.signal.noise --unjudged
    python -m bench.signal.noise --clones FOLDER [--repo OWNER/NAME]… [--commits N] [--json OUT]

The first prints what the reviews that ``make bench-signal`` made last said on lines and nobody has judged, as it stands
in the file of judgements; the second reviews the newest commits of a few repositories.

Nobody knows what ordinary changes hide, so every line comment is read once and judged by hand. The judgements are kept
in ``judgements.yaml`` beside this file; a comment that nobody has judged yet is shown and counts in no precision.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import yaml

from bench.signal import cases as case_files
from bench.signal import peers
from bench.signal.changes import Role
from bench.signal.peers import Peer, PeerRun
from bench.signal.reviews import Comment, Range, Reviewed, failures, review_all
from bench.signal.stages import kept_reviews
from bench.signal.tables import share, table
from workers.change.git import Git

JUDGEMENTS = Path(__file__).with_name("judgements.yaml")
REPOSITORIES = ("pallets/flask", "expressjs/express", "gogs/gogs")
"""Python, JavaScript and Go; each under development for more than ten years."""
COMMITS = 150


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a person who read the code says of one comment."""

    worth: bool
    """Whether a maintainer should have been told."""
    why: str


@dataclass(frozen=True, slots=True)
class Said:
    """One comment on one ordinary commit."""

    repository: str
    commit: str
    comment: Comment

    @property
    def key(self) -> str:
        return f"{self.repository}/{self.commit[:12]}/{self.comment.path}/{self.comment.rules[0]}"


@dataclass(frozen=True, slots=True)
class Noise:
    """The reviews of ordinary commits, by repository."""

    reviewed: Mapping[str, tuple[Reviewed, ...]]
    absent: tuple[str, ...] = ()
    peers: tuple[PeerRun, ...] = ()

    @property
    def commits(self) -> int:
        return sum(len(reviews) for reviews in self.reviewed.values())

    def said(self, placement: str | None = None) -> list[Said]:
        """Every observation, or those of one placement."""
        return [
            Said(repository, item.key, comment)
            for repository, reviews in self.reviewed.items()
            for item in reviews
            for comment in item.comments
            if placement is None or comment.placement == placement
        ]


def measure(
    repositories: Sequence[str],
    clones: Path,
    cache_dir: Path,
    *,
    commits: int = COMMITS,
    jobs: int = 2,
    others: Sequence[Peer] = (),
) -> Noise:
    """Reviews the last ``commits`` commits of each repository that is among the clones.

    Raises :class:`~bench.signal.peers.PeerFailed`.
    """
    here = {name: clone for name in repositories if (clone := case_files.clone(clones, name)) is not None}
    wanted = [item for name, clone in here.items() for item in ordinary(name, clone, commits)]
    reviews = dict(
        zip([(item.repository, item.key) for item in wanted], review_all(wanted, cache_dir, jobs), strict=True)
    )
    by_repository = {
        name: tuple(item for (repository, _), item in reviews.items() if repository == name) for name in here
    }
    absent = tuple(name for name in repositories if name not in here)
    return Noise(by_repository, absent, tuple(peers.run(others, wanted)))


def ordinary(repository: str, clone: Path, commits: int) -> list[Range]:
    """The last commits that are no merges, each against its parent; a root commit changes nothing."""
    git = Git(clone)
    rows = git.text("rev-list", "--no-merges", "--min-parents=1", "--parents", f"--max-count={commits}", "HEAD")
    return [Range(head, repository, clone, base, head) for head, base in (row.split() for row in rows.splitlines())]


class BadJudgements(ValueError):
    """The judgement file cannot be used; the message says where."""


def said_of(reviewed: Mapping[str, Mapping[str, Reviewed]]) -> list[Said]:
    """Every line comment on an ordinary commit, of reviews by repository and key (``ordinary`` and the commit)."""
    return [
        Said(name, commit, comment)
        for name, rows in sorted(reviewed.items())
        for key, item in sorted(rows.items())
        for role, _, commit in [key.partition(" ")]
        if role == Role.ORDINARY.value
        for comment in item.lines
    ]


def worth(said: Iterable[Said], judged: Mapping[str, Judgement]) -> tuple[int, int]:
    """How many of the judged comments were worth reading, and how many were judged."""
    verdicts = [judged[item.key].worth for item in said if item.key in judged]
    return sum(verdicts), len(verdicts)


def unjudged(said: Iterable[Said], judged: Mapping[str, Judgement]) -> str:
    """The comments that nobody has judged, each as an entry that lacks its verdict."""
    entries = []
    for item in said:
        if item.key not in judged:
            comment = item.comment
            where = f"line {comment.line}{' of the base' if comment.side == 'base' else ''}: {comment.code}"
            entries.append(f"# {comment.title}\n# {where}\n{item.key}:\n  worth:\n  why:\n")
    return "\n".join(dict.fromkeys(entries))


def judgements(path: Path = JUDGEMENTS) -> dict[str, Judgement]:
    """The file's judgements by key. Raises :class:`BadJudgements`, ``OSError``."""
    found = {}
    for key, value in (yaml.safe_load(path.read_text(encoding="utf-8")) or {}).items():
        # `yes` and `no` are booleans in YAML 1.1; anything else is a slip of the pen.
        if not isinstance(value, dict) or not isinstance(value.get("worth"), bool) or not value.get("why"):
            raise BadJudgements(f"`{key}` in {path.name} needs `worth: yes` or `no`, and `why`")
        found[str(key)] = Judgement(value["worth"], str(value["why"]))
    return found


def report(noise: Noise, judged: Mapping[str, Judgement]) -> str:
    """The whole report as text."""
    on_line = noise.said("line")
    parts = [_rates(noise), _by_rule(noise, judged), _comments(on_line, judged)]
    told = failures(item for reviews in noise.reviewed.values() for item in reviews)
    if told:
        parts.append("Not whole\n" + "\n".join(f"  {line}" for line in told))
    if noise.absent:
        parts.append(f"Not among the clones: {', '.join(noise.absent)}")
    return "\n\n".join(parts) + "\n"


def precision(said: Iterable[Said], judged: Mapping[str, Judgement]) -> str:
    """The share of judged comments that were worth reading."""
    return share(*worth(said, judged))


def _rates(noise: Noise) -> str:
    rows: list[tuple[object, ...]] = []
    for name, reviews in noise.reviewed.items():
        counts = Counter(comment.placement for item in reviews for comment in item.comments)
        rows.append((name, len(reviews), *(_per_hundred(counts[kind], len(reviews)) for kind in _PLACEMENTS)))
    counts = Counter(item.comment.placement for item in noise.said())
    rows.append(("all", noise.commits, *(_per_hundred(counts[kind], noise.commits) for kind in _PLACEMENTS)))
    for run in noise.peers:
        said = sum(len(comments) for comments in run.comments.values())
        rows.append((run.name, noise.commits, _per_hundred(said, noise.commits), "-", "-"))
    return table(("noise", "commits", *(f"{kind} per 100" for kind in _PLACEMENTS)), rows)


_PLACEMENTS = ("line", "file", "summary")


def _per_hundred(count: int, commits: int) -> str:
    return f"{100 * count / commits:.1f}" if commits else "-"


def _by_rule(noise: Noise, judged: Mapping[str, Judgement]) -> str:
    rows = []
    said = noise.said()
    totals = Counter(item.comment.rules[0] for item in said)
    for rule, _ in totals.most_common():
        of_rule = [item for item in said if item.comment.rules[0] == rule]
        counts = Counter(item.comment.placement for item in of_rule)
        on_line = [item for item in of_rule if item.comment.on_line]
        rows.append((rule, *(counts[kind] for kind in _PLACEMENTS), precision(on_line, judged)))
    return table(("rule", *_PLACEMENTS, "worth reading"), rows)


def _comments(said: Sequence[Said], judged: Mapping[str, Judgement]) -> str:
    rows = []
    for item in said:
        judgement = judged.get(item.key)
        verdict = {None: "not judged", True: "yes", False: "no"}[judgement.worth if judgement else None]
        comment = item.comment
        where = f"{comment.path}:{'-' if comment.side == 'base' else ''}{comment.line}"
        rows.append(
            (verdict, item.repository, item.commit[:12], where, comment.rules[0], comment.confidence, comment.code)
        )
    head = ("worth", "repository", "commit", "where", "rule", "confidence", "code")
    return f"Precision of the judged line comments: {precision(said, judged)}\n{table(head, rows)}"


def document(noise: Noise) -> list[dict[str, object]]:
    """Every observation with its judgement key, for those who judge."""
    return [
        {
            "key": item.key,
            "commit": item.commit,
            "placement": item.comment.placement,
            "where": f"{item.comment.path}:{item.comment.line}",
            "side": item.comment.side,
            "title": item.comment.title,
            "code": item.comment.code,
        }
        for item in noise.said()
    ]


@click.command()
@click.option("--unjudged", "lists", is_flag=True, help="Only print what waits for a judgement.")
@click.option("--clones", envvar="CLONES", type=click.Path(path_type=Path, exists=True))
@click.option("--repo", "repositories", multiple=True, default=REPOSITORIES, show_default=True)
@click.option("--commits", default=COMMITS, show_default=True, help="Commits of each repository.")
@click.option("--cache", default=Path("var/bench"), show_default=True, type=click.Path(path_type=Path))
@click.option("--jobs", default=2, show_default=True, help="Reviews at a time.")
@click.option("--bandit", help="Also measure Bandit: its program.")
@click.option("--semgrep-rules", type=click.Path(path_type=Path), help="Also measure `semgrep scan` with these rules.")
@click.option("--json", "out", type=click.Path(path_type=Path), help="Write every observation with its key here.")
def main(
    lists: bool,
    clones: Path | None,
    repositories: tuple[str, ...],
    commits: int,
    cache: Path,
    jobs: int,
    bandit: str | None,
    semgrep_rules: Path | None,
    out: Path | None,
) -> None:
    """Prints observations per 100 ordinary commits, by rule, with every line comment."""
    if lists:
        kept: dict[str, dict[str, Reviewed]] = defaultdict(dict)
        for name, key, item in kept_reviews(cache):
            kept[name][key] = item
        click.echo(unjudged(said_of(kept), judgements()), nl=False)
        return
    if clones is None:
        raise click.UsageError("name the folder of clones: --clones FOLDER")
    others = peers.chosen(bandit, semgrep_rules)
    noise = measure(repositories, clones, cache, commits=commits, jobs=jobs, others=others)
    if out is not None:
        out.write_text(json.dumps(document(noise), indent=1), encoding="utf-8")
    click.echo(report(noise, judgements()))


if __name__ == "__main__":
    main()

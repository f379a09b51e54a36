"""What the rules say of whole real trees, for reading by eye: is a rule right nine times of ten?

    python -m bench.signal.trees --clones FOLDER --repo OWNER/NAME… [--rule GLOB] [--most N] [--sure] [--files N]

The head of each repository is scanned as if all of it were new, without test code. Of each rule the hits are counted,
and up to ``--most`` of them are shown, spread over the repositories. A rule that is wrong more than once in ten times
has to be mended, or to be of low confidence, which keeps it off the lines. ``--sure`` asks the rules of high confidence
alone, and ``--files`` takes so many files of each repository, spread evenly by their content.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import islice, zip_longest
from pathlib import Path

import click

from bench.signal import cases as case_files
from bench.signal.tables import table
from bot.knowledge.languages import language_of
from bot.model import Confidence, split_lines
from bot.policy import Policy
from workers.change.git import Git
from workers.engine.invoke import Limits
from workers.engine.rules import Rule
from workers.engine.scanner import Scanner, Source, source_of

_LARGEST = 300_000
"""Characters of a file; larger ones are data."""
_AT_A_TIME = 100
_SECONDS = 3_600.0
"""Nobody waits for a review here."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One match in one tree."""

    repository: str
    path: str
    line: int
    rule: str
    code: str


def hits(
    repository: str, clone: Path, scanner: Scanner, wanted: Mapping[str, Rule], files: int | None = None
) -> Iterator[Hit]:
    """Every line that one of the wanted rules finds without a doubt in the head, without test code.

    ``files``: the most that are looked at.
    """
    for part in _parts(sorted(_sources(clone, scanner.languages), key=lambda source: source.blob)[:files]):
        answers = scanner.scan(part, only=frozenset(wanted))
        for source in part:
            lines = split_lines(source.text)
            places = {(each.place.start_line, each.rule) for each in answers[source.key].matches if not each.doubtful}
            for line, rule in sorted(places):
                if rule in wanted:
                    yield Hit(repository, source.path, line, rule, lines[line - 1].strip())


def _sources(clone: Path, languages: Collection[str]) -> list[Source]:
    git, policy = Git(clone), Policy()
    blobs: dict[str, tuple[str, str]] = {}
    for row in git.text("ls-tree", "-r", "HEAD").splitlines():
        about, _, path = row.partition("\t")
        language = language_of(path)
        if language is not None and language in languages and not policy.is_test(path):
            blobs[path] = language, about.split()[2]
    contents = git.blobs(oid for _, oid in blobs.values())
    texts = {oid: content.decode("utf-8", "replace") for oid, content in contents.items()}
    return [
        source_of(path, language, texts[oid])
        for path, (language, oid) in blobs.items()
        if len(texts.get(oid, "")) in range(1, _LARGEST)
    ]


def _parts(sources: Sequence[Source]) -> Iterator[Sequence[Source]]:
    for start in range(0, len(sources), _AT_A_TIME):
        yield sources[start : start + _AT_A_TIME]


def spread(found: Sequence[Hit], most: int) -> list[Hit]:
    """Up to ``most`` of them, one of each repository in turn."""
    by_repository: dict[str, list[Hit]] = defaultdict(list)
    for hit in found:
        by_repository[hit.repository].append(hit)
    turns = (hit for turn in zip_longest(*by_repository.values()) for hit in turn if hit is not None)
    return list(islice(turns, most))


def rules_for(scanner: Scanner, pattern: str, least: Confidence = Confidence.MEDIUM) -> dict[str, Rule]:
    """The rules of every language whose id the pattern matches, of at least this confidence: those of a low one only
    ever speak in the summary."""
    every = {rule.id: rule for language in sorted(scanner.languages) for rule in scanner.rules(language).values()}
    return {id_: rule for id_, rule in every.items() if fnmatchcase(id_, pattern) and rule.confidence >= least}


@click.command()
@click.option("--clones", required=True, type=click.Path(path_type=Path, exists=True), help="Folder of clones.")
@click.option("--repo", "repositories", required=True, multiple=True, help="OWNER/NAME; may be repeated.")
@click.option("--rule", "pattern", default="*", show_default=True, help="Only rules whose id matches.")
@click.option("--most", default=12, show_default=True, help="Hits shown of each rule.")
@click.option("--sure", is_flag=True, help="Only rules of high confidence.")
@click.option("--files", type=int, help="Most files of each repository.")
@click.option("--cache", default=Path("var/bench"), show_default=True, type=click.Path(path_type=Path))
def main(
    clones: Path, repositories: tuple[str, ...], pattern: str, most: int, sure: bool, files: int | None, cache: Path
) -> None:
    """Prints each rule's hits in real trees."""
    scanner = Scanner(folder=cache, limits=Limits(head_seconds=_SECONDS))
    wanted = rules_for(scanner, pattern, Confidence.HIGH if sure else Confidence.MEDIUM)
    found: dict[str, list[Hit]] = defaultdict(list)
    for repository in repositories:
        clone = case_files.clone(clones, repository)
        if clone is None:
            raise click.ClickException(f"{repository} is not among the clones in {clones}")
        for hit in hits(repository, clone, scanner, wanted, files):
            found[hit.rule].append(hit)
    counts = sorted(found, key=lambda rule: (-len(found[rule]), rule))
    rows = [(rule, wanted[rule].confidence.label, len(found[rule])) for rule in counts]
    click.echo(table(("rule", "confidence", "hits"), rows))
    for rule in counts:
        shown = [(f"{hit.repository}/{hit.path}:{hit.line}", hit.code) for hit in spread(found[rule], most)]
        click.echo(f"\n{table((rule, 'code'), shown)}")


if __name__ == "__main__":
    main()

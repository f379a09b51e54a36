"""``patchwarden review``: a review on this machine. What is heavy is imported only when it is run."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from bot.model import Severity, Verdict
from workers.cli import showing, usable
from workers.cli.progress import Said
from workers.cli.usable import OneLine

if TYPE_CHECKING:
    from bot.model import Review
    from workers.local.foreign import Here
    from workers.local.reviewing import Asked, LocalReview

CLEAN, DEFECTS, NOT_REVIEWED = 0, 1, 2
_PATHS = "patchwarden.paths"


class _WithPaths(click.Command):
    """What follows ``--`` are paths, as git has it, and never the range."""

    def parse_args(self, context: click.Context, args: list[str]) -> list[str]:
        if "--" in args:
            place = args.index("--")
            context.meta[_PATHS] = tuple(args[place + 1 :])
            args = args[:place]
        return super().parse_args(context, args)

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return [*super().collect_usage_pieces(ctx), "[-- PATH...]"]


def _revisions(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """Branches and tags, for shell completion; after the dots of a range too."""
    del parameter
    from workers.change import working_tree

    left, dots, name = begun.rpartition("..")
    dots += "." if name.startswith(".") else ""
    name = name.removeprefix(".")
    try:
        repository = working_tree.discover(context.params.get("repo") or Path(), os.environ)
        refs = repository.command(
            "for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/remotes", "refs/tags"
        )
    except Exception:  # noqa: BLE001 - whoever completes a line in no repository gets no suggestion, and no traceback
        return []
    return [CompletionItem(f"{left}{dots}{ref}") for ref in ["HEAD", *refs.splitlines()] if ref.startswith(name)]


@click.command(cls=_WithPaths)
@click.argument("range_", metavar="[RANGE]", required=False, shell_complete=_revisions)
@click.option("--staged", is_flag=True, help="Review the index against HEAD: what `git commit` would commit.")
@click.option(
    "--diff",
    "patch",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    help="Review a patch alone, `-` for standard input. Of a file that it changes only the hunks are known.",
)
@click.option("--all", "everything", is_flag=True, help="Audit every file of the working tree, old code too.")
@click.option(
    "--baseline",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="With --all: tell only what is not in this file.",
)
@click.option("--update-baseline", is_flag=True, help="With --baseline: write what is found into the file; exit 0.")
@click.option("--repo", type=click.Path(path_type=Path), default=Path(), help="A folder of the repository.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["terminal", "markdown", "json", "sarif"]),
    default="terminal",
    show_default=True,
)
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Write there, not to the terminal.")
@click.option("--sarif", type=click.Path(path_type=Path, dir_okay=False), help="Write SARIF there, too.")
@click.option(
    "--add-sarif",
    "foreign",
    metavar="FILE",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="Tell what another scanner's SARIF says of new lines, too. May be given several times.",
)
@click.option("--category", default="patchwarden", show_default=True, help="The analysis's name in SARIF.")
@click.option("--markdown", type=click.Path(path_type=Path, dir_okay=False), help="Write Markdown there, too.")
@click.option(
    "--fail-on",
    type=click.Choice(["low", "medium", "high", "never"]),
    help="Lowest severity of a defect that gives exit code 1. Default: the policy's `fail-on`, else low.",
)
@click.option("--allow-incomplete", is_flag=True, help="Exit 0 even if not everything could be checked.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but what was found and what could not be checked.")
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="Colours. `auto`: on a terminal, unless NO_COLOR is set.",
)
@click.option("--width", type=click.IntRange(40, 1000), help="Columns. Default: the terminal's, elsewhere 120.")
@click.option(
    "--osv",
    envvar="PATCHWARDEN_OSV",
    type=click.Path(path_type=Path, exists=True),
    help="Look up known vulnerabilities in these OSV records: a folder, a .zip, .json or .jsonl file.",
)
@click.option(
    "--rules",
    envvar="PATCHWARDEN_RULES",
    type=click.Path(path_type=Path, exists=True),
    help="Search with these semgrep rules, too: a folder or a file.",
)
@click.option("--no-cache", is_flag=True, help="Neither read nor write the cache of compiled rules and answers.")
@click.pass_context
def review(
    context: click.Context,
    range_: str | None,
    staged: bool,
    patch: Path | None,
    everything: bool,
    baseline: Path | None,
    update_baseline: bool,
    repo: Path,
    form: str,
    output: Path | None,
    sarif: Path | None,
    foreign: tuple[Path, ...],
    category: str,
    markdown: Path | None,
    fail_on: str | None,
    allow_incomplete: bool,
    quiet: bool,
    color: str,
    width: int | None,
    osv: Path | None,
    rules: Path | None,
    no_cache: bool,
) -> None:
    """Review a git RANGE without any server. Nothing is written into the repository.

    \b
    RANGE    (nothing)  the working tree against its merge base with the default branch; in CI the change
                        that is built, against what it is proposed for or pushed onto
             A          the working tree against its merge base with A
             A..B       B against A
             A...B      B against its merge base with A
    PATH     files, folders and patterns (`src/`, `**/*.py`): nothing else is looked at

    \b
    Exit code
      0  clean: no defect at or above --fail-on, and everything was checked
      1  defects at or above --fail-on
      2  could not review, or not all of it; or the command line is wrong
    """
    from bot.review import manual
    from workers.checks.registry import in_turn
    from workers.local import reviewing
    from workers.pipeline import CannotReview

    paths = context.meta.get(_PATHS, ())
    _only_one({"RANGE": range_ is not None, "--staged": staged, "--diff": patch is not None, "--all": everything})
    _baseline_belongs(everything, baseline, update_baseline)
    beside = {"sarif": sarif, "markdown": markdown}
    for path in (output, *beside.values()):
        showing.writable(path)
    known = _known(baseline, update_baseline)
    given = _foreign(foreign)
    asked = reviewing.Asked(range_, staged, everything, _patch(patch), paths, known, baseline, given)
    checks = in_turn(cache_dir=None if no_cache else usable.cache(), osv=osv, rules=rules)
    try:
        with Said(quiet=quiet) as said:
            found = reviewing.review(repo, asked, said.each(checks), os.environ, said.stage)
    except CannotReview as error:
        raise OneLine(str(error)) from error
    found = replace(found, review=manual.linked(found.review, os.environ.get("PATCHWARDEN_DOCS_URL", "")))
    if update_baseline and baseline is not None:
        sys.exit(_written(found, baseline, allow_incomplete))
    if form == "terminal" and output is None and not quiet:
        click.echo(f"patchwarden: {found.comparison}", err=True)
    showing.show(found, showing.Look(form, output, quiet, color, width, category))
    if given and not quiet and (form != "terminal" or output is not None):
        _say_heard(given, found.review)
    for also, path in beside.items():
        if path is not None:
            showing.show(found, showing.Look(also, path, category=category))
    if known and not quiet:
        _say_known(asked, found)
    sys.exit(_exit_code(found.review, fail_on, allow_incomplete))


def _only_one(given: dict[str, bool]) -> None:
    """Raises :class:`click.UsageError` where more than one thing is to be reviewed."""
    named = [name for name, is_given in given.items() if is_given]
    if len(named) > 1:
        raise click.UsageError(f"{named[0]} and {named[1]} exclude each other: each says what is reviewed. Give one.")


def _baseline_belongs(everything: bool, baseline: Path | None, update: bool) -> None:
    """Of a change only what is new is told anyway, and a file of the change itself must not hide any of it. Raises
    :class:`click.UsageError`."""
    if baseline is not None and not everything:
        raise click.UsageError("--baseline belongs to --all: of a change only what is new is told anyway.")
    if update and baseline is None:
        raise click.UsageError("--update-baseline needs --baseline FILE, the file to write.")


def _known(baseline: Path | None, update: bool) -> frozenset[str]:
    if baseline is None or update:
        showing.writable(baseline)
        return frozenset()
    from workers.local import baseline as baselines

    try:
        return frozenset(item.id for item in baselines.read(baseline))
    except baselines.BadBaseline as error:
        raise OneLine(str(error)) from error


def _foreign(files: tuple[Path, ...]) -> Here | None:
    """The reports of other scanners. Raises :class:`OneLine` for a file that cannot be used."""
    if not files:
        return None
    from workers.local import foreign

    try:
        return foreign.read(files)
    except foreign.BadReport as error:
        raise OneLine(str(error)) from error


def _say_heard(given: Here, review: Review) -> None:
    """How much of each report the review has heard, where the answer goes elsewhere: on a terminal it is a note."""
    for notice in review.notices:
        if notice.startswith(tuple(f"{report.tool}: " for report in given.reports)):
            click.echo(f"patchwarden: {notice}", err=True)


def _patch(source: Path | None) -> bytes | None:
    from workers.local.patch_text import LARGEST

    if source is None:
        return None
    if source == Path("-"):
        if sys.stdin.isatty():
            click.echo("patchwarden: reading a patch from the terminal; Ctrl-D ends it", err=True)
        return click.get_binary_stream("stdin").read(LARGEST + 1)
    with source.open("rb") as file:
        return file.read(LARGEST + 1)


def _written(found: LocalReview, baseline: Path, allow_incomplete: bool) -> int:
    from workers.local import baseline as baselines

    findings = baselines.of(found.everything)
    baseline.write_text(baselines.written(findings), encoding="utf-8")
    number = len(findings)
    click.echo(f"patchwarden: {baseline}: {number} finding{'' if number == 1 else 's'} written", err=True)
    return _gap_code(found.review, allow_incomplete)


def _say_known(asked: Asked, found: LocalReview) -> None:
    """How many findings the baseline keeps quiet, and how many of its own are there no longer."""
    from workers.local import baseline as baselines

    here = {item.id for item in baselines.of(found.everything)}
    quiet, gone = len(asked.known & here), len(asked.known - here)
    more = (
        f"; {gone} of its findings {'is' if gone == 1 else 'are'} there no longer (--update-baseline)" if gone else ""
    )
    click.echo(
        f"patchwarden: the baseline keeps {quiet} known finding{'' if quiet == 1 else 's'} quiet{more}", err=True
    )


def _exit_code(review: Review, fail_on: str | None, allow_incomplete: bool) -> int:
    if fail_on is None and (review.fail_on or review.thresholds):
        fails = review.blocks
    else:
        threshold = {severity.label: severity for severity in Severity}.get(fail_on or "", Severity.LOW)
        fails = fail_on != "never" and any(item.severity >= threshold for item in review.defects)
    return DEFECTS if fails else _gap_code(review, allow_incomplete)


def _gap_code(review: Review, allow_incomplete: bool) -> int:
    if review.gaps and not allow_incomplete:
        gap = review.gaps[0]
        more = f" (and {len(review.gaps) - 1} more)" if len(review.gaps) > 1 else ""
        click.echo(f"patchwarden: not everything was checked: {gap.path or gap.check} {gap.reason}{more}", err=True)
        return NOT_REVIEWED
    assert review.verdict is not Verdict.INCOMPLETE or review.gaps  # noqa: S101 - the verdict is computed from the gaps
    return CLEAN

"""``patchwarden`` and its commands. What is heavy is imported by the command that needs it."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.model import Severity, Verdict
from workers.cli import config, decisions, queue, rules, usable

if TYPE_CHECKING:
    from bot.model import Review
    from workers.pipeline import LocalReview
    from workers.stages import Progress

CLEAN, DEFECTS, NOT_REVIEWED = 0, 1, 2


class _CannotReview(click.ClickException):
    """One line for the person who asked."""

    exit_code = NOT_REVIEWED

    def show(self, file: object = None) -> None:
        del file
        click.echo(f"patchwarden: {self.message}", err=True)


class _OneLine(click.Group):
    """The boundary of every command: what went wrong is one line and exit code 2, never a traceback by itself."""

    def invoke(self, context: click.Context) -> object:
        try:
            return super().invoke(context)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise  # click has an answer for each of them
        except BrokenPipeError:
            # Who read our output went away. Click's own code for it is 1, which means defects here.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise click.exceptions.Exit(NOT_REVIEWED) from None
        except Exception as error:
            if context.params.get("debug"):
                raise
            lacking = usable.lacking(error, f"patchwarden {context.invoked_subcommand}")
            raise _CannotReview(lacking or _said(error)) from error


def _said(error: Exception) -> str:
    """One line: the place and what is wrong with it; for what nobody expected, how to see more."""
    if isinstance(error, OSError):
        return usable.place(error)
    text = " ".join(str(error).split())[:300]
    return f"{type(error).__name__}: {text} (this is a fault of Patchwarden; PATCHWARDEN_DEBUG=1 shows where)"


@click.group(cls=_OneLine, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="patchwarden")
@click.option("--debug", is_flag=True, envvar="PATCHWARDEN_DEBUG", help="Show the traceback of an error.")
def main(debug: bool) -> None:
    """The security reviewer for GitHub pull requests and Gerrit changes: evidence or silence."""
    del debug  # the group itself reads it


@main.command()
@click.argument("range_", metavar="[RANGE]", required=False)
@click.option("--repo", type=click.Path(path_type=Path), default=Path(), help="A folder of the repository.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["terminal", "markdown", "json", "sarif"]),
    default="terminal",
    show_default=True,
)
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Write there, not to the terminal.")
@click.option(
    "--fail-on",
    type=click.Choice(["low", "medium", "high", "never"]),
    help="Lowest severity of a defect that gives exit code 1. Default: the policy's `fail-on`, else low.",
)
@click.option("--allow-incomplete", is_flag=True, help="Exit 0 even if not everything could be checked.")
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
def review(
    range_: str | None,
    repo: Path,
    form: str,
    output: Path | None,
    fail_on: str | None,
    allow_incomplete: bool,
    osv: Path | None,
    rules: Path | None,
    no_cache: bool,
) -> None:
    """Review a git RANGE without any server.

    \b
    RANGE    (nothing)  the working tree against its merge base with the default branch; in CI the change
                        that is built, against what it is proposed for or pushed onto
             A          the working tree against its merge base with A
             A..B       B against A
             A...B      B against its merge base with A

    Exit code: 0 clean, 1 defects at or above --fail-on, 2 could not review (all of it).
    """
    from workers import pipeline
    from workers.checks.registry import in_turn

    _writable(output)
    checks = in_turn(cache_dir=None if no_cache else usable.cache(), osv=osv, rules=rules)
    try:
        with _progress() as progress:
            found = pipeline.review_local(repo, range_, checks, os.environ, progress)
    except pipeline.CannotReview as error:
        raise _CannotReview(str(error)) from error
    if form == "terminal" and output is None:
        click.echo(f"patchwarden: {found.comparison}", err=True)
    _show(found, form, output)
    sys.exit(_exit_code(found.review, fail_on, allow_incomplete))


def _writable(output: Path | None) -> None:
    """Asked before the review, so that nobody waits for what cannot be written. Raises :class:`OSError`."""
    if output is not None:
        existed = output.exists()
        output.open("ab").close()
        if not existed:
            output.unlink()


class _progress:  # noqa: N801 - reads as the context manager that it is
    """One line on a terminal's error stream, gone when the work is done; nothing elsewhere."""

    _WORDS: Mapping[str, str] = {"snapshot": "reading the change", "checks": "running the checks"}

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()

    def __enter__(self) -> Progress:
        return self._say

    def __exit__(self, *_: object) -> None:
        self._write("")

    def _say(self, stage: str) -> None:
        self._write(f"patchwarden: {self._WORDS.get(stage, stage)} …")

    def _write(self, text: str) -> None:
        if self._shown:
            sys.stderr.write(f"\r\x1b[2K{text}")
            sys.stderr.flush()


def _show(found: LocalReview, form: str, output: Path | None) -> None:
    if form == "terminal" and output is None:
        from rich.console import Console

        from bot.render import terminal

        terminal.report(found.review, found.head_texts, Console(highlight=False, soft_wrap=False))
        return
    text = _text(found, form)
    if output is None:
        click.echo(text, nl=False)
    else:
        output.write_text(text, encoding="utf-8")


def _text(found: LocalReview, form: str) -> str:
    import json

    if form == "json":
        from bot.render import json as as_json

        return json.dumps(as_json.document(found.review), indent=2, ensure_ascii=False) + "\n"
    if form == "sarif":
        from bot.render import sarif

        return json.dumps(sarif.document(found.review, version=_version()), indent=2, ensure_ascii=False) + "\n"
    if form == "markdown":
        return _markdown(found.review)
    from io import StringIO

    from rich.console import Console

    from bot.render import terminal

    file = StringIO()
    terminal.report(found.review, found.head_texts, Console(file=file, width=120, highlight=False))
    return file.getvalue()


def _version() -> str:
    """Empty where the packages run from a folder and were never installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("patchwarden")
    except PackageNotFoundError:
        return ""


def _markdown(review: Review) -> str:
    """The summary and, as there are no lines to put them on, the line comments below it."""
    from bot.model import Placement, message_of
    from bot.render import markdown, text

    parts = [markdown.summary(review)]
    for item in review.observations:
        if item.placement is not Placement.SUMMARY and not message_of(item.path):
            place = f"{item.path}:{item.line}" if item.line else item.path
            parts.append(f"---\n{text.code(place)}\n\n{markdown.line_comment(item)}")
    return "\n\n".join(parts).rstrip() + "\n"


def _exit_code(review: Review, fail_on: str | None, allow_incomplete: bool) -> int:
    if fail_on is None and (review.fail_on or review.thresholds):
        fails = review.blocks
    else:
        threshold = {severity.label: severity for severity in Severity}.get(fail_on or "", Severity.LOW)
        fails = fail_on != "never" and any(item.severity >= threshold for item in review.defects)
    if fails:
        return DEFECTS
    if review.gaps and not allow_incomplete:
        gap = review.gaps[0]
        more = f" (and {len(review.gaps) - 1} more)" if len(review.gaps) > 1 else ""
        click.echo(f"patchwarden: not everything was checked: {gap.path or gap.check} {gap.reason}{more}", err=True)
        return NOT_REVIEWED
    assert review.verdict is not Verdict.INCOMPLETE or review.gaps  # noqa: S101 - the verdict is computed from the gaps
    return CLEAN


main.add_command(rules.rules)
main.add_command(decisions.decisions)
main.add_command(queue.queue)
main.add_command(config.config)


@main.group("policy")
def policies() -> None:
    """Policy files of the working tree: check, explain, schema."""


@policies.command("check")
@click.argument("files", type=click.Path(path_type=Path, dir_okay=False, exists=True), nargs=-1)
def check_policy(files: tuple[Path, ...]) -> None:
    """Name every mistake in FILES, else in all policy files of the repository.

    Each is `file:line: what is wrong`. Exit code: 0 none, 1 some.
    """
    from workers.cli import policy

    sys.exit(policy.check(files, os.environ))


@policies.command("explain")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--rule", "rule_id", metavar="ID", help="Also say whether this rule's findings are told there, and why.")
def explain_policy(path: Path, rule_id: str | None) -> None:
    """What holds for PATH, and which line of which file says so.

    The files are those of the working tree; what an organisation gives to its repositories is not asked for.
    """
    from workers.cli import policy

    try:
        policy.explain(path, rule_id, os.environ)
    except policy.Wrong as error:
        raise click.ClickException(str(error)) from error


@policies.command("schema")
def policy_schema() -> None:
    """The JSON Schema of a policy file, for editors."""
    from workers.cli import policy

    policy.show_schema()


@main.command()
def doctor() -> None:
    """Try the settings and name what is missing.

    Tried are credentials, permissions, Redis, the database and the engine. `patchwarden review` needs no more than
    git and the engine.
    """
    from workers.cli import doctor as examination

    sys.exit(examination.main(os.environ))


@main.command()
@click.option("--check", is_flag=True, help="Change nothing; exit code 1 where something is to be done.")
def migrate(check: bool) -> None:
    """Bring the database's tables to what this version wants.

    What is there is kept. A worker does it by itself where its user may; with several workers, or a user who may not
    change tables, run it before a new version starts. Several at a time wait for each other.
    """
    from workers.cli import migrate as migration

    sys.exit(migration.main(os.environ, check=check))


@main.command("sweep")
def sweep_hosts() -> None:
    """Queue the open changes whose head has no review.

    All hosts are asked, and the changes are named. Beat does it every ten minutes.
    """
    from workers.cli import sweep

    sys.exit(sweep.main(os.environ))


@main.command()
def serve() -> None:
    """Start everything on this machine.

    That is the web server, a worker, beat, and Redis and a database where none is given.
    """
    from workers import serving

    sys.exit(serving.main(os.environ))


if __name__ == "__main__":
    main()

"""``patchwarden rules`` and its commands. What is heavy is imported by the command that needs it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from workers.cli import completing, rule_stats, usable


@click.group(invoke_without_command=True)
@click.pass_context
def rules(context: click.Context) -> None:
    """The rules: list, show, test, new, stats and more."""
    if context.invoked_subcommand is None:
        context.invoke(list_rules)


@rules.command("list")
@click.option("--language", shell_complete=completing.languages, help="Only rules for this language.")
def list_rules(language: str | None = None) -> None:
    """What is looked for, a line each."""
    from workers.cli import rulebook

    _told(lambda: rulebook.show_all(language))


@rules.command("show")
@click.argument("rule_id", metavar="ID", shell_complete=completing.rule_ids)
def show_rule(rule_id: str) -> None:
    """All about one rule."""
    from workers.cli import rulebook

    _told(lambda: rulebook.show(rule_id))


@rules.command("index")
def index_rules() -> None:
    """The page of all rules, as Markdown."""
    from workers.cli import rulebook

    _told(lambda: click.echo(rulebook.index(), nl=False))


@rules.command("pages")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def rule_pages(folder: Path) -> None:
    """Write the pages that the web server shows at /rules into FOLDER.

    Set PATCHWARDEN_RULE_PAGES to FOLDER for the web server, and PATCHWARDEN_DOCS_URL to its address for the workers:
    comments then link each rule's page. Do it again after an upgrade.
    """
    from workers.manual import served

    try:
        _told(lambda: click.echo(f"{served.build(folder)} pages in {folder}"))
    except OSError as error:
        raise click.ClickException(f"cannot write to {folder}: {error.strerror}") from error


@rules.command("coverage")
def coverage_of_rules() -> None:
    """The page of weaknesses and frameworks, as Markdown."""
    from workers.cli import coverage

    _told(lambda: click.echo(coverage.page(), nl=False))


@rules.command("test")
@click.argument("rule_id", metavar="[ID]", required=False, shell_complete=completing.rule_ids)
def test_rules(rule_id: str | None) -> None:
    """Run the samples of one rule, or of all."""
    from workers.cli import rulebook

    _told(lambda: rulebook.run_samples(rule_id))


@rules.command("mutate")
@click.argument("rule_id", metavar="[ID]", required=False, shell_complete=completing.rule_ids)
@click.option("--language", shell_complete=completing.languages, help="Only samples of this language.")
@click.option("--mutation", help="Only this mutation, for example 'a helper in between'.")
@click.option("--show", is_flag=True, help="Show the text of each mutant that is lost or falsely found.")
@click.option("--keep", is_flag=True, help="Write the scores to rules/_coverage, for the page of all rules.")
def mutate_rules(rule_id: str | None, language: str | None, mutation: str | None, show: bool, keep: bool) -> None:
    """Rewrite samples into equal programs and tell what is lost."""
    from workers.cli import mutation as mutations

    folder = usable.cache()
    _told(lambda: mutations.mutate(rule_id, language, keep=keep, show=show, mutation=mutation, folder=folder))


@rules.command("profile")
@click.argument("files", type=click.Path(exists=True, dir_okay=False, path_type=Path), nargs=-1, required=True)
def profile_rules(files: tuple[Path, ...]) -> None:
    """Time each rule alone on FILES and name the slow ones."""
    from workers.cli import rulebook

    _told(lambda: rulebook.profile(files))


@rules.command("new")
@click.argument("rule_id", metavar="ID")
@click.option(
    "--area",
    required=True,
    shell_complete=completing.areas,
    help="The subject, e.g. 'input validation', as in `patchwarden rules list`.",
)
@click.option("--cwe", type=int, required=True, help="The number of the weakness, e.g. 79.")
def new_rule(rule_id: str, area: str, cwe: int) -> None:
    """Write the skeleton of a rule and its sample into this checkout.

    \b
    ID is    LANGUAGE.TOPIC.NAME  for code, e.g. python.html.raw-markup
             FORMAT.NAME          for settings, e.g. docker.docker-latest: it becomes configuration.docker-latest
    """
    from workers.cli import rulebook

    _told(lambda: rulebook.new(rule_id, area, cwe))


def _told(work: Callable[[], None]) -> None:
    """What is wrong with the rules is one message, not a traceback."""
    from workers.cli.rulebook import Wrong
    from workers.engine.program import NoEngine
    from workers.reading.rule_files import RuleError

    try:
        work()
    except (Wrong, RuleError, NoEngine) as error:
        raise click.ClickException(str(error)) from error


for _command in (rule_stats.stats, rule_stats.promote, rule_stats.demote):
    rules.add_command(_command)

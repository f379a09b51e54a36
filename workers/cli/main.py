"""``patchwarden`` and its commands. What is heavy is imported by the command that needs it."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import click

from workers.cli import (
    completing,
    completion,
    config,
    decisions,
    queue,
    reviewing,
    rules,
    setup,
    streams,
    tokens,
    usable,
)
from workers.cli.reviewing import CLEAN, DEFECTS, NOT_REVIEWED
from workers.cli.usable import OneLine

__all__ = ["CLEAN", "DEFECTS", "NOT_REVIEWED", "main"]


class _Boundary(click.Group):
    """The boundary of every command: what went wrong is one line and exit code 2, never a traceback by itself."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: object
    ) -> click.Context:
        streams.prepare(os.environ)
        return super().make_context(info_name, args, parent, **extra)

    def invoke(self, context: click.Context) -> object:
        try:
            return super().invoke(context)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise  # click has an answer for each of them
        except KeyboardInterrupt:
            # Click's own code for it is 1, which means defects here; a shell's is 128 and the signal's number.
            click.echo("\npatchwarden: stopped", err=True)
            raise click.exceptions.Exit(128 + signal.SIGINT) from None
        except BrokenPipeError:
            # Who read our output went away. Click's own code for it is 1, which means defects here.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise click.exceptions.Exit(NOT_REVIEWED) from None
        except Exception as error:
            if context.params.get("debug"):
                raise
            lacking = usable.lacking(error, f"patchwarden {context.invoked_subcommand}")
            raise OneLine(lacking or _said(error)) from error


def _said(error: Exception) -> str:
    """One line: the place and what is wrong with it; for what nobody expected, how to see more."""
    if isinstance(error, OSError):
        return usable.place(error)
    text = " ".join(str(error).split())[:300]
    return f"{type(error).__name__}: {text} (this is a fault of Patchwarden; PATCHWARDEN_DEBUG=1 shows where)"


@click.group(cls=_Boundary, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="patchwarden")
@click.option("--debug", is_flag=True, envvar="PATCHWARDEN_DEBUG", help="Show the traceback of an error.")
def main(debug: bool) -> None:
    """The security reviewer for GitHub pull requests and Gerrit changes: evidence or silence."""
    del debug  # the group itself reads it


main.add_command(reviewing.review)
main.add_command(completion.completion)
main.add_command(setup.setup)
main.add_command(rules.rules)
main.add_command(decisions.decisions)
main.add_command(tokens.tokens, "token")
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
@click.option(
    "--rule",
    "rule_id",
    metavar="ID",
    shell_complete=completing.rule_ids,
    help="Also say whether this rule's findings are told there, and why.",
)
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


@main.command("schema")
@click.argument("name", type=click.Choice(["policy", "review", "decisions", "api"]))
def show_schema(name: str) -> None:
    """Print the schema of policy, review, decisions or API."""
    from workers.cli import schemas

    click.echo(schemas.text(name), nl=False)


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


@main.command("sarif-token")
@click.argument("repository", metavar="HOST:REPOSITORY")
def sarif_token(repository: str) -> None:
    """Print a repository's token for reports of other scanners.

    HOST:REPOSITORY is for example github:octo/app. Its CI sends SARIF with the token to
    /sarif/HOST/REPOSITORY/HEAD?change=NUMBER of the web server, and the change's review tells what is new.
    """
    from workers.cli import sarif_token as printing

    sys.exit(printing.main(repository, os.environ))


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

"""``patchwarden setup``: the way from nothing to a code host whose changes are reviewed."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workers.cli.usable import OneLine

if TYPE_CHECKING:
    from workers.setup.gerrit import Prepared

_FILE = click.option(
    "--file",
    type=click.Path(path_type=Path, dir_okay=False),
    envvar="PATCHWARDEN_CONFIG",
    help="The settings file that the credentials go into. Default: hosts.toml in the state folder.",
)
_SERVER = click.option(
    "--server", required=True, metavar="URL", help="Where the host reaches Patchwarden, e.g. https://bot.example.org."
)


@click.group()
def setup() -> None:
    """Set up a code host: github, gerrit."""


@setup.command()
@_SERVER
@click.option("--url", default="https://api.github.com", show_default=True, help="REST root; https://HOST/api/v3.")
@click.option("--organization", default="", metavar="LOGIN", help="Owner of the App. Default: your own account.")
@click.option("--app-name", default="Patchwarden", show_default=True, help="GitHub lets you change it in its form.")
@click.option("--name", default="github", show_default=True, help="What Patchwarden calls this GitHub.")
@click.option("--merge-queue", is_flag=True, help="Review the groups of merge queues, too.")
@click.option("--port", type=click.IntRange(0, 65_535), default=0, help="Of the local page. Default: any that is free.")
@_FILE
def github(
    server: str,
    url: str,
    organization: str,
    app_name: str,
    name: str,
    merge_queue: bool,
    port: int,
    file: Path | None,
) -> None:
    """Make a GitHub App, and store its credentials in a file that only you can read.

    A local page leads to GitHub, which shows what the App may do; when you agree, its id, private key and secrets come
    back and are stored. None of them is shown. People can sign in through the App, too.
    """
    from workers.setup import github as on_github
    from workers.setup import storing

    path = _file(file)
    wanted = on_github.Wanted(server, url, organization, app_name, name, path, port, merge_queue)
    try:
        app = on_github.run(wanted, _say)
    except on_github.CannotSetUp as error:
        raise OneLine(str(error)) from error
    owner = f" of {app.owner}" if app.owner else ""
    _say(f"made the App {app.slug} (id {app.id}){owner}; its key and webhook secret are in {path}")
    _say(f"install it on your repositories: {app.install_page}")
    secret = path.with_name("session-secret")
    try:
        storing.keep_secret(secret)
    except storing.CannotStore as error:
        raise OneLine(str(error)) from error
    _next(path, name, f"PATCHWARDEN_PUBLIC_URL={server.rstrip('/')}", f"PATCHWARDEN_SESSION_SECRET_FILE={secret}")


@setup.command()
@_SERVER
@click.option("--url", required=True, help="Gerrit's address, e.g. https://review.example.org.")
@click.option("--project", default="All-Projects", show_default=True, help="Its configuration is changed.")
@click.option("--remote", metavar="URL", help="Where git pushes to. Default: the project below --url.")
@click.option("--username", default="patchwarden", show_default=True, help="The account that reviews.")
@click.option(
    "--password-file",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False, exists=True, resolve_path=True),
    help="A file with the HTTP password of that account.",
)
@click.option("--label", default="Security-Review", show_default=True, help="The label to vote on; `none` for none.")
@click.option("--group", default="Service Users", show_default=True, help="Who may vote on it.")
@click.option("--group-uuid", metavar="UUID", help="Of that group, where the project does not know it yet.")
@click.option("--name", default="gerrit", show_default=True, help="What Patchwarden calls this Gerrit.")
@click.option("--no-push", is_flag=True, help="Leave the commit in a folder, and say how it is pushed.")
@_FILE
def gerrit(
    server: str,
    url: str,
    project: str,
    remote: str | None,
    username: str,
    password_file: Path,
    label: str,
    group: str,
    group_uuid: str | None,
    name: str,
    no_push: bool,
    file: Path | None,
) -> None:
    """Propose the webhook, the label and the right to vote as a change of the project's configuration.

    Git works with your own configuration and credentials: you push, as an administrator, and Gerrit's people review the
    change. The webhook's secret goes into the change and into the settings file; it is not shown.
    """
    from workers.setup import gerrit as on_gerrit

    path = _file(file)
    wanted = on_gerrit.Wanted(
        server, url, project, remote or "", username, password_file, label, group, group_uuid or "", name, path
    )
    try:
        done = on_gerrit.run(wanted, os.environ, push=not no_push)
    except on_gerrit.CannotSetUp as error:
        raise OneLine(str(error)) from error
    _say_prepared(done, path)
    _next(path, name)


def _say_prepared(done: Prepared, path: Path) -> None:
    for line in done.said:
        _say(line)
    if done.pushed:
        _say("the change waits for review in Gerrit; the webhook works once it is submitted")
    else:
        _say(f"the commit is in {done.folder}; push it for review:\n\n    git -C {done.folder} {done.push}\n")
    _say(f"the settings are in {path}")


def _file(given: Path | None) -> Path:
    from bot import folders

    return (given or folders.state_dir(os.environ) / "hosts.toml").absolute()


def _next(path: Path, name: str, *more: str) -> None:
    """What ``doctor`` finds of the host now, and which commands come next; ``more`` are further
    variables to export."""
    from bot.settings import Settings, SettingsError
    from workers.cli import doctor, doctor_server

    environ: Mapping[str, str] = {**os.environ, "PATCHWARDEN_CONFIG": str(path)}
    _say("`patchwarden doctor` finds of it now:")
    try:
        for diagnosis in doctor_server.of_host(Settings.from_environ(environ).host(name)):
            click.echo(f"  {doctor.line(diagnosis)}")
    except SettingsError as error:
        for problem in error.problems:
            click.echo(f"  FAULT {problem.name}: {problem.text}")
    exports = "".join(f"    export {variable}\n" for variable in (f"PATCHWARDEN_CONFIG={path}", *more))
    _say(f"next:\n\n{exports}    patchwarden doctor\n    patchwarden serve\n")


def _say(text: str) -> None:
    click.echo(f"patchwarden: {text}")

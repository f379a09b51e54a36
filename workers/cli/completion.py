"""``patchwarden completion``: what a shell needs to complete commands, options and revisions."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

_VARIABLE = "_PATCHWARDEN_COMPLETE"


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the completion of a SHELL.

    \b
    bash   patchwarden completion bash > ~/.local/share/bash-completion/completions/patchwarden
    zsh    patchwarden completion zsh > a file _patchwarden in a folder of $fpath
    fish   patchwarden completion fish > ~/.config/fish/completions/patchwarden.fish
    """
    made = get_completion_class(shell)
    assert made is not None  # noqa: S101 - click knows the three by these names
    click.echo(made(context.find_root().command, {}, "patchwarden", _VARIABLE).source())

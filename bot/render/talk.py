"""How people can answer us, in a few words at the end of what we say. The commands are those of the table; where nobody
hears a command, e.g. in a terminal or in the log of a CI, what works there stands instead."""

from __future__ import annotations

from bot import policy
from bot.commands import TABLE, Verb
from bot.model import Review
from bot.render.wording import Dialect

UNHEARD = ""
"""The name of whoever hears no command."""


def footer(dialect: Dialect, name: str, review: Review) -> str:
    """The end of a summary: the commands that one needs first. ``name`` is what we are called, or :data:`UNHEARD`;
    then it is how one dismisses, where the review has something to dismiss."""
    if name == UNHEARD:
        return _by_file(dialect) if review.observations else ""
    rows = (form for form in TABLE if form.in_footer)
    return " · ".join(f"{dialect.code(f'/{name} {form.verb.value}', 80)} {form.briefly}" for form in rows)


def in_thread(dialect: Dialect, name: str) -> str:
    """The end of a line comment: what one can reply to it; nothing where nobody hears it."""
    if name == UNHEARD:
        return ""
    dismiss = dialect.code(f"/{name} {Verb.DISMISS.value} because …", 100)
    return f"reply {dismiss} or {dialect.code(Verb.EXPLAIN.value, 20)}"


def _by_file(dialect: Dialect) -> str:
    file, setting = dialect.code(policy.PATH, 40), dialect.code("decisions", 20)
    return f"To dismiss a finding, name its id under {setting} in {file} on the default branch."

"""How people can speak to us, in a few words at the end of what we say; all of it from the table of commands."""

from __future__ import annotations

from bot.commands import TABLE, Verb
from bot.render.wording import Dialect


def footer(dialect: Dialect, name: str) -> str:
    """The end of a summary: the commands that one needs first. ``name`` is what we are called."""
    rows = (form for form in TABLE if form.in_footer)
    return " · ".join(f"{dialect.code(f'/{name} {form.verb.value}', 80)} {form.briefly}" for form in rows)


def in_thread(dialect: Dialect, name: str) -> str:
    """The end of a line comment: what one can reply to it."""
    dismiss = dialect.code(f"/{name} {Verb.DISMISS.value} because …", 100)
    return f"reply {dismiss} or {dialect.code(Verb.EXPLAIN.value, 20)}"

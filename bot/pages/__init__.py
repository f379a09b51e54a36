"""The pages: what is under way, changes, one change, rules, decisions, trends. They read and change nothing.

Every page works without scripts. Whoever asks is known by :mod:`bot.access.port`; nobody sees anything of a repository
that :meth:`~bot.access.port.Access.seen` does not name.
"""

from bot.pages.blueprint import pages

__all__ = ["pages"]

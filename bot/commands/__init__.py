"""The commands that people write in a review: one table, from which parser, help and documentation come.

Pure: a comment's text in, commands and mistakes out. Nothing here raises.
"""

from bot.commands.command import Command, CommandError, Targets, Verb
from bot.commands.grammar import MOST_COMMANDS, is_addressed, parse
from bot.commands.table import KINDS, LONGEST_REASON, SHORTEST_ID, TABLE, Form, form_of, written

__all__ = [
    "KINDS",
    "LONGEST_REASON",
    "MOST_COMMANDS",
    "SHORTEST_ID",
    "TABLE",
    "Command",
    "CommandError",
    "Form",
    "Targets",
    "Verb",
    "form_of",
    "is_addressed",
    "parse",
    "written",
]

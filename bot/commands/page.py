"""The page ``docs/commands.md``, from the table: ``make pages`` renews it."""

from __future__ import annotations

import sys

from bot.commands.arguments import MOST_IDS
from bot.commands.grammar import MOST_COMMANDS
from bot.commands.table import KINDS, LONGEST_REASON, MOST_DAYS, SHORTEST_ID, TABLE, Form

_NAME = "patchwarden"
_PAGE = """\
# What one can say to Patchwarden

A command is a line of its own in a comment, on GitHub or Gerrit. It begins with `/{name}` or `@{name}`; a colon
or a comma may stand behind the name, and upper case and extra blanks do not matter. The operator may give other names
(`command_names`). This page and the answer to `/{name} help` come from one table, `bot/commands/table.py`.

| command | what it does | who may |
|---|---|---|
{rows}

*Maintainers* have write access on GitHub, may vote on the label on Gerrit, or are members of a team or group that the
operator names. Whoever wrote a change does not dismiss findings of high severity on it alone, unless the operator
allows it. Others get one answer a change, then silence.

## Examples

```text
{examples}
```

## Which observation is meant

Every comment of ours ends with its id. `<ids>` are one or more of them, with blanks, commas or "and" between them; the
first {shortest_id} digits or more are enough where they name one alone. `all` means everything that is open on the
change, `all low` everything of that severity. At most {most_ids} ids stand in one command.

In a reply to a comment of ours no id is needed: the comment's own observation is meant, as with "this" or "it". There
even the name may be left out of {in_threads}, if the line is nothing but the command:
`dismiss because the host is internal`.

## Dismissing

- A reason is required, of at most {longest_reason} characters, on the line of the command. `:` or a dash may stand in
  place of `because` where the line begins with the name.
- `as …` says what kind of dismissal it is:
{kinds}
- `until YYYY-MM-DD` names the last day (UTC) on which it holds; `for 30d`, `for 2w`, `for 30 days` or `for 2 weeks`
  counts from the comment, at most {most_days} days. Without either it holds until somebody says `reopen`.
- `as`, `until` and `for` may stand before `because` or at the end, in any order. In the middle of a reason they are
  words like others.

## What is read, and what is not

- Read are comments on the pull request or change, review bodies, replies to comments on lines, and the new text of an
  edited comment.
- Not read are fenced, indented and inline code, quoted lines, HTML comments, and what stands in `<pre>`, `<code>` or
  `<blockquote>`.
- At most {most_commands} commands of one comment are read. How many comments are obeyed:
  [operating.md](operating.md#limits-on-what-people-ask-for).
- A mistyped command is answered with the nearest one. A longer sentence that begins with `@{name}` and resembles
  no command gets no answer; one that begins with `/{name}` always does.

| line | what happens |
|---|---|
{reactions}
"""
REACTIONS = (
    (
        "`/{name} dimsiss 3fa1 because it is a test`",
        "answered: did you mean `/{name} dismiss 3fa1 because it is a test`?",
    ),
    ("`@{name} please review`", "reviewed; `please` is heard and changes nothing"),
    ("`@{name} rerun`", "answered: did you mean `/{name} review`?"),
    ("`thanks @{name}!`", "silence: the line does not begin with the name"),
    ("`@{name} thanks, that was a real one`", "silence: prose"),
    ("`/{name} thanks, that was a real one`", "answered with `/{name} help`"),
    ("`> /{name} review`", "silence: quoted"),
)
"""Lines, and what becomes of them."""


def text() -> str:
    """The whole page."""
    return _PAGE.format(
        name=_NAME,
        rows="\n".join(map(_row, TABLE)),
        examples="\n".join(f"/{_NAME} {example}" for form in TABLE for example in form.examples),
        kinds="\n".join(f"  - `{kind.value}`: {meaning}" for kind, meaning in KINDS.items()),
        in_threads=", ".join(f"`{form.verb.value}`" for form in TABLE if form.in_threads),
        shortest_id=SHORTEST_ID,
        longest_reason=LONGEST_REASON,
        most_ids=MOST_IDS,
        most_days=f"{MOST_DAYS:,}",
        most_commands=MOST_COMMANDS,
        reactions="\n".join(f"| {line} | {reaction} |" for line, reaction in REACTIONS).format(name=_NAME),
    )


def _row(form: Form) -> str:
    usage = f"{_NAME} {form.usage}".replace("|", "\\|")
    return f"| `/{usage}` | {form.effect} | {form.who} |"


if __name__ == "__main__":
    sys.stdout.write(text())

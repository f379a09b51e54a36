"""What people read when they give a command, word for word."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from inline_snapshot import snapshot

from bot import replies
from bot.allowance import Spent, Window
from bot.commands import Command, CommandError, Targets, Verb
from bot.model import Answered, Person, Said
from bot.render import gerrit, markdown
from bot.replies import Part, Reply
from tests.unit.render import samples
from tests.unit.render.samples import DISMISSAL

DISMISS = Command(Verb.DISMISS, "/patchwarden dismiss", Targets(), "it is a test")
SHELL, GUARD = samples.two_defects().observations
MANY = samples.crowded()

SHORT: dict[str, Part] = {
    "dismissed": replies.Dismissed(((SHELL, DISMISSAL),)),
    "dismissed for good": replies.Dismissed(((SHELL, replace(DISMISSAL, kind=None, until=None)),)),
    "dismissed for good as": replies.Dismissed(((SHELL, replace(DISMISSAL, until=None)),)),
    "dismissed here": replies.Dismissed(((SHELL, replace(DISMISSAL, kind=None, until=None, alone=True)),)),
    "dismissed two": replies.Dismissed(((SHELL, DISMISSAL), (GUARD, DISMISSAL))),
    "reopened": replies.Reopened((DISMISSAL,)),
    "reopened two": replies.Reopened((DISMISSAL, replace(DISMISSAL, fingerprint="a" * 16, path="b.py"))),
    "reviewed": replies.Reviewed(samples.two_defects()),
    "paused": replies.Paused(),
    "paused already": replies.Paused(already=True),
    "resumed": replies.Resumed(),
    "resumed already": replies.Resumed(already=True),
    "mistyped": replies.Misunderstood(
        CommandError(
            "/patchwarden dimsiss", "`dimsiss` is no command", "/patchwarden dismiss 3fa1 because it is a test"
        )
    ),
    "without a reason": replies.Misunderstood(
        CommandError(
            "/patchwarden dismiss", "`dismiss` needs a reason after `because`", "/patchwarden dismiss because …"
        )
    ),
    "eleven": replies.Misunderstood(CommandError("/patchwarden help", "only the first 10 commands are read")),
    "no such": replies.NoSuch("3fa1", ("5d6770ed7379e3f5", "3c9de9191f2e5b02")),
    "no such of none": replies.NoSuch("3fa1"),
    "nothing low": replies.NoSuch("low"),
    "ambiguous": replies.NoSuch("3fa1", ("3fa1000000000000", "3fa1111111111111"), ambiguous=True),
    "which": replies.NothingMeant(DISMISS),
    "stranger": replies.NotAllowed(Command(Verb.HELP, ""), "the author of this change, collaborators and maintainers"),
    "not allowed": replies.NotAllowed(DISMISS, "maintainers"),
    "own change": replies.OwnChange((SHELL,)),
    "over": replies.AlreadyOver(date(2026, 11, 1)),
    "flood": replies.TooMany(Spent(Window(20, 600), 1_790_000_000, first=True)),
    "too many reviews": replies.TooMany(Spent(Window(10, 3600), 1_790_000_000, first=True, reviews=True)),
    "too many": replies.TooManyMeant(80, 60),
    "closed": replies.ChangeClosed(),
    "not asked": replies.NotAsked("GitHub answered 503"),
    "nothing at all": replies.Everything((), frozenset()),
}


def reply(*parts: Part) -> Reply:
    return Reply(Said("line-7", Person("1", "mona"), "/patchwarden …", 0), Answered("line-7", "", "1", 0), parts)


def test_short_answers_on_github() -> None:
    assert {name: markdown.answer(reply(part)) for name, part in SHORT.items()} == snapshot(
        {
            "dismissed": "Dismissed `5d6770ed7379e3f5` (`api/run.py:3`: Request data reaches a shell command) as accepted risk until 2027-06-30. `/patchwarden reopen 5d6770ed7379e3f5` takes it back.",
            "dismissed for good": "Dismissed `5d6770ed7379e3f5` (`api/run.py:3`: Request data reaches a shell command) for good. `/patchwarden reopen 5d6770ed7379e3f5` takes it back.",
            "dismissed for good as": "Dismissed `5d6770ed7379e3f5` (`api/run.py:3`: Request data reaches a shell command) as accepted risk, for good. `/patchwarden reopen 5d6770ed7379e3f5` takes it back.",
            "dismissed here": "Dismissed `5d6770ed7379e3f5` (`api/run.py:3`: Request data reaches a shell command) for this change alone. `/patchwarden reopen 5d6770ed7379e3f5` takes it back.",
            "dismissed two": """\
Dismissed 2 observations as accepted risk until 2027-06-30:

- `5d6770ed7379e3f5` (`api/run.py:3`: Request data reaches a shell command)
- `3c9de9191f2e5b02` (`api/servers.py:1` (removed): `@login_required` was removed from `delete_server`)\
""",
            "reopened": "Open again: `5d6770ed7379e3f5` (`python.subprocess.shell-injection`, `api/run.py`).",
            "reopened two": """\
Open again (2):

- `5d6770ed7379e3f5` (`python.subprocess.shell-injection`, `api/run.py`)
- `aaaaaaaaaaaaaaaa` (`python.subprocess.shell-injection`, `b.py`)\
""",
            "reviewed": "Reviewed `3fa1c2e` again: 2 security defects in this change.",
            "paused": "Paused: new pushes are not reviewed until somebody says `/patchwarden resume`.",
            "paused already": "Paused already: new pushes are not reviewed until somebody says `/patchwarden resume`.",
            "resumed": "New pushes are reviewed again.",
            "resumed already": "Nothing was paused: new pushes are reviewed.",
            "mistyped": "`dimsiss` is no command. Did you mean `/patchwarden dismiss 3fa1 because it is a test`?",
            "without a reason": "`dismiss` needs a reason after `because`. Write `/patchwarden dismiss because …`.",
            "eleven": "Only the first 10 commands are read.",
            "no such": "No id here begins with `3fa1`. The ids here are `5d6770ed7379e3f5` and `3c9de9191f2e5b02`.",
            "no such of none": "No id here begins with `3fa1`.",
            "nothing low": "There is nothing here that `low` could mean.",
            "ambiguous": "More than one id begins with `3fa1`: `3fa1000000000000` and `3fa1111111111111`. Give more digits.",
            "which": "Which one? Name it, as in `/patchwarden dismiss <id> because it is a test`, or reply to its comment. `/patchwarden status` lists all ids.",
            "stranger": "Sorry, `help` is for the author of this change, collaborators and maintainers.",
            "not allowed": "Sorry, `dismiss` is for maintainers.",
            "own change": "Nothing was dismissed: the author of a change may not dismiss `5d6770ed7379e3f5` (`api/run.py:3`: Request data reaches a shell command) alone. Ask a maintainer who did not write it.",
            "over": "Nothing was dismissed: 2026-11-01 is over. Name a day to come with `until YYYY-MM-DD`, or a time with `for 30d`.",
            "flood": (
                "Nothing was done. You have given commands in 20 comments on this change within 10 minutes; the next is "
                "obeyed after 2026-09-21 14:13 UTC."
            ),
            "too many reviews": (
                "Nothing was done. This change was reviewed on request 10 times within an hour; the next is obeyed after "
                "2026-09-21 14:13 UTC."
            ),
            "too many": "Nothing was changed by this line: one answer has room for 60 findings, and for fewer where reasons or paths are long, and these are 80. Name fewer ids, or a severity as in `all low`.",
            "closed": "This change is closed: nothing is reviewed or decided on it any more.",
            "not asked": "Nothing was done: the host did not say what you may do here (GitHub answered 503). Say it again later.",
            "nothing at all": "There are no findings in the touched files, old ones included.",
        }
    )


def test_gerrit_reads_the_same() -> None:
    for name, part in SHORT.items():
        assert gerrit.answer(reply(part)) == markdown.answer(reply(part)), name


def test_status() -> None:
    part = replies.Status(samples.decided(), paused=True)
    assert markdown.answer(reply(part)) == snapshot("""\
Reviews are paused until somebody says `/patchwarden resume`. At `3fa1c2e`: 1 security defect in this change.

**Open (2):**

- `3c9de9191f2e5b02` medium, `api/servers.py:1` (removed): `@login_required` was removed from `delete_server`
- `278de1cdec1daf59` low, uncertain, `api/run.py:3`: The result may be shown as HTML

**Dismissed (4):**

- `api/run.py:3`: Request data reaches a shell command (id `5d6770ed7379e3f5`); dismissed by `mona` as accepted risk until 2027-06-30: The host is internal
- `api/run.py:3`: Request data reaches a shell command (id `5d6770ed7379e3f5`); dismissed by `.patchwarden.yml`: The host is internal
- `api/run.py:3`: Request data reaches a shell command (id `5d6770ed7379e3f5`); dismissed by `alice` as used in tests for this change alone: Only tests call it
- `api/run.py:3`: Request data reaches a shell command (id `5d6770ed7379e3f5`); its comment was deleted, so it is not posted again\
""")
    assert gerrit.answer(reply(part)) == snapshot("""\
Reviews are paused until somebody says `/patchwarden resume`. At `3fa1c2e`: 1 security defect in this change.

Open (2):

- `3c9de9191f2e5b02` medium, `api/servers.py:1` (removed): `@login_required` was removed from `delete_server`
- `278de1cdec1daf59` low, uncertain, `api/run.py:3`: The result may be shown as HTML

Dismissed (4):

- `api/run.py:3`: Request data reaches a shell command (id `5d6770ed7379e3f5`); dismissed by `mona` as accepted risk until 2027-06-30: The host is internal
- `api/run.py:3`: Request data reaches a shell command (id `5d6770ed7379e3f5`); dismissed by `.patchwarden.yml`: The host is internal
- `api/run.py:3`: Request data reaches a shell command (id `5d6770ed7379e3f5`); dismissed by `alice` as used in tests for this change alone: Only tests call it
- `api/run.py:3`: Request data reaches a shell command (id `5d6770ed7379e3f5`); its comment was deleted, so it is not posted again\
""")
    assert markdown.answer(reply(replies.Status(samples.clean(), paused=False))) == snapshot(
        "At `3fa1c2e`: No security defects found in this change."
    )


def test_everything() -> None:
    findings = (SHELL.finding, GUARD.finding)
    part = replies.Everything(findings, frozenset({GUARD.finding}))
    assert markdown.answer(reply(part)) == snapshot("""\
2 findings in the touched files, 1 of them new:

- high `api/run.py:3`: Request data reaches a shell command (`python.subprocess.shell-injection`)
- **new** medium `api/servers.py:1` (removed): `@login_required` was removed from `delete_server` (`guards.authorization-removed`)\
""")
    assert gerrit.answer(reply(part)) == snapshot("""\
2 findings in the touched files, 1 of them new:

- high `api/run.py:3`: Request data reaches a shell command (`python.subprocess.shell-injection`)
- new medium `api/servers.py:1` (removed): `@login_required` was removed from `delete_server` (`guards.authorization-removed`)\
""")


def test_help() -> None:
    part = replies.Helped(("patchwarden", "warden"))
    assert markdown.answer(reply(part)) == snapshot("""\
Write a command on a line of its own, beginning with `/patchwarden` or `@patchwarden` or `/warden` or `@warden`. In a reply to one of these comments its id may be left out.

- `/patchwarden review [--full]` reviews this change again; with `--full` it lists all findings of the touched files, old ones too (for the author, collaborators and maintainers)
- `/patchwarden dismiss [<ids> | all [low|medium|high]] because <reason> [as false-positive|accepted-risk|not-useful|used-in-tests] [until YYYY-MM-DD | for 30d | for 2w]` closes what the ids name, on this change and wherever the same finding comes up again (for maintainers)
- `/patchwarden reopen [<ids> | all]` takes a dismissal back (for maintainers)
- `/patchwarden explain [<ids>]` tells what was matched, the way step by step, how to fix it and how to silence it (for the author, collaborators and maintainers)
- `/patchwarden pause` stops reviews of new pushes to this change (for maintainers)
- `/patchwarden resume` ends the pause and reviews what was pushed (for maintainers)
- `/patchwarden status` lists what is open and what is dismissed, with ids (for the author, collaborators and maintainers)
- `/patchwarden help` lists all commands (for the author, collaborators and maintainers)

`<ids>` are one or more, of each its first 4 digits or more. `false-positive`: the comment is wrong: there is no such flaw; `accepted-risk`: the comment is right, and the project lives with it; `not-useful`: the comment may be right and helps nobody; `used-in-tests`: the code runs in tests alone.\
""")
    assert gerrit.answer(reply(part)) == snapshot("""\
Write a command on a line of its own, beginning with `/patchwarden` or `@patchwarden` or `/warden` or `@warden`. In a reply to one of these comments its id may be left out.

- `/patchwarden review [--full]` reviews this change again; with `--full` it lists all findings of the touched files, old ones too (for the author, collaborators and maintainers)
- `/patchwarden dismiss [<ids> | all [low|medium|high]] because <reason> [as false-positive|accepted-risk|not-useful|used-in-tests] [until YYYY-MM-DD | for 30d | for 2w]` closes what the ids name, on this change and wherever the same finding comes up again (for maintainers)
- `/patchwarden reopen [<ids> | all]` takes a dismissal back (for maintainers)
- `/patchwarden explain [<ids>]` tells what was matched, the way step by step, how to fix it and how to silence it (for the author, collaborators and maintainers)
- `/patchwarden pause` stops reviews of new pushes to this change (for maintainers)
- `/patchwarden resume` ends the pause and reviews what was pushed (for maintainers)
- `/patchwarden status` lists what is open and what is dismissed, with ids (for the author, collaborators and maintainers)
- `/patchwarden help` lists all commands (for the author, collaborators and maintainers)

`<ids>` are one or more, of each its first 4 digits or more. `false-positive`: the comment is wrong: there is no such flaw; `accepted-risk`: the comment is right, and the project lives with it; `not-useful`: the comment may be right and helps nobody; `used-in-tests`: the code runs in tests alone.\
""")


def test_explain_a_data_flow() -> None:
    assert markdown.answer(reply(replies.Explained(SHELL))) == snapshot("""\
🛑 **Request data reaches a shell command** (high, [CWE-78](https://cwe.mitre.org/data/definitions/78.html)), `api/run.py:3`

Rule `python.subprocess.shell-injection` (input validation) · id `5d6770ed7379e3f5`

**Matched:** `return subprocess.run(command, shell=True)` (line 3, in `run`)

**The way:**

1. `request.args["command"]` (line 2)
2. `subprocess.run(command, shell=True)` (line 3)

**Why it is thought reachable:** The value was followed from the first step to the last, and nothing on the way was seen to make it safe. Confidence: high.

**What an attacker gains:** Whoever sends the request runs commands as the server.

**How to fix it:** Pass the arguments as a list and leave the shell out.

**To dismiss it:** say `/patchwarden dismiss 5d6770ed7379e3f5 because …`.

**To silence the rule:** write into `.patchwarden.yml` on the default branch:

```yaml
disable-rules: ["python.subprocess.shell-injection"]  # everywhere
# or in this folder alone:
paths:
  - match: ["api/**"]
    disable-rules: ["python.subprocess.shell-injection"]
```\
""")
    assert gerrit.answer(reply(replies.Explained(SHELL))) == snapshot("""\
🛑 Request data reaches a shell command (high, CWE-78), `api/run.py:3`

Rule `python.subprocess.shell-injection` (input validation) · id `5d6770ed7379e3f5`

Matched: `return subprocess.run(command, shell=True)` (line 3, in `run`)

The way:

1. `request.args["command"]` (line 2)
2. `subprocess.run(command, shell=True)` (line 3)

Why it is thought reachable: The value was followed from the first step to the last, and nothing on the way was seen to make it safe. Confidence: high.

What an attacker gains: Whoever sends the request runs commands as the server.

How to fix it: Pass the arguments as a list and leave the shell out.

To dismiss it: say `/patchwarden dismiss 5d6770ed7379e3f5 because …`.

To silence the rule: write into `.patchwarden.yml` on the default branch:

```yaml
disable-rules: ["python.subprocess.shell-injection"]  # everywhere
# or in this folder alone:
paths:
  - match: ["api/**"]
    disable-rules: ["python.subprocess.shell-injection"]
```\
""")


def test_explain_what_was_dismissed_and_taken_away() -> None:
    assert markdown.answer(reply(replies.Explained(GUARD, DISMISSAL))) == snapshot("""\
🔶 **`@login_required` was removed from `delete_server`** (medium, [CWE-306](https://cwe.mitre.org/data/definitions/306.html)), `api/servers.py:1` (removed)

Rule `guards.authorization-removed` (authentication and authorization) · id `3c9de9191f2e5b02`

Dismissed by `mona` as accepted risk until 2027-06-30: The host is internal.

**Matched:** `@login_required` (removed line 1)

**Why it is thought reachable:** The change took this line away, and nothing that does the same was found in its place. Confidence: high.

**What an attacker gains:** Anyone deletes servers without a login.

**How to fix it:** Put the decorator back, or check the user in the body.

**To open it again:** say `/patchwarden reopen 3c9de9191f2e5b02`.

**To silence the rule:** write into `.patchwarden.yml` on the default branch:

```yaml
disable-rules: ["guards.authorization-removed"]  # everywhere
# or in this folder alone:
paths:
  - match: ["api/**"]
    disable-rules: ["guards.authorization-removed"]
```\
""")
    assert gerrit.answer(reply(replies.Explained(GUARD, DISMISSAL))) == snapshot("""\
🔶 `@login_required` was removed from `delete_server` (medium, CWE-306), `api/servers.py:1` (removed)

Rule `guards.authorization-removed` (authentication and authorization) · id `3c9de9191f2e5b02`

Dismissed by `mona` as accepted risk until 2027-06-30: The host is internal.

Matched: `@login_required` (removed line 1)

Why it is thought reachable: The change took this line away, and nothing that does the same was found in its place. Confidence: high.

What an attacker gains: Anyone deletes servers without a login.

How to fix it: Put the decorator back, or check the user in the body.

To open it again: say `/patchwarden reopen 3c9de9191f2e5b02`.

To silence the rule: write into `.patchwarden.yml` on the default branch:

```yaml
disable-rules: ["guards.authorization-removed"]  # everywhere
# or in this folder alone:
paths:
  - match: ["api/**"]
    disable-rules: ["guards.authorization-removed"]
```\
""")


def test_explain_the_middle_of_a_long_way_gives_way() -> None:
    assert markdown.answer(reply(replies.Explained(MANY))) == snapshot("""\
🛑 **Request data reaches a shell command** (high, [CWE-78](https://cwe.mitre.org/data/definitions/78.html)), `api/run.py:3`

Rule `python.subprocess.shell-injection` (input validation) · id `0123456789abcdef`

**Matched:** `return subprocess.run(command, shell=True)` (line 3, in `run`)

**The way:**

1. `request.args["command"]` (line 2)
2. `step_1 = xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx` (`api/other.py:1`)
3. `step_2 = xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx` (`api/other.py:2`)
4. `step_3 = xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx` (`api/other.py:3`)

(5 steps left out)

10. `step_9 = xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx` (`api/other.py:9`)
11. `step_10 = xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx` (`api/other.py:10`)
12. `step_11 = xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx` (`api/other.py:11`)
13. `subprocess.run(command, shell=True)` (line 3)

**Why it is thought reachable:** The value was followed from the first step to the last, and nothing on the way was seen to make it safe. Confidence: high.

**What an attacker gains:** Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sent…

**How to fix it:** Pass the arguments as a list and leave the shell out.

🔹 **Rule 0** (low, [CWE-79](https://cwe.mitre.org/data/definitions/79.html))

Whoever controls the command's output writes into the page. Pass the arguments as a list and leave the shell out.

🔹 **Rule 1** (low, [CWE-79](https://cwe.mitre.org/data/definitions/79.html))

Whoever controls the command's output writes into the page. Pass the arguments as a list and leave the shell out.

🔹 **Rule 2** (low, [CWE-79](https://cwe.mitre.org/data/definitions/79.html))

Whoever controls the command's output writes into the page. Pass the arguments as a list and leave the shell out.

🔹 **Rule 3** (low, [CWE-79](https://cwe.mitre.org/data/definitions/79.html))

Whoever controls the command's output writes into the page. Pass the arguments as a list and leave the shell out.

🔹 **Rule 4** (low, [CWE-79](https://cwe.mitre.org/data/definitions/79.html))

Whoever controls the command's output writes into the page. Pass the arguments as a list and leave the shell out.

And 3 more.

See <https://docs.python.org/3/library/subprocess.html#security-considerations>

**To dismiss it:** say `/patchwarden dismiss 0123456789abcdef because …`.

**To silence the rule:** write into `.patchwarden.yml` on the default branch:

```yaml
disable-rules: ["python.subprocess.shell-injection"]  # everywhere
# or in this folder alone:
paths:
  - match: ["api/**"]
    disable-rules: ["python.subprocess.shell-injection"]
```\
""")


def test_explain_what_is_told_together() -> None:
    assert gerrit.answer(reply(replies.Explained(samples.told_together().observations[0]))) == snapshot("""\
🔹 The result may be shown as HTML (low, CWE-79), `api/run.py:1`

Rule `integrity.suppression-added` (review integrity) · id `d258854d6854343f`

Matched: `a = eval(b) # nosec` (line 1, in `run`)

Why it is thought reachable: That was not shown: the text alone was matched, and it may be harmless here. Confidence: low.

What an attacker gains: Whoever controls the command's output writes into the page.

How to fix it: Pass the arguments as a list and leave the shell out.

All places: `api/run.py:1` and `api/run.py:2`

To dismiss it: say `/patchwarden dismiss d258854d6854343f because …`.

To silence the rule: write into `.patchwarden.yml` on the default branch:

```yaml
disable-rules: ["integrity.suppression-added"]  # everywhere
# or in this folder alone:
paths:
  - match: ["api/**"]
    disable-rules: ["integrity.suppression-added"]
```\
""")


def test_several_commands_in_one_comment() -> None:
    assert markdown.answer(reply(SHORT["paused"], SHORT["mistyped"], SHORT["dismissed two"])) == snapshot("""\
Paused: new pushes are not reviewed until somebody says `/patchwarden resume`.

`dimsiss` is no command. Did you mean `/patchwarden dismiss 3fa1 because it is a test`?

Dismissed 2 observations as accepted risk until 2027-06-30:

- `5d6770ed7379e3f5` (`api/run.py:3`: Request data reaches a shell command)
- `3c9de9191f2e5b02` (`api/servers.py:1` (removed): `@login_required` was removed from `delete_server`)\
""")

"""What people read of their decisions, word for word: in summaries, in closed comments, in threads."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from inline_snapshot import snapshot

from bot.model import Decision, DecisionSource
from bot.publication import Progress
from bot.render import gerrit, markdown
from bot.render.aftermath import Aftermath
from tests.unit.render import samples
from tests.unit.render.samples import DISMISSAL

COMMIT = "d34db33f" + "0" * 32


def aftermath() -> Aftermath:
    return Aftermath(
        Progress("3fa1c2e" + "0" * 33, fixed=1, new=1, open=3),
        frozenset({samples.decided().observations[0].fingerprint}),
    )


def test_a_summary_on_github() -> None:
    assert markdown.summary(samples.decided(), aftermath=aftermath()) == snapshot("""\
### Patchwarden: 1 security defect in this change

Since `3fa1c2e`: 1 fixed, 1 new, 3 open.

| severity | where | what | area |
|---|---|---|---|
| 🔶 medium | `api/servers.py:1` (removed) | `@login_required` was removed from `delete_server` | authentication and authorization · CWE-306 |

#### Evidence for 1 defect without a line comment

🔶 **`@login_required` was removed from `delete_server`** (medium, [CWE-306](https://cwe.mitre.org/data/definitions/306.html)), `api/servers.py:1` (removed)

`@login_required` (removed line 1)

Anyone deletes servers without a login. Put the decorator back, or check the user in the body.

`guards.authorization-removed` · id `3c9de9191f2e5b02`

**Worth a look (uncertain, not counted as defects):**

- `api/run.py:3`: The result may be shown as HTML. Whoever controls the command's output writes into the page. (output encoding · CWE-79; `nosemgrep` does not silence this)

Findings of `python.flask.raw-html` are listed only here: people often marked them as not useful.

**Still open:**

- `api/servers.py:1` (removed): `@login_required` was removed from `delete_server`; open again since its dismissal by `mona` ended on 2026-11-01
- `api/servers.py:1` (removed): `@login_required` was removed from `delete_server`; its comment was deleted, so it is not posted again

<details><summary>Dismissed (4)</summary>

- `api/run.py:3`: Request data reaches a shell command (id `5d6770ed7379e3f5`); dismissed by `mona` as accepted risk until 2027-06-30: The host is internal
- `api/run.py:3`: Request data reaches a shell command (id `5d6770ed7379e3f5`); dismissed by `.patchwarden.yml`: The host is internal
- `api/run.py:3`: Request data reaches a shell command (id `5d6770ed7379e3f5`); dismissed by `alice` as used in tests for this change alone: Only tests call it
- `api/run.py:3`: Request data reaches a shell command (id `5d6770ed7379e3f5`); its comment was deleted, so it is not posted again

</details>

Checked, nothing to observe: secrets.

<details><summary>Examined 2 of 2 files, 4 changed lines</summary>

`3fa1c2e` against `90ab12d`, 312 rules, 1 check.

</details>

`/patchwarden review` reviews this change again · `/patchwarden help` lists all commands\
""")


def test_a_summary_on_gerrit() -> None:
    assert gerrit.summary(samples.decided(), aftermath=aftermath()) == snapshot("""\
Patchwarden: 1 security defect in this change

Since `3fa1c2e`: 1 fixed, 1 new, 3 open.

- 🔶 medium `api/servers.py:1` (removed): `@login_required` was removed from `delete_server` (authentication and authorization · CWE-306)

Evidence for 1 defect without a line comment:

🔶 `@login_required` was removed from `delete_server` (medium, CWE-306), `api/servers.py:1` (removed)

`@login_required` (removed line 1)

Anyone deletes servers without a login. Put the decorator back, or check the user in the body.

`guards.authorization-removed` · id `3c9de9191f2e5b02`

Worth a look (uncertain, not counted as defects):

- `api/run.py:3`: The result may be shown as HTML. Whoever controls the command's output writes into the page. (output encoding · CWE-79; `nosemgrep` does not silence this)

Findings of `python.flask.raw-html` are listed only here: people often marked them as not useful.

Still open:

- `api/servers.py:1` (removed): `@login_required` was removed from `delete_server`; open again since its dismissal by `mona` ended on 2026-11-01
- `api/servers.py:1` (removed): `@login_required` was removed from `delete_server`; its comment was deleted, so it is not posted again

Dismissed (4):

- `api/run.py:3`: Request data reaches a shell command (id `5d6770ed7379e3f5`); dismissed by `mona` as accepted risk until 2027-06-30: The host is internal
- `api/run.py:3`: Request data reaches a shell command (id `5d6770ed7379e3f5`); dismissed by `.patchwarden.yml`: The host is internal
- `api/run.py:3`: Request data reaches a shell command (id `5d6770ed7379e3f5`); dismissed by `alice` as used in tests for this change alone: Only tests call it
- `api/run.py:3`: Request data reaches a shell command (id `5d6770ed7379e3f5`); its comment was deleted, so it is not posted again

Checked, nothing to observe: secrets.

Examined 2 of 2 files, 4 changed lines, `3fa1c2e` against `90ab12d`, 312 rules, 1 check.

`/patchwarden review` reviews this change again · `/patchwarden help` lists all commands\
""")


def test_all_is_dismissed() -> None:
    review = samples.all_dismissed()
    assert markdown.check_output(review).title == snapshot("No security defects found in this change (1 dismissed)")
    assert markdown.summary(review) == snapshot("""\
No security defects found in this change. 1 observation dismissed.

<details><summary>Dismissed (1)</summary>

- `api/run.py:3`: Request data reaches a shell command (id `5d6770ed7379e3f5`); dismissed by `mona` as accepted risk until 2027-06-30: The host is internal

</details>

Checked, nothing to observe: authentication and authorization, output encoding, secrets.

<details><summary>Examined 2 of 2 files, 4 changed lines</summary>

`3fa1c2e` against `90ab12d`, 312 rules, 1 check.

</details>

`/patchwarden review` reviews this change again · `/patchwarden help` lists all commands\
""")
    assert gerrit.summary(review) == snapshot("""\
No security defects found in this change. 1 observation dismissed.

Dismissed (1):

- `api/run.py:3`: Request data reaches a shell command (id `5d6770ed7379e3f5`); dismissed by `mona` as accepted risk until 2027-06-30: The host is internal

Checked, nothing to observe: authentication and authorization, output encoding, secrets.

Examined 2 of 2 files, 4 changed lines, `3fa1c2e` against `90ab12d`, 312 rules, 1 check.

`/patchwarden review` reviews this change again · `/patchwarden help` lists all commands\
""")


def test_a_clean_change_says_what_was_fixed_and_nothing_of_nothing() -> None:
    fixed = Aftermath(Progress("3fa1c2e" + "0" * 33, fixed=2, new=0, open=0))
    assert "\n\nSince `3fa1c2e`: 2 fixed, 0 new, 0 open.\n\n" in markdown.summary(samples.clean(), aftermath=fixed)
    assert "Since `3fa1c2e`: 2 fixed" in markdown.check_output(samples.clean(), aftermath=fixed).summary
    nothing = Aftermath(Progress("3fa1c2e" + "0" * 33, fixed=0, new=0, open=0))
    assert markdown.summary(samples.clean(), aftermath=nothing) == markdown.summary(samples.clean())
    assert gerrit.summary(samples.clean(), aftermath=nothing) == gerrit.summary(samples.clean())


def test_a_deleted_comment_leaves_its_evidence_in_the_summary() -> None:
    review = samples.two_defects()
    gone = Aftermath(deleted=frozenset({review.observations[1].fingerprint}))
    for body in (markdown.summary(review, aftermath=gone), gerrit.summary(review, aftermath=gone)):
        assert "Evidence for 1 defect without a line comment" in body
        assert "its comment was deleted, so it is not posted again" in body


def test_we_are_called_as_the_operator_wants() -> None:
    review = samples.two_defects()
    assert "`/warden review`" in markdown.summary(review, aftermath=Aftermath(name="warden"))
    assert "`/warden help`" in gerrit.summary(review, aftermath=Aftermath(name="warden"))
    assert "`/warden dismiss because …`" in markdown.line_comment(review.observations[0], name="warden")
    assert "`/warden dismiss because …`" in gerrit.line_comment(review.observations[0], name="warden")
    assert "`/warden dismiss because …`" in gerrit.patch_set_comment(review.observations[0], name="warden")


@pytest.mark.parametrize(
    ("decision", "said"),
    [
        (DISMISSAL, "Dismissed by `mona` as accepted risk until 2027-06-30: The host is internal."),
        (replace(DISMISSAL, kind=None, until=None), "Dismissed by `mona`: The host is internal."),
        (
            replace(DISMISSAL, kind=None, until=None, alone=True),
            "Dismissed by `mona` for this change alone: The host is internal.",
        ),
        (
            replace(
                DISMISSAL, source=DecisionSource.POLICY, change=".patchwarden.yml", by="ops", kind=None, until=None
            ),
            "Dismissed by `.patchwarden.yml` (`ops`): The host is internal.",
        ),
        (replace(DISMISSAL, by="", reason="", kind=None, until=None), "Dismissed by somebody."),
        (replace(DISMISSAL, source=DecisionSource.DELETED), "Its comment was deleted, so it is not posted again."),
    ],
)
def test_closing_says_why(decision: Decision, said: str) -> None:
    assert markdown.closed_reply(commit=COMMIT, dismissed=decision) == said
    assert gerrit.closed_reply(commit=COMMIT, dismissed=decision) == said
    body = markdown.line_comment(samples.two_defects().observations[0])
    assert markdown.closed_comment(body, commit=COMMIT, dismissed=decision).split("\n\n")[1] == said


def test_closing_says_where_it_is_told_now() -> None:
    item = replace(samples.two_defects().observations[0], line=9)
    for say in (markdown.closed_reply, gerrit.closed_reply):
        assert say(commit=COMMIT, moved_to=item) == "Moved in `d34db33`: it is told at `api/run.py:9` now."
        assert say(commit=COMMIT, moved_to=item, dismissed=DISMISSAL).startswith("Moved in")
        assert say(commit=COMMIT) == "Fixed in `d34db33`."


def test_reopening_gives_the_comment_back_as_it_was() -> None:
    for make in samples.ALL:
        for item in make().observations:
            body = markdown.line_comment(item)
            assert markdown.closed_comment(body, commit=COMMIT) != body
            assert markdown.reopened_comment(item) == body


def test_a_thread_says_when_it_is_back() -> None:
    for say in (markdown.reopened_reply, gerrit.reopened_reply):
        assert say(commit=COMMIT) == "Back in `d34db33`."
        over = replace(DISMISSAL, until=date(2026, 11, 1))
        assert say(commit=COMMIT, expired=over) == "Open again since its dismissal ended on 2026-11-01."

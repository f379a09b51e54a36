"""What people read on Gerrit, word for word."""

from __future__ import annotations

from inline_snapshot import snapshot

from bot.render import gerrit
from tests.unit.render import samples


def test_two_defects() -> None:
    assert gerrit.summary(samples.two_defects()) == snapshot("""\
Patchwarden: 2 security defects in this change

- 🛑 high `api/run.py:3`: Request data reaches a shell command (input validation · CWE-78)
- 🔶 medium `api/servers.py:1` (removed): `@login_required` was removed from `delete_server` (authentication and authorization · CWE-306)

Checked, nothing to observe: output encoding, secrets.

Examined 2 of 2 files, 4 changed lines, `3fa1c2e` against `90ab12d`, 312 rules, 1 check.

`/patchwarden review` reviews this change again · `/patchwarden help` lists all commands\
""")


def test_clean_is_one_sentence_and_the_coverage() -> None:
    assert gerrit.summary(samples.clean()) == snapshot("""\
No security defects found in this change.

Examined 1 of 1 file, 1 changed line, `3fa1c2e` against `90ab12d`, 312 rules, 1 check. Checked, nothing to observe: input validation, authentication and authorization, output encoding, secrets.\
""")


def test_incomplete_says_first_what_is_missing() -> None:
    assert gerrit.summary(samples.incomplete()) == snapshot("""\
Patchwarden: the review is incomplete

Note: .patchwarden.yml: unknown setting `tets`; known are version, fail-on

Could not check:

- secrets: the scanner did not start
- `api/run.py` and `api/slow.py` (semgrep: timed out after 5 s)

No defects were found in the part that was checked.

Nothing observed where it was checked: input validation, authentication and authorization, output encoding, secrets.

Examined 1 of 3 files, 7 changed lines, `3fa1c2e` against `90ab12d`, 312 rules, 2 checks.

`/patchwarden review` reviews this change again · `/patchwarden help` lists all commands\
""")


def test_a_suppression_and_an_uncertain_observation() -> None:
    assert gerrit.summary(samples.suppressed()) == snapshot("""\
Patchwarden: 1 security defect in this change

- 🛑 high `api/run.py:3`: Request data reaches a shell command; `nosemgrep` does not silence this (input validation · CWE-78)

Worth a look (uncertain, not counted as defects):

- `api/run.py:3`: The result may be shown as HTML. Whoever controls the command's output writes into the page. (output encoding · CWE-79; `nosemgrep` does not silence this)

Checked, nothing to observe: authentication and authorization, secrets.

Examined 1 of 1 file, 3 changed lines, `3fa1c2e` against `90ab12d`, 312 rules, 1 check.

`/patchwarden review` reviews this change again · `/patchwarden help` lists all commands\
""")


def test_a_refused_comment_moves_to_the_message() -> None:
    review = samples.two_defects()
    assert gerrit.summary(review, moved=frozenset({review.defects[0].fingerprint})) == snapshot("""\
Patchwarden: 2 security defects in this change

- 🛑 high `api/run.py:3`: Request data reaches a shell command (input validation · CWE-78)
- 🔶 medium `api/servers.py:1` (removed): `@login_required` was removed from `delete_server` (authentication and authorization · CWE-306)

Evidence for 1 defect without a line comment:

🛑 Request data reaches a shell command (high, CWE-78), `api/run.py:3`

`request.args["command"]` (line 2) → `subprocess.run(command, shell=True)` (line 3)

Whoever sends the request runs commands as the server. Pass the arguments as a list and leave the shell out.

`python.subprocess.shell-injection` · id `5d6770ed7379e3f5`

Checked, nothing to observe: output encoding, secrets.

Examined 2 of 2 files, 4 changed lines, `3fa1c2e` against `90ab12d`, 312 rules, 1 check.

`/patchwarden review` reviews this change again · `/patchwarden help` lists all commands\
""")


def test_hostile_change() -> None:
    assert gerrit.summary(samples.hostile()) == snapshot("""\
Patchwarden: 1 security defect in this change; the review is incomplete

Note: ' ''' `@root` `[x](https://evil.example)` `<!` -- -- `>` `<img` `src=x>` `|` `$x$` `#1` `[U+202E][U+200B][U+001B][31m` `#` owned

Could not check:

- ``a|b`c[U+000A]@root/[U+202E]gnp.py`` (semgrep: ' ''' `@root` `[x](https://evil.example)` `<!` -- -- `>` `<img` `src=x>` `|` `$x$` `#1` `[U+202E][U+200B][U+001B][31m` `#` owned)

- 🛑 high ``a|b`c[U+000A]@root/[U+202E]gnp.py:3``: T ' ''' `@root` `[x](https://evil.example)` `<!` -- -- `>` `<img` `src=x>` `|` `$x$` `#1` `[U+202E][U+200B][U+001B][31m` `#` owned (input validation · CWE-78)

Worth a look (uncertain, not counted as defects):

- ``a|b`c[U+000A]@root/[U+202E]gnp.py:3``: T ' ''' `@root` `[x](https://evil.example)` `<!` -- -- `>` `<img` `src=x>` `|` `$x$` `#1` `[U+202E][U+200B][U+001B][31m` `#` owned. M ' ''' `@root` `[x](https://evil.example)` `<!` -- -- `>` `<img` `src=x>` `|` `$x$` `#1` `[U+202E][U+200B][U+001B][31m` `#` owned (input validation · CWE-78)

Examined 0 of 1 file, 3 changed lines, `3fa1c2e` against `90ab12d`, 0 rules, 1 check.

`/patchwarden review` reviews this change again · `/patchwarden help` lists all commands\
""")


def test_a_line_comment_with_a_fix() -> None:
    assert gerrit.line_comment(samples.with_fix()) == snapshot("""\
🛑 Request data reaches a shell command (high, CWE-78)

`request.args["command"]` (line 2) → `subprocess.run(command, shell=True)` (line 3)

Whoever sends the request runs commands as the server. Pass the arguments as a list and leave the shell out.

Instead of line 3:

```
    return subprocess.run([command])
```

See https://docs.python.org/3/library/subprocess.html#security-considerations

`python.subprocess.shell-injection` · id `0123456789abcdef` · reply `/patchwarden dismiss because …` or `explain`\
""")


def test_a_closing_reply() -> None:
    assert gerrit.closed_reply(commit="d34db33f" + "0" * 32) == "Fixed in `d34db33`."

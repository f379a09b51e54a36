"""What people read on GitHub, word for word."""

from __future__ import annotations

from inline_snapshot import snapshot

from bot.model import Review
from bot.render import markdown
from bot.render.markdown import Annotation
from tests.unit.render import samples

COMMIT = "d34db33f" + "0" * 32


def first_comment(review: Review) -> str:
    return markdown.line_comment(review.observations[0])


def test_two_defects() -> None:
    assert markdown.summary(samples.two_defects()) == snapshot("""\
### Patchwarden: 2 security defects in this change

| severity | where | what | area |
|---|---|---|---|
| 🛑 high | `api/run.py:3` | Request data reaches a shell command | input validation · CWE-78 |
| 🔶 medium | `api/servers.py:1` (removed) | `@login_required` was removed from `delete_server` | authentication and authorization · CWE-306 |

Checked, nothing to observe: output encoding, secrets.

<details><summary>Examined 2 of 2 files, 4 changed lines</summary>

`3fa1c2e` against `90ab12d`, 312 rules, 1 check.

</details>

`/patchwarden review` reviews this change again · `/patchwarden help` lists all commands\
""")


def test_what_is_together_is_one_line() -> None:
    lines = markdown.summary(samples.told_together()).splitlines()
    assert "\n".join(line for line in lines if line.startswith("- ")) == snapshot("""\
- `api/run.py:1` and `api/run.py:2`: The result may be shown as HTML. Whoever controls the command's output writes into the page. (review integrity · CWE-79; `nosec` does not silence this)
- `requirements.txt:1`: 12 packages are no longer pinned: `package0` (1 → \\>=1), `package1` (1 → \\>=1), `package2` (1 → \\>=1), `package3` (1 → \\>=1), `package4` (1 → \\>=1), `package5` (1 → \\>=1), `package6` (1 → \\>=1), `package7` (1 → \\>=1) and 4 more. It depends on the day. (supply chain · CWE-78)\
""")


def test_clean_is_one_sentence_and_the_coverage() -> None:
    assert markdown.summary(samples.clean()) == snapshot("""\
No security defects found in this change.

<details><summary>Examined 1 of 1 file, 1 changed line</summary>

`3fa1c2e` against `90ab12d`, 312 rules, 1 check.

Checked, nothing to observe: input validation, authentication and authorization, output encoding, secrets.

</details>\
""")


def test_incomplete_says_first_what_is_missing() -> None:
    assert markdown.summary(samples.incomplete()) == snapshot("""\
### Patchwarden: the review is incomplete

**Note:** .patchwarden.yml: unknown setting `tets`; known are version, fail-on

**Could not check:**

- secrets: the scanner did not start
- `api/run.py` and `api/slow.py` (semgrep: timed out after 5 s)

No defects were found in the part that was checked.

Nothing observed where it was checked: input validation, authentication and authorization, output encoding, secrets.

<details><summary>Examined 1 of 3 files, 7 changed lines</summary>

`3fa1c2e` against `90ab12d`, 312 rules, 2 checks.

</details>

`/patchwarden review` reviews this change again · `/patchwarden help` lists all commands\
""")


def test_a_suppression_and_an_uncertain_observation() -> None:
    assert markdown.summary(samples.suppressed()) == snapshot("""\
### Patchwarden: 1 security defect in this change

| severity | where | what | area |
|---|---|---|---|
| 🛑 high | `api/run.py:3` | Request data reaches a shell command; `nosemgrep` does not silence this | input validation · CWE-78 |

**Worth a look (uncertain, not counted as defects):**

- `api/run.py:3`: The result may be shown as HTML. Whoever controls the command's output writes into the page. (output encoding · CWE-79; `nosemgrep` does not silence this)

Checked, nothing to observe: authentication and authorization, secrets.

<details><summary>Examined 1 of 1 file, 3 changed lines</summary>

`3fa1c2e` against `90ab12d`, 312 rules, 1 check.

</details>

`/patchwarden review` reviews this change again · `/patchwarden help` lists all commands\
""")


def test_over_the_cap_the_summary_gives_the_evidence() -> None:
    assert markdown.summary(samples.over_cap()) == snapshot("""\
### Patchwarden: 5 security defects in this change

| severity | where | what | area |
|---|---|---|---|
| 🛑 high | `api/run.py:3` | Request data reaches a shell command | input validation · CWE-78 |
| 🛑 high | `api/run.py:6` | Request data reaches a shell command | input validation · CWE-78 |
| 🛑 high | `api/run.py:9` | Request data reaches a shell command | input validation · CWE-78 |
| 🛑 high | `api/run.py:12` | Request data reaches a shell command | input validation · CWE-78 |
| 🛑 high | `api/run.py:15` | Request data reaches a shell command | input validation · CWE-78 |

<details><summary>Evidence for 4 defects without a line comment</summary>

🛑 **Request data reaches a shell command** (high, [CWE-78](https://cwe.mitre.org/data/definitions/78.html)), `api/run.py:6`

`subprocess.run(command, shell=True)` (line 6)

Whoever sends the request runs commands as the server. Pass the arguments as a list and leave the shell out.

`python.test.rule` · id `d7bf8b36a8b3e4a4`

🛑 **Request data reaches a shell command** (high, [CWE-78](https://cwe.mitre.org/data/definitions/78.html)), `api/run.py:9`

`subprocess.run(command, shell=True)` (line 9)

Whoever sends the request runs commands as the server. Pass the arguments as a list and leave the shell out.

`python.test.rule` · id `af5e1ae9512e0f26`

🛑 **Request data reaches a shell command** (high, [CWE-78](https://cwe.mitre.org/data/definitions/78.html)), `api/run.py:12`

`subprocess.run(command, shell=True)` (line 12)

Whoever sends the request runs commands as the server. Pass the arguments as a list and leave the shell out.

`python.test.rule` · id `c46202681d14c25c`

🛑 **Request data reaches a shell command** (high, [CWE-78](https://cwe.mitre.org/data/definitions/78.html)), `api/run.py:15`

`subprocess.run(command, shell=True)` (line 15)

Whoever sends the request runs commands as the server. Pass the arguments as a list and leave the shell out.

`python.test.rule` · id `ac7065f8adf44bd0`

</details>

Checked, nothing to observe: authentication and authorization, output encoding, secrets.

<details><summary>Examined 1 of 1 file, 15 changed lines</summary>

`3fa1c2e` against `90ab12d`, 312 rules, 1 check.

</details>

`/patchwarden review` reviews this change again · `/patchwarden help` lists all commands\
""")


def test_a_refused_comment_moves_to_the_summary() -> None:
    review = samples.two_defects()
    moved = frozenset({review.defects[1].fingerprint})
    assert markdown.summary(review, moved=moved) == snapshot("""\
### Patchwarden: 2 security defects in this change

| severity | where | what | area |
|---|---|---|---|
| 🛑 high | `api/run.py:3` | Request data reaches a shell command | input validation · CWE-78 |
| 🔶 medium | `api/servers.py:1` (removed) | `@login_required` was removed from `delete_server` | authentication and authorization · CWE-306 |

#### Evidence for 1 defect without a line comment

🔶 **`@login_required` was removed from `delete_server`** (medium, [CWE-306](https://cwe.mitre.org/data/definitions/306.html)), `api/servers.py:1` (removed)

`@login_required` (removed line 1)

Anyone deletes servers without a login. Put the decorator back, or check the user in the body.

`guards.authorization-removed` · id `3c9de9191f2e5b02`

Checked, nothing to observe: output encoding, secrets.

<details><summary>Examined 2 of 2 files, 4 changed lines</summary>

`3fa1c2e` against `90ab12d`, 312 rules, 1 check.

</details>

`/patchwarden review` reviews this change again · `/patchwarden help` lists all commands\
""")


def test_hostile_change() -> None:
    assert markdown.summary(samples.hostile()) == snapshot("""\
### Patchwarden: 1 security defect in this change; the review is incomplete

**Note:** &#96; &#96;&#96;&#96; `@root` `[x](https://evil.example)` \\<! -- -- \\> \\<img src=x\\> &#124; `$x$` `#1` \\[U+202E\\]\\[U+200B\\]\\[U+001B\\]\\[31m # owned

**Could not check:**

- ``a|b`c[U+000A]@root/[U+202E]gnp.py`` (semgrep: &#96; &#96;&#96;&#96; `@root` `[x](https://evil.example)` \\<! -- -- \\> \\<img src=x\\> &#124; `$x$` `#1` \\[U+202E\\]\\[U+200B\\]\\[U+001B\\]\\[31m # owned)

| severity | where | what | area |
|---|---|---|---|
| 🛑 high | <code>a&#124;b&#96;c&#91;U&#43;000A&#93;&#64;root&#47;&#91;U&#43;202E&#93;gnp&#46;py&#58;3</code> | T &#96; &#96;&#96;&#96; `@root` `[x](https://evil.example)` \\<! -- -- \\> \\<img src=x\\> &#124; `$x$` `#1` \\[U+202E\\]\\[U+200B\\]\\[U+001B\\]\\[31m # owned | input validation · CWE-78 |

**Worth a look (uncertain, not counted as defects):**

- ``a|b`c[U+000A]@root/[U+202E]gnp.py:3``: T &#96; &#96;&#96;&#96; `@root` `[x](https://evil.example)` \\<! -- -- \\> \\<img src=x\\> &#124; `$x$` `#1` \\[U+202E\\]\\[U+200B\\]\\[U+001B\\]\\[31m # owned. M &#96; &#96;&#96;&#96; `@root` `[x](https://evil.example)` \\<! -- -- \\> \\<img src=x\\> &#124; `$x$` `#1` \\[U+202E\\]\\[U+200B\\]\\[U+001B\\]\\[31m # owned (input validation · CWE-78)

<details><summary>Examined 0 of 1 file, 3 changed lines</summary>

`3fa1c2e` against `90ab12d`, 0 rules, 1 check.

</details>

`/patchwarden review` reviews this change again · `/patchwarden help` lists all commands\
""")
    assert first_comment(samples.hostile()) == snapshot("""\
🛑 **T &#96; &#96;&#96;&#96; `@root` `[x](https://evil.example)` \\<! -- -- \\> \\<img src=x\\> &#124; `$x$` `#1` \\[U+202E\\]\\[U+200B\\]\\[U+001B\\]\\[31m # owned** (high, [CWE-78](https://cwe.mitre.org/data/definitions/78.html))

M &#96; &#96;&#96;&#96; `@root` `[x](https://evil.example)` \\<! -- -- \\> \\<img src=x\\> &#124; `$x$` `#1` \\[U+202E\\]\\[U+200B\\]\\[U+001B\\]\\[31m # owned R &#96; &#96;&#96;&#96; `@root` `[x](https://evil.example)` \\<! -- -- \\> \\<img src=x\\> &#124; `$x$` `#1` \\[U+202E\\]\\[U+200B\\]\\[U+001B\\]\\[31m # owned

See <https://good.example/a>

`python.test.rule` · id `fd6ec6b78501d42b` · reply `/patchwarden dismiss because …` or `explain`\
""")


def test_a_line_comment_with_a_trace() -> None:
    assert first_comment(samples.two_defects()) == snapshot("""\
🛑 **Request data reaches a shell command** (high, [CWE-78](https://cwe.mitre.org/data/definitions/78.html))

`request.args["command"]` (line 2) → `subprocess.run(command, shell=True)` (line 3)

Whoever sends the request runs commands as the server. Pass the arguments as a list and leave the shell out.

`python.subprocess.shell-injection` · id `5d6770ed7379e3f5` · reply `/patchwarden dismiss because …` or `explain`\
""")


def test_a_line_comment_on_a_suppressed_line() -> None:
    assert first_comment(samples.suppressed()) == snapshot("""\
🛑 **Request data reaches a shell command** (high, [CWE-78](https://cwe.mitre.org/data/definitions/78.html))

`request.args["command"]` (line 2) → `subprocess.run(command, shell=True)` (line 3)

Whoever sends the request runs commands as the server. Pass the arguments as a list and leave the shell out.

`nosemgrep` does not silence this.

`python.subprocess.shell-injection` · id `5d6770ed7379e3f5` · reply `/patchwarden dismiss because …` or `explain`\
""")


def test_a_line_comment_with_a_fix() -> None:
    assert markdown.line_comment(samples.with_fix()) == snapshot("""\
🛑 **Request data reaches a shell command** (high, [CWE-78](https://cwe.mitre.org/data/definitions/78.html))

`request.args["command"]` (line 2) → `subprocess.run(command, shell=True)` (line 3)

Whoever sends the request runs commands as the server. Pass the arguments as a list and leave the shell out.

```suggestion
    return subprocess.run([command])
```

See <https://docs.python.org/3/library/subprocess.html#security-considerations>

`python.subprocess.shell-injection` · id `0123456789abcdef` · reply `/patchwarden dismiss because …` or `explain`\
""")


def test_a_long_line_comment_gives_way_in_order() -> None:
    assert markdown.line_comment(samples.crowded()) == snapshot("""\
🛑 **Request data reaches a shell command** (high, [CWE-78](https://cwe.mitre.org/data/definitions/78.html))

`request.args["command"]` (line 2) → … → `subprocess.run(command, shell=True)` (line 3)

Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sentence. Long sent… Pass the arguments as a list and leave the shell out.

8 more problems on this line.

`nosemgrep` does not silence this.

`python.subprocess.shell-injection`, `r0`, `r1` · id `0123456789abcdef` · reply `/patchwarden dismiss because …` or `explain`\
""")


def test_closing_strikes_the_heading_once() -> None:
    body = first_comment(samples.two_defects())
    closed = markdown.closed_comment(body, commit=COMMIT)
    assert closed == snapshot("""\
~~🛑 **Request data reaches a shell command** (high, [CWE-78](https://cwe.mitre.org/data/definitions/78.html))~~

Fixed in `d34db33`.

<details><summary>What it said</summary>

`request.args["command"]` (line 2) → `subprocess.run(command, shell=True)` (line 3)

Whoever sends the request runs commands as the server. Pass the arguments as a list and leave the shell out.

`python.subprocess.shell-injection` · id `5d6770ed7379e3f5` · reply `/patchwarden dismiss because …` or `explain`

</details>\
""")
    assert markdown.closed_comment(closed, commit="0" * 40) == closed


def test_the_check_run() -> None:
    output = markdown.check_output(samples.two_defects())
    assert output.title == "2 security defects in this change"
    assert output.annotations == snapshot(
        (
            Annotation(
                path="api/run.py",
                start_line=3,
                end_line=3,
                level="failure",
                title="Request data reaches a shell command · CWE-78",
                message="""\
request.args["command"] (line 2) → subprocess.run(command, shell=True) (line 3)

Whoever sends the request runs commands as the server.

Pass the arguments as a list and leave the shell out.

python.subprocess.shell-injection · id 5d6770ed7379e3f5\
""",
            ),
        )
    )

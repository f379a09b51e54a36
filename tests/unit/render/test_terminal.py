"""The report on a terminal: code, caret, verdict; and no byte of the change that a terminal would obey."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inline_snapshot import snapshot
from rich.console import Console

from bot.model import Review, Span
from bot.render import terminal
from tests.unit.render import samples

TEXTS = {"api/run.py": samples.SERVERS, "api/servers.py": samples.AFTER}


def shown(review: Review, texts: Mapping[str, str] = TEXTS, width: int = 100, *, colour: bool = False) -> str:
    output = io.StringIO()
    console = Console(file=output, width=width, force_terminal=colour, color_system="standard" if colour else None)
    terminal.report(review, texts, console)
    return output.getvalue()


def test_two_defects() -> None:
    assert shown(samples.two_defects()) == snapshot("""\
api/run.py

  high  Request data reaches a shell command  CWE-78 · input validation
    3 │     return subprocess.run(command, shell=True)
      │     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    request.args["command"] (line 2) → subprocess.run(command, shell=True) (line 3)
    Whoever sends the request runs commands as the server.
    Pass the arguments as a list and leave the shell out.
    python.subprocess.shell-injection · id 5d6770ed7379e3f5

api/servers.py

  medium  `@login_required` was removed from `delete_server`  CWE-306 · authentication and
  authorization
  - 1 │ @login_required
    Anyone deletes servers without a login.
    Put the decorator back, or check the user in the body.
    guards.authorization-removed · id 3c9de9191f2e5b02

2 security defects in this change.
Checked, nothing to observe: output encoding, secrets.
Examined 2 of 2 files, 4 changed lines, 3fa1c2e against 90ab12d, 312 rules, 1 check.
""")


def test_what_is_together_is_told_once_with_every_place() -> None:
    assert shown(samples.told_together()) == snapshot("""\
api/run.py

  low, uncertain  The result may be shown as HTML  CWE-79 · review integrity
    1 │ def run(request):
    Whoever controls the command's output writes into the page.
    Pass the arguments as a list and leave the shell out.
    also: api/run.py:2
    nosec does not silence this.
    integrity.suppression-added · id d258854d6854343f

requirements.txt

  low, uncertain  12 packages are no longer pinned  CWE-78 · supply chain
    1 │ package0>=1
    It depends on the day.
    Pass the arguments as a list and leave the shell out.
    also: requirements.txt:2 `package1` (1 → >=1)
    also: requirements.txt:3 `package2` (1 → >=1)
    also: requirements.txt:4 `package3` (1 → >=1)
    also: requirements.txt:5 `package4` (1 → >=1)
    also: requirements.txt:6 `package5` (1 → >=1)
    also: requirements.txt:7 `package6` (1 → >=1)
    also: requirements.txt:8 `package7` (1 → >=1)
    also: requirements.txt:9 `package8` (1 → >=1)
    also: requirements.txt:10 `package9` (1 → >=1)
    also: requirements.txt:11 `package10` (1 → >=1)
    also: requirements.txt:12 `package11` (1 → >=1)
    dependencies.pin-loosened · id d0dcc5e7192b3f23

No security defects found in this change.
2 of what is told above are uncertain: observations, no defects.
Checked, nothing to observe: input validation, authentication and authorization, output encoding,
secrets.
1 file is not code: only semgrep looked at it.
Examined 2 of 2 files, 14 changed lines, 3fa1c2e against 90ab12d, 312 rules, 1 check.
""")


def test_clean() -> None:
    assert shown(samples.clean()) == snapshot("""\
No security defects found in this change.
Checked, nothing to observe: input validation, authentication and authorization, output encoding,
secrets.
Examined 1 of 1 file, 1 changed line, 3fa1c2e against 90ab12d, 312 rules, 1 check.
""")


def test_incomplete() -> None:
    assert shown(samples.incomplete()) == snapshot("""\
Note: .patchwarden.yml: unknown setting `tets`; known are version, fail-on
Could not check:
  secrets: the scanner did not start
  api/run.py and api/slow.py (semgrep: timed out after 5 s)
The review is incomplete.
No defects were found in the part that was checked.
Nothing observed where it was checked: input validation, authentication and authorization, output
encoding, secrets.
Examined 1 of 3 files, 7 changed lines, 3fa1c2e against 90ab12d, 312 rules, 2 checks.
""")


def test_a_fix_a_suppression_and_further_rules() -> None:
    item = samples.crowded()
    item = replace(item, findings=(replace(item.finding, message="Short.", trace=()), *item.findings[1:3]))
    assert shown(replace(samples.two_defects(), observations=(item,))) == snapshot("""\
api/run.py

  high  Request data reaches a shell command  CWE-78 · input validation
    3 │     return subprocess.run(command, shell=True)
      │     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    Short.
    Pass the arguments as a list and leave the shell out.
    +     return subprocess.run([command])
    also: Rule 0 (low)
      Whoever controls the command's output writes into the page. Pass the arguments as a list and
      leave the shell out.
    also: Rule 1 (low)
      Whoever controls the command's output writes into the page. Pass the arguments as a list and
      leave the shell out.
    nosemgrep does not silence this.
    python.subprocess.shell-injection · id 0123456789abcdef

1 security defect in this change.
Checked, nothing to observe: authentication and authorization, secrets.
Examined 2 of 2 files, 4 changed lines, 3fa1c2e against 90ab12d, 312 rules, 1 check.
""")


def test_the_caret_stands_under_the_span_whatever_stands_before_it() -> None:
    text = "\tété = '漢字'; eval(x)\n"
    finding = samples.shell_injection()
    column = text.index("eval") + 1
    finding = replace(finding, span=Span("api/run.py", 1, 1, column, column + len("eval(x)")), trace=())
    item = replace(samples.with_fix(), findings=(finding,))
    assert shown(replace(samples.two_defects(), observations=(item,)), {"api/run.py": text}).split("\n")[
        3:5
    ] == snapshot(["    1 │     été = '漢字'; eval(x)", "      │                   ^^^^^^^"])


def test_a_long_place_is_cut_and_counted() -> None:
    text = "".join(f"line {number}\n" for number in range(1, 30))
    finding = replace(samples.shell_injection(), span=Span("api/run.py", 5, 20), trace=())
    item = replace(samples.with_fix(), findings=(finding,))
    lines = shown(replace(samples.two_defects(), observations=(item,)), {"api/run.py": text}).split("\n")
    assert lines[3:10] == snapshot(
        [
            "     5 │ line 5",
            "     6 │ line 6",
            "     7 │ line 7",
            "     8 │ line 8",
            "     9 │ line 9",
            "    10 │ line 10",
            "       │ … 10 more lines",
        ]
    )


@pytest.mark.parametrize("make", samples.ALL)
def test_the_change_cannot_steer_the_terminal(make: Callable[[], Review]) -> None:
    texts = {item.path: samples.HOSTILE for item in make().observations}
    output = shown(make(), texts)
    assert all(char == "\n" or char.isprintable() for char in output)
    assert shown(make(), texts) == output


@given(st.text(max_size=60), st.integers(0, 70), st.integers(0, 70), st.integers(1, 4), st.integers(24, 120))
def test_any_text_and_span_can_be_shown(text: str, start: int, end: int, line: int, width: int) -> None:
    finding = replace(samples.shell_injection(), span=Span("api/run.py", line, line + 1, start, end), excerpt=text)
    finding = replace(finding, title=text, message=text)
    item = replace(samples.with_fix(), findings=(finding,))
    output = shown(replace(samples.two_defects(), observations=(item,)), {"api/run.py": text}, width)
    assert all(char == "\n" or char.isprintable() for char in output)


def test_colours_are_ours_alone() -> None:
    assert "\x1b[1;31m" in shown(samples.two_defects(), colour=True)


def test_what_is_dismissed_is_listed() -> None:
    assert shown(samples.all_dismissed()) == snapshot("""\
Dismissed (1):
  api/run.py:3: Request data reaches a shell command (id 5d6770ed7379e3f5); dismissed by mona as
  accepted risk until 2027-06-30: The host is internal

No security defects found in this change (1 dismissed).
Checked, nothing to observe: authentication and authorization, output encoding, secrets.
Examined 2 of 2 files, 4 changed lines, 3fa1c2e against 90ab12d, 312 rules, 1 check.
""")


def test_a_severity_of_the_policys_is_said() -> None:
    made = samples.two_defects()
    item = made.observations[0]
    assert "by this repository's policy" not in shown(made)
    graded = replace(item, findings=(replace(item.finding, graded_by_policy=True),))
    assert "  high by this repository's policy  Request data" in shown(replace(made, observations=(graded,)))


def test_thousands_of_findings_at_one_place_are_counted() -> None:
    review = samples.two_defects()
    item = review.observations[0]
    many = tuple(replace(item.finding, title=f"Claim {number}.", trace=()) for number in range(5_000))
    found = shown(replace(review, observations=(replace(item, findings=many, members=(), names=()),)))
    assert found.count("also: Claim") == 19
    assert "    and 4,980 more\n" in found
    assert len(found.splitlines()) < 100


def test_line_ends_of_windows_are_not_shown_and_others_are() -> None:
    windows = {path: text.replace("\n", "\r\n") for path, text in TEXTS.items()}
    review = samples.two_defects()
    excerpts = tuple(
        replace(
            item,
            findings=tuple(
                replace(finding, excerpt=finding.excerpt.replace("\n", "\r\n") + "\r") for finding in item.findings
            ),
        )
        for item in review.observations
    )
    assert shown(replace(review, observations=excerpts), windows) == shown(review)
    assert "[U+000D]" in shown(review, {path: text.replace("(", "(\r") for path, text in TEXTS.items()})


@given(st.integers(40, 140))
def test_no_row_ends_in_blanks_or_beyond_the_width(width: int) -> None:
    for review in (samples.two_defects(), samples.incomplete(), samples.clean()):
        rows = shown(review, width=width).split("\n")
        assert [row for row in rows if row != row.rstrip() or len(row) > width] == []

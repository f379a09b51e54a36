"""Nothing that a review says shows a credential, whichever check quotes it and wherever it stands."""

from __future__ import annotations

import io
import json
import random
import re
import string
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from bot import masking, review
from bot.credentials import issued
from bot.model import CommitMessage, Finding, Fix, Gap, Review, Several, TraceStep
from bot.policy import Policy
from bot.render import gerrit, markdown, sarif, terminal
from bot.render import json as plain
from tests.builders import change, changed_file, finding, ran

_SOURCE = random.Random(11)  # noqa: S311 - no secret


def letters(length: int, alphabet: str = string.ascii_letters + string.digits) -> str:
    return "".join(_SOURCE.choices(alphabet, k=length))


def an_issued(shape: issued.Shape) -> str:
    """A value of a provider's form, made from the form: each class of characters as often as it has to be."""
    form = shape.regex.removeprefix("(?<=AccountKey=)")
    parts = re.findall(r"(\(\?:[^)]*\)\??|\[[^\]]+\]|\\.|.)(\{\d+(?:,\d*)?\})?", form)
    made = "".join(_repeated(part, times or "1") for part, times in parts)
    assert re.fullmatch(form, made), made
    return f"{shape.near} {made}" if shape.near else f"AccountKey={made}" if form != shape.regex else made


def _piece(part: str) -> str:
    if part.startswith("(?:"):
        return "" if part.endswith("?") else part[3:-1].split("|")[0]
    if part.startswith("["):
        return _SOURCE.choice([char for char in string.ascii_letters + string.digits if re.match(part, char)])
    return {r"\d": "7", r"\w": _SOURCE.choice(string.ascii_letters)}.get(part, part.removeprefix("\\"))


def _repeated(part: str, times: str) -> str:
    return "".join(_piece(part) for _ in range(int(re.findall(r"\d+", times)[0])))


ISSUED = [an_issued(shape) for shape in issued.SHAPES]
OTHERS = [
    f"https://ci:{letters(20)}@git.acme.io/a.git",
    f"https://{letters(24)}@git.acme.io/a.git",
    f"Authorization: Bearer {letters(32)}",
    f"password = '{letters(24)}'",
    f"-----BEGIN PRIVATE KEY-----\\n{letters(64)}\\n-----END PRIVATE KEY-----",
]
PLACES: dict[str, Callable[[Finding, str], Finding]] = {
    "title": lambda it, text: replace(it, title=f"`{text}` was removed"),
    "message": lambda it, text: replace(it, message=f"The line says {text} and more."),
    "remedy": lambda it, text: replace(it, remedy=f"Do not write {text}."),
    "excerpt": lambda it, text: replace(it, excerpt=f"run({text})"),
    "scope": lambda it, text: replace(it, scope=f"Server.{text}"),
    "identity": lambda it, text: replace(it, identity=text),
    "trace": lambda it, text: replace(it, trace=(TraceStep(it.span, text), TraceStep(it.span, f"f({text})"))),
    "fix": lambda it, text: replace(it, fix=Fix(1, 1, f"run({text})")),
    "several": lambda it, text: replace(it, several=Several(f"{{count}} {text}", text, f"`{text}`")),
}
TEXT = "subprocess.run(command, shell=True)\n"


def reviewed(*findings: Finding, notices: Sequence[str] = (), gaps: Sequence[Gap] = ()) -> Review:
    file = changed_file("a.py", None, TEXT)
    result = ran(*findings, files=[file], gaps=gaps)
    return review.assemble(change(), [file], [result], Policy(), notices)


def quoted(text: str, secrets: Collection[str] = ()) -> str:
    """The text as a review shows it that quotes it."""
    it = reviewed(replace(finding("a.py", TEXT, "subprocess"), excerpt=text))
    return masking.masked(it, secrets).observations[0].finding.excerpt


def rendered(it: Review) -> str:
    """Everything that anybody is shown or that is stored, in one text without line ends."""
    terminal_text = io.StringIO()
    terminal.report(it, {}, Console(file=terminal_text, width=10_000, highlight=False))
    said = [markdown.summary(it), gerrit.summary(it), terminal_text.getvalue()]
    said += [json.dumps(document, ensure_ascii=False) for document in (plain.document(it), sarif.document(it))]
    for item in it.observations:
        said += [markdown.line_comment(item), gerrit.line_comment(item), gerrit.patch_set_comment(item)]
    return "\n".join([*said, repr(it)])


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("secret", [*ISSUED, *OTHERS])
def test_no_output_shows_a_credential(place: str, secret: str) -> None:
    sample = PLACES[place](finding("a.py", TEXT, "subprocess"), secret)
    before = reviewed(sample)
    after = masking.masked(before)
    shown = rendered(after)
    assert any(part in rendered(before) for part in _values(secret))
    assert not [part for part in _values(secret) if part in shown]
    assert [item.fingerprint for item in after.observations] == [item.fingerprint for item in before.observations]


def _values(secret: str) -> list[str]:
    """What must not be shown of a sample: its longest run of characters that tokens are made of."""
    runs = re.findall(r"[A-Za-z0-9_+-]{12,}", secret.replace("\\n", " "))
    return [max(runs, key=len)]


@pytest.mark.parametrize("secret", ISSUED)
@pytest.mark.parametrize("where", ["notice", "gap", "suppressed", "change", "message"])
def test_what_is_said_beside_the_findings_is_masked(where: str, secret: str) -> None:
    it = reviewed(
        finding("a.py", TEXT, "subprocess"),
        notices=[f"`fail-on` is `{secret}`"] if where == "notice" else (),
        gaps=[Gap("secrets", f"the server said {secret}", "a.py")] if where == "gap" else (),
    )
    if where == "suppressed":
        it = replace(it, observations=tuple(replace(item, suppressed=secret) for item in it.observations))
    if where == "change":
        it = replace(it, change=replace(it.change, title=f"Use {secret}"))
    if where == "message":
        it = replace(it, change=replace(it.change, messages=(CommitMessage("c" * 40, f"Use {secret}\n"),)))
    assert not [part for part in _values(secret) if part in rendered(masking.masked(it))]


@given(
    st.text(string.ascii_letters + string.digits + "!#%*+,-./:;=?@^_~", min_size=8, max_size=60),
    st.sampled_from(sorted(PLACES)),
)
def test_a_value_that_the_secrets_check_knows_is_shown_nowhere(value: str, place: str) -> None:
    sample = PLACES[place](finding("a.py", TEXT, "subprocess"), value)
    clean = rendered(masking.masked(reviewed(finding("a.py", TEXT, "subprocess"))))
    after = masking.masked(reviewed(sample), {value})
    assert value in clean or value not in rendered(after)


@given(st.integers(8, 40), st.text(string.ascii_letters + string.digits, min_size=40, max_size=60))
def test_a_value_that_a_quotation_cuts_is_masked_to_the_cut(length: int, value: str) -> None:
    assert quoted(f"run {value[:length]}…", {value}) == f"run {masking.MASK}…"
    assert value[-length:] not in quoted(f"…{value[-length:]} run", {value})


def test_a_review_without_a_credential_is_the_same_object() -> None:
    it = reviewed(finding("a.py", TEXT, "subprocess", source="command"), notices=["The policy was not applied."])
    assert masking.masked(it) is it


@pytest.mark.parametrize(
    "text",
    [
        "actions/checkout@8f4b7f84864484a7bf31766abe9204da3cbe65b3",
        "The token is read from the environment, the password too.",
        "password = os.environ['DB_PASSWORD']",
        "git+https://github.com/acme/app@3fa1c2e",
        "`@login_required` was removed from `delete_server`",
        "Basic authentication is sent without TLS",
    ],
)
def test_what_is_no_credential_stays_readable(text: str) -> None:
    assert quoted(text) == text


def test_a_weak_password_is_masked_where_code_is_quoted() -> None:
    assert quoted("connect(password='hunter2')") == f"connect(password='{masking.MASK}')"


def test_a_password_after_an_option_is_masked_whatever_the_program() -> None:
    text = 'run("x -p hunter2-Zx9Q " + url)'
    assert quoted(text) == text.replace("hunter2-Zx9Q", masking.MASK)
    assert quoted('run("docker run -p 8080:80 " + x)') == 'run("docker run -p 8080:80 " + x)'


def test_a_fix_with_a_credential_is_not_offered() -> None:
    sample = replace(finding("a.py", TEXT, "subprocess"), fix=Fix(1, 1, f"token = '{letters(32)}'"))
    (item,) = masking.masked(reviewed(sample)).observations
    assert item.finding.fix is None


def test_stars_keep_the_columns() -> None:
    value = letters(30)
    text = f"a = 1\npassword = '{value}'; f(x)\n"
    starred = masking.starred_lines(text, {2}, set(), path="a.py")
    assert starred == text.replace(value, "*" * 30)

"""The reviews that every dialect has to render well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot import review as core
from bot.model import (
    Area,
    Aside,
    ChangedFile,
    CheckResult,
    CheckRun,
    CommitMessage,
    Confidence,
    Decision,
    DecisionKind,
    DecisionSource,
    Dismissal,
    Finding,
    Fix,
    Gap,
    Observation,
    Placement,
    Review,
    RunStatus,
    Several,
    Severity,
    Side,
    Span,
    Verdict,
    entries,
)
from bot.policy import Policy
from tests import builders

SERVERS = """\
def run(request):
    command = request.args["command"]
    return subprocess.run(command, shell=True)
"""
BEFORE = "@login_required\ndef delete_server(request):\n    return servers.delete(request.id)\n"
AFTER = "def delete_server(request):\n    return servers.delete(request.id)\n"


RULES = builders.applied(312, Area.INPUT_VALIDATION, Area.AUTHORIZATION, Area.OUTPUT_ENCODING, Area.SECRETS)


def assemble(
    files: Sequence[ChangedFile],
    *findings: Finding,
    gaps: Sequence[Gap] = (),
    notices: Sequence[str] = (),
    policy: Policy | None = None,
) -> Review:
    """The review of these files, with the semgrep check and one check that had nothing to do."""
    paths = [file.path for file in files]
    ledger = entries(paths, {}, dict.fromkeys(paths, RULES), gaps)
    failures = tuple(gap.reason for gap in gaps if gap.path is None)
    run = CheckRun("semgrep", RunStatus.RAN, ledger, seconds=1.4)
    broken = CheckRun("secrets", RunStatus.RAN, entries(paths, {}, {}, ()), failures)
    others = entries(paths, dict.fromkeys(paths, Aside.OTHER_KIND), {}, ())
    idle = CheckRun("workflows", RunStatus.SKIPPED, others, reason="no workflow was changed")
    results = [CheckResult(run, head=findings), CheckResult(idle), *([CheckResult(broken)] if failures else [])]
    return core.assemble(builders.change(), files, results, policy or Policy(), notices)


def shell_injection(text: str = SERVERS, path: str = "api/run.py") -> Finding:
    return builders.finding(
        path,
        text,
        "subprocess.run(command, shell=True)",
        rule="python.subprocess.shell-injection",
        scope="run",
        source='request.args["command"]',
    )


def removed_guard() -> Finding:
    return replace(
        builders.finding(
            "api/servers.py",
            BEFORE,
            "@login_required",
            rule="guards.authorization-removed",
            side=Side.BASE,
            severity=Severity.MEDIUM,
            area=Area.AUTHORIZATION,
            title="`@login_required` was removed from `delete_server`",
        ),
        cwe=306,
        message="Anyone deletes servers without a login.",
        remedy="Put the decorator back, or check the user in the body.",
    )


def uncertain() -> Finding:
    return replace(
        shell_injection(),
        rule="python.flask.raw-html",
        confidence=Confidence.LOW,
        severity=Severity.LOW,
        area=Area.OUTPUT_ENCODING,
        cwe=79,
        title="The result may be shown as HTML",
        message="Whoever controls the command's output writes into the page.",
        trace=(),
    )


def run_file(text: str = SERVERS, path: str = "api/run.py") -> ChangedFile:
    return builders.changed_file(path, None, text)


def two_defects() -> Review:
    return assemble(
        [run_file(), builders.changed_file("api/servers.py", BEFORE, AFTER)], shell_injection(), removed_guard()
    )


def clean() -> Review:
    return assemble([run_file("answer = 42\n")])


def incomplete() -> Review:
    gaps = [
        Gap("semgrep", "timed out after 5 s", "api/run.py"),
        Gap("semgrep", "timed out after 5 s", "api/slow.py"),
        Gap("secrets", "the scanner did not start"),
    ]
    return assemble(
        [run_file(), run_file(path="api/slow.py"), run_file("answer = 42\n", "api/answer.py")],
        gaps=gaps,
        notices=[".patchwarden.yml: unknown setting `tets`; known are version, fail-on"],
    )


def suppressed() -> Review:
    text = SERVERS.replace("shell=True)", "shell=True)  # nosemgrep")
    return assemble([run_file(text)], shell_injection(text), uncertain())


def over_cap() -> Review:
    text = "".join(SERVERS.replace("run(request)", f"run{number}(request)") for number in range(5))
    findings = [
        replace(
            builders.finding("api/run.py", text, "subprocess.run", nth=number, scope=f"run{number}"),
            excerpt="subprocess.run(command, shell=True)",
        )
        for number in range(5)
    ]
    return assemble([run_file(text)], *findings, policy=Policy(comment_limit=1))


def in_a_message() -> Review:
    """A secret in the message of a commit."""
    said = CommitMessage("3fa1c2e" + "a" * 33, "Title\n\nIt needs KEY=sk_live_… (32 characters) to run.\n")
    finding = replace(
        builders.finding(said.file.path, said.text, "KEY", rule="secrets.provider-token", area=Area.SECRETS),
        title="A Stripe key in the change",
        scope="commit message",
    )
    return core.assemble(
        builders.change(messages=(said,)),
        [run_file("answer = 42\n")],
        [builders.ran(finding, files=["api/run.py"])],
        Policy(),
    )


PINS = "".join(f"package{number}>=1\n" for number in range(12))
SILENCED = "a = eval(b)  # nosec\n" * 2


def told_together() -> Review:
    """Uncertain findings of two kinds: one whose rule has words for several, one that is told in the same words."""
    loose = [
        replace(
            builders.finding("requirements.txt", PINS, f"package{number}>", rule="dependencies.pin-loosened"),
            title=f"`package{number}` is no longer pinned",
            confidence=Confidence.LOW,
            severity=Severity.LOW,
            area=Area.SUPPLY_CHAIN,
            several=Several(
                "{count} packages are no longer pinned", "It depends on the day.", f"`package{number}` (1 → >=1)"
            ),
        )
        for number in range(12)
    ]
    silenced = [
        replace(
            uncertain(),
            rule="integrity.suppression-added",
            span=Span("api/run.py", line, line),
            excerpt="a = eval(b)  # nosec",
            area=Area.INTEGRITY,
        )
        for line in (1, 2)
    ]
    files = [builders.changed_file("requirements.txt", None, PINS), run_file(SILENCED)]
    return assemble(files, *loose, *silenced)


HOSTILE = "` ``` @root [x](https://evil.example) <!-- --> <img src=x> | $x$ #1 \u202e\u200b\x1b[31m\r\n# owned"


def hostile() -> Review:
    path = "a|b`c\n@root/\u202egnp.py"
    text = SERVERS.replace("command", "c")
    finding = replace(
        builders.finding(path, text, "subprocess.run"),
        title=f"T {HOSTILE}",
        message=f"M {HOSTILE}",
        remedy=f"R {HOSTILE}",
        excerpt=HOSTILE,
        references=("https://good.example/a", "javascript:alert(1)", "https://evil.example/)[x]"),
    )
    files = [builders.changed_file(path, None, text)]
    return assemble(
        files, finding, replace(finding, confidence=Confidence.LOW), gaps=[Gap("x", HOSTILE, path)], notices=[HOSTILE]
    )


def hostile_together() -> Review:
    path, text = "a|b`c\n@root.py", SILENCED
    findings = [
        replace(
            builders.finding(path, text, "eval", nth=number, confidence=Confidence.LOW),
            title=HOSTILE,
            several=Several(f"{{count}} {HOSTILE}", HOSTILE, HOSTILE),
        )
        for number in (0, 1)
    ]
    return assemble([builders.changed_file(path, None, text)], *findings)


def with_fix(start: int = 3, end: int = 3, replacement: str = "    return subprocess.run([command])") -> Observation:
    finding = replace(
        shell_injection(),
        fix=Fix(start, end, replacement),
        references=("https://docs.python.org/3/library/subprocess.html#security-considerations",),
    )
    return Observation("0123456789abcdef", (finding,), Placement.LINE, "api/run.py", 3)


def crowded() -> Observation:
    """Everything at once, and too long for one comment."""
    base = with_fix().finding
    steps = tuple(
        replace(base.trace[0], text=f"step_{number} = " + "x" * 120, span=Span("api/other.py", number, number))
        for number in range(1, 12)
    )
    first = replace(base, message="Long sentence. " * 60, trace=(base.trace[0], *steps, base.trace[1]))
    others = tuple(replace(uncertain(), rule=f"r{number}", title=f"Rule {number}") for number in range(8))
    return replace(with_fix(), findings=(first, *others), suppressed="nosemgrep")


DISMISSAL = Decision(
    fingerprint="5d6770ed7379e3f5",
    rule="python.subprocess.shell-injection",
    path="api/run.py",
    by="mona",
    at=1_790_000_000,
    reason="The host is internal.",
    kind=DecisionKind.ACCEPTED_RISK,
    until=date(2027, 6, 30),
    change="github:octo/app#7",
    comment="line-77",
)
"""A dismissal with everything that one can say."""


def decided() -> Review:
    """Everything that people decide and do: dismissed in four ways, open again, deleted, told in the summary alone."""
    review = two_defects()
    shell, guard = review.observations
    maybe = suppressed().observations[1]
    decisions = (
        DISMISSAL,
        replace(DISMISSAL, source=DecisionSource.POLICY, change=".patchwarden.yml", by="", kind=None, until=None),
        replace(
            DISMISSAL, alone=True, by="alice", kind=DecisionKind.USED_IN_TESTS, until=None, reason="Only tests call it"
        ),
        replace(DISMISSAL, source=DecisionSource.DELETED, alone=True, by="", reason="", kind=None, until=None),
    )
    return replace(
        review,
        observations=(guard, maybe),
        dismissed=tuple(Dismissal(shell, decision) for decision in decisions),
        expired=(Dismissal(guard, replace(DISMISSAL, until=date(2026, 11, 1))),),
        demoted=frozenset({maybe.finding.rule}),
    )


def all_dismissed() -> Review:
    review = decided()
    return replace(
        review,
        verdict=Verdict.NO_DEFECTS,
        observations=(),
        expired=(),
        demoted=frozenset(),
        dismissed=review.dismissed[:1],
    )


def hostile_decisions() -> Review:
    """Names, reasons and paths that try to have an effect."""
    review = hostile()
    decision = replace(DISMISSAL, by=HOSTILE, reason=HOSTILE, change=HOSTILE, path=HOSTILE)
    policy = replace(decision, source=DecisionSource.POLICY)
    item = review.observations[0]
    return replace(
        review,
        dismissed=(Dismissal(item, decision), Dismissal(item, policy)),
        expired=(Dismissal(item, decision), Dismissal(item, policy)),
        demoted=frozenset({HOSTILE}),
    )


ALL = (
    two_defects,
    clean,
    incomplete,
    suppressed,
    over_cap,
    in_a_message,
    told_together,
    hostile,
    hostile_together,
    decided,
    all_dismissed,
    hostile_decisions,
)

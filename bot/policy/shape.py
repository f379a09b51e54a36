"""The settings of ``.patchwarden.yml``: the table behind the parser, the JSON Schema and the page."""

from __future__ import annotations

from collections.abc import Mapping

from bot.concern_patterns import slips
from bot.model import Area, DecisionKind, Severity
from bot.policy.compound import Either, Field, ListOf, MapOf, Record, Strict
from bot.policy.kinds import Choice, Day, Fingerprint, Glob, Switch, Text, Whole

_SEVERITY = Choice({severity.label: severity for severity in Severity})
_THRESHOLD = Choice({"never": None} | {severity.label: severity for severity in Severity})
_TESTS = Choice({"quiet": True, "full": False})
_BLOCKS = Strict(Severity.LOW, lambda value: value is not None)
_GLOBS = ListOf(Glob(), "a list of glob patterns")
_NAMES = ListOf(
    Text(
        "a qualified name, e.g. app.web.escape_html",
        300,
        r"^\s*[A-Za-z_$][A-Za-z0-9_$]*([.][A-Za-z_$][A-Za-z0-9_$]*)*\s*$",
    ),
    "a list of qualified names, e.g. [app.web.escape_html]",
)
_AREAS = ", ".join(area.value for area in Area)
_PLACES = ListOf(
    Text(
        "a file or folder below the repository's root, e.g. .semgrep/",
        500,
        r"^(?=.*\S)(?!\s*/|(.*/)?\s*[.][.]\s*(/|$))[^\\\u0000-\u001f]+$",
    ),
    "a list of files and folders of semgrep rules",
    most=100,
)

SCOPED: Mapping[str, Field] = {
    "minimum-severity": Field(
        _SEVERITY,
        "Findings below it are not told; the summary counts them.",
        example="medium",
        strict=Strict(Severity.LOW, lambda value: value is Severity.LOW, (None,)),
    ),
    "severity": Field(
        MapOf(Glob("the id of a rule, or a glob of ids"), _SEVERITY, "a mapping of rules to low, medium or high"),
        "Raises or lowers the severity of rules, by id or glob. Of several that match, the last one holds.",
        example={"python.flask.debug-mode": "low"},
    ),
    "areas": Field(
        ListOf(
            Choice({area.value: area for area in Area}), f"a list of areas ({_AREAS})", most=50, least=1, undivided=True
        ),
        "The areas that are told; all of them where nothing is said. The summary counts the findings of the others.",
        example=["secrets", "input validation"],
    ),
    "disable-rules": Field(
        ListOf(Glob("the id of a rule, or a glob of ids"), "a list of glob patterns"),
        "Rules that are switched off, by id or glob.",
        example=["python.flask.*"],
    ),
    "tests": Field(
        _TESTS,
        "`quiet`: of test code only what counts there is told, e.g. a live key. `full`: test code is code.",
        example="full",
        strict=Strict(False, lambda quiet: not quiet, (None,)),
    ),
    "fail-on": Field(
        Either(
            _THRESHOLD,
            Record(
                {
                    "check": Field(
                        _THRESHOLD, "Lowest severity of a defect that fails the check run on GitHub.", strict=_BLOCKS
                    ),
                    "vote": Field(
                        _THRESHOLD,
                        "Lowest severity of a defect that makes the vote the lowest on Gerrit.",
                        strict=_BLOCKS,
                    ),
                },
                "a mapping of check and vote to one of them",
            ),
        ),
        "Lowest severity of a defect that fails the check run and makes Gerrit's vote the lowest. "
        "Nothing is blocked where nothing is said.",
        example={"check": "high", "vote": "medium"},
        strict=_BLOCKS,
    ),
}
"""What may be said of some paths alone: in a section of ``paths``, and in a folder's own file."""

_SECTION = Record(
    {
        "match": Field(
            ListOf(Glob(), "a list of glob patterns", least=1),
            "Glob patterns of the paths that the section is about, from the folder of this file.",
            example=["legacy/**"],
            required=True,
        ),
        "exclude": Field(_GLOBS, "Glob patterns of paths that it is not about all the same.", narrows=True),
        **SCOPED,
    },
    "a mapping with `match` and settings",
)
_DECISION = Record(
    {
        "id": Field(
            Fingerprint(),
            "The id of the observation, as its comment shows it.",
            example="3fa1c2e09b7d1122",
            required=True,
        ),
        "because": Field(Text("a text of up to 500 characters", 500), "Why.", required=True),
        "as": Field(
            Choice({kind.value: kind for kind in DecisionKind}),
            "What kind of dismissal it is.",
            example="accepted-risk",
        ),
        "until": Field(Day(), "The last day (UTC) on which it holds.", example="2027-03-31", narrows=True),
        "by": Field(Text("a text of up to 100 characters", 100), "Who decided it.", example="alice"),
        "path": Field(
            Text("a path of up to 500 characters", 500),
            "The file that the finding stands in: a copy of it elsewhere is told.",
            narrows=True,
        ),
    },
    "a mapping with `id` and `because`",
)


def _changes(whole: bool) -> Record:
    """Lists of changes; ``whole`` is for those of which a part would leave out more."""

    def patterns(kind: str, says: str, example: str) -> Field:
        known = tuple(slips(kind, leaves_out=not whole))
        pattern = Text("a pattern of 1 to 200 characters, e.g. `renovate*`", 200, slips=known)
        return Field(ListOf(pattern, "a list of patterns", most=200, least=1, undivided=whole), says, example=[example])

    return Record(
        {
            "branches": patterns("branches", "Patterns of target branches.", "release/*"),
            "authors": patterns(
                "authors", "Patterns of account names of authors; no character but `*` and `?` is special.", "*[bot]"
            ),
            "labels": patterns(
                "labels", "Patterns of labels; on Gerrit of hashtags, and of the topic as `topic:NAME`.", "wip"
            ),
            "titles": patterns("titles", "Patterns of titles; on Gerrit of the first line of the message.", "WIP*"),
        },
        "a mapping of branches, authors, labels and titles to lists of patterns",
    )


_OWN_RULES = "Files and folders of the default branch with semgrep rules of the repository's own."
_SETTINGS: Mapping[str, Field] = {
    "version": Field(Whole(1, 1), "The version of this form."),
    "fail-on": SCOPED["fail-on"],
    "comment-limit": Field(Whole(0, 100), "Line comments of one review; the rest goes to the summary.", example=20),
    **{name: field for name, field in SCOPED.items() if name != "fail-on"},
    "test-paths": Field(_GLOBS, "Glob patterns of test code beyond the common names.", example=["checks/**"]),
    "exclude": Field(
        _GLOBS,
        "Glob patterns of paths that are not reviewed at all; the summary counts the files.",
        example=["vendor/"],
    ),
    "paths": Field(
        ListOf(_SECTION, "a list of sections, each with `match` and settings", most=100),
        "Settings for some paths. Of several sections that match a path, the last one that says a thing holds.",
        example=[{"match": ["legacy/**"], "minimum-severity": "high"}],
    ),
    "second-person": Field(
        Switch(),
        "Whether the author of a change may not dismiss its findings, whatever their severity.",
        example=True,
        strict=Strict(True, bool),
    ),
    "own-rules": Field(_PLACES, _OWN_RULES, example=[".semgrep/"]),
    "rules": Field(_PLACES, f"Another name of `own-rules`. {_OWN_RULES}"),
    "sanitizers": Field(_NAMES, "Functions whose result is clean, by qualified name.", example=["app.web.escape_html"]),
    "sources": Field(_NAMES, "Functions whose result comes from outside.", example=["app.bus.received"]),
    "sinks": Field(_NAMES, "Functions whose arguments must not come from outside.", example=["app.shell.run"]),
    "skip": Field(
        _changes(whole=False),
        "Changes that are not reviewed: one that matches any of the patterns. "
        "`/patchwarden review` reviews it all the same.",
        example={"authors": ["renovate*"], "titles": ["WIP*"]},
    ),
    "only": Field(
        _changes(whole=True),
        "Changes that are reviewed alone: they match a pattern in each of the lists.",
        example={"branches": ["main", "release/*"]},
    ),
    "reports": Field(
        ListOf(
            Text(
                "the name of a scanner as ids of rules have it, e.g. bandit or semgrep-oss",
                60,
                r"^\s*[A-Za-z0-9]+([-+._][A-Za-z0-9]+)*\s*$",
            ),
            "a list of names of other scanners",
            most=20,
        ),
        "Other scanners whose SARIF for each head the CI hands in: until it has come the review is incomplete.",
        example=["bandit"],
    ),
    "decisions": Field(
        ListOf(_DECISION, "a list of decisions, each with `id` and `because`", most=500),
        "Findings that are dismissed, as `/patchwarden dismiss` does it.",
        example=[{"id": "3fa1c2e09b7d1122", "because": "the input is a constant of the build"}],
    ),
}
FILE = Record(_SETTINGS, "a mapping of settings, for example `fail-on: high`", least=0)
"""The file at the root of the repository, and the one that an organisation gives to all of its repositories."""
FOLDER = Record(
    {name: field for name, field in _SETTINGS.items() if name in {"version", "test-paths", "paths", *SCOPED}},
    FILE.wanted,
    least=0,
    elsewhere=dict.fromkeys(_SETTINGS, "write it into the file at the root of the repository"),
)
"""A folder's own file: it speaks of the paths below it alone."""

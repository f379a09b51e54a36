"""zizmor's audits in our words: how bad, how sure, and which of them a review leaves out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.model import Area, Confidence, Several, Severity
from workers.checks.base import CheckRule

_LOW, _MEDIUM, _HIGH = Severity.LOW, Severity.MEDIUM, Severity.HIGH
_DOCUMENTATION = "https://docs.zizmor.sh/audits/#"


def _rule(
    audit: str,
    severity: Severity,
    confidence: Confidence,
    cwe: int,
    title: str,
    message: str,
    remedy: str,
    area: Area = Area.SUPPLY_CHAIN,
    several: Several | None = None,
) -> CheckRule:
    references = (_DOCUMENTATION + audit,)
    return CheckRule(f"workflows.{audit}", severity, confidence, area, cwe, title, message, remedy, references, several)


AUDITS: Mapping[str, CheckRule] = {
    "template-injection": _rule(
        "template-injection",
        _HIGH,
        Confidence.HIGH,
        94,
        "A workflow expression is pasted into a script",
        "`{feature}` is put into the script's text before it runs: whoever controls the value runs commands here.",
        'Give the value to the step with `env:` and use it in the script as "$NAME".',
        Area.INPUT_VALIDATION,
        Several(
            "{count} workflow expressions are pasted into scripts", "Whoever controls the values runs commands here."
        ),
    ),
    "dangerous-triggers": _rule(
        "dangerous-triggers",
        _MEDIUM,
        Confidence.LOW,
        829,
        "The workflow runs with the repository's rights on outsiders' events",
        "Anyone can cause `{feature}`, and the job then holds the repository's token and secrets.",
        "Use `pull_request`, or keep everything that outsiders control out of this workflow.",
    ),
    "unpinned-uses": _rule(
        "unpinned-uses",
        _MEDIUM,
        Confidence.LOW,
        829,
        "An action of somebody else is not pinned to a commit",
        "Whoever can move the name in `{feature}` runs code in this job with its token and secrets.",
        "Pin the action to a full commit id and keep its version in a comment.",
        several=Several(
            "{count} actions of somebody else are not pinned to a commit",
            "Whoever can move these names runs code in the jobs with their tokens and secrets.",
            "`{feature}`",
        ),
    ),
    "excessive-permissions": _rule(
        "excessive-permissions",
        _MEDIUM,
        Confidence.MEDIUM,
        250,
        "The job's token may do more than the job needs",
        "With {feature}, every step and every action of the job may use these rights.",
        "Set `permissions: {}` for the workflow and grant each job what it needs.",
        Area.AUTHORIZATION,
        Several(
            "{count} jobs' tokens may do more than the jobs need",
            "Every step and every action of the jobs may use these rights.",
        ),
    ),
    "artipacked": _rule(
        "artipacked",
        _MEDIUM,
        Confidence.HIGH,
        522,
        "The job's token goes into an artifact",
        "The checkout leaves the token in the folder that becomes an artifact: whoever may download it has the token.",
        "Set `persist-credentials: false` on the checkout, or put only what was built into the artifact.",
        Area.SECRETS,
    ),
    "github-env": _rule(
        "github-env",
        _HIGH,
        Confidence.MEDIUM,
        77,
        "Untrusted text can set the environment of later steps",
        "Whoever controls what is written to the environment file can make later steps run their code.",
        "Write to `GITHUB_OUTPUT` instead, and only values that were checked.",
        Area.INPUT_VALIDATION,
    ),
    "cache-poisoning": _rule(
        "cache-poisoning",
        _MEDIUM,
        Confidence.MEDIUM,
        349,
        "A release is built from a cache that other runs can write",
        "Whoever gets code to run in another workflow can put files into the release through the cache.",
        "Build releases without a cache.",
    ),
    "hardcoded-container-credentials": _rule(
        "hardcoded-container-credentials",
        _HIGH,
        Confidence.HIGH,
        798,
        "A registry password is written in the workflow",
        "Whoever can read the repository can log in to the registry.",
        "Move the password to the repository's secrets and revoke this one.",
        Area.SECRETS,
    ),
    "insecure-commands": _rule(
        "insecure-commands",
        _HIGH,
        Confidence.HIGH,
        77,
        "Workflow commands that were withdrawn as unsafe are allowed again",
        "Any output of a step can set environment variables and the search path of later steps.",
        "Remove `ACTIONS_ALLOW_UNSECURE_COMMANDS` and write to the environment files.",
        Area.INPUT_VALIDATION,
    ),
    "secrets-inherit": _rule(
        "secrets-inherit",
        _MEDIUM,
        Confidence.MEDIUM,
        250,
        "All secrets go to the called workflow",
        "The called workflow gets every secret of the repository, not only those that it needs.",
        "Pass the secrets by name.",
        Area.SECRETS,
    ),
    "overprovisioned-secrets": _rule(
        "overprovisioned-secrets",
        _MEDIUM,
        Confidence.HIGH,
        250,
        "All secrets go to one step",
        "`{feature}` hands every secret of the repository to the step.",
        "Name the secrets that the step needs.",
        Area.SECRETS,
    ),
    "unredacted-secrets": _rule(
        "unredacted-secrets",
        _MEDIUM,
        Confidence.MEDIUM,
        532,
        "A part of a secret is not masked in the log",
        "Parts taken out of a structured secret are not known to the masking, so logs can show them.",
        "Keep each value as a secret of its own.",
        Area.LOGGING,
    ),
    "bot-conditions": _rule(
        "bot-conditions",
        _HIGH,
        Confidence.MEDIUM,
        290,
        "The condition trusts a name that outsiders can bring about",
        "`{feature}` tells who caused the last event, not who wrote the change, so the condition can be met by others.",
        "Compare `github.event.pull_request.user.login`, and the repository that the head comes from.",
        Area.AUTHORIZATION,
    ),
    "unsound-contains": _rule(
        "unsound-contains",
        _MEDIUM,
        Confidence.MEDIUM,
        697,
        "The condition looks for a part of a text, not for an entry of a list",
        "A branch or name that is part of the text passes the condition.",
        "Compare with `fromJSON('[…]')`, or one by one.",
        Area.AUTHORIZATION,
    ),
    "unsound-condition": _rule(
        "unsound-condition",
        _MEDIUM,
        Confidence.HIGH,
        670,
        "The condition is always true",
        "The condition is text that is never empty, so the job or step always runs.",
        "Write the condition on one line, without a block scalar around `${{ }}`.",
        Area.AUTHORIZATION,
    ),
    "known-vulnerable-actions": _rule(
        "known-vulnerable-actions",
        _HIGH,
        Confidence.HIGH,
        1395,
        "The action has a published vulnerability",
        "`{feature}` is a version with a published vulnerability.",
        "Use a version in which it is mended.",
    ),
    "typosquat-uses": _rule(
        "typosquat-uses",
        _HIGH,
        Confidence.MEDIUM,
        829,
        "The action's name is nearly that of a well-known one",
        "`{feature}` may be made to be taken for another action.",
        "Check the name.",
    ),
    "unpinned-images": _rule(
        "unpinned-images",
        _LOW,
        Confidence.LOW,
        829,
        "A container image is not pinned",
        "Whoever can move the tag in `{feature}` runs code in this job.",
        "Pin the image by its digest.",
        several=Several(
            "{count} container images are not pinned", "Whoever can move the tags runs code in the jobs.", "`{feature}`"
        ),
    ),
    "insecure-url-scheme": _rule(
        "insecure-url-scheme",
        _MEDIUM,
        Confidence.MEDIUM,
        319,
        "The workflow fetches without encryption",
        "Whoever is on the way can replace what `{feature}` fetches.",
        "Use https.",
        Area.CRYPTOGRAPHY,
    ),
}
LEFT_OUT = frozenset(
    "superfluous-actions misfeature anonymous-definition concurrency-limits undocumented-permissions stale-action-refs "
    "dependabot-cooldown use-trusted-publishing adhoc-packages unpinned-tools self-repository archived-uses "
    "secrets-outside-env self-hosted-runner".split()
)
"""Audits of style, or of what a change cannot decide."""

DEFAULT_RIGHTS = replace(
    AUDITS["excessive-permissions"],
    severity=_LOW,
    confidence=Confidence.LOW,
    title="The workflow does not limit its jobs' token",
    message="Every step and every action may use whatever rights the repository's settings give by default.",
    several=None,
)

OTHER = CheckRule(
    "workflows.other",
    _LOW,
    Confidence.LOW,
    Area.SUPPLY_CHAIN,
    1395,
    "zizmor: {what}",
    "zizmor's audit `{audit}` speaks of `{feature}`.",
    "Read what the audit means in zizmor's documentation.",
    ("https://docs.zizmor.sh/audits/",),
)

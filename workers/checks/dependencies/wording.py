"""What is said of dependencies: the rules of the check."""

from __future__ import annotations

from bot.model import Area, Confidence, Several, Severity
from workers.checks.base import CheckRule

_LOW, _MEDIUM, _HIGH = Severity.LOW, Severity.MEDIUM, Severity.HIGH
AREA = Area.SUPPLY_CHAIN

INDEX = CheckRule(
    "dependencies.new-index",
    _MEDIUM,
    Confidence.HIGH,
    AREA,
    427,
    "Packages now come from another place",
    "With `{kind} {address}`, whoever controls that place, or registers a name there first, delivers code to you.",
    "Name one index that you control, and pin packages by hash.",
)
DIRECT = CheckRule(
    "dependencies.direct-source",
    _MEDIUM,
    Confidence.MEDIUM,
    AREA,
    829,
    "`{name}` is taken from an address, not from the registry",
    "`{name}` comes from `{address}`, which can deliver other code tomorrow under the same name.",
    "Use a released version from the registry, or fix the source to a full commit id or a hash.",
    several=Several(
        "{count} packages are taken from addresses, not from the registry",
        "Other code can be delivered tomorrow under the same names.",
        "`{name}` from `{address}`",
    ),
)
HASH = CheckRule(
    "dependencies.hash-removed",
    _MEDIUM,
    Confidence.HIGH,
    AREA,
    353,
    "`{name}` is no longer fixed by its hash",
    "The base fixed the content of `{name}` by a hash; now whoever can replace the package delivers what they like.",
    "Keep the hash (and give the new version its own).",
)
HASH_CHANGED = CheckRule(
    "dependencies.hash-changed",
    _HIGH,
    Confidence.MEDIUM,
    AREA,
    494,
    "`{name}` {version} is no longer the same content",
    "The version is still {version} and its hash is another: other code is delivered under a name that was checked.",
    "Find out who replaced the package before you take it; a release never changes.",
)
LOCK_MISMATCH = CheckRule(
    "dependencies.lock-mismatch",
    _MEDIUM,
    Confidence.MEDIUM,
    AREA,
    1357,
    "The lock file and the manifest differ about `{name}`",
    "`{name}` is asked for as `{spec}`, and the lock file {has}: what is installed is not what was reviewed.",
    "Make the lock file again from the manifest, and commit both.",
    several=Several(
        "The lock files and the manifests differ about {count} packages",
        "What is installed is not what was reviewed.",
        "`{name}` (asked for as `{spec}`, the lock file {has})",
    ),
)
LOCK_REMOVED = CheckRule(
    "dependencies.lock-removed",
    _LOW,
    Confidence.LOW,
    AREA,
    1357,
    "The lock file was removed",
    "Nothing fixes the versions and the content of what is installed any more: it depends on the day.",
    "Keep a lock file beside the manifest.",
)
PIN = CheckRule(
    "dependencies.pin-loosened",
    _LOW,
    Confidence.LOW,
    AREA,
    1357,
    "`{name}` is no longer pinned",
    "`{name}` was fixed to {before} and is now `{after}`: what is installed depends on the day.",
    "Pin the version, or keep a lock file that does.",
    several=Several(
        "{count} packages are no longer pinned",
        "What is installed depends on the day.",
        "`{name}` ({before} → {after})",
    ),
)
SCRIPT = CheckRule(
    "dependencies.install-script",
    _MEDIUM,
    Confidence.MEDIUM,
    AREA,
    506,
    "`{name}` runs a command at installation",
    "Whoever installs this package runs `{command}`, before anybody has looked at it.",
    "Do the work at build time, or say in the review why it must run at installation.",
)
LOCK_SOURCE = CheckRule(
    "dependencies.lock-source",
    _HIGH,
    Confidence.MEDIUM,
    AREA,
    829,
    "The lock file takes `{name}` from another place",
    "`{name}` now comes from `{address}`, a place that no package of this lock file came from before.",
    "Make the lock file again from the manifest with the project's own registry.",
)
LOOK_ALIKE = CheckRule(
    "dependencies.look-alike",
    _HIGH,
    Confidence.MEDIUM,
    AREA,
    1357,
    "`{name}` is nearly the name of `{other}`",
    "`{name}` is new and differs from `{other}` by one letter: names like this are registered to be taken by mistake.",
    "Check that the name is the one that was meant.",
)
DOWNGRADE = CheckRule(
    "dependencies.downgrade",
    _LOW,
    Confidence.LOW,
    AREA,
    1104,
    "`{name}` goes back from {before} to {after}",
    "What was mended in `{name}` between {after} and {before} is broken again.",
    "Say why the older version is needed, and check its advisories.",
    several=Several(
        "{count} packages go back to older versions",
        "What was mended in between is broken again.",
        "`{name}` ({before} → {after})",
    ),
)
VULNERABLE = CheckRule(
    "dependencies.known-vulnerability",
    _HIGH,
    Confidence.HIGH,
    AREA,
    1395,
    "`{name}` {version} has a known vulnerability ({advisory})",
    "{advisory}: {summary}",
    "Use a version in which it is mended, and see the advisory.",
)
RULES = (
    INDEX, DIRECT, HASH, HASH_CHANGED, LOCK_MISMATCH, LOCK_REMOVED, PIN, SCRIPT, LOCK_SOURCE, LOOK_ALIKE, DOWNGRADE,
    VULNERABLE,
)  # fmt: skip

"""Files that decide what reviewers and scanners look at, and which paths an ignore list leaves out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

POLICY = ".patchwarden.yml"
OWN_RULE = "own."
"""What the id of a finding of the repository's own rules begins with."""
_MOST_PATTERNS = 500
_LONGEST_PATTERN = 300


@dataclass(frozen=True, slots=True)
class ControlFile:
    """What a file is, and what it decides, as a sentence names them."""

    what: str
    decides: str
    anywhere: bool = False
    """Whether it counts in every folder, and not only at the root and in :data:`_FOLDERS`."""


_LIST, _SETTINGS = "A scanner's ignore list", "A scanner's settings"
_KNOWN: Mapping[str, ControlFile] = {
    POLICY: ControlFile("The policy of these reviews", "what this reviewer reports", anywhere=True),
    "patchwarden.yml": ControlFile(
        "The policy of an owner's repositories", "what this reviewer reports in all of them"
    ),
    ".semgrepignore": ControlFile(_LIST, "what semgrep leaves out", anywhere=True),
    ".gitleaksignore": ControlFile(_LIST, "which secrets gitleaks leaves out"),
    ".trivyignore": ControlFile(_LIST, "which vulnerabilities trivy leaves out"),
    ".trivyignore.yaml": ControlFile(_LIST, "which vulnerabilities trivy leaves out"),
    ".snyk": ControlFile(_LIST, "which vulnerabilities snyk leaves out", anywhere=True),
    ".bandit": ControlFile(_SETTINGS, "what bandit leaves out"),
    ".nsprc": ControlFile(_LIST, "which advisories are left out"),
    ".eslintignore": ControlFile(_LIST, "what eslint leaves out", anywhere=True),
    "sonar-project.properties": ControlFile(_SETTINGS, "what SonarQube leaves out"),
    ".gitleaks.toml": ControlFile(_SETTINGS, "which secrets gitleaks leaves out"),
    ".checkov.yaml": ControlFile(_SETTINGS, "what checkov leaves out"),
    ".checkov.yml": ControlFile(_SETTINGS, "what checkov leaves out"),
    ".tfsec.yml": ControlFile(_SETTINGS, "what tfsec leaves out"),
    "brakeman.ignore": ControlFile(_LIST, "which warnings of brakeman are left out"),
    "CODEOWNERS": ControlFile("Code ownership", "who must review which files"),
    "zizmor.yml": ControlFile(_SETTINGS, "what zizmor leaves out"),
}
_RULE_ID = re.compile(r"""\bid["']?:\s*["']?([\w.-]+)""")
_FOLDERS = frozenset({".", ".github", "docs", ".gitlab", "config"})
_RULE_FILE = ControlFile("A rule of the repository's own", "what these reviews search for", anywhere=True)


def control_file(path: str, own_rules: Iterable[str] = ()) -> ControlFile | None:
    """What the file decides; ``None`` where it decides nothing. ``own_rules`` are the files and folders of the policy's
    own rules."""
    at = PurePosixPath(path)
    known = _KNOWN.get(at.name)
    if known is not None and (known.anywhere or str(at.parent) in _FOLDERS):
        return known
    names = [name.removeprefix("./").rstrip("/") for name in own_rules]
    return _RULE_FILE if any(path == name or path.startswith(f"{name}/") for name in names if name) else None


def ignored_paths(path: str, lines: Iterable[str]) -> tuple[str, ...]:
    """The globs of the paths that these lines of an ignore list leave out; none where the file is no such list."""
    at = PurePosixPath(path)
    read = _READERS.get(at.name)
    if read is None:
        return ()
    folder = "" if str(at.parent) == "." else f"{at.parent}/"
    globs = (f"{folder}{glob}" for line in lines for glob in read(line.strip()) if len(glob) <= _LONGEST_PATTERN)
    return tuple(dict.fromkeys(glob for _, glob in zip(range(_MOST_PATTERNS), globs, strict=False)))


def rule_ids(text: str) -> frozenset[str]:
    """The ids of findings of the rules that a file of own rules seems to have, by its lines: it need be no YAML."""
    return frozenset(OWN_RULE + found for found in _RULE_ID.findall(text))


def _git_like(line: str) -> Iterator[str]:
    """A line as ``.gitignore`` has them."""
    if not line or line.startswith(("#", "!", ":")):
        return
    name = line.strip("/")
    anchored = line.startswith("/") or "/" in name
    for start in ("",) if anchored else ("", "**/"):
        yield from (f"{start}{name}", f"{start}{name}/**")


def _sonar(line: str) -> Iterator[str]:
    key, _, value = line.partition("=")
    if re.fullmatch(r"sonar\.(?:\w+\.)*(?:exclusions|resourceKey)", key.strip()):
        yield from filter(None, (glob.strip() for glob in value.split(",")))


def _bandit(line: str) -> Iterator[str]:
    key, _, value = line.replace(":", "=", 1).partition("=")
    if key.strip() in ("exclude", "exclude_dirs", "targets"):
        names = (name.strip().removeprefix("./").strip("/") for name in value.strip(" []").split(","))
        yield from (glob for name in names if name for glob in (name, f"{name}/**"))


def _gitleaks(line: str) -> Iterator[str]:
    """``[<commit>:]<path>:<rule>:<line>``."""
    parts = line.split(":")
    if not line.startswith("#") and len(parts) in (3, 4) and not parts[-3].startswith("/"):
        yield parts[-3]


_READERS: Mapping[str, Callable[[str], Iterator[str]]] = {
    ".semgrepignore": _git_like,
    ".eslintignore": _git_like,
    "sonar-project.properties": _sonar,
    ".bandit": _bandit,
    ".gitleaksignore": _gitleaks,
}

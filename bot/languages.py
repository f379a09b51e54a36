"""Which language a path is written in, by semgrep's names."""

from __future__ import annotations

from pathlib import PurePosixPath

_BY_SUFFIX = {
    ".py": "python", ".pyi": "python", ".pyw": "python",
    ".js": "javascript", ".jsx": "javascript", ".mjs": "javascript", ".cjs": "javascript",
    ".ts": "typescript", ".tsx": "typescript", ".mts": "typescript", ".cts": "typescript",
    ".vue": "vue", ".html": "html", ".htm": "html",
    ".go": "go", ".java": "java", ".rb": "ruby", ".php": "php",
    ".sh": "bash", ".bash": "bash",
    ".tf": "terraform", ".hcl": "hcl", ".dockerfile": "dockerfile",
    ".yaml": "yaml", ".yml": "yaml", ".json": "json",
}  # fmt: skip
_BY_NAME = {"Dockerfile": "dockerfile", "Containerfile": "dockerfile"}


_DATA = frozenset({"", "json", "yaml", "html", "dockerfile", "terraform", "hcl"})
_NAMES = {"php": "PHP", "javascript": "JavaScript", "typescript": "TypeScript", "bash": "shell"}


def is_code(language: str) -> bool:
    """Whether the language is one of programs or templates, for example ``ruby``, and not of data or prose."""
    return language not in _DATA


def display_name(language: str) -> str:
    """The language's name as people write it: ``PHP``, ``Ruby``."""
    return _NAMES.get(language, language.capitalize())


def language_of(path: str) -> str:
    """Semgrep's name of the language, or ``""`` where the path tells none."""
    name = PurePosixPath(path).name
    if name in _BY_NAME or name.split(".")[0] in _BY_NAME:
        return "dockerfile"
    return _BY_SUFFIX.get(PurePosixPath(path).suffix.lower(), "")

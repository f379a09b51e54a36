"""Writes the manual as MkDocs reads it: ``python -m workers.manual.site FOLDER``, run by ``make docs``.

The pages of ``docs/`` and the repository's own are taken as they stand. A link to a file that is no page of the site
becomes the file's name.
"""

from __future__ import annotations

import posixpath
import re
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

import yaml

from bot.model import Area
from workers.checks.registry import default_checks
from workers.manual import listings, rule_pages, telling, words
from workers.manual.rule_pages import Entry, folder_name, slug

ROOT: Final = Path(__file__).parents[2]
_OWN: Final[Mapping[str, str]] = {
    "README.md": "index.md",
    "CONTRIBUTING.md": "contributing.md",
    "SECURITY.md": "reporting.md",
    "CHANGELOG.md": "changelog.md",
    "rules/README.md": "write-a-rule.md",
}
"""Pages that stand elsewhere than in ``docs/`` → where they are in the site."""
_MADE: Final = frozenset({"docs/rules.md"})
"""Pages that the site has in a form of its own."""
_PAGES: Final[Mapping[str, Mapping[str, str]]] = {
    "Start": {
        "Install and first review": "index.md",
        "In CI and before a commit": "ci.md",
        "Other scanners": "other-scanners.md",
        "Gerrit": "gerrit.md",
    },
    "Use": {
        "Pages": "pages.md",
        "Commands": "commands.md",
        "Policy": "policy.md",
        "Rules and functions of your own": "own-rules.md",
        "Auditing decisions": "audit.md",
        "Words": "glossary.md",
    },
    "Operate": {"Operating": "operating.md", "Security": "security.md", "Reporting a flaw": "reporting.md"},
    "Extend": {
        "Contributing": "contributing.md",
        "Write a rule": "write-a-rule.md",
        "Checks": "checks.md",
        "Add a check": "add-a-check.md",
        "Add a host": "hosts.md",
        "Model a library": "taint-models.md",
        "Architecture": "architecture.md",
        "Measuring": "measuring.md",
        "Coverage": "coverage.md",
        "Changes": "changelog.md",
    },
}
_LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(([^()\s]+)\)")
_FENCE = re.compile(r"^\s*(?:```|~~~)")
_ITEM = re.compile(r"^\s*(?:[-*]|\d+\.) ")
_SETTINGS = """\
site_name: Patchwarden
docs_dir: pages
use_directory_urls: true
theme:
  name: material
  font: false
  features:
    - navigation.tabs
    - navigation.indexes
    - navigation.prune
    - navigation.top
    - search.suggest
    - search.highlight
    - content.code.copy
  palette:
    - media: "(prefers-color-scheme: light)"
      scheme: default
      primary: indigo
      toggle: {icon: material/weather-night, name: Dark}
    - media: "(prefers-color-scheme: dark)"
      scheme: slate
      primary: indigo
      toggle: {icon: material/weather-sunny, name: Light}
plugins: [search]
markdown_extensions:
  - tables
  - pymdownx.highlight
  - pymdownx.superfences
  - toc:
      permalink: true
      slugify: !!python/object/apply:pymdownx.slugs.slugify {kwds: {case: lower}}
validation:
  links: {not_found: warn, anchors: warn, absolute_links: warn, unrecognized_links: warn}
"""


def pages() -> dict[str, str]:
    """Every page of the site, by its path there, as Markdown.

    Raises :class:`~workers.reading.rule_files.RuleError`.
    """
    entries = rule_pages.entries()
    found = {place: _relinked(source, text) for source, place, text in _written()}
    found["rules.md"] = listings.overview(entries)
    found |= {f"rules/{entry.id}.md": rule_pages.page(entry) for entry in entries}
    found |= {f"languages/{name}.md": listings.of_folder(name, entries) for name in listings.folders(entries)}
    found |= {f"areas/{slug(area.value)}.md": listings.of_area(area, entries) for area in _areas(entries)}
    found |= {f"checks/{check.id}.md": listings.of_check(check, entries) for check in default_checks(cache_dir=None)}
    return found


def settings() -> str:
    """MkDocs's own file: the look, and the tree of pages."""
    entries = rule_pages.entries()
    nav = [{name: _leaves(leaves)} for name, leaves in _PAGES.items()]
    nav.insert(2, {"Rules": _rules(entries)})
    decisions = {path.stem: f"decisions/{path.name}" for path in sorted((ROOT / "docs" / "decisions").glob("*.md"))}
    nav[-1]["Extend"].append({"Decisions": _leaves(decisions)})
    return _SETTINGS + yaml.safe_dump({"nav": nav}, sort_keys=False, allow_unicode=True, width=200)


def write(folder: Path) -> None:
    """``mkdocs.yml`` and its pages below a folder, which is emptied before."""
    shutil.rmtree(folder, ignore_errors=True)
    for place, text in pages().items():
        path = folder / "pages" / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    shutil.copytree(ROOT / "docs" / "images", folder / "pages" / "images")
    shutil.copytree(ROOT / "docs" / "schemas", folder / "pages" / "schemas")
    (folder / "mkdocs.yml").write_text(settings(), encoding="utf-8")


def _leaves(pages: Mapping[str, str]) -> list[object]:
    return [{title: place} for title, place in pages.items()]


def _rules(entries: Sequence[Entry]) -> list[object]:
    areas: list[object] = [{area.value: f"areas/{slug(area.value)}.md"} for area in _areas(entries)]
    checks: list[object] = [{check.id: f"checks/{check.id}.md"} for check in default_checks(cache_dir=None)]
    languages: list[object] = [{folder_name(name): _folder(name, entries)} for name in listings.folders(entries)]
    return ["rules.md", {"By area": areas}, {"Checks": checks}, *languages]


def _folder(name: str, entries: Sequence[Entry]) -> list[object]:
    """A language with its rules by area."""
    own = [entry for entry in entries if entry.folder == name]
    leaves: list[object] = [f"languages/{name}.md"]
    for area in _areas(own):
        leaves.append({area.value: [_leaf(entry) for entry in own if entry.rule.area is area]})
    return leaves


def _leaf(entry: Entry) -> dict[str, str]:
    return {words.label(telling.title(entry.rule)): f"rules/{entry.id}.md"}


def _areas(entries: Sequence[Entry]) -> list[Area]:
    return [area for area in Area if any(entry.rule.area is area for entry in entries)]


@cache
def _sources() -> dict[str, str]:
    """Path in the repository → path in the site."""
    found = {path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").rglob("*.md")} - _MADE
    return {**_OWN, **{path: path.removeprefix("docs/") for path in sorted(found)}}


def _written() -> Iterator[tuple[str, str, str]]:
    for source, place in _sources().items():
        yield source, place, (ROOT / source).read_text(encoding="utf-8")


def _relinked(source: str, text: str) -> str:
    """The page with its links as they lead in the site, and with the blank line that MkDocs wants before a list."""
    lines: list[str] = []
    fenced = False
    for line in text.splitlines():
        if _FENCE.match(line):
            fenced = not fenced
        before = lines[-1] if lines else ""
        begins = _ITEM.match(line) and not _ITEM.match(before) and not before.startswith((" ", "#"))
        if not fenced and begins and before.strip():
            lines.append("")
        lines.append(line if fenced else _LINK.sub(lambda link: _link(source, link), line))
    return "\n".join(lines) + "\n"


def _link(source: str, link: re.Match[str]) -> str:
    image, label, target = link.groups()
    path, mark, anchor = target.partition("#")
    if "://" in target or not path:
        return link[0]
    named = posixpath.normpath(posixpath.join(posixpath.dirname(source), path))
    known = _sources() | dict.fromkeys(_MADE, "rules.md")
    place = known.get(named)
    if place is None and named.startswith(("docs/images/", "docs/schemas/")):
        place = named.removeprefix("docs/")
    if place is None:
        return label if named in label or named.rpartition("/")[2] in label else f"{label} (`{named}`)"
    here = posixpath.dirname(known[source])
    return f"{image}[{label}]({posixpath.relpath(place, here or '.')}{mark}{anchor})"


if __name__ == "__main__":
    write(Path(sys.argv[1]))

"""What a shell completes with: ids of rules, languages, areas. Whoever presses Tab waits, so little is imported, and
what goes wrong suggests nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import click
from click.shell_completion import CompletionItem

_NO_LANGUAGE = "checks"
"""The folder that ``rules list`` has for what checks claim by themselves."""


def rule_ids(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """Ids of the pack, and of the checks where what was begun may become one of theirs: those stand in their code, and
    importing it takes a second or two."""
    del context, parameter
    try:
        found = {value for name, value in _headings() if name == "id"}
        if _may_be_of_a_check(begun):
            from workers.manual.rule_pages import rules_of_checks

            found |= {rule.id for rule in rules_of_checks()}
    except Exception:  # noqa: BLE001 - a broken pack is told by the command itself
        return []
    return _items(found, begun)


def languages(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """What ``rules list --language`` takes."""
    del context, parameter
    try:
        found = {_NO_LANGUAGE, *(value for name, value in _headings() if name == "language")}
    except Exception:  # noqa: BLE001 - as above
        return []
    return _items(found, begun.lower())


def areas(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """The subjects of rules."""
    del context, parameter
    from bot.model import Area

    return _items((area.value for area in Area), begun)


def _items(found: Iterable[str], begun: str) -> list[CompletionItem]:
    return [CompletionItem(name) for name in sorted(found) if name.startswith(begun)]


def _may_be_of_a_check(begun: str) -> bool:
    from workers.checks.names import NAMES

    return any(name.startswith(begun) or begun.startswith(f"{name}.") for name in NAMES)


def _headings() -> Iterator[tuple[str, str]]:
    """``id`` and ``language`` of each rule of the pack: from the first lines, as every rule file begins with them."""
    from workers.reading import rule_files

    root = rule_files.root()
    for path in rule_files.files(root):
        spoken = path.relative_to(root).parts[0]  # what a check searches for has the folder for a language
        with path.open(encoding="utf-8") as file:
            for line in (next(file, "") for _ in range(2)):
                name, _, value = line.strip().partition(": ")
                if name == "id":
                    yield name, value
                elif name == "languages":
                    spoken = ""
                    yield from (("language", each.strip()) for each in value.strip("[]").split(","))
        if spoken:
            yield "language", spoken

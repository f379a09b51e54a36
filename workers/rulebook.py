"""What ``patchwarden rules`` shows: the pack as people read it."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.markdown import Markdown
from rich.table import Table

from workers.engine import pack, rules
from workers.engine.rules import Rule


class UnknownRule(Exception):
    """No rule has this id; the message names the nearest."""


def show(rule_id: str | None, language: str | None, console: Console | None = None) -> None:
    """The table of all rules (of one language), or one rule in full. Raises :class:`UnknownRule`."""
    console = console or Console(highlight=False)
    loaded = rules.load(pack.root())
    if rule_id is not None:
        console.print(Markdown(_in_full(_find(rule_id, loaded))))
        return
    wanted = [rule for rule in loaded if language is None or language in rule.languages]
    if not wanted:
        known = sorted({name for rule in loaded for name in rule.languages})
        raise UnknownRule(f"no rule is for `{language}`; there are rules for {', '.join(known)}")
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("rule", "severity", "confidence", "CWE", "area", "what"):
        table.add_column(heading, no_wrap=heading in ("rule", "severity", "confidence", "CWE"))
    for rule in wanted:
        table.add_row(rule.id, rule.severity.label, rule.confidence.label, str(rule.cwe), rule.area.value, rule.title)
    console.print(table)
    console.print(f"\n{len(wanted)} rules. `patchwarden rules ID` tells all about one.")


def _find(rule_id: str, loaded: Sequence[Rule]) -> Rule:
    for rule in loaded:
        if rule.id == rule_id:
            return rule
    import difflib

    near = difflib.get_close_matches(rule_id, [rule.id for rule in loaded], n=3, cutoff=0.4)
    hint = f"; near it are {', '.join(near)}" if near else "; `patchwarden rules` lists all"
    raise UnknownRule(f"no rule is called `{rule_id}`{hint}")


def _in_full(rule: Rule) -> str:
    references = "\n".join(f"- <{url}>" for url in rule.references)
    return (
        f"# {rule.title}\n\n`{rule.id}` · severity {rule.severity.label}, confidence {rule.confidence.label} · "
        f"{rule.area.value} · CWE-{rule.cwe}{f' · OWASP {rule.owasp}' if rule.owasp else ''} · "
        f"{', '.join(rule.languages)}\n\n{rule.message}\n\n**Remedy.** {rule.remedy}\n\n{references}\n"
    )

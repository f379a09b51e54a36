"""Where the manual tells people about a rule."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.model import Finding, Observation, Review
from bot.reports.model import RULES

LIST: Final = "all"
"""The page of the bot's own manual that leads to the others, in the place of a rule's id."""
STYLE: Final = "style.css"
"""How that manual looks."""
_OTHERS = ("own.", RULES)
"""Begin the ids of rules that are none of ours: the manual has no page for them."""


def linked(review: Review, address: str) -> Review:
    """The review with the page of each finding's rule; as it is where ``address``, the manual's own, is ``""``."""
    if not address:
        return review
    return replace(
        review,
        observations=tuple(_observation(item, address) for item in review.observations),
        dismissed=tuple(
            replace(item, observation=_observation(item.observation, address)) for item in review.dismissed
        ),
    )


def linked_finding(finding: Finding, address: str) -> Finding:
    """One finding with its rule's page: ``<address>/rules/<id>/``, as ``make docs`` lays the site out."""
    if not address or finding.rule.startswith(_OTHERS):
        return finding
    return replace(finding, page=f"{address.rstrip('/')}/rules/{finding.rule}/")


def _observation(item: Observation, address: str) -> Observation:
    return replace(item, findings=tuple(linked_finding(finding, address) for finding in item.findings))

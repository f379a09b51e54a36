"""Comments and SARIF link a rule's page where the operator has said where the manual is, and only there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.model import Observation, Review
from bot.render import gerrit, markdown, sarif
from bot.review import manual
from tests.unit.render import samples

SITE = "https://docs.example.org/patchwarden"
SAMPLES = (samples.two_defects, samples.hostile, samples.told_together, samples.decided, samples.over_cap)


def observations(review: Review) -> list[Observation]:
    return [*review.observations, *(item.observation for item in review.dismissed)]


@pytest.mark.parametrize("make", SAMPLES)
def test_without_an_address_nothing_changes(make: Any) -> None:
    assert manual.linked(make(), "") == make()


@pytest.mark.parametrize("address", [SITE, f"{SITE}/", "http://docs.internal:8000/patchwarden"])
def test_every_finding_knows_its_page(address: str) -> None:
    for make in SAMPLES:
        for item in observations(manual.linked(make(), address)):
            for finding in item.findings:
                assert finding.page == f"{address.rstrip('/')}/rules/{finding.rule}/"
                assert finding.page in markdown.line_comment(item) or finding is not item.finding


def test_the_link_on_each_host() -> None:
    item = manual.linked(samples.two_defects(), SITE).observations[0]
    page = f"{SITE}/rules/{item.finding.rule}/"
    assert f"[Why and how to fix]({page})" in markdown.line_comment(item)
    assert f"Why and how to fix: {page}" in gerrit.line_comment(item)


def test_a_crowded_comment_keeps_the_link_and_its_limit() -> None:
    item = samples.crowded()
    item = replace(item, findings=tuple(manual.linked_finding(finding, SITE) for finding in item.findings))
    for render in (markdown.line_comment, gerrit.line_comment):
        said = render(item)
        assert len(said.encode()) <= 1_200
        assert item.finding.page in said


@pytest.mark.parametrize(
    "address",
    ["https://x.example/)[a](javascript:1", "https://x.example/ y", "javascript:alert(1)", "https://é.example"],
)
def test_an_address_that_could_be_anything_else_is_no_link(address: str) -> None:
    for item in observations(manual.linked(samples.two_defects(), address)):
        assert "hy and how to fix" not in markdown.line_comment(item) + gerrit.line_comment(item)


def test_sarif_leads_to_the_page_first() -> None:
    document: dict[str, Any] = sarif.document(manual.linked(samples.two_defects(), SITE))
    for rule in document["runs"][0]["tool"]["driver"]["rules"]:
        page = f"{SITE}/rules/{rule['id']}/"
        assert rule["helpUri"] == page
        assert f"[Why and how to fix]({page})" in rule["help"]["markdown"]


def test_a_rule_of_somebody_elses_has_no_page() -> None:
    finding = replace(samples.uncertain(), rule="own.theirs")
    assert manual.linked_finding(finding, SITE) == finding

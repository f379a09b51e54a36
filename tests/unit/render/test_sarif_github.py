"""What GitHub's code scanning wants of SARIF, as the official validator's rules for it say.

Source: https://github.com/microsoft/sarif-sdk/blob/main/docs/ValidationRules.md (GH1001 to GH1007) and the rules'
classes (GH1015, GH1017, GH2012). Version 5.7.0 of the validator itself (`sarif-multitool validate --rule-kind Ghas`)
found nothing in these documents.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

import pytest

from bot.model import Review
from bot.render import sarif
from tests.unit.render import samples

LIMITS = {"runs": 20, "results": 25_000, "rules": 25_000, "locations": 1_000, "codeFlows": 1, "tags": 20}
"""Elements that GitHub takes, by the name of the array (GH1004; https://docs.github.com/en/code-security/code-scanning/
integrating-with-code-scanning/sarif-support-for-code-scanning)."""

Json = Mapping[str, Any]


def document(make: Callable[[], Review]) -> Json:
    read: Json = json.loads(json.dumps(sarif.document(make(), version="0.1.0")))
    return read


def results(log: Json) -> Iterator[Json]:
    for run in log["runs"]:
        yield from run["results"]


def locations(log: Json) -> Iterator[Json]:
    """Those of the results, and those of their data flows."""
    for result in results(log):
        yield from result["locations"]
        for flow in result.get("codeFlows", ()):
            yield from (step["location"] for thread in flow["threadFlows"] for step in thread["locations"])


def arrays(part: object, name: str = "") -> Iterator[tuple[str, list[object]]]:
    if isinstance(part, Mapping):
        for key, value in part.items():
            yield from arrays(value, key)
    elif isinstance(part, list):
        yield name, part
        for value in part:
            yield from arrays(value, name)


@pytest.mark.parametrize("make", samples.ALL)
def test_each_result_names_a_relative_file_and_a_line(make: Callable[[], Review]) -> None:
    """GH1001, GH1003, GH1005, GH1006, GH1017."""
    log = document(make)
    assert all(result["locations"] for result in results(log))
    for location in locations(log):
        place = location["physicalLocation"]
        uri = urlsplit(place["artifactLocation"]["uri"])
        assert (uri.scheme, uri.netloc) == ("", "")
        assert uri.path
        assert not uri.path.startswith("/")
        region = place["region"]
        assert 1 <= region["startLine"] <= region.get("endLine", region["startLine"])


@pytest.mark.parametrize("make", samples.ALL)
def test_steps_messages_and_related_places_are_whole(make: Callable[[], Review]) -> None:
    """GH1002, GH1007 and GH1015: nothing refers to another part of the document."""
    log = document(make)
    for result in results(log):
        assert result["message"]["text"]
        assert not {"id", "arguments"} & result["message"].keys()
        assert all("message" in related for related in result.get("relatedLocations", ()))
        assert result["partialFingerprints"]
        for flow in result.get("codeFlows", ()):
            assert all("location" in step for thread in flow["threadFlows"] for step in thread["locations"])


@pytest.mark.parametrize("make", samples.ALL)
def test_each_rule_is_described(make: Callable[[], Review]) -> None:
    """GH2012."""
    for run in document(make)["runs"]:
        rules = run["tool"]["driver"]["rules"]
        assert len({rule["id"] for rule in rules}) == len(rules)
        for rule in rules:
            for text in ("shortDescription", "fullDescription", "help"):
                assert rule[text]["text"].strip(), (rule["id"], text)
            assert rule["help"]["markdown"].strip()
            assert rule["name"] != rule["id"]
            assert urlsplit(rule.get("helpUri", "https://x")).scheme in ("http", "https")


@pytest.mark.parametrize("make", samples.ALL)
def test_no_array_is_longer_than_github_takes(make: Callable[[], Review]) -> None:
    """GH1004."""
    for name, array in arrays(document(make)):
        assert len(array) <= LIMITS.get(name, 25_000), name

"""A rule file for settings is read strictly: a slip is a message with the file, the key and what is wanted."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from workers.checks.configuration import RULES, settings
from workers.checks.configuration.kinds import KINDS
from workers.reading import rule_files
from workers.reading.rule_files import RuleError, root

NAME = "kubernetes-compose/configuration/privilege-escalation.yaml"
TEXT = (root() / NAME).read_text(encoding="utf-8")


def test_words_and_breaks_are_no_part_of_a_pattern() -> None:
    read = settings.read(NAME, yaml.safe_load(TEXT))
    (way,) = read.pattern.ways
    assert "%{" not in way
    assert "\n" not in way
    assert [place.path.pattern for place in read.places][:1] == [r"(?:^|\.)(?:allowPrivilegeEscalation)$"]
    assert read.places[0].value.fullmatch("YES")
    assert read.is_structural


@pytest.mark.parametrize(
    ("was", "becomes", "message"),
    [
        (
            "files: kubernetes-compose",
            "files: caddy",
            "`files` is `caddy`; it must be one of docker, kubernetes-compose",
        ),
        ("severity: medium", "severity: grave", "`severity` is `grave`; it must be one of low, medium, high"),
        ("cwe: 250", "cwe: many", "`cwe` must be a whole number, not a text"),
        ("settings:", "places:", "unknown key `places`; known are above, area, audit, block,"),
        ("lines:", "lines: all\nabove:", "`lines` must be a list, not a text"),
        ("title: ", "title: [a]\nowasp: ", "`title` must be a text"),
        ("%{is-on}", "%{is-maybe}", "`%{is-maybe}` is not in _shared/settings/words.yaml"),
        ("path: 'runAsUser'", "path: '(runAsUser'", "is no regular expression: missing )"),
        ("path: 'runAsUser'", "key: 'runAsUser'", "`settings[2]` `key` is not known here"),
    ],
)
def test_a_slip_is_named_with_its_file(was: str, becomes: str, message: str) -> None:
    assert was in TEXT
    with pytest.raises(RuleError) as caught:
        settings.read(NAME, yaml.safe_load(TEXT.replace(was, becomes)))
    assert str(caught.value).startswith(f"{NAME}: ")
    assert message in str(caught.value)


def test_only_the_rules_of_a_files_kind_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    documents = rule_files.documents

    def seen(folder: Path, technology: str = "") -> object:
        asked.append(technology)
        return documents(folder, technology)

    settings.of_kind.cache_clear()
    monkeypatch.setattr(rule_files, "documents", seen)
    assert {setting.kind for setting in settings.of_kind("shell-anywhere")} == {"shell-anywhere"}
    assert asked == ["shell"]


def test_every_rule_of_the_check_is_listed_once() -> None:
    listed = [rule.id for rule in RULES]
    assert len(set(listed)) == len(listed)
    assert {setting.rule.id for kind in KINDS for setting in settings.of_kind(kind)} < set(listed)

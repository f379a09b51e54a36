"""Known vulnerabilities: which versions a record holds for, and the index of all records."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from bot.model import ChangedFile, Finding
from tests.builders import changed_file, snapshot
from workers.checks.dependencies import Dependencies
from workers.checks.dependencies.advisories import database
from workers.checks.dependencies.manifests import Entry


def found(*files: ChangedFile, osv: Path) -> list[Finding]:
    return list(Dependencies(osv).run(snapshot(*files)).head)


ADVISORY = {
    "id": "TEST-1",
    "summary": "Sessions are not checked",
    "affected": [
        {
            "package": {"ecosystem": "PyPI", "name": "Flask"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "2.0"}, {"fixed": "2.3.2"}]}],
        }
    ],
}


@pytest.mark.parametrize(
    ("version", "known"), [("2.3.1", True), ("2.0", True), ("2.3.2", False), ("1.9", False), ("2.3.2rc1", True)]
)
def test_a_known_vulnerability(tmp_path: Path, version: str, known: bool) -> None:
    (tmp_path / "TEST-1.json").write_text(json.dumps(ADVISORY))
    findings = found(changed_file("requirements.txt", "a\n", f"a\nflask=={version}\n"), osv=tmp_path)
    assert [f.rule for f in findings] == (["dependencies.known-vulnerability"] if known else [])
    if known:
        assert findings[0].message == "TEST-1: Sessions are not checked. Mended in 2.3.2."


def test_an_old_vulnerable_version_is_not_news(tmp_path: Path) -> None:
    (tmp_path / "all.jsonl").write_text(json.dumps(ADVISORY) + "\n")
    assert found(changed_file("requirements.txt", "flask==2.1\n", "flask==2.1\nb\n"), osv=tmp_path / "all.jsonl") == []


def test_what_a_record_has_as_null_it_has_not(tmp_path: Path) -> None:
    events = [{"introduced": "0", "fixed": None}, {"introduced": None, "fixed": "2.3.2"}]
    affected = {
        "package": {"ecosystem": "PyPI", "name": "Flask"},
        "ranges": [{"type": "ECOSYSTEM", "events": events}, {"type": None, "events": None}],
        "versions": None,
    }
    record = {"id": "TEST-1", "summary": None, "details": None, "withdrawn": None, "affected": [affected]}
    (tmp_path / "all.json").write_text(json.dumps([record, {"id": "TEST-2", "affected": None}]))
    assert ids(tmp_path / "all.json") == ["TEST-1"]


def archive(path: Path, **texts: str) -> Path:
    with zipfile.ZipFile(path, "w") as file:
        for name, text in texts.items():
            file.writestr(f"{name}.json", text)
    return path


FLASK = Entry("python", "flask", version="2.1")


def ids(records: Path, cache_dir: Path | None = None) -> list[str]:
    return [advisory.id for advisory in database(records, cache_dir).of(FLASK)]


def test_the_forms_of_records(tmp_path: Path) -> None:
    record = json.dumps(ADVISORY)
    (tmp_path / "one.json").write_text(record)
    (tmp_path / "list.json").write_text(f"[{record}, {record.replace('TEST-1', 'TEST-2')}]")
    (tmp_path / "answer.json").write_text(f'{{"vulns": [{record}]}}')
    packed = archive(tmp_path / "all.zip", a=record, b=json.dumps(ADVISORY | {"id": "TEST-0"}))
    assert [ids(tmp_path / name) for name in ("one.json", "list.json", "answer.json")] == [
        ["TEST-1"],
        ["TEST-1", "TEST-2"],
        ["TEST-1"],
    ]
    assert ids(packed) == ["TEST-0", "TEST-1"]


def test_a_withdrawn_record_holds_no_more(tmp_path: Path) -> None:
    (tmp_path / "all.json").write_text(json.dumps(ADVISORY | {"withdrawn": "2026-01-01T00:00:00Z"}))
    assert ids(tmp_path / "all.json") == []


def test_the_index_is_kept_and_made_anew_when_the_records_change(tmp_path: Path) -> None:
    records, cache = tmp_path / "records", tmp_path / "cache"
    records.mkdir()
    (records / "TEST-1.json").write_text(json.dumps(ADVISORY))
    assert ids(records, cache) == ["TEST-1"]
    (first,) = cache.iterdir()
    assert ids(records, cache) == ["TEST-1"]
    assert list(cache.iterdir()) == [first]
    (records / "TEST-2.json").write_text(json.dumps(ADVISORY | {"id": "TEST-2"}))
    assert ids(records, cache) == ["TEST-1", "TEST-2"]
    (second,) = cache.iterdir()
    assert second != first


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("missing.json", None, "FileNotFoundError"),
        ("half.json", "{", "JSONDecodeError"),
        ("no.zip", "text", "ValueError"),
    ],
)
def test_records_that_cannot_be_read_are_a_gap(tmp_path: Path, name: str, content: str | None, reason: str) -> None:
    if content is not None:
        (tmp_path / name).write_text(content)
    cache = tmp_path / "cache"
    check = Dependencies(tmp_path / name, cache)
    (gap,) = check.run(snapshot(changed_file("requirements.txt", "", "a==1\n"))).run.gaps
    assert gap.reason == f"the OSV records cannot be read ({reason})"
    assert not cache.exists() or list(cache.iterdir()) == []


@pytest.mark.parametrize("introduced", ["0", "2.0"])
def test_before_every_version_is_before_what_comes_before_the_first_release(tmp_path: Path, introduced: str) -> None:
    ranges = [{"type": "ECOSYSTEM", "events": [{"introduced": introduced}]}]
    affected = {"package": {"ecosystem": "PyPI", "name": "flask"}, "ranges": ranges}
    (tmp_path / "all.json").write_text(json.dumps(ADVISORY | {"affected": [affected]}))
    early = Entry("python", "flask", version="0.dev1")
    assert len(list(database(tmp_path / "all.json", None).of(early))) == (introduced == "0")

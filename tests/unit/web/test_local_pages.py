"""Pages for whoever sits at the machine: who that is, and who is not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from bot.access.local import LocalAccess, NotLocal
from bot.settings import SettingsError
from bot.web.settings import WebSettings
from bot.web.wiring import from_settings

HERE = {"REMOTE_ADDR": "127.0.0.1"}


@pytest.fixture
def asked(tmp_path: Path) -> Iterator[FlaskClient]:
    app = from_settings(settings(tmp_path))
    yield app.test_client()
    app.extensions["store"].close()


def settings(tmp_path: Path, **more: str) -> WebSettings:
    own = {"REDIS_URL": f"unix://{tmp_path}/none", "PATCHWARDEN_PAGES": "local", "PATCHWARDEN_STATE_DIR": str(tmp_path)}
    return WebSettings.from_environ(own | more)


@pytest.mark.parametrize("host", ["localhost", "localhost:8080", "127.0.0.1:8080", "[::1]:8080", "[::1]", "LOCALHOST"])
def test_who_sits_here_sees_the_pages(asked: FlaskClient, host: str) -> None:
    answer = asked.get("/changes", headers={"Host": host}, environ_base=HERE)
    assert answer.status_code == 200
    assert "No change that you may see was reviewed yet." in answer.text


@pytest.mark.parametrize(
    ("host", "sender", "more"),
    [
        ("evil.example:8080", "127.0.0.1", {}),
        ("127.0.0.1.evil.example", "127.0.0.1", {}),
        ("localhost", "10.0.0.7", {}),
        ("localhost", "", {}),
        ("localhost", "127.0.0.1", {"X-Forwarded-For": "203.0.113.7"}),
        ("localhost", "127.0.0.1", {"Forwarded": "for=203.0.113.7"}),
        ("", "127.0.0.1", {}),
    ],
)
def test_others_are_told_where_the_pages_are(asked: FlaskClient, host: str, sender: str, more: dict[str, str]) -> None:
    answer = asked.get("/changes", headers={"Host": host, **more}, environ_base={"REMOTE_ADDR": sender})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/only-here")
    told = asked.get("/only-here", headers={"Host": host, **more}, environ_base={"REMOTE_ADDR": sender})
    assert (told.status_code, told.mimetype) == (403, "text/plain")


@pytest.mark.parametrize(
    "more",
    [
        {"PATCHWARDEN_LISTEN": "0.0.0.0:8080"},
        {"PATCHWARDEN_LISTEN": "10.0.0.7:8080"},
        {"PORT": "8080"},
        {"PATCHWARDEN_PAGES": "everybody"},
    ],
)
def test_they_are_refused_where_others_reach_the_server(tmp_path: Path, more: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match="PATCHWARDEN_PAGES"):
        settings(tmp_path, **more)


def test_the_access_itself_refuses_any_other_address() -> None:
    with pytest.raises(NotLocal, match="can be reached from other machines"):
        LocalAccess("0.0.0.0:8080")


def test_without_the_setting_there_are_no_pages(tmp_path: Path) -> None:
    own = {"REDIS_URL": "redis://127.0.0.1:1/0", "PATCHWARDEN_STATE_DIR": str(tmp_path)}
    made = WebSettings.from_environ(own)
    assert made.database_url == ""
    assert from_settings(made).test_client().get("/", environ_base=HERE).status_code == 404


def test_a_redis_that_does_not_answer_is_told_on_the_page(asked: FlaskClient) -> None:
    assert "Redis does not answer" in asked.get("/", headers={"Host": "localhost"}, environ_base=HERE).text

"""What a real Gerrit tells of what people may read, under an account that has View Access."""

from __future__ import annotations

from urllib.parse import quote

import pytest
import requests

from bot.hosts.base import HostError
from bot.hosts.gerrit.viewing import GerritViewing
from tests.fakes.gerrit.server import BOT
from tests.gerrit.real_server import MAINTAINERS, PASSWORDS, RealGerrit

pytestmark = pytest.mark.real_gerrit
PASSWORD = "the looker's password"


@pytest.fixture(scope="module")
def looker(real_gerrit: RealGerrit) -> GerritViewing:
    account = {"name": "Looker", "email": "looker@example.org", "http_password": PASSWORD}
    real_gerrit.call("PUT", "/accounts/looker", account)
    real_gerrit.call("PUT", "/groups/Lookers", {"members": ["looker"]})
    lookers = real_gerrit.call("GET", "/groups/Lookers")["id"]
    capability = {"permissions": {"viewAccess": {"rules": {lookers: {"action": "ALLOW"}}}}}
    real_gerrit.call("POST", "/projects/All-Projects/access", {"add": {"GLOBAL_CAPABILITIES": capability}})
    return GerritViewing("gerrit", real_gerrit.url, "looker", PASSWORD)


def readable_by(gerrit: RealGerrit, project: str, ref: str, *groups: str) -> None:
    """Nobody else reads the ref, also not by what is inherited."""
    ids = [gerrit.call("GET", f"/groups/{group}")["id"] for group in groups]
    read = {"exclusive": True, "rules": {one: {"action": "ALLOW"} for one in ids}}
    gerrit.call("POST", f"/projects/{quote(project, safe='')}/access", {"add": {ref: {"permissions": {"read": read}}}})


def test_each_account_is_shown_what_it_may_read(real_gerrit: RealGerrit, looker: GerritViewing) -> None:
    open_, closed, half, unseen = (f"access/{name} x" for name in ("open", "closed", "half", "unseen"))
    for project in (open_, closed, half, unseen):
        real_gerrit.call("PUT", f"/projects/{quote(project, safe='')}", {"branches": ["main"]})
    readable_by(real_gerrit, closed, "refs/*", "Lookers", MAINTAINERS)
    readable_by(real_gerrit, half, "refs/heads/main", "Lookers", MAINTAINERS)
    readable_by(real_gerrit, unseen, "refs/*", MAINTAINERS)
    every = (open_, closed, half, unseen, "access/none")

    def shown(account: str) -> list[str]:
        return sorted(looker.shown(account, "", every).repositories)

    def reads(account: str) -> list[str]:
        """What Gerrit gives that account itself."""
        auth = (account, PASSWORDS[account])
        addresses = {one: f"{real_gerrit.url}/a/projects/{quote(one, safe='')}/HEAD" for one in every}
        return sorted(one for one, url in addresses.items() if requests.get(url, auth=auth, timeout=60).ok)

    for account in ("mona", "mallory"):
        assert shown(account) == reads(account), account
    assert half in shown("mona")
    assert half not in shown("mallory")


def test_without_the_capability_nothing_is_told(real_gerrit: RealGerrit) -> None:
    project = real_gerrit.new_project()
    project.close()
    bot = GerritViewing("gerrit", real_gerrit.url, BOT, PASSWORDS[BOT])
    with pytest.raises(HostError, match="View Access"):
        bot.shown("mona", "", [project.project])


def test_with_a_wrong_password_the_settings_are_named(real_gerrit: RealGerrit) -> None:
    wrong = GerritViewing("gerrit", real_gerrit.url, BOT, "not this one")
    with pytest.raises(HostError, match="check access_username and access_password"):
        wrong.shown("mona", "", ["x"])

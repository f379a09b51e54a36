"""How an App comes to be from a manifest: a form that GitHub shows to its owner, and a code for the credentials.

Source: https://docs.github.com/en/apps/sharing-github-apps/registering-a-github-app-from-a-manifest
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

import requests
from msgspec import Struct

from bot.decoding import Misread, decode_json
from bot.hosts.fields import is_loopback
from bot.hosts.github.diagnosing import EVENTS
from bot.hosts.github.permissions import PERMISSIONS
from bot.hosts.github.settings import GitHubSettings

_CODE = re.compile(r"[A-Za-z0-9_-]{1,200}")
_SECONDS = 30.0
_LARGEST = 200_000
"""Bytes of an answer; a real one has about 4,000."""


class NotConverted(Exception):
    """GitHub gave no credentials for the code; the message says why, and has no secret."""


class _Owner(Struct, frozen=True):
    login: str = ""


class _Answer(Struct, frozen=True):
    id: int
    slug: str
    pem: str
    html_url: str
    webhook_secret: str | None = None
    client_id: str = ""
    client_secret: str = ""
    owner: _Owner = _Owner()


@dataclass(frozen=True, slots=True)
class NewApp:
    """An App as GitHub hands it to its owner, once."""

    id: int
    slug: str
    owner: str
    page: str
    private_key: str = field(repr=False)
    webhook_secret: str = field(repr=False)
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    """By both people sign in."""

    @property
    def install_page(self) -> str:
        """Where it is installed on repositories."""
        return f"{self.page}/installations/new"


@dataclass(frozen=True, slots=True)
class Place:
    """The GitHub that the App is for. Raises :class:`~bot.hosts.fields.BadSettings` for an address that is none."""

    api: str
    web: str

    @classmethod
    def of(cls, api: str) -> Place:
        """``api`` is the REST root, as in the settings."""
        settings = GitHubSettings(base_url=api, token="none yet", marker_key=b"none", allow_http=is_loopback(api))  # noqa: S106 # nosec B106
        return cls(settings.base_url, settings.web_url)

    def form(self, organization: str, state: str) -> str:
        """Where the manifest is sent by the owner's browser: the owner's own account, or an organization."""
        owner = f"organizations/{quote(organization, safe='')}/" if organization else ""
        return f"{self.web}/{owner}settings/apps/new?{urlencode({'state': state})}"

    def convert(self, code: str) -> NewApp:
        """The App's credentials for a code, which is good for one hour and one use. Raises :class:`NotConverted`."""
        if not _CODE.fullmatch(code):
            raise NotConverted("the code that came back is none")
        try:
            answer = requests.post(
                f"{self.api}/app-manifests/{code}/conversions",
                headers={"Accept": "application/vnd.github+json"},
                timeout=_SECONDS,
                allow_redirects=False,
                stream=True,
            )
            with answer:
                content = answer.raw.read(_LARGEST, decode_content=True)
        except (requests.RequestException, OSError) as error:
            raise NotConverted(f"{self.api} does not answer ({type(error).__name__})") from error
        if answer.status_code != requests.codes.created:
            why = "was the code used before, or an hour old?" if answer.status_code in (404, 422) else "it refuses."
            raise NotConverted(f"{self.api} answers {answer.status_code}: {why} Start again")
        try:
            made = decode_json(_Answer, content)
        except Misread as error:
            raise NotConverted(
                f"{self.api} gave an answer that is no App ({error.place or 'not the usual form'})"
            ) from None
        if not made.webhook_secret:
            raise NotConverted("GitHub made the App without a webhook secret: delete it there, and start again")
        return NewApp(
            made.id,
            made.slug,
            made.owner.login,
            made.html_url,
            made.pem,
            made.webhook_secret,
            made.client_id,
            made.client_secret,
        )


def manifest(name: str, hook: str, come_back: str, *, signed_in: str, merge_queue: bool) -> str:
    """The manifest as JSON: what the App may do, what it hears of, and where GitHub sends both.

    ``hook`` is the webhook's address, ``come_back`` where the owner's browser goes with the code, ``signed_in`` where
    people go who sign in through the App.
    """
    permissions, events = dict(PERMISSIONS), [*EVENTS]
    if merge_queue:
        permissions["merge_queues"] = "read"
        events.append("merge_group")
    return json.dumps(
        {
            "name": name,
            "url": hook.rpartition("/webhooks/")[0],
            "hook_attributes": {"url": hook, "active": True},
            "redirect_url": come_back,
            "callback_urls": [signed_in],
            "public": False,
            "default_permissions": {**permissions, "metadata": "read"},
            "default_events": events,
        }
    )

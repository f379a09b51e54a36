"""What the web server needs of a GitHub account: enough to know its deliveries and the people who sign in through it,
and no credential of the bot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol, Self

from bot.hosts.fields import Fields
from bot.hosts.github.viewing import GitHubViewing
from bot.hosts.talk import TalkSettings


class GitHubAccount(Protocol):
    """What a delivery is read with: :class:`GitHubDoor`, or the whole settings."""

    @property
    def name(self) -> str: ...

    @property
    def app_id(self) -> int | str | None: ...

    @property
    def webhook_secret(self) -> str: ...

    @property
    def talk(self) -> TalkSettings: ...

    @property
    def viewing(self) -> GitHubViewing | None: ...


@dataclass(frozen=True, slots=True)
class GitHubDoor:
    """The webhook's secret, whom we listen to, and how people sign in. The App's id is public; its key is not here."""

    name: str = "github"
    webhook_secret: str = field(default="", repr=False)
    app_id: int | str | None = None
    talk: TalkSettings = field(default_factory=TalkSettings)
    viewing: GitHubViewing | None = None

    @classmethod
    def read(cls, fields: Fields) -> Self | None:
        """From the fields of a whole account or from these alone; others are not looked at. ``None`` where a field is
        wrong: then ``fields.problems`` says what."""
        secret = read_webhook_secret(fields)
        name, app_id = fields.text("name", "github"), fields.text("app_id") or None
        talk, viewing = TalkSettings.read(fields), GitHubViewing.read(fields)
        return fields.so_far(partial(cls, name, secret, app_id, talk, viewing))

    @classmethod
    def of(cls, account: GitHubAccount) -> Self:
        return cls(account.name, account.webhook_secret, account.app_id, account.talk, account.viewing)

    def fields(self) -> Mapping[str, object]:
        """What :meth:`read` makes the same of."""
        own = {"name": self.name, "webhook_secret": self.webhook_secret, **self.talk.fields()}
        own |= self.viewing.fields() if self.viewing else {}
        return own if self.app_id is None else own | {"app_id": str(self.app_id)}


def read_webhook_secret(fields: Fields) -> str:
    """The secret, with what is wrong with it among ``fields.problems``."""
    secret = fields.secret("webhook_secret")
    if fields.good("webhook_secret") and len(secret) < 16:
        state = "shorter than 16 characters" if secret else "not set"
        fields.problem("webhook_secret", f"{state}: enter the same long random text here and in GitHub's webhook page")
    return secret

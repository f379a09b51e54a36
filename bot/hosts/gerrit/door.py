"""What the web server needs of a Gerrit account: enough to know its deliveries and what people are shown there, and no
credential of the bot."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol, Self

from bot.hosts.fields import Fields
from bot.hosts.gerrit.viewing import GerritViewing
from bot.hosts.talk import TalkSettings

_ADDRESS_END = re.compile(r"[A-Za-z0-9._~-]{16,200}")


class GerritAccount(Protocol):
    """What a delivery is read with: :class:`GerritDoor`, or the whole settings."""

    @property
    def name(self) -> str: ...

    @property
    def username(self) -> str: ...

    @property
    def webhook_secret(self) -> str: ...

    @property
    def talk(self) -> TalkSettings: ...

    @property
    def viewing(self) -> GerritViewing | None: ...


@dataclass(frozen=True, slots=True)
class GerritDoor:
    """The end of the webhook's address, who we are, and whom we listen to. The bot's password is not here."""

    name: str = "gerrit"
    webhook_secret: str = field(default="", repr=False)
    username: str = ""
    """Ours: what we wrote ourselves makes no job. ``""`` where it is not told: then the worker finds that out."""
    talk: TalkSettings = field(default_factory=TalkSettings)
    viewing: GerritViewing | None = None

    @classmethod
    def read(cls, fields: Fields) -> Self | None:
        """From the fields of a whole account or from these alone; others are not looked at. ``None`` where a field is
        wrong: then ``fields.problems`` says what."""
        secret = read_webhook_secret(fields)
        name, username = fields.text("name", "gerrit"), fields.text("username")
        talk = TalkSettings.read(fields, authors_dismiss=True)
        return fields.so_far(partial(cls, name, secret, username, talk, GerritViewing.read(fields)))

    @classmethod
    def of(cls, account: GerritAccount) -> Self:
        return cls(account.name, account.webhook_secret, account.username, account.talk, account.viewing)

    def fields(self) -> Mapping[str, object]:
        """What :meth:`read` makes the same of."""
        return {
            "name": self.name,
            "webhook_secret": self.webhook_secret,
            "username": self.username,
            **self.talk.fields(),
            **(self.viewing.fields() if self.viewing else {}),
        }


def read_webhook_secret(fields: Fields) -> str:
    """The secret, with what is wrong with it among ``fields.problems``."""
    secret = fields.secret("webhook_secret")
    if fields.good("webhook_secret") and not _ADDRESS_END.fullmatch(secret):
        fields.problem("webhook_secret", "give 16 or more letters and digits: they end the webhook's address")
    return secret

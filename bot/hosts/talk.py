"""How we are spoken to on a host, and whom we obey there: the settings that all hosts share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from bot.hosts.fields import Fields

_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,38}[A-Za-z0-9])?", re.ASCII)


@dataclass(frozen=True, slots=True)
class TalkSettings:
    """Read from the fields ``command_names``, ``maintainers``, ``obeyed_bots``, ``drafts``, ``own_high`` and
    ``authors_dismiss``."""

    names: tuple[str, ...] = ("patchwarden",)
    """What we answer to, as in ``/patchwarden review`` and ``@patchwarden review``; without the sign, any case."""
    maintainers: tuple[str, ...] = ()
    """Teams (``org/team``) or groups whose members may decide although the host gives them no such right."""
    bots: tuple[str, ...] = ()
    """Accounts of bots that are obeyed as people are."""
    drafts: bool = False
    """Review drafts and work in progress unasked."""
    own_high: bool = False
    """Whether authors may dismiss findings of high severity on their own changes alone."""
    authors_dismiss: bool = False
    """Whether an author without a maintainer's rights may dismiss what is not of high severity; that holds for the
    change alone."""

    @classmethod
    def read(cls, fields: Fields, *, authors_dismiss: bool = False) -> Self:
        """What is wrong is among ``fields.problems``. ``authors_dismiss`` is the host's default."""
        names = tuple(name.lstrip("/@").lower() for name in fields.words("command_names")) or ("patchwarden",)
        for name in names:
            if not _NAME.fullmatch(name):
                fields.problem("command_names", f"{name[:60]!r} is no name: letters, digits and hyphens, at most 40")
        return cls(
            names=names,
            maintainers=fields.words("maintainers"),
            bots=fields.words("obeyed_bots"),
            drafts=fields.flag("drafts"),
            own_high=fields.flag("own_high"),
            authors_dismiss=fields.flag("authors_dismiss", default=authors_dismiss),
        )

    def fields(self) -> Mapping[str, object]:
        """What :meth:`read` makes the same of."""
        return {
            "command_names": list(self.names),
            "maintainers": list(self.maintainers),
            "obeyed_bots": list(self.bots),
            "drafts": self.drafts,
            "own_high": self.own_high,
            "authors_dismiss": self.authors_dismiss,
        }

"""Who looks, and what that person may see: the port that the pages and the API ask."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Viewer:
    """A person, or a program with a token, whose request is answered."""

    id: str
    """The account with its source, as ``github:583231``, ``gerrit:1000096``, ``oidc:alice`` or ``token:ci``."""
    name: str
    """For people, as ``alice``."""
    operator: bool = False
    """Sees each repository, and what concerns the whole installation: queue, workers, hosts, standing of rules."""


class AccessUnknown(Exception):
    """What a person may see cannot be found out now, as the host does not answer; the message is for that person."""


class Access(Protocol):
    def viewer(self) -> Viewer | None:
        """Who sent the request that Flask answers at the moment; ``None`` for a stranger."""
        ...

    def seen(self, viewer: Viewer, repositories: Collection[str]) -> frozenset[str]:
        """Those of the repositories (as ``github:octo/app``) that their host shows this person; for an operator all.

        Raises:
            AccessUnknown: the host cannot be asked. Nothing is shown then.
        """
        ...

    def sign_in(self, back_to: str) -> str:
        """The address of our page where a stranger signs in, and from which that person comes back to ``back_to``, a
        path of ours as ``/changes?verdict=red``."""
        ...

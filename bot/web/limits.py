"""What one process of the web server bears of its senders."""

from __future__ import annotations

from dataclasses import dataclass

MOST_CONNECTIONS = 2_000


@dataclass(frozen=True, slots=True)
class Limits:
    """For the worker in :mod:`bot.web.deadlines`, which loads this before anything is patched."""

    connections: int = MOST_CONNECTIONS
    """Above it the connection that has waited for its sender the longest is closed."""
    connections_per_address: int = 0
    """The same for one address; 0 is no limit: behind a proxy all come from one."""
    held_bytes: int = 256 * 1024 * 1024
    """Of bodies that are not answered yet. Above it the connection with the largest that is not whole is closed."""
    head_seconds: float = 5.0
    """For the first line and the headers, from the connection on."""
    body_seconds: float = 10.0
    """For the body, from its first read on. GitHub gives up a delivery after ten seconds, Gerrit's plugin after five.

    Source: https://docs.github.com/en/webhooks/testing-and-troubleshooting-webhooks/troubleshooting-webhooks#timed-out
    """

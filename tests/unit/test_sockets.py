"""No test reaches the network, and only those that talk to a server on this machine reach even that."""

from __future__ import annotations

import socket

import pytest
from pytest_socket import SocketBlockedError, SocketConnectBlockedError

ELSEWHERE = ("192.0.2.1", 9)
"""An address for documentation (RFC 5737)."""


def test_a_socket_raises() -> None:
    with pytest.warns(UserWarning, match="socket"), pytest.raises(SocketBlockedError):
        socket.socket(socket.AF_INET)


def test_a_name_is_not_looked_up() -> None:
    with pytest.warns(UserWarning, match="getaddrinfo"), pytest.raises(SocketBlockedError):
        socket.getaddrinfo("example.org", 443)


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_where_this_machine_is_allowed_another_one_is_not() -> None:
    with (
        pytest.warns(UserWarning, match=ELSEWHERE[0]),
        socket.socket(socket.AF_INET) as probe,
        pytest.raises(SocketConnectBlockedError),
    ):
        probe.connect(ELSEWHERE)

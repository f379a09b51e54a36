"""How the network is reached is told to the programs that have it, and to no others."""

from __future__ import annotations

import json
import socket
import sys
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest

from bot.hosts.base import GitSource, HostError
from tests.builders import change
from workers.change import snapshot
from workers.processes import network, sandbox, streaming
from workers.processes.limits import Limits, of

PROXY = "http://me:password@proxy.example:3128"


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in network.PROXIES | network.AUTHORITIES:
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("has_network", [True, False])
def test_only_programs_with_the_network_hear_of_the_way(has_network: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", PROXY)
    monkeypatch.setenv("NO_PROXY", "localhost")
    monkeypatch.setenv("PATCHWARDEN_SECRET", "very secret")
    argv = [sys.executable, "-I", "-c", "import json, os; print(json.dumps(dict(os.environ)))"]
    limits = replace(Limits(), network=has_network)
    monkeypatch.setattr("workers.processes.limits.DEFAULT", limits)
    with streaming.output(argv, timeout=20) as pieces:
        streamed = json.loads(b"".join(pieces))
    told = json.loads(sandbox.run(argv, timeout=20).stdout)
    assert told == streamed
    way = {"HTTPS_PROXY": PROXY, "NO_PROXY": "localhost"} if has_network else {}
    assert {name: value for name, value in told.items() if name not in {"PATH", "LANG", "LC_CTYPE"}} == way
    assert of("git").network


def test_git_believes_whom_we_believe(tmp_path: Path) -> None:
    bundle = str(tmp_path / "house.pem")
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"):
        assert network.for_programs({name: bundle, "OTHER": "x"}) == {name: bundle, "GIT_SSL_CAINFO": bundle}
    folder = str(tmp_path)
    assert network.for_programs({"SSL_CERT_DIR": folder}) == {"SSL_CERT_DIR": folder, "GIT_SSL_CAPATH": folder}
    own = {"GIT_SSL_CAINFO": "/own", "REQUESTS_CA_BUNDLE": bundle}
    assert network.for_programs(own) == own
    assert network.for_programs({"SSL_CERT_FILE": "", "HTTPS_PROXY": ""}) == {}


@pytest.mark.enable_socket
def test_git_fetches_by_the_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as proxy:

        def answer() -> None:
            connection, _ = proxy.accept()
            with connection:
                asked.append(connection.recv(4_096).split(b"\r\n")[0])
                connection.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

        thread = Thread(target=answer, daemon=True)
        thread.start()
        monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{proxy.getsockname()[1]}")
        with (
            pytest.raises(HostError, match=r"git fetch from git\.example failed"),
            snapshot.remote(change(), GitSource("https://git.example/octo/app")),
        ):
            pass
        thread.join(10)
    assert asked == [b"CONNECT git.example:443 HTTP/1.1"]

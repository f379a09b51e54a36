"""The variables of the environment that say how the network is reached."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

PROXIES = frozenset("HTTP_PROXY HTTPS_PROXY ALL_PROXY NO_PROXY http_proxy https_proxy all_proxy no_proxy".split())
"""As ``requests`` and libcurl read them."""
_FOR_ALL = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR")
_FOR_GIT = ("GIT_SSL_CAINFO", "GIT_SSL_CAPATH")
AUTHORITIES = frozenset((*_FOR_ALL, *_FOR_GIT))
"""Whose certificates are believed: no secrets."""


def for_programs(environ: Mapping[str, str]) -> dict[str, str]:
    """What a program with the network gets: these variables, and those of git after the others where they are not set.
    Git hands its own to libcurl and has no ear for the others (``http.sslCAInfo`` in git-config(1))."""
    given = {name: environ[name] for name in sorted(PROXIES | AUTHORITIES) if environ.get(name)}
    place = next((given[name] for name in _FOR_ALL if name in given), None)
    if place is not None and not any(name in given for name in _FOR_GIT):
        given["GIT_SSL_CAPATH" if Path(place).is_dir() else "GIT_SSL_CAINFO"] = place
    return given

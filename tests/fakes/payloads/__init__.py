"""Webhook payloads as GitHub sends them, one file ``<event>.<action>[.<what is special>].json`` each.

Most are GitHub's own examples (MIT, see LICENSE), trimmed; ``trim.py`` says which and derives the rest.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.fakes.github.deliveries import headers

_HERE = Path(__file__).parent


def names() -> list[str]:
    """The names of all payloads."""
    return sorted(path.name.removesuffix(".json") for path in _HERE.glob("*.json"))


def load(name: str) -> dict[str, Any]:
    """The payload called ``<event>.<action>…``."""
    content: dict[str, Any] = json.loads((_HERE / f"{name}.json").read_text(encoding="utf-8"))
    return content


def signed(name: str, secret: str, **changes: Any) -> tuple[dict[str, str], bytes]:
    """Headers and body of a delivery of this payload; ``changes`` replace members at its top."""
    body = json.dumps({**load(name), **changes}).encode()
    guid = "0b989ba4-242f-11e5-81e1-c7b6966d2516"
    return headers(name.split(".")[0], guid, body, secret, app_id=1), body

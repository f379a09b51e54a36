"""The table of the settings as JSON Schema (draft 7, which every editor reads), in the form that SchemaStore wants.

Source: https://github.com/SchemaStore/schemastore/blob/master/CONTRIBUTING.md
"""

from __future__ import annotations

import json

from bot.policy.kinds import Json
from bot.policy.shape import FILE

_ID = "https://json.schemastore.org/patchwarden.json"
_SAYS = "What a repository wants of the security reviews by Patchwarden. The file on the default branch holds."


def document() -> Json:
    """The schema of the file at the root of a repository."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": _ID,
        "title": "Patchwarden's policy (.patchwarden.yml)",
        "description": _SAYS,
        **FILE.schema(),
    }


def text() -> str:
    """The file ``docs/schemas/policy.json``."""
    return json.dumps(document(), indent=2, ensure_ascii=False) + "\n"

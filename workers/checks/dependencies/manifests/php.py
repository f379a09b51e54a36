"""Composer."""

from __future__ import annotations

import re

from workers.checks.dependencies.manifests.model import Entry, Manifest, array, json_object, table


def composer(text: str) -> Manifest:
    document = json_object(text)
    entries = [
        Entry("php", name.lower(), str(spec), str(spec) if re.fullmatch(r"v?\d[\w.-]*", str(spec)) else "")
        for section in ("require", "require-dev")
        for name, spec in table(document.get(section)).items()
    ]
    repositories = document.get("repositories")
    listed = map(table, array(repositories) or table(repositories).values())
    urls = [str(item["url"]) for item in listed if "://" in str(item.get("url", ""))]
    return Manifest(tuple(entries), tuple(("repository", url) for url in urls))

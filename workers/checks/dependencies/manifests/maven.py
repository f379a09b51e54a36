"""Maven."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workers.checks.dependencies.manifests.model import Entry, Manifest

_POM_PART = re.compile(r"<(groupId|artifactId|version)>([^<]*)<")


def pom(text: str) -> Manifest:
    entries = []
    for body in _elements(text, "dependency", "plugin"):
        parts = {name: value.strip() for name, value in _POM_PART.findall(body)}
        version = parts.get("version", "")
        exact = version if re.fullmatch(r"[\w.-]+", version) and not version.endswith("SNAPSHOT") else ""
        entries.append(Entry("maven", f"{parts.get('groupId', '')}:{parts.get('artifactId', '')}", version, exact))
    bodies = _elements(text, "repository", "pluginRepository")
    urls = [match.group(1).strip() for body in bodies if (match := re.search(r"<url>([^<]*)<", body))]
    return Manifest(tuple(entries), tuple(("repository", url) for url in urls))


def _elements(text: str, *names: str) -> Iterator[str]:
    """What stands in the elements of these names, however long; nested ones belong to the outer one."""
    opening = re.compile(rf"<({'|'.join(names)})>")
    closed = {name: text.rfind(f"</{name}>") for name in names}
    at = 0
    while found := opening.search(text, at):
        at = found.end()
        if at <= closed[found[1]]:
            end = text.index(f"</{found[1]}>", at)
            yield text[at:end]
            at = end

"""Cargo."""

from __future__ import annotations

from workers.checks.dependencies.manifests.model import Entry, Manifest, array, from_table, table, toml


def manifest(text: str) -> Manifest:
    document = toml(text)
    tables = [document, table(document.get("workspace")), *map(table, table(document.get("target")).values())]
    sections = ("dependencies", "dev-dependencies", "build-dependencies")
    groups = [each.get(section) for each in tables for section in sections]
    groups += table(document.get("patch")).values()
    entries = [from_table("cargo", name, spec) for group in groups for name, spec in table(group).items()]
    return Manifest(tuple(entries))


def lock(text: str) -> Manifest:
    entries = []
    for value in array(toml(text).get("package")):
        package = table(value)
        name, version, source = (str(package.get(key, "")) for key in ("name", "version", "source"))
        if source:
            # A git source names its commit.
            digest = "commit" if source.startswith("git+") else f"sha256:{package.get('checksum', '')}"
            hashes = frozenset({digest} - {"sha256:"})
            entries.append(Entry("cargo", name, version, version, source, hashes=hashes))
    return Manifest(tuple(entries), is_lock=True)

"""pip requirements (pip's documentation), pyproject.toml (PEP 621, PEP 735), Poetry, uv and Pipenv."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from workers.checks.dependencies.manifests.model import (
    COMMIT,
    Entry,
    Manifest,
    array,
    exact_version,
    from_table,
    table,
    toml,
)

_OPTION = re.compile(r"(--extra-index-url|--index-url|-i|--find-links|-f|--trusted-host)[ =]+(\S+)")
_LONG = {"-i": "--index-url", "-f": "--find-links"}
_LINE = re.compile(r"^(?P<name>[A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*(?P<spec>@\s*\S+|[^;#]*)")
_HASH = re.compile(r"--hash=(\w+:\w+)")
_CONFIGURED = re.compile(r"^[^\S\n]*+([\w-]*index-url|trusted-host)\s*=\s*(\S+)", re.MULTILINE)


def normalised(name: str) -> str:
    """PEP 503: case and runs of ``-_.`` do not count."""
    return re.sub(r"[-_.]+", "-", name).lower()


def requirements(text: str) -> Manifest:
    entries, indexes = [], []
    for line in re.sub(r"\\\s*\n", " ", text).split("\n"):
        body = re.sub(r"(?:^|\s)#.*$", "", line).strip()
        if option := _OPTION.match(body):
            indexes.append((_LONG.get(option.group(1), option.group(1)), option.group(2)))
        elif body and (entry := _requirement(body)):
            entries.append(entry)
    return Manifest(tuple(entries), tuple(indexes))


def pip_settings(text: str) -> Manifest:
    return Manifest(indexes=tuple((f"--{key}", value) for key, value in _CONFIGURED.findall(text)))


def _requirement(text: str) -> Entry | None:
    hashes = frozenset(_HASH.findall(text))
    body = text.split(" --hash=")[0].split(";")[0].strip()
    body = re.sub(r"^(?:-e|--editable)[ =]+", "", body)
    if re.match(r"(?:git|hg|svn|bzr)\+|https?://", body):
        egg = re.search(r"#egg=([\w.-]+)", body)
        last = PurePosixPath(body.split("@")[0].split("#")[0]).name.removesuffix(".git")
        return Entry("python", normalised(egg.group(1) if egg else last), body, "", body, _is_fixed(body), hashes)
    match = _LINE.match(body)
    if match is None:
        return None
    name, spec = normalised(match["name"]), match["spec"].strip()
    if spec.startswith("@"):
        address = spec.lstrip("@ ")
        return Entry("python", name, spec, "", address, _is_fixed(address), hashes)
    return Entry("python", name, spec, exact_version(spec), hashes=hashes)


def _is_fixed(address: str) -> bool:
    return bool(COMMIT.search(address)) or "#sha256=" in address


def pyproject(text: str) -> Manifest:
    document = toml(text)
    project, tool = table(document.get("project")), table(document.get("tool"))
    lists = [project.get("dependencies")]
    lists += table(project.get("optional-dependencies")).values()
    lists += table(document.get("dependency-groups")).values()
    listed = (item for group in lists for item in array(group) if isinstance(item, str))
    entries = [entry for item in listed if (entry := _requirement(item))]
    builds = (item for item in array(table(document.get("build-system")).get("requires")) if isinstance(item, str))
    # No lock file holds what the package itself is built with.
    entries += [replace(entry, locked=False) for item in builds if (entry := _requirement(item))]
    poetry, uv = table(tool.get("poetry")), table(tool.get("uv"))
    groups = [poetry.get("dependencies"), poetry.get("dev-dependencies")]
    groups += [table(group).get("dependencies") for group in table(poetry.get("group")).values()]
    entries += [_entry(name, spec) for group in groups for name, spec in table(group).items()]
    sources = {normalised(name): _entry(name, spec) for name, spec in table(uv.get("sources")).items()}
    indexes = [
        ("index", str(table(item).get("url", ""))) for item in (*array(uv.get("index")), *array(poetry.get("source")))
    ]
    indexes += [("--extra-index-url", str(url)) for url in array(uv.get("extra-index-url"))]
    indexes += [("index", str(uv["index-url"]))] if "index-url" in uv else []
    return Manifest(tuple(_from(entry, sources.get(entry.name)) for entry in entries), tuple(indexes))


def _entry(name: str, spec: object) -> Entry:
    return from_table("python", normalised(name), spec)


def _from(entry: Entry, source: Entry | None) -> Entry:
    """The entry with the source that uv is told to take it from."""
    if source is None or not source.source:
        return entry
    return replace(entry, source=source.source, fixed=source.fixed)


def pipfile(text: str) -> Manifest:
    document = toml(text)
    sections = (document.get("packages"), document.get("dev-packages"))
    entries = [_entry(name, spec) for section in sections for name, spec in table(section).items()]
    indexes = [("index", str(table(item).get("url", ""))) for item in array(document.get("source"))]
    return Manifest(tuple(entries), tuple(indexes))


def lock(text: str) -> Manifest:
    """poetry.lock and uv.lock."""
    packages = (table(package) for package in array(toml(text).get("package")))
    return Manifest(tuple(entry for package in packages if (entry := _locked(package))), is_lock=True)


def _locked(package: Mapping[str, object]) -> Entry | None:
    source = table(package.get("source"))
    if any(key in source for key in ("editable", "virtual", "directory", "path")):
        return None
    address = str(source.get("git") or source.get("url") or source.get("registry") or "")
    files = [*array(package.get("files")), *array(package.get("wheels")), package.get("sdist")]
    hashes = frozenset(str(table(item)["hash"]) for item in files if "hash" in table(item))
    name, version = normalised(str(package.get("name", ""))), str(package.get("version", ""))
    return Entry("python", name, version, version, address, hashes=hashes)

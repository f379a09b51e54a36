"""Go modules, Maven, Cargo, Bundler, Composer and the base images of Dockerfiles."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.model import split_lines
from workers.checks.dependencies.manifests.model import Entry, Manifest, array, from_table, json_object, table, toml
from workers.reading.dockerfiles import images

_REPLACED = re.compile(r"(\S+)(?: \S+)? => (\S+)(?: (\S+))?$")
_REQUIRED = re.compile(r"([\w./~-]+\.[\w./~-]+) (v\S+)$")
_POM_PART = re.compile(r"<(groupId|artifactId|version)>([^<]*)<")


def go_mod(text: str) -> Manifest:
    entries = []
    for line in split_lines(text):
        body = line.split("//")[0].strip().removeprefix("require ").removeprefix("replace ")
        if replaced := _REPLACED.match(body):
            name, target, version = replaced.groups()
            if not target.startswith("."):
                entries.append(Entry("go", name, body, version or "", target if target != name else ""))
        elif required := _REQUIRED.match(body):
            entries.append(Entry("go", required.group(1), required.group(2), required.group(2)))
    return Manifest(tuple(entries))


def go_sum(text: str) -> Manifest:
    """Several versions of one module may stand there, and none of them need be the one that is built: no versions."""
    rows = (line.split() for line in split_lines(text))
    entries = [
        Entry("go", row[0], row[1], hashes=frozenset({row[2]}))
        for row in rows
        if len(row) == 3 and not row[1].endswith("/go.mod")
    ]
    return Manifest(tuple(entries), is_lock=True)


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


def cargo(text: str) -> Manifest:
    document = toml(text)
    tables = [document, table(document.get("workspace")), *map(table, table(document.get("target")).values())]
    sections = ("dependencies", "dev-dependencies", "build-dependencies")
    groups = [each.get(section) for each in tables for section in sections]
    groups += table(document.get("patch")).values()
    entries = [from_table("cargo", name, spec) for group in groups for name, spec in table(group).items()]
    return Manifest(tuple(entries))


def cargo_lock(text: str) -> Manifest:
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


def gemfile(text: str) -> Manifest:
    entries, indexes = [], []
    for line in split_lines(text):
        if source := re.match(r"\s*source\s+['\"]([^'\"]+)['\"]", line):
            indexes.append(("source", source.group(1)))
        elif gem := re.match(r"\s*gem\s+['\"]([^'\"]+)['\"](.*)$", line):
            name, options = gem.groups()
            version = re.match(r"\s*,\s*['\"](?:=\s*)?(\d[^'\"]*)['\"]", options)
            git = re.search(r"(?:git|github):\s*['\"]([^'\"]+)['\"]", options)
            fixed = bool(re.search(r"ref:\s*['\"][0-9a-f]{40}", options))
            exact, address = version.group(1) if version else "", git.group(1) if git else ""
            entries.append(Entry("ruby", name, options.strip(", "), exact, address, fixed))
    return Manifest(tuple(entries), tuple(indexes))


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


def dockerfile(text: str) -> Manifest:
    entries: list[Entry] = []
    stages: set[str] = set()
    for image in images(text):
        if image.name and image.name.lower() not in stages and image.name != "scratch" and "$" not in image.name:
            entries.append(_image(image.name))
        if image.stage:
            stages.add(image.stage.lower())
    return Manifest(tuple(entries))


def _image(image: str) -> Entry:
    name, _, digest = image.partition("@")
    tag = name.rpartition("/")[2].partition(":")[2]
    name = name.removesuffix(f":{tag}") if tag else name
    return Entry("image", name, tag or "latest", "" if tag == "latest" else tag, hashes=frozenset({digest} - {""}))

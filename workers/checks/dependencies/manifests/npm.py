"""npm, yarn and pnpm."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from urllib.parse import unquote

from bot.model import split_lines
from workers.checks.dependencies.manifests.model import COMMIT, Entry, Manifest, Unreadable, json_object, table

_REGISTRY_SPEC = re.compile(
    r"^(?:[\^~<>=v*x\d]|latest$|next$|npm:|workspace:|catalog:|file:|link:|portal:|\|\||$)|^[\w.-]+$"
)
_PATCHED = re.compile(r"patch:@?[^@]+@(?P<locator>[^@#]+)#(?!.*://)")
_LOCAL = re.compile(r"(?:workspace|catalog|file|link|portal):")
_INSTALL_SCRIPTS = ("preinstall", "install", "postinstall", "prepare", "preprepare", "postprepare")
_SECTIONS = (
    "dependencies", "devDependencies", "optionalDependencies", "peerDependencies", "overrides", "resolutions",
)  # fmt: skip
_INSTALLED = _SECTIONS[:3]
# The spec is matched once, by looking ahead: Python before 3.11.5 takes a character too many with `(?:…)*+`
# (https://github.com/python/cpython/issues/106052).
_YARN_BLOCK = re.compile(
    r'^"?(?P<name>@?[^@\s"]+)@(?=[^\n]*:\n)(?=(?P<spec>(?:[^\n,":]|:(?!\n))*))(?P=spec)[^\n]*\n'
    r"(?P<body>(?:[ \t]+[^\n]*\n?)+)",
    re.MULTILINE,
)
_PNPM_BLOCK = re.compile(
    r"^  '?/?(?P<name>@?[^@\s']+)@(?P<version>[^\s:()']++)[^\n]*:\n(?P<body>(?:    [^\n]*\n?)+)", re.MULTILINE
)


def package_json(text: str) -> Manifest:
    document = json_object(text)
    entries = [
        replace(_entry(name, spec), locked=section in _INSTALLED and not _LOCAL.match(spec))
        for section in _SECTIONS
        for name, spec in table(document.get(section)).items()
        if isinstance(spec, str)
    ]
    scripts = {name: str(run) for name, run in table(document.get("scripts")).items() if name in _INSTALL_SCRIPTS}
    return Manifest(tuple(entries), scripts=scripts)


def _entry(name: str, spec: str) -> Entry:
    if patched := _PATCHED.match(spec):
        # The package itself comes from where the locator says; the patch lies in the repository.
        return _entry(name, unquote(patched["locator"]).removeprefix("npm:"))
    if _REGISTRY_SPEC.match(spec):
        exact = re.fullmatch(r"[=v]?(\d++\.\d++\.\d++\S*+)", spec)
        return Entry("npm", name, spec, exact.group(1) if exact else "")
    return Entry("npm", name, spec, "", spec, bool(COMMIT.search(spec)))


def settings(text: str) -> Manifest:
    """.npmrc."""
    lines = (line for line in split_lines(text) if "=" in line and not line.lstrip().startswith(("#", ";")))
    pairs = ((key.strip(), value.strip()) for key, _, value in (line.partition("=") for line in lines))
    told = [(key, value) for key, value in pairs if key.endswith("registry") or (key, value) == ("strict-ssl", "false")]
    return Manifest(indexes=tuple(told))


def package_lock(text: str) -> Manifest:
    document = json_object(text)
    if "packages" not in document and table(document.get("dependencies")):
        return Manifest(tuple(_of_version_1(document)), is_lock=True)
    entries = []
    for path, value in table(document.get("packages")).items():
        package = table(value)
        if path and not package.get("link"):
            entries.append(_installed(path.rpartition("node_modules/")[2], package))
    return Manifest(tuple(entries), is_lock=True)


def _installed(name: str, package: Mapping[str, object]) -> Entry:
    version, resolved = str(package.get("version", "")), str(package.get("resolved", ""))
    return Entry("npm", name, version, version, resolved, hashes=_hashes(str(package.get("integrity", ""))))


def _of_version_1(document: Mapping[str, object]) -> Iterator[Entry]:
    """The first form of the file (npm 5 and 6): packages in packages."""
    waiting = [document]
    while waiting:
        for name, value in table(waiting.pop().get("dependencies")).items():
            package = table(value)
            waiting.append(package)
            yield _installed(name, package)


def yarn_lock(text: str) -> Manifest:
    entries = []
    for block in _YARN_BLOCK.finditer(text):
        version = re.search(r'^[^\S\n]++version:?\s+"?([^"\s]+)', block["body"], re.MULTILINE)
        resolved = re.search(r'^[^\S\n]++resolved\s+"([^"]+)"', block["body"], re.MULTILINE)
        digest = re.search(r"^[^\S\n]++(?:integrity|checksum):?\s+(.+)", block["body"], re.MULTILINE)
        exact, source = version.group(1) if version else "", resolved.group(1) if resolved else ""
        hashes = _hashes(digest.group(1) if digest else "")
        # The key says what was asked for: `left@^1.0.0, left@^1.2.0:`.
        spec = block["spec"].removeprefix("npm:")
        entries.append(Entry("npm", block["name"], spec, exact, source, hashes=hashes))
    return Manifest(_some(entries, text), is_lock=True)


def _some(entries: list[Entry], text: str) -> tuple[Entry, ...]:
    """The entries. Raises :class:`Unreadable` where the text has packages and none of them was read."""
    if not entries and re.search(r"^[ \t]+(?:resolved|resolution:|integrity|checksum:)", text, re.MULTILINE):
        raise Unreadable("is a lock file of a form that is not known")
    return tuple(entries)


def _hashes(integrity: str) -> frozenset[str]:
    """Several may stand there, with spaces between (Subresource Integrity)."""
    return frozenset(integrity.replace('"', "").split())


def pnpm_lock(text: str) -> Manifest:
    entries = []
    for block in _PNPM_BLOCK.finditer(text):
        if "resolution:" in block["body"]:
            tarball = re.search(r"tarball: ([^,}\s]+)", block["body"])
            digest = re.search(r"integrity: ([^,}\s]+)", block["body"])
            source, hashes = tarball.group(1) if tarball else "", _hashes(digest.group(1) if digest else "")
            entries.append(Entry("npm", block["name"], block["version"], block["version"], source, hashes=hashes))
    return Manifest(_some(entries, text), is_lock=True)

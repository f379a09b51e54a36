"""What a path alone tells of a file: test code, an example, a table of data, something that is never deployed.

The lists overlap and are not equal on purpose: each answers one question, and a path that is added to one of them
silences the checks that ask that question.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath

PROSE = frozenset({".md", ".rst", ".txt", ".adoc"})
"""Suffixes of texts that people read."""
BUNDLED = frozenset({".js", ".mjs", ".cjs", ".css"})
"""Suffixes of what a bundler writes."""
PROGRAMS = frozenset(
    ".exe .dll .so .dylib .jar .war .class .pyc .pyd .whl .egg .node .wasm .o .a .bin .apk .msi .deb .rpm .gem".split()
)
"""Suffixes of compiled code that is loaded or run as it is."""

_TEST_CODE = re.compile(
    r"(^|/)(tests?|testing|__tests__|__mocks__|specs?|e2e|testdata|fixtures|functional_tests)/"
    r"|(^|/)(test_[^/]*|[^/]*_test|conftest|[^/]*[._-](spec|test|mock|stories))\.[^/]+$"
    r"|(^|/)[^/]*(Tests?|TestCase|IT)\.(java|kt|groovy|php)$"
)
_NOT_DEPLOYED = re.compile(
    r"(^|/)(docs?|examples?|samples?|benchmarks?|scripts?|migrations|vendor|third_party|node_modules|tests?|testing"
    r"|demos?)/"
    r"|(^|/)(setup|conf|noxfile|tests|fabfile|Gruntfile|gulpfile|webpack[\w.]*|rollup[\w.]*|vite[\w.]*"
    r"|\w+\.config)\.\w+$|\.(d\.ts|min\.js)$"
)
_VENDORED = re.compile(r"(^|/)(dist|vendor|vendors|node_modules|third[_-]party|bower_components)/", re.IGNORECASE)
_EXAMPLE = re.compile(
    r"(^|/)(docs?|examples?|samples?|demos?|fixtures?|testdata|cassettes|mocks?|locales?|translations?)(/|$)"
    r"|\.(example|sample|dist|template|tmpl)$",
    re.IGNORECASE,
)
_TABLE = re.compile(
    r"(^|/)(package-lock\.json|yarn\.lock|pnpm-lock\.yaml|poetry\.lock|uv\.lock|Pipfile\.lock|Cargo\.lock|go\.sum"
    r"|composer\.lock|Gemfile\.lock|npm-shrinkwrap\.json|requirements[^/]*\.txt|SHASUMS?[^/]*)$"
    r"|\.(svg|po|pot|xliff?|csv|tsv|map|lock|sum|pem\.pub|crt|cer|asc|woff2?)$",
    re.IGNORECASE,
)


def suffix(path: str) -> str:
    """The last suffix in lower case, e.g. ``.gz`` of ``a/B.tar.GZ``."""
    return PurePosixPath(path).suffix.lower()


def is_test_code(path: str) -> bool:
    """Whether the path has a common name of test code, e.g. ``pkg/server_test.go``; a policy may name more."""
    return bool(_TEST_CODE.search(path))


def is_not_deployed(path: str) -> bool:
    """Whether no attacker reaches the code: documentation, examples, build scripts, tests, what others wrote."""
    return bool(_NOT_DEPLOYED.search(path))


def is_vendored(path: str) -> bool:
    """Whether the file is a copy of what another project wrote, e.g. ``web/node_modules/a/index.js``."""
    return bool(_VENDORED.search(path))


def is_example(path: str) -> bool:
    """Whether what stands at the path is there to be read: documentation and examples, e.g. ``.env.example``."""
    return bool(_EXAMPLE.search(path)) or suffix(path) in PROSE | {".snap"}


def is_table(path: str) -> bool:
    """Whether the file is full of hashes, translations or data (``yarn.lock``), so that a random value is no news."""
    return bool(_TABLE.search(path))

"""Names that nearly are others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

_POPULAR = {
    "python": """
        requests urllib3 numpy pandas django flask fastapi starlette pydantic sqlalchemy celery redis boto3 botocore
        cryptography paramiko pyyaml jinja2 click rich pytest setuptools wheel pillow scipy matplotlib tensorflow torch
        transformers scikit-learn beautifulsoup4 lxml aiohttp httpx attrs certifi idna packaging python-dateutil
        colorama psycopg2 pymongo selenium scrapy twisted tornado werkzeug gunicorn uvicorn openai anthropic langchain
    """,
    "npm": """
        react react-dom preact vue angular lodash express axios chalk commander debug moment webpack rollup vite eslint
        prettier typescript jest mocha chai cross-env dotenv body-parser cors mongoose mongodb request node-fetch uuid
        async bluebird underscore jquery rxjs redux next nuxt svelte tailwindcss postcss babel-core socket.io passport
        jsonwebtoken bcrypt nodemailer puppeteer playwright electron colors semver glob minimist rimraf yargs inquirer
    """,
    "ruby": "rails rack sinatra devise nokogiri puma sidekiq rspec bundler capistrano faraday activesupport",
    "cargo": "serde serde_json tokio rand regex clap reqwest hyper syn quote anyhow thiserror chrono futures tracing",
}
"""Well-known names, so that a new name one letter away from one of them stands out."""


_LONGEST = 214
"""Characters. npm has no longer names, and nobody takes one for another."""


def look_alike(ecosystem: str, name: str, known: frozenset[tuple[str, str]]) -> str | None:
    """The well-known or already used name that ``name`` differs from by one letter; ``None`` where it is one itself.
    ``known`` are the used names, each with its ecosystem."""
    if ecosystem in ("image", "go", "maven", "php") or not 5 <= len(name) <= _LONGEST:
        return None
    if (ecosystem, name) in known or name in _popular(ecosystem):
        return None
    shortened = _shortened(ecosystem, known)
    near = {other for form in _forms(name) for other in shortened.get(form, ())}
    return next((other for other in sorted(near) if one_edit_apart(name, other)), None)


@lru_cache(maxsize=8)
def _shortened(ecosystem: str, known: frozenset[tuple[str, str]]) -> Mapping[str, list[str]]:
    """Each name by its forms: two names that are one edit apart share one."""
    found: dict[str, list[str]] = {}
    for other in {*(name for kind, name in known if kind == ecosystem), *_popular(ecosystem)}:
        if 5 <= len(other) <= _LONGEST:
            for form in _forms(other):
                found.setdefault(form, []).append(other)
    return found


def _forms(name: str) -> Iterator[str]:
    """The name, and the name without each of its letters."""
    yield name
    yield from (name[:at] + name[at + 1 :] for at in range(len(name)))


@cache
def _popular(ecosystem: str) -> frozenset[str]:
    return frozenset(_POPULAR.get(ecosystem, "").split())


def one_edit_apart(one: str, other: str) -> bool:
    """Whether one letter was left out, put in, changed or swapped with its neighbour (digits are versions: no edit)."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    a, b = one[start:], other[start:]
    if (a[:1] + b[:1]).strip("0123456789") == "":
        return False
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[:2][::-1] and a[2:] == b[2:])

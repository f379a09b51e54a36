"""Names that nearly are others."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

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


def look_alike(ecosystem: str, name: str, known: Iterable[str]) -> str | None:
    """The well-known or already used name that ``name`` differs from by one letter; ``None`` where it is one itself."""
    names = {*known, *_popular(ecosystem)}
    if ecosystem in ("image", "go", "maven", "php") or len(name) < 5 or name in names:
        return None
    return next((other for other in sorted(names) if len(other) >= 5 and one_edit_apart(name, other)), None)


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

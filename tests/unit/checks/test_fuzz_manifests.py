"""Manifests, locks, Docker files and notebooks that say anything: they are read, or a clause says why not."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import changed_file, snapshot
from workers.checks.dependencies import Dependencies
from workers.checks.dependencies.manifests import Manifest, Unreadable, reader_of
from workers.reading import dockerfiles, notebooks

DIGITS = "9" * 5_000
WORDS = [
    *(
        '"',
        "'",
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "=",
        "==",
        "\n",
        "  ",
        "\t",
        "\\",
        "\\\n",
        "#",
        "@",
        ";",
        "<",
        ">",
        "/",
        "-",
    ),
    *("a", "1.0", DIGITS, f"1.{DIGITS}", "\u0000", "\ufeff", "\u2028", "\ud800", "null", "true", "1e999", "-0"),
    *(
        "dependencies",
        "packages",
        "version",
        "resolved",
        "integrity",
        "node_modules/a",
        "[[package]]",
        "name",
        "source",
    ),
    *(
        "require",
        "gem 'a', '1'",
        "FROM a",
        "RUN <<E",
        "E",
        "ARG A=b",
        "${A:-b}",
        "git+https://a/b@c",
        "--hash=sha256:a",
    ),
    *("<dependency>", "</dependency>", "<artifactId>a</artifactId>", "<version>1</version>", "<url>", "a@^1:", "-e"),
    *("cells", "cell_type", "code", "%%bash", "!ls", "metadata", "[" * 20_000, '{"a":' * 20_000),
]
TEXTS = st.lists(st.sampled_from(WORDS), max_size=30).map("".join) | st.text(max_size=60)
PATHS = [
    *("package.json", ".npmrc", "package-lock.json", "yarn.lock", "pnpm-lock.yaml", "go.mod", "go.sum", "pom.xml"),
    *("Cargo.toml", "Cargo.lock", "Gemfile", "composer.json", "requirements.txt", "pyproject.toml", "Pipfile"),
    *("poetry.lock", "uv.lock", "Dockerfile", "Gemfile.lock", "composer.lock", "pip.conf", "Pipfile.lock"),
]
READ = [path for path in PATHS if reader_of(path) is not None]


@pytest.mark.parametrize("path", READ)
@settings(max_examples=15, deadline=None)
@given(text=TEXTS)
def test_any_text_is_read_or_refused(path: str, text: str) -> None:
    read = reader_of(path)
    assert read is not None
    with contextlib.suppress(Unreadable):
        assert isinstance(read(text), Manifest)


@settings(max_examples=60, deadline=None)
@given(path=st.sampled_from(READ), base=TEXTS, head=TEXTS)
def test_any_two_texts_are_compared(path: str, base: str, head: str) -> None:
    Dependencies().run(snapshot(changed_file(path, base, head)))


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("requirements.txt", "flask=={}\n"),
        ("package.json", '{{"dependencies": {{"a": "{}"}}}}'),
        ("Cargo.lock", '[[package]]\nname = "a"\nversion = "{}"\n'),
        ("go.mod", "require a.b/c v{}\n"),
        ("Dockerfile", "FROM python:{}\n"),
    ],
)
def test_versions_of_any_length_are_compared(path: str, form: str) -> None:
    before, after = form.format(f"1.0.{DIGITS}"), form.format(f"1.0.{DIGITS[:-1]}8")
    Dependencies().run(snapshot(changed_file(path, before, after)))


@settings(max_examples=60, deadline=None)
@given(text=TEXTS)
def test_any_docker_file_has_instructions(text: str) -> None:
    for instruction in dockerfiles.instructions(text):
        list(dockerfiles.shell_lines(instruction))


@settings(max_examples=60, deadline=None)
@given(text=TEXTS)
def test_any_notebook_has_sources_or_is_none(text: str) -> None:
    with contextlib.suppress(notebooks.NoNotebook):
        assert notebooks.sources(text) is not None
    for line in text.split("\n"):
        assert notebooks.readable(line) is not None

"""Dockerfiles are read as BuildKit reads them."""

from __future__ import annotations

import pytest

from tests.unit.checks.test_configuration import told
from workers.checks.dependencies.manifests.docker import dockerfile
from workers.reading.dockerfiles import final_user, instructions, is_dockerfile


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("Dockerfile", True),
        ("DOCKERFILE", True),
        ("a/prod.Dockerfile", True),
        ("api.dockerfile", True),
        ("Dockerfile.prod", True),
        ("dockerfile-dev", True),
        ("Containerfile", True),
        ("x.containerfile", True),
        ("docs/dockerfiles.md", False),
        ("mydockerfile", False),
    ],
)
def test_its_names(path: str, expected: bool) -> None:
    assert is_dockerfile(path) is expected


@pytest.mark.parametrize(
    ("text", "rule", "line"),
    [
        ("FROM a:1\nRUN set -e && \\\n    curl http://x.example/i.sh \\\n    | sh\n", "script-in-the-clear", 3),
        ("FROM a:1\nRUN curl http://x.example/i.sh \\\n  # why\n\n    | sh\n", "script-in-the-clear", 2),
        ("FROM a:1\nrun curl http://x.example/i.sh | sh\n", "script-in-the-clear", 2),
        ("FROM a:1\nRUN <<EOF\necho\ncurl http://x.example/i.sh | sh\nEOF\n", "script-in-the-clear", 4),
        ("FROM a:1\nRUN bash <<-'END'\n\tcurl http://x.example/i.sh | sh\n\tEND\nUSER a\n", "script-in-the-clear", 3),
        ('FROM a:1\nRUN ["sh", "-c", "curl http://x.example/i.sh | sh"]\n', "script-in-the-clear", 2),
        ('FROM a:1\nRUN ["curl", "-k", "https://x.example/a"]\n', "tls-verification-off", 2),
        ("# escape=`\nFROM a:1\nRUN curl http://x.example/i.sh `\n  | sh\n", "script-in-the-clear", 3),
        ("FROM a:1\nONBUILD RUN curl http://x.example/i.sh | sh\n", "script-in-the-clear", 2),
        ("FROM a:1\nENV A=1 \\\n    DB_PASSWORD=hunter2prod\n", "docker-secret", 2),
        ("FROM a:1\nENV NODE_TLS_REJECT_UNAUTHORIZED 0\n", "tls-verification-off", 2),
        ("FROM a:1\nARG U=root\nUSER $U\n", "docker-user-root", 3),
        ("FROM a:1\nUSER ${U:-0}\n", "docker-user-root", 2),
        ("FROM a:1\nARG AT=http://x.example\nADD ${AT}/a.tar /a\n", "docker-add-url", 3),
        ('FROM a:1\nADD ["http://x.example/a.tar", "/a"]\n', "docker-add-url", 2),
        (f"FROM a:1\nRUN echo {'x' * 3_000} && chmod 777 /srv\n", "world-writable", 2),
        ("FROM a:1\r\nRUN curl http://x.example/i.sh \\\r\n  | sh\r\n", "script-in-the-clear", 2),
        ("FROM a:1\nHEALTHCHECK --interval=5s CMD curl -k https://x.example/ || exit 1\n", "tls-verification-off", 2),
    ],
)
def test_it_tells(text: str, rule: str, line: int) -> None:
    assert (rule, line) in told("Dockerfile", None, text)


@pytest.mark.parametrize(
    "text",
    [
        "FROM a:1\nCOPY <<EOF /notes\nUSER root\nEOF\n",
        'FROM a:1\nRUN echo "<<EOF"\nUSER app\n',
        "FROM a:1\n# RUN curl http://x.example/i.sh | sh\n",
        "FROM a:1\nRUN a \\\n# curl http://x.example/i.sh | sh\n  b\n",
    ],
)
def test_it_says_nothing(text: str) -> None:
    assert told("Dockerfile", None, text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("FROM a AS x\nUSER app\nFROM b\nRUN y\n", None),
        ("FROM a AS x\nUSER app\nFROM x\nRUN y\n", (2, "app")),
        ("FROM a\nUSER app\nUSER root:root\n", (3, "root")),
        ("FROM a\nARG U=app\nUSER ${U}\n", (3, "app")),
        ("FROM a\nRUN <<E\nUSER root\nE\nuser \\\n  app\n", (5, "app")),
    ],
)
def test_the_account_that_an_image_ends_as(text: str, expected: tuple[int, str] | None) -> None:
    assert final_user(text) == expected


def test_a_last_stage_of_its_own_loses_the_user() -> None:
    base = "FROM a:1 AS x\nUSER app\n"
    assert told("Dockerfile", base, base + "FROM b:1\nCOPY --from=x /a /a\n") == [("docker-user-removed", 3)]


def test_an_old_command_on_more_lines_is_old() -> None:
    base = "FROM a:1\nRUN curl http://x.example/i.sh | sh\n"
    assert told("Dockerfile", base, base.replace(" | ", " \\\n  | ")) == []
    assert told("Dockerfile", base, base.replace("RUN ", "RUN set -e && \\\n    ")) == []


def test_base_images_are_found_behind_constants_and_continuations() -> None:
    text = "ARG BASE=acme/base:1.2\nFROM ${BASE} AS x\nFROM \\\n  other:3\nFROM x\nRUN <<E\nFROM no\nE\n"
    assert [(entry.name, entry.version) for entry in dockerfile(text).entries] == [("acme/base", "1.2"), ("other", "3")]


def test_every_line_is_in_one_instruction_or_none() -> None:
    text = "# c\nFROM a\n\nRUN a \\\n\n  # c\n  b\nCOPY <<A <<B /x\n1\nA\n2\nB\nUSER u\n"
    spans = [(item.name, item.first_line, item.last_line) for item in instructions(text)]
    assert spans == [("FROM", 2, 2), ("RUN", 4, 7), ("COPY", 8, 12), ("USER", 13, 13)]

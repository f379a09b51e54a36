"""No text makes the configuration check cost more than its length: twice the text is twice the work."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest

from bot.model import Side
from tests.builders import changed_file
from workers.checks.configuration.reading import unsafe
from workers.checks.line_patterns import LONGEST, LinePattern
from workers.checks.unsafe_settings import SETTINGS, Setting

PATHS = (
    "Dockerfile", "k8s/pod.yaml", "main.tf", "iam.json", "nginx/site.conf", "etc/sshd_config", "redis.conf", ".env",
    "deploy.sh", "application.properties", "web.config", "policy.json",
)  # fmt: skip
SIGNS = (
    "a=b ", "curl http://", "curl http://a | ", "docker login -p", "rm -r ", "rm -", "-rr ", "ENV a=b ", "{{ ", "{% ",
    "${a:-", "\\'\\\"", "- ", "a: ", "&a ", "*a ", "<<: ", "<<EOF ", "'\"", "/*", "a: {", "\t", "x_insecure", "a:a",
    "= [", '"a", ', "_", "PASSWORD", "(", "$(", "<(curl ", "[", "\\", '\\"', "a.", "git fetch ", "\n a:", "&& ", "a; ",
)  # fmt: skip
"""Repeated, they are beginnings that a pattern or a parser may try again and again."""
_WORD = re.compile(r"[A-Za-z_-]{2,}|[^\w\s]")


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.rule.id)
def test_a_pattern_takes_linear_time(setting: Setting) -> None:
    ways = " ".join(setting.pattern.ways)
    words = _WORD.findall(re.sub(r"\\[bswSWd]|\(\?[:=!<i>]*", " ", ways))
    units = sorted({word + behind for word in words for behind in ("", " ")} | set(SIGNS))
    starts = ["", *(f"{word} " for word in sorted(set(words)) if len(word) > 2)]
    texts = ((start, unit) for unit in units for start in (starts if unit in words else starts[:1]))

    def seconds(start: str, unit: str, length: int) -> float:
        line = " ".join((start + unit * length)[:length].split())
        begin = time.process_time()
        setting.pattern.search(line)
        return time.process_time() - begin

    assert [(start, unit) for start, unit in texts if _grows(lambda n, a=start, b=unit: seconds(a, b, n))] == []


@pytest.mark.parametrize("path", PATHS)
def test_a_text_takes_linear_time(path: str) -> None:
    def seconds(unit: str, length: int) -> float:
        file = changed_file(path, None, (unit * length)[:length])
        begin = time.process_time()
        unsafe(file, Side.HEAD)
        return time.process_time() - begin

    assert [unit for unit in SIGNS if _grows(lambda n, a=unit: seconds(a, n))] == []


def _grows(seconds: Callable[[int], float]) -> bool:
    """Whether twice the length takes over three times as long, where it takes any time worth measuring."""
    if seconds(8_000) < 0.03:
        return False
    return min(seconds(8_000) for _ in range(3)) > 3 * min(seconds(4_000) for _ in range(3))


def test_a_line_that_is_cut_is_a_gap() -> None:
    text = f"Port 22\nAllowUsers {'a ' * LONGEST}\nPermitRootLogin yes\n"
    found, missed = unsafe(changed_file("etc/sshd_config", None, text), Side.HEAD)
    assert [finding.span.start_line for finding in found] == [3]
    assert missed == ["line 2 is longer than 100,000 characters"]


def test_blanks_are_no_length() -> None:
    text = f"Port{' ' * 2 * LONGEST}22\nPermitRootLogin{' ' * 2_000}yes{' ' * 2_000}\n"
    found, missed = unsafe(changed_file("etc/sshd_config", None, text), Side.HEAD)
    assert ([finding.span.start_line for finding in found], missed) == ([2], [])


@pytest.mark.parametrize(
    ("ways", "text", "found"),
    [
        (("a(*)b",), "xa..b.", (1, 5)),
        (("a(*)b",), "ba", None),
        (("a(|)b",), "a;b", None),
        (("a(|)b",), "a;ab", (2, 4)),
        (("a(|)b(|)\\|c",), "a b;a b|c", (4, 9)),
        (("a(-)b",), "a;b", (0, 3)),
        (("a(*)b(!)c",), "a b", (0, 3)),
        (("a(*)b(!)c",), "a b c", None),
        (("x", "a"), "a", (0, 1)),
    ],
)
def test_the_pieces_of_a_pattern(ways: tuple[str, ...], text: str, found: tuple[int, int] | None) -> None:
    assert LinePattern(*ways).search(text) == found

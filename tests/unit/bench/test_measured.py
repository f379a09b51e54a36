"""A figure that got worse by a fifth is named, and nothing is called well that was not measured."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import bench.__main__ as benches
from bench import cpu, measured
from bench.measured import Figure

RATIO = st.floats(min_value=1e-3, max_value=1e3)


def figures(**values: float) -> dict[str, Figure]:
    return {
        f"engine: {name}": Figure(f"engine: {name}", value, name.startswith("more")) for name, value in values.items()
    }


@pytest.mark.parametrize(
    ("before", "now", "named"),
    [
        ({"ratio": 1.0}, {"ratio": 1.19}, []),
        ({"ratio": 1.0}, {"ratio": 1.2}, ["engine: ratio: 1.2, was 1 (1.20 times worse)"]),
        ({"ratio": 1.0}, {"ratio": 0.1}, []),
        ({"more": 0.9}, {"more": 0.76}, []),
        ({"more": 0.9}, {"more": 0.75}, ["engine: more: 0.75, was 0.9 (1.20 times worse)"]),
        ({"more": 0.9}, {"more": 9.0}, []),
        ({"gone": 2.0}, {}, ["engine: gone: was 2, and is not measured any more"]),
        ({}, {"new": 5.0}, []),
        ({"b": 1.0, "a": 1.0}, {"a": 3.0, "b": 1.0}, ["engine: a: 3, was 1 (3.00 times worse)"]),
    ],
)  # fmt: skip
def test_what_got_worse_by_a_fifth_is_named(before: dict[str, float], now: dict[str, float], named: list[str]) -> None:
    assert measured.worse(figures(**before), figures(**now), ["engine"]) == named


def test_a_figure_of_a_benchmark_that_did_not_run_is_not_gone() -> None:
    assert measured.worse(figures(ratio=1.0), {}, ["slices"]) == []


@given(RATIO, RATIO, st.booleans())
def test_of_two_runs_at_most_one_is_worse(one: float, other: float, more: bool) -> None:
    first, second = (Figure("engine: it", value, more) for value in (one, other))
    ways = [
        measured.worse({"engine: it": a}, {"engine: it": b}, ["engine"]) for a, b in ((first, second), (second, first))
    ]
    assert not all(ways)
    assert any(ways) == (max(one, other) / min(one, other) >= measured.WORSE)


@pytest.mark.parametrize(
    ("processor", "kind"),
    [
        ("AMD EPYC", "2-amd-epyc"),
        ("AMD EPYC 7B13 64-Core Processor", "2-amd-epyc"),
        ("Intel(R) Xeon(R) Platinum 8481C CPU @ 2.70GHz", "2-intel-xeon-platinum"),
        ("Neoverse-N1", "2-neoverse-n1"),
        ("aarch64", "2-aarch64"),
    ],
)
def test_a_kind_of_machine_is_its_cores_and_the_class_of_its_processors(processor: str, kind: str) -> None:
    assert measured.kind(processor, 2) == kind


def test_this_machine_has_a_kind() -> None:
    assert measured.kind()[0].isdigit()


def test_what_is_told_is_read_and_recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told, path = tmp_path / "told", tmp_path / "machines" / "2-amd-epyc.json"
    measured.tell("engine: unheard", 1.0)  # nobody listens
    monkeypatch.setenv(measured.FILE, str(told))
    measured.tell("engine: ratio", 2.0)
    measured.tell("engine: ratio", 1.5)
    measured.tell("shares: scaling", 0.9, more=True)
    now = measured.told(told)
    assert now == {
        "engine: ratio": Figure("engine: ratio", 1.5),
        "shares: scaling": Figure("shares: scaling", 0.9, True),
    }
    measured.record(path, now, ["engine", "shares"], "2026-11-30")
    assert measured.recorded(path) == now
    measured.record(path, figures(other=3.0), ["engine"], "2026-12-01")
    assert set(measured.recorded(path)) == {"engine: other", "shares: scaling"}


@pytest.mark.parametrize("value", [0.0, -1.0, float("nan"), float("inf")])
def test_what_is_no_ratio_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="cannot be compared"):
        measured.tell("engine: ratio", value)


@pytest.mark.parametrize(("keep", "code"), [(False, 1), (True, 0)])
def test_the_command_names_what_got_worse(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keep: bool, code: int
) -> None:
    (tmp_path / "fast.py").write_text(
        "from bench import measured\nmeasured.tell('fast: ratio', 1.3)\n", encoding="utf-8"
    )
    monkeypatch.setattr(measured, "FOLDER", tmp_path / "machines")
    monkeypatch.setattr(benches, "BENCHES", ("fast",))
    monkeypatch.setattr(benches, "argv", lambda name: [sys.executable, str(tmp_path / f"{name}.py")])
    monkeypatch.setenv("PYTHONPATH", str(Path(benches.__file__).parents[1]))
    path = tmp_path / "machines" / f"{measured.kind()}.json"
    measured.record(path, {"fast: ratio": Figure("fast: ratio", 1.0)}, ["fast"], "2026-11-30")
    done = CliRunner().invoke(benches.main, ["--keep"] if keep else [])
    assert done.exit_code == code
    assert "WORSE fast: ratio: 1.3, was 1 (1.30 times worse)" in done.output
    assert measured.recorded(path)["fast: ratio"].value == (1.3 if keep else 1.0)


def test_a_benchmark_that_breaks_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measured, "FOLDER", tmp_path)
    monkeypatch.setattr(benches, "BENCHES", ("broken",))
    monkeypatch.setattr(benches, "argv", lambda _: [sys.executable, "-c", "raise SystemExit(3)"])
    done = CliRunner().invoke(benches.main)
    assert done.exit_code == 1
    assert "BROKEN broken" in done.output


def test_the_cpu_of_what_a_program_leaves_behind_counts() -> None:
    """The child outlives its parent and computes after that one's end."""
    orphan = "import time\nwhile time.process_time() < 0.4: pass"
    parent = (
        f"import subprocess, sys; subprocess.Popen([sys.executable, '-S', '-c', {orphan!r}], stdout=subprocess.DEVNULL)"
    )
    used = cpu.run([sys.executable, "-S", "-c", parent])
    assert used.code == 0
    assert used.cpu >= 0.4


def test_the_memory_of_children_counts() -> None:
    child = "import time; held = bytearray(60_000_000); time.sleep(0.4)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-S', '-c', {child!r}])"
    assert cpu.run([sys.executable, "-S", "-c", parent]).memory >= 60


def test_other_children_are_neither_counted_nor_waited_for() -> None:
    """E.g. the services of other tests in this process."""
    busy = "import time\nwhile time.process_time() < 0.5: pass\ntime.sleep(600)"
    with subprocess.Popen([sys.executable, "-S", "-c", busy]) as other:
        try:
            used = cpu.run([sys.executable, "-S", "-c", "import time; time.sleep(0.6)"])
            assert other.poll() is None
            assert used.cpu < 0.3
        finally:
            other.kill()


def test_what_cannot_be_started_is_named() -> None:
    with pytest.raises(OSError, match="no-such-program"):
        cpu.run(["no-such-program"])

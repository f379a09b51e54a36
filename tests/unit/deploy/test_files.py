"""What stands in ``deploy/`` and the files that other programs read: each as far as it can be tried here."""

from __future__ import annotations

import http.server
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest
import yaml

from workers.cli import main as cli

ROOT = Path(__file__).parents[3]
UNITS = sorted((ROOT / "deploy/systemd").glob("*.service"))
CONTAINERFILE = (ROOT / "deploy/Containerfile").read_text(encoding="utf-8")
BIN = Path(sys.executable).parent


def _command(words: list[str]) -> None:
    """The command and each of its options exist."""
    assert words[0] == "patchwarden"
    command = cli.main.commands[words[1]]
    options = {name for parameter in command.params for name in parameter.opts}
    assert {word for word in words if word.startswith("--")} <= options


def test_each_unit_runs_what_the_procfile_runs() -> None:
    started = {unit.stem: re.search(r"^ExecStart=(.+)$", unit.read_text(), re.MULTILINE) for unit in UNITS}
    lines = {name: found[1].removeprefix("/opt/patchwarden/bin/") for name, found in started.items() if found}
    procfile = dict(line.split(": ", 1) for line in (ROOT / "Procfile").read_text().splitlines())
    assert lines == {
        "patchwarden": "patchwarden serve",
        "patchwarden-web": procfile["web"].replace("0.0.0.0:${PORT:-8080}", "${PATCHWARDEN_LISTEN}"),
        "patchwarden-worker": procfile["worker"],
        "patchwarden-beat": procfile["beat"],
        "patchwarden-metrics": "python -m workers.metrics",
    }


def test_the_web_server_comes_before_what_reviews() -> None:
    weights = {unit.stem: re.findall(r"^CPUWeight=(\d+)$", unit.read_text(), re.MULTILINE) for unit in UNITS}
    assert {name for name, found in weights.items() if found} == {"patchwarden-web"}
    assert int(*weights["patchwarden-web"]) > 100, "systemd's own"
    services = yaml.safe_load((ROOT / "deploy/compose.yaml").read_text(encoding="utf-8"))["services"]
    shares = {name: made["cpu_shares"] for name, made in services.items() if "cpu_shares" in made}
    assert shares.keys() == {"web"}
    assert shares["web"] > 1024, "what every container has"


def test_what_reviews_begins_with_the_tables_of_its_version() -> None:
    before = {
        unit.stem for unit in UNITS if "\nExecStartPre=/opt/patchwarden/bin/patchwarden migrate\n" in unit.read_text()
    }
    assert before == {"patchwarden", "patchwarden-worker"}
    _command(["patchwarden", "migrate"])


def test_the_parts_of_one_machine_note_their_figures_in_one_folder() -> None:
    folders = {
        unit.stem: re.findall(r"PROMETHEUS_MULTIPROC_DIR=(\S+)", unit.read_text())
        for unit in UNITS
        if "patchwarden/metrics\n" in unit.read_text()
    }
    assert set(folders) == {"patchwarden-metrics", "patchwarden-web", "patchwarden-worker"}
    assert all(found == ["/var/lib/patchwarden/metrics"] for found in folders.values())


@pytest.mark.parametrize(
    ("words", "started"),
    [
        ([], ["patchwarden migrate", "patchwarden serve"]),
        (["serve"], ["patchwarden migrate", "patchwarden serve"]),
        (
            ["worker"],
            ["patchwarden migrate", "celery --quiet -A workers.entry worker --without-mingle --without-gossip"],
        ),
        (["web"], ["gunicorn --config python:bot.web.gunicorn_conf --bind 0.0.0.0:8080 bot.web.wsgi:app"]),
        (["beat"], ["celery --quiet -A workers.beat beat"]),
        (["metrics"], ["python -m workers.metrics"]),
        (["doctor"], ["patchwarden doctor"]),
        (["review", "a b"], ["patchwarden review a b"]),
    ],
)
def test_what_the_image_starts(words: list[str], started: list[str], tmp_path: Path) -> None:
    said = _started(words, tmp_path)
    assert said == started
    procfile = dict(line.split(": ", 1) for line in (ROOT / "Procfile").read_text().splitlines())
    if words and words[0] in procfile:
        assert said[-1] == procfile[words[0]].replace("${PORT:-8080}", "8080")


def _started(words: list[str], folder: Path, *, fails: str = "") -> list[str]:
    """What ``start.sh`` runs, with programs in place of ours that only say how they were called."""
    for name in ("patchwarden", "gunicorn", "celery", "python"):
        program = folder / name
        program.write_text(f'#!/bin/sh\necho "{name} $*" >> {folder}/said\n[ "$*" != "{fails}" ] || exit 3\n')
        program.chmod(0o755)
    subprocess.run([str(ROOT / "deploy/start.sh"), *words], env={"PATH": f"{folder}:/usr/bin:/bin"}, check=not fails)
    return (folder / "said").read_text().splitlines()


def test_nothing_reviews_with_the_wrong_tables(tmp_path: Path) -> None:
    assert _started(["worker"], tmp_path, fails="migrate") == ["patchwarden migrate"]


def test_the_parts_of_the_compose_file_are_parts_of_the_image() -> None:
    compose = yaml.safe_load((ROOT / "deploy/compose.yaml").read_text(encoding="utf-8"))
    parts = {name: made for name, made in compose["services"].items() if made["image"] == "patchwarden"}
    assert {name: made["command"] for name, made in parts.items()} == {
        name: [name] for name in ("worker", "web", "beat", "metrics")
    }
    noting = {name for name, made in parts.items() if "PROMETHEUS_MULTIPROC_DIR" in made.get("environment", {})}
    assert noting == {"worker", "web", "metrics"}
    assert {parts[name]["pid"] for name in noting - {"worker"}} == {"service:worker"}
    volumes = {one.partition(":")[0] for made in compose["services"].values() for one in made.get("volumes", ())}
    assert volumes == compose["volumes"].keys()
    assert (ROOT / "deploy" / parts["web"]["build"]["context"] / parts["web"]["build"]["dockerfile"]).exists()


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_systemd_takes_each_unit(unit: Path, tmp_path: Path) -> None:
    made = tmp_path / unit.name
    text = unit.read_text().replace("/opt/patchwarden/bin/", f"{BIN}/").replace("User=patchwarden", "User=root")
    made.write_text(text.replace("Group=patchwarden", "Group=root"))
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(made)], capture_output=True, text=True, check=False
    )
    said = [line for line in done.stderr.splitlines() if unit.name in line]
    assert said == []


def _instructions() -> list[tuple[str, str]]:
    joined = re.sub(r"\\\n\s*", "", CONTAINERFILE)
    lines = (line for line in joined.splitlines() if line and not line.startswith("#"))
    return [(word, rest) for word, _, rest in (line.partition(" ") for line in lines)]


def test_the_image_starts_a_command_that_exists() -> None:
    parts = dict(_instructions())
    assert json.loads(parts["ENTRYPOINT"]) == ["patchwarden-start"]
    assert ("COPY", "--chmod=755 deploy/start.sh /usr/local/bin/patchwarden-start") in _instructions()
    _command(["patchwarden", *json.loads(parts["CMD"])])
    assert parts["USER"].isdigit(), "Kubernetes' runAsNonRoot takes numbers alone"


def test_the_image_installs_what_is_locked() -> None:
    (installs,) = (rest for word, rest in _instructions() if word == "RUN" and "pip" in rest)
    named = re.findall(r"--requirement (\S+)", installs)
    assert "--require-hashes" in installs
    assert [name for name in named if not (ROOT / name).exists()] == []
    subprocess.run(["sh", "-n", "-c", installs], check=True)


@pytest.mark.enable_socket
def test_the_images_health_check_tells_alive_from_dead() -> None:
    health = re.search(r"^HEALTHCHECK .*CMD (\[.+\])$", CONTAINERFILE, re.MULTILINE)
    assert health
    program, *arguments = json.loads(health[1])
    assert program == "python"
    with http.server.HTTPServer(("127.0.0.1", 0), _Alive) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        arguments = [argument.replace("8080", str(server.server_port)) for argument in arguments]
        assert subprocess.run([sys.executable, *arguments], check=False, capture_output=True).returncode == 0
        server.shutdown()
    assert subprocess.run([sys.executable, *arguments], check=False, capture_output=True).returncode != 0


class _Alive(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/healthz" else 404)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


def test_the_hook_of_pre_commit_is_a_command_that_exists() -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    _command(hook["entry"].split())
    assert hook["pass_filenames"] is False, "file names would be a range"


def test_every_command_of_the_page_about_ci_exists() -> None:
    page = (ROOT / "docs/ci.md").read_text(encoding="utf-8")
    commands = re.findall(r"patchwarden (?:review) [^\n`'#]+", page)
    assert len(commands) >= 4
    for command in commands:
        _command(re.sub(r"\{\{.*?\}\}", "x", command).split())
    for block in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL):
        assert yaml.safe_load(block)


def test_the_page_about_ci_gives_the_action_inputs_that_it_has() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text())
    (given,) = re.findall(
        r"uses: patchwarden/.*?\n        with:\n((?:          .*\n)+)", (ROOT / "docs/ci.md").read_text()
    )
    assert yaml.safe_load(given).keys() <= action["inputs"].keys()


def test_the_action_is_sound_by_zizmor() -> None:
    """Templates that a pull request could write into a script, actions that are not pinned."""
    command = [str(BIN / "zizmor"), "--offline", "--no-progress", "--format", "json", str(ROOT / "action.yml")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert json.loads(done.stdout) == [], done.stdout


def test_the_actions_script_gets_every_input() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text())
    script = (ROOT / "deploy/action/review.sh").read_text()
    subprocess.run(["bash", "-n", str(ROOT / "deploy/action/review.sh")], check=True)
    given = action["runs"]["steps"][0]["env"].keys()
    assert set(re.findall(r"PATCHWARDEN_ACTION_\w+", script)) == set(given)
    written = set(re.findall(r'echo "([\w-]+)=', script))
    assert written == action["outputs"].keys()

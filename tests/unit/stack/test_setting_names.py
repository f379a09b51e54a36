"""Every setting is known, documented and shown, and what nobody reads is named."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from bot import setting_names
from bot.setting_names import HANDED_OVER, OWN, SHARED, of_hosts, unknown
from bot.settings import Settings, SettingsError
from bot.web.settings import WebSettings
from workers.cli import config_rows
from workers.cli import main as cli

ROOT = Path(__file__).parents[3]
CODE = [path for folder in ("bot", "workers") for path in (ROOT / folder).rglob("*.py")]
SECRETS = {
    "PATCHWARDEN_SECRET": "the marker's secret of the test",
    "PATCHWARDEN_METRICS_TOKEN": "the token of the figures",
    "PATCHWARDEN_GITHUB_TOKEN": "the token of the host",
    "PATCHWARDEN_GITHUB_WEBHOOK_SECRET": "the webhook secret of the test",
    "PATCHWARDEN_GERRIT_PASSWORD": "the password of the other host",
    "PATCHWARDEN_GERRIT_WEBHOOK_SECRET": "0123456789abcdefWebhook",
}


def test_every_name_that_is_read_is_known() -> None:
    named = {
        name for path in CODE for name in re.findall(r"\bPATCHWARDEN_[A-Z_]*[A-Z]\b", path.read_text(encoding="utf-8"))
    }
    groups = {"PATCHWARDEN_GITHUB", "PATCHWARDEN_GERRIT", "PATCHWARDEN_TEST", "PATCHWARDEN_METRICS"}
    assert named - groups - of_hosts() == set(OWN)


@pytest.mark.parametrize("name", sorted({*OWN, *SHARED, *of_hosts()} - HANDED_OVER))
def test_every_setting_is_documented(name: str) -> None:
    page = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    name = name.removesuffix("_FILE")
    assert f"`{name}`" in page or f"`…_{name.split('_', 2)[-1]}`" in page


def test_the_defaults_are_those_that_hold(tmp_path: Path) -> None:
    settings = Settings.from_environ({"HOME": str(tmp_path)})
    web = WebSettings.from_environ({"REDIS_URL": "redis://127.0.0.1/0"})
    assert OWN["PATCHWARDEN_CONCURRENCY"] == str(settings.concurrency)
    assert OWN["PATCHWARDEN_SWEEP_BUDGET"] == str(settings.sweep_budget)
    assert OWN["PATCHWARDEN_LOG_LEVEL"] == settings.log_level
    assert OWN["PATCHWARDEN_LISTEN"] == settings.listen
    assert OWN["PATCHWARDEN_CONNECTIONS"] == str(web.limits.connections)
    assert OWN["PATCHWARDEN_CONNECTIONS_PER_ADDRESS"] == str(web.limits.connections_per_address)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("PATCHWARDEN_CONCURENCY", "PATCHWARDEN_CONCURRENCY"),
        ("PATCHWARDEN_GITUB_TOKEN", "PATCHWARDEN_GITHUB_TOKEN"),
        ("PATCHWARDEN_LOGLEVEL", "PATCHWARDEN_LOG_LEVEL"),
        ("PATCHWARDEN_SECRETS_FILE", "PATCHWARDEN_SECRET_FILE"),
        ("PATCHWARDEN_GERIT_PASSWORD", "PATCHWARDEN_GERRIT_PASSWORD"),
        ("PATCHWARDEN_ZZZ", ""),
    ],
)
def test_a_misspelt_name_is_told_with_the_nearest(name: str, meant: str) -> None:
    (problem,) = unknown({name: "the value", "REDIS_URL": "x", "HOME": "/"})
    assert problem.name == name
    assert problem.text == "no setting has this name" + (f": is {meant} meant?" if meant else "")


@given(st.sampled_from(sorted({*OWN, *of_hosts()})), st.integers(12, 60), st.sampled_from("ABCXYZ_"))
def test_any_slip_in_any_name_is_told(name: str, place: int, letter: str) -> None:
    """By us, or where the name still begins as a host's do, by that host's reader."""
    at = min(place, len(name))
    slipped = name[:at] + letter + name[at:]
    known = {*OWN, *of_hosts()}
    if slipped in known:
        return
    told = {problem.name for problem in unknown({slipped: "1"})}
    if not slipped.startswith(("PATCHWARDEN_GITHUB_", "PATCHWARDEN_GERRIT_", setting_names.FOR_TESTS)):
        assert told == {slipped}
    elif not slipped.startswith(setting_names.FOR_TESTS):
        _, wrong = config_rows.settings({"HOME": "/nowhere", slipped: "1"})
        assert any(
            line.startswith((f"{slipped}: unknown; known are", f"{slipped}: unknown: is PATCHWARDEN_"))
            for line in wrong
        )


def show(environ: dict[str, str], *options: str) -> tuple[int, str, str]:
    gone = dict.fromkeys(name for name in os.environ if name.startswith("PATCHWARDEN_"))
    done = CliRunner().invoke(cli.main, ["config", "show", *options], env=gone | environ)
    return done.exit_code, done.stdout, done.stderr


WRONG_EACH = ("short", "zzz", "-1", "a b/c", "://")


@pytest.mark.parametrize("name", sorted({*OWN, *SHARED} - HANDED_OVER))
def test_what_stops_everything_else_is_told_here(tmp_path: Path, name: str) -> None:
    """For every setting, values that most cannot have: the same faults as those of whoever starts."""
    for value in WRONG_EACH:
        environ = {"HOME": str(tmp_path), "PATCHWARDEN_SECRET": "the secret of the deployment", name: value}
        try:
            Settings.from_environ(environ)
        except SettingsError as error:
            faults = {f"{problem.name}: {problem.text}" for problem in error.problems}
            assert faults <= set(config_rows.settings(environ)[1])


def test_without_a_host_the_settings_of_each_kind_are_named() -> None:
    _, said, _ = show({"HOME": "/nowhere"})
    assert of_hosts() - {name for name in of_hosts() if name.endswith("_FILE")} <= {
        line.split()[0] for line in said.splitlines()
    }


def test_each_setting_is_shown_with_its_source(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("the deployment's secret, in a file")
    (tmp_path / "hosts.toml").write_text(
        '[[github]]\nname = "work"\ntoken = "the token of the file"\nwebhook_secret = "webhook secret of the file"\n'
        'repositories = ["octo/app", "octo/lib"]\n'
    )
    code, said, wrong = show(
        {
            "HOME": str(tmp_path),
            "REDIS_URL": "redis://me:pass/word@redis.example:6379/1",
            "DATABASE_URL": "postgresql://me@db/app?sslpassword=hidden&sslmode=require",
            "PATCHWARDEN_SECRET_FILE": str(tmp_path / "key"),
            "PATCHWARDEN_CONFIG": str(tmp_path / "hosts.toml"),
            "PATCHWARDEN_CONCURRENCY": "4",
            "PORT": "8000",
        }
    )
    assert (code, wrong) == (0, "")
    lines = {
        re.split(r"  +", line)[0]: re.sub(r" {2,}", " ", line.split("  ", 1)[1].strip()) for line in said.splitlines()
    }
    file = f"{tmp_path / 'hosts.toml'} [[github]] 1"
    assert lines["REDIS_URL"] == "redis://••••••@redis.example:6379/1 [environment]"
    assert (
        lines["DATABASE_URL"] == "postgresql+psycopg://••••••@db/app?sslpassword=••••••&sslmode=require [environment]"
    )
    assert lines["PATCHWARDEN_SECRET"] == f"•••••• [file {tmp_path / 'key'}]"
    assert lines["PATCHWARDEN_CONCURRENCY"] == "4 [environment]"
    assert lines["PATCHWARDEN_SWEEP_BUDGET"] == "1500 [default]"
    assert lines["PATCHWARDEN_LISTEN"] == "0.0.0.0:8000 [PORT]"
    assert lines[f"{file} name"] == "work [PATCHWARDEN_CONFIG]"
    assert lines[f"{file} token"] == "•••••• [PATCHWARDEN_CONFIG]"
    assert lines[f"{file} repositories"] == "octo/app, octo/lib [PATCHWARDEN_CONFIG]"
    assert lines[f"{file} url"] == "https://api.github.com [default]"
    assert not (tmp_path / ".local").exists(), "showing makes nothing"


def test_no_secret_is_shown(tmp_path: Path) -> None:
    code, said, wrong = show({"HOME": str(tmp_path), **SECRETS, "PATCHWARDEN_GERRIT_URL": "https://u:word@r.example"})
    assert code == 1, "a password in an address"
    assert [name for name, secret in SECRETS.items() if secret in said + wrong] == []
    assert "u:word" not in said + wrong
    assert said.count("••••••") >= len(SECRETS)


@given(st.text(st.characters(codec="ascii", categories=("L", "N", "P", "S")), min_size=1, max_size=30))
def test_an_address_loses_whatever_password_it_has(password: str) -> None:
    marked = f"zq{password}qz"
    for url in ("redis://me:{}@host/0", "postgresql+psycopg://me:{}@host/db?sslmode=require", "redis://:{}@host"):
        assert marked not in config_rows.address(url.format(marked))


def test_only_what_is_set(tmp_path: Path) -> None:
    code, said, _ = show({"HOME": str(tmp_path), "PATCHWARDEN_CONCURRENCY": "3"}, "--set")
    assert code == 0
    assert [line.split()[0] for line in said.splitlines()] == ["PATCHWARDEN_CONCURRENCY", "PATCHWARDEN_SECRET"]


def test_the_doctor_names_them_beside_other_faults(tmp_path: Path) -> None:
    gone = dict.fromkeys(name for name in os.environ if name.startswith("PATCHWARDEN_"))
    environ = gone | {"HOME": str(tmp_path), "PATCHWARDEN_CONCURENCY": "3", "PATCHWARDEN_LOG_LEVEL": "loud"}
    done = CliRunner().invoke(cli.main, ["doctor"], env=environ)
    assert "FAULT PATCHWARDEN_LOG_LEVEL" in done.output
    assert "FAULT PATCHWARDEN_CONCURENCY: no setting has this name: is PATCHWARDEN_CONCURRENCY meant?" in done.output
    assert done.exit_code == 1

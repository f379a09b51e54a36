"""Environment in, settings or a list of all problems out."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.hosts.github import GitHubSettings
from bot.settings import Settings, SettingsError

WEBHOOK_SECRET = "a webhook secret of the test"
SECRET = "a deployment secret of the test"
KEY = "-----BEGIN " + "RSA PRIVATE KEY-----\nnot a key\n-----END RSA PRIVATE KEY-----"


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """One GitHub by a token, on this machine only."""
    return {
        "HOME": str(tmp_path),
        "PATCHWARDEN_GITHUB_TOKEN": "the token",
        "PATCHWARDEN_GITHUB_WEBHOOK_SECRET": WEBHOOK_SECRET,
    }


def problems(environ: dict[str, str]) -> dict[str, str]:
    with pytest.raises(SettingsError) as caught:
        Settings.from_environ(environ)
    return {problem.name: problem.text for problem in caught.value.problems}


def test_nothing_set_is_the_embedded_stack_without_a_host(tmp_path: Path) -> None:
    settings = Settings.from_environ({"HOME": str(tmp_path)})

    assert settings.hosts == ()
    assert settings.redis_url == ""
    assert settings.state_dir == tmp_path / ".local/state/patchwarden"
    assert settings.cache_dir == tmp_path / ".cache/patchwarden"
    assert settings.database_url == f"sqlite:///{settings.state_dir}/patchwarden.db"
    assert settings.listen == "127.0.0.1:8080"


def only_github(environ: dict[str, str]) -> GitHubSettings:
    (host,) = Settings.from_environ(environ).hosts
    assert isinstance(host, GitHubSettings)
    return host


def test_a_token_is_a_host(environ: dict[str, str]) -> None:
    host = only_github(environ)

    assert (host.name, host.base_url, host.token) == ("github", "https://api.github.com", "the token")
    assert host.app_id is None
    assert host.marker_key


def test_an_app_with_its_key_in_a_file(environ: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "key.pem").write_text(KEY + "\n")
    del environ["PATCHWARDEN_GITHUB_TOKEN"]
    environ |= {
        "PATCHWARDEN_GITHUB_APP_ID": "4711",
        "PATCHWARDEN_GITHUB_PRIVATE_KEY_FILE": str(tmp_path / "key.pem"),
        "PATCHWARDEN_GITHUB_URL": "https://github.example.org/api/v3/",
    }

    host = only_github(environ)

    assert (host.app_id, host.private_key, host.base_url) == ("4711", KEY, "https://github.example.org/api/v3")


def test_a_key_on_one_line_is_unfolded(environ: dict[str, str]) -> None:
    del environ["PATCHWARDEN_GITHUB_TOKEN"]
    environ |= {"PATCHWARDEN_GITHUB_APP_ID": "1", "PATCHWARDEN_GITHUB_PRIVATE_KEY": KEY.replace("\n", "\\n")}

    host = only_github(environ)

    assert host.private_key == KEY


def test_the_embedded_secret_is_made_once_and_kept_private(environ: dict[str, str]) -> None:
    first, second = Settings.from_environ(environ), Settings.from_environ(environ)

    assert first.secret == second.secret
    assert len(first.secret) == 64
    assert (first.state_dir / "secret").stat().st_mode & 0o777 == 0o600


def test_with_a_shared_redis_a_kept_secret_still_holds_but_none_is_made(environ: dict[str, str]) -> None:
    shared = environ | {"REDIS_URL": "redis://redis.example.org"}
    assert "openssl rand" in problems(shared)["PATCHWARDEN_SECRET"]

    kept = Settings.from_environ(environ).secret

    assert Settings.from_environ(shared).secret == kept


def test_several_hosts_from_a_file(environ: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "hosts.toml").write_text(
        f"""
        [[github]]
        name = "work"
        url = "https://github.example.org/api/v3"
        token = "other token"
        webhook_secret = "{WEBHOOK_SECRET}"
        repositories = ["octo/app", "octo/lib"]
        resolve_threads = true
        """
    )
    environ["PATCHWARDEN_CONFIG"] = str(tmp_path / "hosts.toml")

    settings = Settings.from_environ(environ)

    assert [host.name for host in settings.hosts] == ["github", "work"]
    work = settings.host("work")
    assert isinstance(work, GitHubSettings)
    assert work.repositories == ("octo/app", "octo/lib")
    assert work.resolve_threads
    with pytest.raises(KeyError):
        settings.host("nobody")


@pytest.mark.parametrize(
    ("changed", "name", "said"),
    [
        ({"PATCHWARDEN_GITHUB_WEBHOOK_SECRET": ""}, "PATCHWARDEN_GITHUB_WEBHOOK_SECRET", "not set"),
        ({"PATCHWARDEN_GITHUB_WEBHOOK_SECRET": "short"}, "PATCHWARDEN_GITHUB_WEBHOOK_SECRET", "shorter than 16"),
        ({"PATCHWARDEN_GITHUB_TOKEN": ""}, "PATCHWARDEN_GITHUB_TOKEN", "or an App"),
        ({"PATCHWARDEN_GITHUB_APP_ID": "1"}, "PATCHWARDEN_GITHUB_TOKEN", "not both"),
        (
            {"PATCHWARDEN_GITHUB_TOKEN": "", "PATCHWARDEN_GITHUB_APP_ID": "1"},
            "PATCHWARDEN_GITHUB_PRIVATE_KEY",
            "download",
        ),
        ({"PATCHWARDEN_GITHUB_TOKEN_FILE": "/nowhere"}, "PATCHWARDEN_GITHUB_TOKEN", "not both"),
        (
            {"PATCHWARDEN_GITHUB_TOKEN": "", "PATCHWARDEN_GITHUB_TOKEN_FILE": "/nowhere/token"},
            "PATCHWARDEN_GITHUB_TOKEN_FILE",
            "cannot read /nowhere/token",
        ),
        (
            {
                "PATCHWARDEN_GITHUB_TOKEN": "",
                "PATCHWARDEN_GITHUB_TOKEN_FILE": "/nowhere/token",
                "PATCHWARDEN_GITHUB_APP_ID": "1",
            },
            "PATCHWARDEN_GITHUB_TOKEN_FILE",
            "cannot read /nowhere/token",
        ),
        (
            {"PATCHWARDEN_GITHUB_TOKEN": "", "PATCHWARDEN_GITHUB_PRIVATE_KEY_FILE": "/nowhere/key"},
            "PATCHWARDEN_GITHUB_PRIVATE_KEY_FILE",
            "cannot read /nowhere/key",
        ),
        ({"PATCHWARDEN_GITHUB_URL": "http://github.example.org"}, "PATCHWARDEN_GITHUB_URL", "https://"),
        ({"PATCHWARDEN_GITHUB_URL": "https://github.com"}, "PATCHWARDEN_GITHUB_URL", "https://api.github.com"),
        ({"PATCHWARDEN_GITHUB_REPOSITORIES": "octo/app, octo"}, "PATCHWARDEN_GITHUB_REPOSITORIES", "'octo'"),
        ({"PATCHWARDEN_GITHUB_TOKN": "x"}, "PATCHWARDEN_GITHUB_TOKN", "unknown: is PATCHWARDEN_GITHUB_TOKEN meant?"),
        ({"PATCHWARDEN_GITHUB_ZZZ": "x"}, "PATCHWARDEN_GITHUB_ZZZ", "unknown; known are PATCHWARDEN_GITHUB_APP_ID"),
        ({"PATCHWARDEN_GITHUB_RESOLVE_THREADS": "perhaps"}, "PATCHWARDEN_GITHUB_RESOLVE_THREADS", "true or false"),
        ({"PATCHWARDEN_SECRET": "short"}, "PATCHWARDEN_SECRET", "shorter than 16"),
        ({"REDIS_URL": "http://x", "PATCHWARDEN_SECRET": SECRET}, "REDIS_URL", "redis://"),
        ({"DATABASE_URL": "mysql://x"}, "DATABASE_URL", "postgresql://"),
        ({"PATCHWARDEN_LISTEN": "8080"}, "PATCHWARDEN_LISTEN", "address:port"),
        ({"PORT": "http"}, "PORT", "address:port"),
        ({"PATCHWARDEN_CONCURRENCY": "0"}, "PATCHWARDEN_CONCURRENCY", "from 1 to 64"),
        ({"PATCHWARDEN_LOG_LEVEL": "loud"}, "PATCHWARDEN_LOG_LEVEL", "none of"),
        ({"PATCHWARDEN_CONFIG": "/nowhere.toml"}, "PATCHWARDEN_CONFIG", "cannot read"),
        ({"PATCHWARDEN_OSV": "/nowhere.zip"}, "PATCHWARDEN_OSV", "/nowhere.zip does not exist"),
    ],
)
def test_a_problem_names_the_variable_and_the_remedy(
    environ: dict[str, str], changed: dict[str, str], name: str, said: str
) -> None:
    found = problems(environ | changed)

    assert list(found) == [name]
    assert said in found[name]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("github = 1", "only tables [[github]]"),
        ("[[forge]]\n", "only tables [[github]]"),
        ("[[github", "not TOML"),
        ('[[github]]\ntoken = "x"\nwebhook_secret = "a webhook secret of the test"\n', "two hosts are called 'github'"),
        ('[[github]]\ntoken = ["x"]\n', "must be a string"),
    ],
)
def test_a_problem_in_the_file_names_the_place(environ: dict[str, str], tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "hosts.toml").write_text(text)

    found = problems(environ | {"PATCHWARDEN_CONFIG": str(tmp_path / "hosts.toml")})

    assert any(said in problem for problem in found.values()), found


@pytest.mark.parametrize("name", ["PATCHWARDEN_GERRIT_PASSWORD", "PATCHWARDEN_GITHUB_TOKEN"])
def test_bytes_that_are_no_utf_8_are_a_problem_of_their_variable(environ: dict[str, str], name: str) -> None:
    gerrit = {"URL": "https://review.example.org", "USERNAME": "bot", "PASSWORD": "p", "WEBHOOK_SECRET": "s" * 20}
    environ |= {f"PATCHWARDEN_GERRIT_{field}": value for field, value in gerrit.items()}
    latin_1 = b"caf\xe9".decode("utf-8", "surrogateescape")  # as Python reads it from the environment
    assert problems(environ | {name: latin_1}) == {name: "is not written in UTF-8"}


def test_all_problems_come_at_once_and_no_secret_is_in_them(environ: dict[str, str]) -> None:
    broken = environ | {"PORT": "x", "REDIS_URL": "y://" + "hidden", "PATCHWARDEN_GITHUB_APP_ID": "1"}

    with pytest.raises(SettingsError) as caught:
        Settings.from_environ(broken)

    assert len(caught.value.problems) == 4  # with a Redis of one's own the secret must be given, too
    for secret in ("the token", WEBHOOK_SECRET, "hidden"):
        assert secret not in str(caught.value)


def test_no_secret_is_in_the_repr(environ: dict[str, str]) -> None:
    password = "the password"
    environ |= {
        "PATCHWARDEN_SECRET": SECRET,
        "REDIS_URL": f"redis://:{password}@redis.example.org",
        "DATABASE_URL": f"postgres://me:{password}@db.example.org/app",
    }

    settings = Settings.from_environ(environ)

    assert settings.database_url == f"postgresql+psycopg://me:{password}@db.example.org/app"
    for secret in ("the token", WEBHOOK_SECRET, SECRET, password, repr(settings.hosts[0].marker_key)):
        assert secret not in repr(settings)


def test_a_platform_s_port_listens_on_all_addresses(environ: dict[str, str]) -> None:
    assert Settings.from_environ(environ | {"PORT": "5000"}).listen == "0.0.0.0:5000"
    both = environ | {"PORT": "5000", "PATCHWARDEN_LISTEN": "[::1]:80"}
    assert Settings.from_environ(both).listen == "[::1]:80"


MIRRORS = """
[[gerrit]]
name = "review"
url = "https://review.example.org"
username = "patchwarden"
password = "a password of the test"
webhook_secret = "awebhooksecretofthetest"
"""


def with_mirrors(environ: dict[str, str], tmp_path: Path, text: str) -> dict[str, str]:
    (tmp_path / "hosts.toml").write_text(MIRRORS + text)
    return environ | {"PATCHWARDEN_CONFIG": str(tmp_path / "hosts.toml")}


def test_repositories_that_are_the_same_are_named_in_groups(environ: dict[str, str], tmp_path: Path) -> None:
    text = """
    [[mirror]]
    repositories = ["github:octo/app", "review:app"]
    [[mirror]]
    repositories = ["github:octo/lib", "review:plugins/a lib", "review:lib"]
    """
    assert Settings.from_environ(with_mirrors(environ, tmp_path, text)).mirrors == (
        ("github:octo/app", "review:app"),
        ("github:octo/lib", "review:plugins/a lib", "review:lib"),
    )
    assert Settings.from_environ(environ).mirrors == ()


@pytest.mark.parametrize(
    ("group", "said"),
    [
        ('repositories = ["github:octo/app"]', "fewer than two repositories"),
        ('repositories = ["github:octo/app", "github:octo/app"]', "fewer than two repositories"),
        ('repositories = ["github:octo/app", "gitlab:app"]', "on no host of these settings: the hosts are github, rev"),
        ('repositories = ["github:octo/app", "app"]', "'app' is no repository of a host: write it as host:repository"),
        ('repositories = ["github:octo/app", ":app"]', "is no repository of a host"),
        ('repositories = ["github:octo/lib", "review:taken"]', "stands in another group already: put both groups"),
        ("repositories = 7", "must be a list of strings"),
        ("", "fewer than two repositories"),
        ('names = ["a"]\nrepositories = ["github:octo/app", "review:app"]', "unknown; known are"),
    ],
)
def test_a_group_that_cannot_be_used_is_named_with_its_remedy(
    environ: dict[str, str], tmp_path: Path, group: str, said: str
) -> None:
    text = f'[[mirror]]\nrepositories = ["github:taken", "review:taken"]\n[[mirror]]\n{group}\n'
    found = problems(with_mirrors(environ, tmp_path, text))
    (where,) = found
    assert "hosts.toml [[mirror]] 2" in where
    assert said in found[where]


def test_a_host_with_a_problem_of_its_own_is_not_called_unknown_as_well(
    environ: dict[str, str], tmp_path: Path
) -> None:
    text = '[[mirror]]\nrepositories = ["github:octo/app", "review:app"]'
    found = problems(with_mirrors(environ, tmp_path, text) | {"PATCHWARDEN_GITHUB_TOKEN": ""})
    assert set(found) == {"PATCHWARDEN_GITHUB_TOKEN"}


def test_an_auditor_needs_the_database_alone(tmp_path: Path) -> None:
    environ = {"HOME": str(tmp_path), "REDIS_URL": "redis://x", "DATABASE_URL": "postgres://auditor@db/warden"}
    assert Settings.database_alone(environ) == "postgresql+psycopg://auditor@db/warden"
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(SettingsError, match="only sqlite:// and postgresql://"):
        Settings.database_alone(environ | {"DATABASE_URL": "mysql://x"})

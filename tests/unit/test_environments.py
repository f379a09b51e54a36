"""What each process of the stack gets of an environment: a table."""

from __future__ import annotations

from pathlib import Path

from bot.settings import Settings
from bot.web.settings import HANDED_OVER, WebSettings
from workers import environments

GIVEN = {
    "PATH": "/bin",
    "HOME": "/home/warden",
    "LC_ALL": "C",
    "HTTPS_PROXY": "http://me:password@proxy",
    "SSL_CERT_FILE": "/etc/house.pem",
    "REQUESTS_CA_BUNDLE": "/etc/house.pem",
    "PGPASSWORD": "of the database",
    "AWS_SECRET_ACCESS_KEY": "of somebody else",
    "PYTHONUNBUFFERED": "1",
    "PATCHWARDEN_GITHUB_TOKEN": "the token",
    "PATCHWARDEN_GITHUB_WEBHOOK_SECRET": "the webhook secret",
    "PATCHWARDEN_CONNECTIONS": "50",
    "PATCHWARDEN_LOG_LEVEL": "DEBUG",
}
SYSTEM = {"PATH", "HOME", "LC_ALL"}
BEAT = SYSTEM | {
    "SSL_CERT_FILE",
    "REQUESTS_CA_BUNDLE",
    "PYTHONUNBUFFERED",
    "PYTHONPATH",
    "REDIS_URL",
    "PATCHWARDEN_LOG_LEVEL",
}


def test_each_gets_what_it_needs(tmp_path: Path) -> None:
    environ = GIVEN | {"PATCHWARDEN_STATE_DIR": str(tmp_path), "REDIS_URL": "redis://h", "PATCHWARDEN_SECRET": "s" * 16}
    settings = Settings.from_environ(environ)

    assert set(environments.redis(environ)) == SYSTEM
    assert set(environments.beat(environ, settings)) == BEAT
    web = environments.web(environ, settings)
    assert set(web) == BEAT | {HANDED_OVER, "PATCHWARDEN_LISTEN", "PATCHWARDEN_CONNECTIONS", "PATCHWARDEN_SARIF_SECRET"}
    assert WebSettings.from_environ(web).limits.connections == 50
    worker = environments.worker(environ, settings)
    assert set(worker) == (set(environ) - {"AWS_SECRET_ACCESS_KEY"}) | BEAT | {"DATABASE_URL", "PATCHWARDEN_CACHE_DIR"}
    assert Settings.from_environ(worker).hosts == settings.hosts
    for part in (environments.redis(environ), environments.beat(environ, settings), web):
        assert not {"the token", "of the database", "s" * 16} & set(part.values())

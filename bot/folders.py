"""Where this machine keeps things, by an environment that the caller hands over (XDG base directory specification)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


def state_dir(environ: Mapping[str, str]) -> Path:
    """What must survive a restart: ``PATCHWARDEN_STATE_DIR``, else the user's folder for state."""
    return _folder(environ, "PATCHWARDEN_STATE_DIR", "XDG_STATE_HOME", ".local/state")


def cache_dir(environ: Mapping[str, str]) -> Path:
    """What may be deleted at any time: ``PATCHWARDEN_CACHE_DIR``, else the user's folder for caches."""
    return _folder(environ, "PATCHWARDEN_CACHE_DIR", "XDG_CACHE_HOME", ".cache")


def _folder(environ: Mapping[str, str], name: str, xdg: str, below_home: str) -> Path:
    """An absolute path. The specification ignores relative paths in its own variables."""
    home = Path(environ.get("HOME") or Path.home())
    given = environ.get(name, "").strip()
    if given == "~" or given.startswith("~/"):
        return home / given[2:]
    if given:
        return Path.cwd() / Path(given).expanduser()
    base = environ.get(xdg, "")
    return (Path(base) if base.startswith("/") else home / below_home) / "patchwarden"

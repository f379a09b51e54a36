"""The rules' pages of ``patchwarden serve``: written anew at each start, beside the stack, while it serves already."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Final

from workers import environments
from workers.processes.services import Service

SETTING: Final = "PATCHWARDEN_RULE_PAGES"


class RulePages:
    """``with RulePages(state_dir, environ, tell) as pages:``. The rules of a new version have their pages within some
    seconds of CPU time; until then the web server shows those that are there. Whoever names a folder sees to it."""

    def __init__(self, state_dir: Path, environ: Mapping[str, str], tell: Callable[[str], None]) -> None:
        self._folder = None if environ.get(SETTING) else state_dir / "rule-pages"
        self._given, self._tell = environ, tell
        self._writer: Service | None = None

    @property
    def environ(self) -> dict[str, str]:
        """The environment with the folder that the web server shows."""
        return {**self._given, **({SETTING: str(self._folder)} if self._folder else {})}

    def __enter__(self) -> RulePages:
        """Raises ``OSError`` where the folder cannot be made."""
        if self._folder:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._writer:
            self._writer.stop(patience=1.0)

    def begin(self) -> None:
        """To be called once all parts run: nobody waits for pages."""
        if self._folder:
            command = [sys.executable, "-P", "-m", "workers.cli.main", "rules", "pages", str(self._folder)]
            log = self._folder.with_suffix(".log")
            log.unlink(missing_ok=True)
            environ = environments.manual(self._given)
            self._writer = Service("writing the rules' pages", command, env=environ, cwd=self._folder.parent, log=log)

    def tend(self) -> None:
        """Says what went wrong, once."""
        said = self._writer.outcome() if self._writer else None
        if self._writer and said is not None:
            self._writer.stop(patience=0)
            self._writer = None
            if said:
                self._tell(said)

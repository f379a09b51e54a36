"""Decorators and helpers around functions: what they make of one."""

from __future__ import annotations

from collections.abc import Mapping

from workers.taint.effects import Effect, passes
from workers.taint.lattice import of
from workers.taint.values import Descriptor


def _descriptor(kind: str) -> Effect:
    return lambda _site, args: of(Descriptor(kind, args.value(0).plain))


CALLS: Mapping[str, Effect] = {
    "builtins.property": _descriptor("property"), "functools.cached_property": _descriptor("property"),
    "builtins.staticmethod": _descriptor("staticmethod"), "builtins.classmethod": _descriptor("classmethod"),
    "abc.abstractmethod": passes(0), "typing.override": passes(0), "typing.final": passes(0),
    "functools.cache": passes(0), "typing.cast": passes(1),
}  # fmt: skip

"""What a query asks for, held against the description; and what is said where it is outside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from werkzeug.datastructures import MultiDict

from bot.api.description import LONGEST, PROBLEMS, Operation, Parameter

TYPE: Final = "about:blank"


class Refused(Exception):
    """The request gets a problem for an answer."""

    def __init__(self, status: int, detail: str, remedy: str) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.remedy = remedy

    @property
    def title(self) -> str:
        return PROBLEMS[self.status]


def read(operation: Operation, query: MultiDict[str, str]) -> Mapping[str, str | int]:
    """The value of each parameter: its default where none is sent, ``""`` or 0 without one. Raises :class:`Refused`."""
    known = {parameter.name for parameter in operation.parameters}
    for name in query:
        if name not in known:
            some = f"known here are {', '.join(sorted(known))}" if known else "this address takes none"
            raise Refused(400, f"{name[:60]!r} is no parameter of {operation.path}", some)
        if len(query.getlist(name)) > 1:
            raise Refused(400, f"{name} is sent more than once", "send it once")
    return {parameter.name: _value(parameter, query.get(parameter.name, "")) for parameter in operation.parameters}


def _value(parameter: Parameter, given: str) -> str | int:
    name = parameter.name
    if not given:
        if parameter.required:
            raise Refused(400, f"{name} is missing", f"send it: {parameter.description}")
        return parameter.default if parameter.default is not None else 0 if parameter.numbers else ""
    if parameter.choices and given not in parameter.choices:
        raise Refused(400, f"{name} has another value than it may", f"send one of: {', '.join(parameter.choices)}")
    if parameter.numbers:
        low, high = parameter.numbers
        if not (given.isascii() and given.isdigit() and len(given) < 12 and low <= int(given) <= high):
            raise Refused(400, f"{name} is no whole number from {low} to {high}", f"send one from {low} to {high}")
        return int(given)
    if len(given) > LONGEST:
        raise Refused(400, f"{name} is longer than {LONGEST} characters", "send less of it")
    return given

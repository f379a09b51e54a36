"""What a part of a program calls and makes, by name: nothing is run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from workers.flows.program import (
    Assign,
    Call,
    Class,
    Define,
    Expr,
    Field,
    Function,
    Lambda,
    Module,
    Name,
    Record,
    Statement,
    names_in,
)

_IGNORED = frozenset({"span"})


@dataclass(slots=True)
class Uses:
    """Names that are used."""

    roots: set[str] = field(default_factory=set)
    """What calls begin with: ``helpers`` of ``helpers.run()``, ``run`` of ``run()``."""
    called: set[str] = field(default_factory=set)
    """The last names of what is called."""
    types: set[str] = field(default_factory=set)


def of_module(module: Module) -> Uses:
    """All that a file uses."""
    made = of_parts(module.body)
    for function in module.functions.values():
        _add_function(made, function)
    for each in module.classes.values():
        _add_class(made, each)
    for export in module.exports.values():
        _merge(made, of_parts([export]))
    return made


def of_functions(module: Module, names: Iterable[str]) -> Uses:
    """What the functions and methods of some names use, and those that they call in the same file."""
    made, wanted, done = Uses(), set(names), set[str]()
    by_name: dict[str, list[Function]] = {}
    for function in _functions(module):
        by_name.setdefault(function.name, []).append(function)
    while True:
        new = [name for name in sorted(wanted - done) if name in by_name]
        if not new:
            return made
        for name in new:
            done.add(name)
            for function in by_name[name]:
                _add_function(made, function)
        wanted |= made.called


def _functions(module: Module) -> Iterator[Function]:
    yield from module.functions.values()
    for made in module.classes.values():
        yield from (*made.methods.values(), *made.overloads)
    for name, export in module.exports.items():
        if isinstance(export, Lambda):
            export.function.name = export.function.name or name
            yield export.function


def _add_function(made: Uses, function: Function) -> None:
    made.types |= {parameter.type for parameter in function.parameters if parameter.type}
    _merge(made, of_parts(function.body))


def _add_class(made: Uses, each: Class) -> None:
    made.types |= {*each.bases, *each.types.values()}
    for method in (*each.methods.values(), *each.overloads):
        _add_function(made, method)
    _merge(made, of_parts([start for _, start in each.starts]))


def _merge(made: Uses, other: Uses) -> None:
    made.roots |= other.roots
    made.called |= other.called
    made.types |= other.types


def of_parts(parts: Iterable[Expr | Statement]) -> Uses:
    """What expressions and statements use."""
    made = Uses()
    waiting: list[object] = list(parts)
    while waiting:
        each = waiting.pop()
        if isinstance(each, list | tuple):
            waiting += each
            continue
        if isinstance(each, Call):
            _add_call(made, each)
        elif isinstance(each, Record) and each.of:
            made.types.add(each.of)
        elif isinstance(each, Lambda | Define):
            _add_function(made, each.function)
            continue
        for name in getattr(each, "__slots__", ()):
            value = getattr(each, name)
            if name not in _IGNORED and not isinstance(value, str | bool | int | float | None):
                waiting.append(value)
    return made


def _add_call(made: Uses, call: Call) -> None:
    callee = call.callee
    if isinstance(callee, Field | Name):
        made.called.add(callee.name)
    if call.makes and isinstance(callee, Name):
        made.types.add(callee.name)
    while isinstance(callee, Field):
        callee = callee.object
    if isinstance(callee, Name):
        made.roots.add(callee.name)


def written(body: Iterable[Statement]) -> Iterator[str]:
    """The variables that statements give values to, in the functions inside them, too."""
    waiting: list[object] = list(body)
    while waiting:
        each = waiting.pop()
        if isinstance(each, list | tuple):
            waiting += each
            continue
        if isinstance(each, Assign):
            yield from names_in(each.target)
        elif isinstance(each, Lambda | Define):
            own = each.function.locals
            yield from (name for name in written(each.function.body) if name not in own)
            continue
        for name in getattr(each, "__slots__", ()):
            value = getattr(each, name)
            if name not in _IGNORED and not isinstance(value, str | bool | int | float | None):
                waiting.append(value)

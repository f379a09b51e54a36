"""Some files together: what their names stand for, and the flows that their functions make.

Every function is summed up, and again when a function that it calls has more to say, until nothing is new or the steps
that were allowed are used up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from workers.flows.about import About
from workers.flows.interpreter import Run
from workers.flows.machine import Beyond, GaveUp
from workers.flows.names import Files, Names
from workers.flows.places import NOWHERE, Places
from workers.flows.program import Class, Function, Name
from workers.flows.summaries import NOTHING, Hit, Summary
from workers.flows.values import (
    EMPTY,
    OBJECT,
    UNKNOWN,
    FunctionRef,
    Source,
    Spot,
    Taint,
    Value,
)

STEPS = 400_000
"""Statements and expressions that one question may run: about four seconds."""
ROUNDS = 12
"""How often one function is summed up anew."""


@dataclass(frozen=True, slots=True)
class Reached:
    """A source that reaches a sink."""

    source: Spot
    sink: Spot
    hit: Hit


class World(Names):
    """See :class:`workers.flows.machine.World`."""

    def __init__(
        self, files: Files, places: Mapping[str, Places], about: About, *, steps: int = STEPS, strict: bool = False
    ) -> None:
        super().__init__(files, strict=strict)
        self.visited = set[Spot]()
        self.count = count = about.count
        self.path_kinds = about.paths | about.paths << count
        self.request_kinds = about.requests | about.requests << count
        self.all_kinds = (1 << 2 * count) - 1
        self._places = places
        self._left = steps
        self._summaries: dict[int, Summary] = {}
        self._runs: dict[int, int] = {}
        self._waiting: dict[int, FunctionRef] = {}
        self._users: dict[int, dict[int, FunctionRef]] = {}
        self._now: FunctionRef | None = None
        self._found: dict[tuple[Source, Spot], Hit] = {}
        self._codes = {path: Function("", (0, 0), [], module.body) for path, module in files.modules.items()}
        self.gave_up = False
        """Whether something was left out."""

    # Asked by a run.

    def places(self, path: str) -> Places:
        return self._places.get(path, NOWHERE)

    def step(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise GaveUp

    def found(self, source: Source, sink: Spot, hit: Hit) -> None:
        old = self._found.get((source, sink))
        if old is None:
            self._found[source, sink] = hit
        elif old.mask | hit.mask != old.mask:
            self._found[source, sink] = Hit(old.mask | hit.mask, old.via, old.chain)

    def summary(self, ref: FunctionRef) -> Summary:
        key = id(ref.function)
        if self._now is not None:
            self._users.setdefault(key, {})[id(self._now.function)] = self._now
        if key not in self._runs:  # a part of an object of another file is no function of a module
            self._waiting.setdefault(key, ref)
        return self._summaries.get(key, NOTHING)

    # The fixpoint.

    def run(self) -> list[Reached]:
        """Every flow of the files, in the order of their places."""
        try:
            for ref in (*self._modules(), *self._functions(), *self._modules()):
                self._waiting.setdefault(id(ref.function), ref)
            self._run_waiting()
            self._over_fields()
            self._run_waiting()
        except (GaveUp, RecursionError):
            self.gave_up = True
        return sorted(
            (Reached(source.spot, sink, hit) for (source, sink), hit in self._found.items()),
            key=lambda each: (each.sink, each.source),
        )

    def waiting(self) -> tuple[tuple[Spot, str], ...]:
        """The functions with an input that reaches a sink: where each stands, and what it, or its class, is called."""
        return tuple(
            (Spot(ref.path, *ref.function.span), name)
            for ref in self._functions()
            if self._summaries.get(id(ref.function), NOTHING).hits
            for name in (ref.function.name,)
            if name
        )

    def _modules(self) -> Iterator[FunctionRef]:
        """The code of each file that stands in no function."""
        for path in sorted(self._files.modules):
            yield FunctionRef(path, self._codes[path])

    def _functions(self) -> Iterator[FunctionRef]:
        for path in sorted(self._files.modules):
            yield from (FunctionRef(path, function) for function in self._files.modules[path].callable)

    def _run_module(self, path: str) -> Summary:
        module = self._files.modules[path]
        run = Run(self, path, self._codes[path])
        self._variables[path] = run.environment
        made = run.summed_up()
        variables = {name: _lasting(name, value) for name, value in run.environment.items()}
        for name, given in module.exports.items():
            if not isinstance(given, Name):
                variables[f"*export {name}*"] = run.value(given)
        self._variables[path] = variables
        for owner in module.classes.values():
            for name, start in owner.starts:
                self._keep_field(owner, name, run.value(start))
        return made

    def _keep_field(self, made: Class, name: str, value: Value) -> None:
        fields = self._stored.setdefault(id(made), {})
        taint: Taint = {label: mark for label, mark in value.taint.items() if isinstance(label, Source)}
        old = fields.get(name, EMPTY)
        fields[name] = Value({**old.taint, **taint}, ref=value.ref or old.ref)

    def _run_waiting(self) -> None:
        while self._waiting:
            key, ref = next(iter(self._waiting.items()))
            del self._waiting[key]
            if self._runs.get(key, 0) >= ROUNDS:
                self.gave_up = True
                continue
            self._runs[key] = self._runs.get(key, 0) + 1
            self._sum_up(ref)

    def _sum_up(self, ref: FunctionRef) -> None:
        self._now = ref
        key = id(ref.function)
        is_module = ref.function is self._codes.get(ref.path)
        try:
            made = self._run_module(ref.path) if is_module else Run(self, ref.path, ref.function).summed_up()
        except Beyond:
            self.lost[key] = ref
            self._waiting.update(self._users.get(key, {}))
            return
        finally:
            self._now = None
        old = self._summaries.get(key, NOTHING)
        if not old.says_the_same(made):
            self._summaries[key] = made
            self._waiting.update(self._users.get(key, {}))

    def _over_fields(self) -> None:
        """What one method stores in its object, another one may use: who reads the fields is run again."""
        for ref in self._functions():
            owner = self._class(ref)
            stores = self._summaries.get(id(ref.function), NOTHING).stores.get(OBJECT, {})
            if owner is None or not stores:
                continue
            for name, value in stores.items():
                before = self._stored.get(id(owner), {}).get(name)
                self._keep_field(owner, name, value)
                if self._stored[id(owner)][name] != before:
                    for method in (*owner.methods.values(), *owner.overloads):
                        self._waiting[id(method)] = FunctionRef(ref.path, method)


def _lasting(name: str, value: Value) -> Value:
    """What a function sees of a variable of the module: another one may have given it another value."""
    return value if value.const is UNKNOWN or name.isupper() else replace(value, const=UNKNOWN)

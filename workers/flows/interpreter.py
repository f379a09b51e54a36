"""Runs one function over labels instead of values, and sums it up.

An unknown call gives out what it is given, as the engine has it; a known one applies its summary. Branches are joined,
loops run twice, and a branch whose condition is constant is the only one that is taken. The run is built up in layers:
its state (:mod:`workers.flows.machine`), variables, collections, calls, expressions, and here statements.
"""

from __future__ import annotations

from collections.abc import Sequence

from workers.flows.checks import is_fixed
from workers.flows.constants import truth
from workers.flows.expressions import Expressions
from workers.flows.machine import ANY
from workers.flows.program import (
    Assign,
    Call,
    Case,
    Const,
    Define,
    Do,
    Expr,
    Give,
    If,
    Leave,
    Loop,
    Operation,
    Record,
    Return,
    Statement,
    Switch,
    Throw,
    Try,
)
from workers.flows.program import Sequence as Listed
from workers.flows.summaries import Summary
from workers.flows.values import (
    EMPTY,
    OBJECT,
    UNKNOWN,
    Closure,
    Input,
    Value,
    join_environments,
    joined,
)

STRICT_TURNS = 4
"""How often a loop runs where nothing may be lost."""


class Run(Expressions):
    """One function, or the code of a module."""

    def summed_up(self) -> Summary:
        """Runs it. Raises :class:`GaveUp`."""
        function, every = self._function, self._world.all_kinds
        inputs: dict[int, str] = {}
        if function.owner:
            whole = Input(OBJECT)
            ref = self._world.instance(self._path, function.owner)
            self.environment[function.receiver] = Value({whole: (every, ())}, ref=ref, same=whole)
            inputs[OBJECT] = function.receiver
        for index, parameter in enumerate(function.parameters):
            whole = Input(index)
            ref = self._world.instance(self._path, parameter.type) if parameter.type else None
            same = None if parameter.rest else whole
            self._bind(parameter.target, Value({whole: (every, ())}, ref=ref, same=same))
            if parameter.name:
                inputs[index] = parameter.name
        for name in function.results:
            self.environment[name] = EMPTY
        self._block(function.body)
        self._finish()
        if self._alive and function.results:
            self._returned.append(self._named_results())
        stores = {index: self._stores(index, name) for index, name in inputs.items()}
        return Summary(joined(self._returned), self._hits, {key: each for key, each in stores.items() if each})

    def _named_results(self) -> Value:
        values = [self.environment.get(name, EMPTY) for name in self._function.results]
        if len(values) == 1:
            return values[0]
        return Value(fields={str(number): each for number, each in enumerate(values)}, ordered=True)

    def _stores(self, index: int, name: str) -> dict[str, Value]:
        """The fields of an input that were given values."""
        if name in self._mixed:
            return {ANY: Value(self._mixed[name])}
        value = self.environment.get(name, EMPTY)
        is_same = value.same is not None and value.same.index == index and not value.same.path
        return dict(value.fields) if is_same and value.fields else {}

    def _finish(self) -> None:
        """Functions that were made here and not called are called by somebody else, with whatever."""
        done: set[int] = set()
        while True:
            waiting = [each for key, each in self._waiting.items() if key not in done]
            if not waiting:
                return
            for function in waiting:
                done.add(id(function))
                alive, self._alive = self._alive, True
                self._closed(function, [], {}, EMPTY)
                self._alive = alive

    def _block(self, body: Sequence[Statement]) -> None:
        for each in body:
            if not self._alive:
                return
            self._statement(each)

    def _statement(self, each: Statement) -> None:  # noqa: C901 - one line a kind
        self._world.step()
        match each:
            case Do():
                self.value(each.value)
            case If():
                self._if(each)
            case Return():
                value = self.value(each.value) if each.value is not None else self._bare_result()
                self._returned.append(value)
                self._alive = False
            case Loop():
                self._loop(each)
            case Switch():
                self._switch(each)
            case Try():
                self._try(each)
            case Give():
                value = self.value(each.value)
                if self._given:
                    self._given[-1].append(value)
            case Throw():
                if each.value is not None:
                    self.value(each.value)
                self._alive = False
            case Leave():
                for frame in self._left:  # whichever of the loops and choices around it leaves
                    frame.append(dict(self.environment))
                self._alive = False
            case Define():
                self._waiting.setdefault(id(each.function), each.function)
                self.environment[each.function.name] = Value(ref=Closure(self._path, each.function))

    def _bare_result(self) -> Value:
        return self._named_results() if self._function.results and not self._running else EMPTY

    def _if(self, each: If) -> None:
        holds = truth(self.value(each.test).const)
        if holds is not None:
            self._block(each.then if holds else each.otherwise)
            return
        before = dict(self.environment)
        self._checked(each.test, holds=True)
        self._block(each.then)
        after, alive = self.environment, self._alive
        self.environment, self._alive = before, True
        self._checked(each.test, holds=False)
        self._block(each.otherwise)
        self._join(after, alive=alive)

    def _loop(self, each: Loop) -> None:
        elements = self.value(each.iterable) if each.iterable is not None else EMPTY
        if not each.runs_once and each.test is not None and truth(self.value(each.test).const) is False:
            return
        self._left.append([])
        for _ in range(STRICT_TURNS if self._world.strict else 2):
            before = dict(self.environment)
            if each.target is not None:
                self._take(each, elements)
            self._block(each.body)
            if each.test is not None and self._alive:
                self.value(each.test)
            self._join(before, alive=True)
        for left in self._left.pop():
            self._join(left, alive=True)

    def _take(self, each: Loop, elements: Value) -> None:
        parts = [*elements.fields.values()] if elements.fields else []
        element = joined(parts).with_taint(elements.read("*").taint) if parts else elements.read("*")
        target = each.target
        if each.pairs and isinstance(target, Listed) and len(target.items) > 1:
            key = Value(elements.taint) if not elements.ordered and elements.fields is None else EMPTY
            self._bind(target.items[0], key)
            self._bind(target.items[1], element)
        elif each.pairs:
            self._bind(target, EMPTY)
        else:
            self._bind(target, element)

    def _switch(self, each: Switch) -> None:
        subject = self.value(each.subject) if each.subject is not None else EMPTY
        before, after = dict(self.environment), list[tuple[dict[str, Value], bool]]()
        chosen = _chosen(subject, each.cases)
        self._left.append([])
        goes_on = False
        for number, case in enumerate(each.cases):
            is_open = chosen is None or number == chosen
            if not is_open and not goes_on:
                continue
            if not goes_on:
                self.environment, self._alive = dict(before), True
            elif is_open:
                self._join(dict(before), alive=True)
            for label in case.labels or ():
                self._pattern(label, subject)
            if each.subject is not None and case.labels and not goes_on and all(map(is_fixed, case.labels)):
                self._checked(Operation(each.subject.span, "==", [each.subject, case.labels[0]]), holds=True)
            self._block(case.body)
            goes_on = case.falls and self._alive
            if not goes_on:
                after.append((self.environment, self._alive))
        if goes_on:
            after.append((self.environment, self._alive))
        has_default = any(case.labels is None for case in each.cases)
        after += [(left, True) for left in self._left.pop()]
        if chosen is None and not has_default:
            after.append((before, True))
        self.environment, self._alive = after[0] if after else (before, True)
        for environment, alive in after[1:]:
            self._join(environment, alive=alive)

    def _pattern(self, label: Expr, subject: Value) -> None:
        """Evaluates a case's label; the names in a structure take parts of what is matched (Python)."""
        if isinstance(label, Call | Record | Listed | Assign):
            self.value(label)
        del subject

    def _try(self, each: Try) -> None:
        before = dict(self.environment)
        self._tried.append([])
        self._block(each.body)
        after, alive = self.environment, self._alive
        between = join_environments(before, after)
        for name, value in self._tried.pop():
            between[name] = joined([between.get(name, EMPTY), value])
        ways = [(after, alive)]
        for handler in each.handlers:
            self.environment, self._alive = dict(between), True
            self._block(handler)
            ways.append((self.environment, self._alive))
        self.environment, self._alive = ways[0]
        for environment, way_alive in ways[1:]:
            self._join(environment, alive=way_alive)
        if each.final:
            alive, self._alive = self._alive, True
            self._block(each.final)
            self._alive = alive and self._alive


def _chosen(subject: Value, cases: Sequence[Case]) -> int | None:
    """The one case that a constant meets; ``None`` where that is not known."""
    if subject.const is UNKNOWN:
        return None
    default = None
    for number, case in enumerate(cases):
        if case.labels is None:
            default = number
            continue
        for label in case.labels:
            if not isinstance(label, Const) or label.value is None:
                return None
            if type(label.value) is type(subject.const) and label.value == subject.const:
                return number
        if not case.labels:
            return None
    return default if default is not None else len(cases)

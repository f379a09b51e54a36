"""A call with what it is given, and a function's inputs in its caller's terms."""

from __future__ import annotations

from collections.abc import Sequence

from workers.flows.program import (
    RECEIVER,
    Call,
    Expr,
    Field,
    Function,
    Name,
)
from workers.flows.values import (
    LONGEST_PATH,
    MOST_VIA,
    OBJECT,
    Closure,
    Input,
    Label,
    Mark,
    Source,
    Spot,
    Taint,
    Value,
    bounded,
    deep,
    union,
)


class Bound:
    """A call with what it is given."""

    __slots__ = ("callee", "expr", "receiver", "receiver_expr", "values")

    def __init__(
        self, expr: Call, callee: Expr, receiver: Value, values: Sequence[Value], receiver_expr: Expr | None = None
    ) -> None:
        self.expr, self.callee, self.receiver, self.values = expr, callee, receiver, values
        self.receiver_expr = receiver_expr
        if receiver_expr is None:
            self.receiver_expr = callee.object if isinstance(callee, Field) else Name(expr.span, RECEIVER)


class Given:
    """What a function's inputs are in one call."""

    def __init__(self, function: Function, bound: Bound, path: str) -> None:
        """``path``: of the function."""
        self._function, self._bound = function, bound
        self._own = frozenset(Spot(path, *each.target.span) for each in function.parameters)
        self._numbers = self._numbered()

    def _numbered(self) -> dict[int, list[int]]:
        """The arguments of each parameter."""
        arguments, parameters = self._bound.expr.arguments, self._function.parameters
        names = {parameter.name: index for index, parameter in enumerate(parameters) if parameter.name}
        found: dict[int, list[int]] = {}
        position = 0
        for number in range(len(self._bound.values)):
            argument = arguments[number] if number < len(arguments) else None
            if argument is not None and argument.name:
                if argument.name in names:
                    found.setdefault(names[argument.name], []).append(number)
                continue
            index = min(position, len(parameters) - 1)
            if index >= 0 and (position < len(parameters) or parameters[index].rest):
                found.setdefault(index, []).append(number)
            if argument is None or not argument.spread:
                position += 1
        return found

    def whole(self, index: int) -> Value:
        """The value of an input."""
        if index == OBJECT:
            return self._bound.receiver
        numbers = self._numbers.get(index, ())
        values = [self._bound.values[number] for number in numbers]
        if len(values) == 1 and not self._function.parameters[index].rest:
            return values[0]
        return Value(union(*(deep(each) for each in values)))

    def value(self, label: Input) -> Value:
        """The part of an input that a label names."""
        made = self.whole(label.index)
        for name in label.path:
            made = made.read(name)
        return made

    def taint(self, label: Label, mark: Mark) -> Taint:
        """The caller's data behind a label of the function."""
        if isinstance(label, Source):
            # A parameter that is a source, as nobody knows who calls, is what this call gives it.
            return {label: mark} if label.spot not in self._own else {}
        found = deep(self.value(label))
        mask = mark[0]
        return {each: (left, via) for each, (had, via) in found.items() if (left := had & mask)}

    def expression(self, index: int) -> Expr | None:
        """Where the caller has an input."""
        if index == OBJECT:
            return self._bound.receiver_expr
        numbers = self._numbers.get(index, ())
        arguments = self._bound.expr.arguments
        return arguments[numbers[0]].value if len(numbers) == 1 and numbers[0] < len(arguments) else None

    def spot(self, label: Label, path: str) -> Spot | None:
        """The argument that a label names."""
        if not isinstance(label, Input) or label.index == OBJECT:
            return None
        expr = self.expression(label.index)
        return Spot(path, *expr.span) if expr is not None and expr.span != (0, 0) else None

    def parameter(self, label: Label, path: str) -> tuple[Spot, ...]:
        """Where the function, which stands in a file, has an input."""
        if not isinstance(label, Input) or not 0 <= label.index < len(self._function.parameters):
            return ()
        return (Spot(path, *self._function.parameters[label.index].target.span),)

    def translated(self, value: Value, spot: Spot, depth: int = LONGEST_PATH) -> Value:
        """A value of the function in the caller's terms."""
        if value.same is not None and not value.fields:
            return self.value(value.same)
        taint: dict[Label, Mark] = {}
        for label, mark in value.taint.items():
            for each, (mask, via) in self.taint(label, mark).items():
                passed = (*via, spot)[:MOST_VIA] if spot not in via else via
                known_ = taint.get(each)
                taint[each] = (mask | known_[0], known_[1]) if known_ is not None else (mask, passed)
        fields = None
        if value.fields is not None and depth:
            fields = {name: self.translated(each, spot, depth - 1) for name, each in value.fields.items()}
        ref = value.ref if not isinstance(value.ref, Closure) else None
        return Value(bounded(taint), fields, value.const, ref, None, value.ordered)

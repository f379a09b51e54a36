"""Expressions: what they may be."""

from __future__ import annotations

from dataclasses import replace

from workers.flows import known
from workers.flows.calls import Calls
from workers.flows.constants import folded, truth
from workers.flows.program import (
    Assign,
    Call,
    Const,
    Either,
    Expr,
    Field,
    Inline,
    Item,
    Lambda,
    Name,
    Operation,
    Parts,
    Record,
    Same,
)
from workers.flows.program import Sequence as Listed
from workers.flows.values import (
    EMPTY,
    UNKNOWN,
    Closure,
    Spot,
    Taint,
    Value,
    deep,
    joined,
    union,
    without,
)


class Expressions(Calls):
    """Evaluates expressions."""

    def value(self, expr: Expr) -> Value:
        """What an expression may be; a source, a sanitizer or a sink that stands there counts."""
        self._world.step()
        made = self._raw(expr)
        return self._at(expr, made) if expr.span in self._special else made

    def _at(self, expr: Expr, made: Value) -> Value:
        places, span = self._places, expr.span
        self._world.visited.add(Spot(self._path, *span))
        source = places.sources.get(span)
        if source:
            made = made.with_taint(without(self._source(span, source), self._mask_checked(expr)))
        marked = places.marks.get(span)
        if marked:
            made = made.with_taint(self._source(span, marked, decoded=self._world.decodes(self._path)))
            self._bind(expr, made, declares=False)
        clear = places.clears.get(span)
        if clear:
            made = made.cleared(clear)
        sink = places.sinks.get(span)
        if sink:
            self._reached(deep(made), Spot(self._path, *span), sink | sink << self._world.count)
        check = places.checks.get(span)
        if check:
            self._bind(expr, made.cleared(check), declares=False)
        return made

    def _raw(self, expr: Expr) -> Value:  # noqa: C901 - one line a kind
        match expr:
            case Const():
                return Value(const=expr.value) if expr.value is not None else EMPTY
            case Name():
                return self._name(expr.name)
            case Field():
                return self._field(expr)
            case Call():
                return self._call(expr)
            case Assign():
                return self._assign(expr)
            case Same():
                return self.value(expr.value)
            case Operation():
                return self._operation(expr)
            case Parts():
                return Value(union(*(deep(self.value(each)) for each in expr.parts)))
            case Item():
                return self._item(expr)
            case Record():
                return self._record(expr)
            case Listed():
                values = [self.value(each) for each in expr.items]
                return Value(fields={str(number): each for number, each in enumerate(values)}, ordered=True)
            case Either():
                return self._either(expr)
            case Lambda():
                self._waiting.setdefault(id(expr.function), expr.function)
                return Value(ref=Closure(self._path, expr.function))
            case Inline():
                self._given.append([])
                self._block(expr.body)
                given = self._given.pop()
                return joined(given) if expr.is_one else Value(union(*(deep(each) for each in given)))
        return EMPTY

    def _field(self, expr: Field) -> Value:
        object_ = self.value(expr.object)
        if expr.name in known.NUMBERS and object_.ref is None and not self._world.strict:
            return EMPTY
        return self._part(object_, expr.name)

    def _item(self, expr: Item) -> Value:
        object_, key = self.value(expr.object), self.value(expr.key)
        if self._world.strict and deep(key):
            return Value(union(deep(object_), deep(key)))
        if key.const is not UNKNOWN:
            return self._part(object_, str(key.const))
        parts = list(object_.fields.values()) if object_.fields else []
        return joined([object_.read("*"), *parts]) if parts else object_.read("*")

    def _operation(self, expr: Operation) -> Value:
        if expr.operator in ("&&", "||", "and", "or", "??"):
            return self._logical(expr)
        values = [self.value(each) for each in expr.parts]
        const = folded(expr.operator, [each.const for each in values])
        if const is not UNKNOWN:
            return Value(const=const)
        if not self._world.strict and expr.operator in known.COMPARISONS | known.DIFFERENCES:
            return EMPTY
        return Value(union(*(deep(each) for each in values)))

    def _logical(self, expr: Operation) -> Value:
        """The second part is asked only where the first does not decide."""
        values: list[Value] = []
        for each in expr.parts:
            value = self.value(each)
            holds = truth(value.const)
            is_and = expr.operator in ("&&", "and")
            if holds is not None and holds is not is_and and expr.operator != "??":
                return joined([*values, value])
            if holds is None or expr.operator == "??":
                values.append(value)
            last = value
        return joined(values) if values else last

    def _either(self, expr: Either) -> Value:
        holds = truth(self.value(expr.test).const) if expr.test is not None else None
        if holds is not None or expr.test is None:
            both = (expr.then, expr.otherwise) if holds is None else (expr.then if holds else expr.otherwise,)
            return joined([self.value(each) for each in both])
        before = dict(self.environment)
        self._checked(expr.test, holds=True)
        then, after = self.value(expr.then), self.environment
        self.environment = before
        self._checked(expr.test, holds=False)
        otherwise = self.value(expr.otherwise)
        self._join(after, alive=True)
        return joined([then, otherwise])

    def _record(self, expr: Record) -> Value:
        fields: dict[str, Value] = {}
        taint: Taint = {}
        for key, each in expr.entries:
            value = self.value(each)
            if key is None:
                taint = union(taint, value.taint)
                fields.update(value.fields or {})
            else:
                fields[key] = value
        ref = self._world.instance(self._path, expr.of) if expr.of else None
        return Value(taint, fields, ref=ref)

    def _assign(self, expr: Assign) -> Value:
        value = self.value(expr.value)
        if expr.adds:
            old = self.value(expr.target)
            const = folded("+", [old.const, value.const])
            value = Value(union(deep(old), deep(value)), const=const) if const is UNKNOWN else Value(const=const)
        if expr.type and value.ref is None:
            value = replace(value, ref=self._world.instance(self._path, expr.type))
        self._bind(expr.target, value, declares=expr.declares)
        return value

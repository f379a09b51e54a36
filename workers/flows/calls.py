"""Calls: of functions that are known by their summary, of closures that are run, and of what nobody knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from workers.flows import known
from workers.flows.collecting import Collecting, character
from workers.flows.given import Bound, Given
from workers.flows.machine import ANY, Beyond
from workers.flows.program import (
    RECEIVER,
    Argument,
    Call,
    Const,
    Expr,
    Field,
    Function,
    Name,
    Same,
)
from workers.flows.summaries import MOST_CHAIN
from workers.flows.uses import written
from workers.flows.values import (
    EMPTY,
    ClassRef,
    Closure,
    FunctionRef,
    Input,
    Instance,
    Label,
    Ref,
    Source,
    Spot,
    Taint,
    Value,
    deep,
    joined,
    union,
)

INLINE = 4
"""Closures that are run one inside the other."""
CALLEES = 4
"""Functions that one call may mean, e.g. the classes that implement an interface."""


class Calls(Collecting):
    """Makes calls."""

    def _call(self, expr: Call) -> Value:
        callee = expr.callee
        while isinstance(callee, Same):
            callee = callee.value
        receiver, name = EMPTY, ""
        if (above := _of_super(callee)) is not None:
            return self._above(expr, callee, above)
        if isinstance(callee, Field):
            receiver, name = self.value(callee.object), callee.name
            function = self._part(receiver, name)
            if isinstance(receiver.ref, Closure | FunctionRef) and self._world.calls_itself(self._path, name):
                function, receiver = Value(ref=receiver.ref), EMPTY
            if callee.span in self._special:
                function = self._at(callee, function)
        else:
            function = self.value(callee)
            name = callee.name if isinstance(callee, Name) else ""
            if function.ref is None and isinstance(callee, Name) and self._function.owner:
                inherited = self._inherited(name)
                if inherited is not None or self._world.may_inherit(self._path):
                    receiver = self.environment.get(self._receiver, EMPTY)
                function = inherited if inherited is not None else function
        if isinstance(function.ref, Closure) and function.ref.path != self._path:
            function = replace(function, ref=FunctionRef(function.ref.path, function.ref.function))
        values = [self.value(each.value) for each in expr.arguments]
        if expr.makes or isinstance(function.ref, ClassRef):
            made = self._made(expr, function, name, values)
            return made if isinstance(function.ref, ClassRef) else self._of_nobody_knows(expr, made)
        bound = Bound(expr, callee, receiver, values)
        targets = self._targets(function.ref, receiver, name, len(values))
        if isinstance(function.ref, Closure):
            result = self._closed(function.ref.function, values, _named(expr.arguments, values), receiver)
            self._done_with(function.ref.function)
            return result
        if targets:
            return joined([self._applied(each, bound) for each in targets])
        is_known = receiver.fields is not None and name in known.REMOVES | known.GETS
        is_known = is_known or (name in known.EACH and any(isinstance(each.ref, Closure) for each in values))
        result = self._unknown(bound, function, name)
        return result if is_known else self._of_nobody_knows(expr, result)

    def _above(self, expr: Call, callee: Expr, name: str) -> Value:
        """What a method of a class above does to the object."""
        values = [self.value(each.value) for each in expr.arguments]
        this = Name(expr.span, RECEIVER)
        bound = Bound(expr, callee, self.value(this), values, receiver_expr=this)
        targets = self._world.above(self._path, self._function.owner, name, len(values))[:CALLEES]
        kept = union(*(deep(each) for each in values))
        if self._world.strict:
            self._mix(this, kept)
        return joined([self._applied(each, bound) for each in targets]) if targets else Value(kept)

    def _of_nobody_knows(self, expr: Call, result: Value) -> Value:
        """What a call gives out of which nothing is known but what the rules say of such calls."""
        mask = self._places.calls.get(expr.span, 0)
        return result.cleared(mask) if mask else result

    def _done_with(self, function: Function) -> None:
        """It was called: nobody else calls it, unless the worst is assumed."""
        if not self._world.strict:
            self._waiting.pop(id(function), None)

    def _inherited(self, name: str) -> Value | None:
        """A method of the object that is called by its name alone (Java)."""
        if not self._world.has_field(self._path, self._function.owner, f"{name}()"):
            return None
        ref = self._world.instance(self._path, self._function.owner)
        return self._world.member(ref, name) if ref is not None else None

    def _targets(self, ref: Ref | None, receiver: Value, name: str, count: int) -> Sequence[FunctionRef]:
        del receiver, name
        return self._world.overloads(ref, count)[:CALLEES] if isinstance(ref, FunctionRef) else ()

    def _made(self, expr: Call, function: Value, name: str, values: Sequence[Value]) -> Value:
        """A new object; one of an unknown class holds whatever it was made of."""
        ref = function.ref
        if not isinstance(ref, ClassRef):
            fields: Mapping[str, Value] | None = {} if name in known.COLLECTIONS and not values else None
            self._handed(expr.arguments, values, EMPTY, name)
            made = Value(union(*(deep(each) for each in values)), fields)
            if self._world.strict and values:
                self._spoiled(Bound(expr, expr.callee, EMPTY, list(values)), made.taint)
            return made
        object_ = Value({}, {}, ref=Instance(ref.path, ref.made))
        hidden = "*new*"
        before = self.environment.get(hidden)
        self.environment[hidden] = object_
        place = Name(expr.span, hidden)
        makers = self._world.constructors(ref, len(values))[:CALLEES]
        for each in makers:
            self._applied(each, Bound(expr, place, object_, list(values), receiver_expr=place))
        object_ = self.environment[hidden]
        if self._world.strict and not makers:  # it may be a constructor that is not known for sure
            object_ = object_.with_taint(union(*(deep(each) for each in values)))
        if before is None:
            del self.environment[hidden]
        else:
            self.environment[hidden] = before
        return object_

    def _applied(self, target: FunctionRef, bound: Bound) -> Value:
        """What a known function does to its caller."""
        summary = self._world.summary(target)
        given = Given(target.function, bound, target.path)
        spot = Spot(self._path, *bound.expr.span)
        for (label, sink), hit in summary.hits.items():
            if isinstance(label, Input):
                taint = union(given.taint(label, (hit.mask, hit.via)), self._asked(given, label, hit.mask, ()))
                at = given.spot(label, self._path) or spot
                if taint:
                    self._reached(taint, sink, hit.mask, (at, *hit.chain)[:MOST_CHAIN])
        for index, stored in summary.stores.items():
            self._stored(given, index, {name: given.translated(each, spot) for name, each in stored.items()})
        self._handed(bound.expr.arguments, bound.values, EMPTY, target.function.name)
        asked: Taint = {}
        for label, (mask, _) in deep(summary.result).items():
            asked = union(asked, self._asked(given, label, mask, given.parameter(label, target.path)))
        same = summary.result.same
        if same is not None and not asked:
            expr = given.expression(same.index) if not same.path else None
            held = self._held(expr) if expr is not None else None
            whole = given.value(same)
            # What is kept of `req.query.a` says nothing of its being a source, which the argument's value does.
            return held.cleared(self._cleared_at(expr)).with_taint(whole.taint) if held is not None else whole
        return given.translated(summary.result, spot).with_taint(asked)

    def _cleared_at(self, expr: Expr | None) -> int:
        """The rules for which an expression is cleaned where it stands, also within parentheses and the like."""
        mask = 0
        while expr is not None:
            mask |= self._places.clears.get(expr.span, 0)
            expr = expr.value if isinstance(expr, Same) else None
        return mask

    def _asked(self, given: Given, label: Label, mask: int, via: tuple[Spot, ...]) -> Taint:
        """What a function takes out of the request that it is given."""
        left = mask & self._world.request_kinds
        if not left or not isinstance(label, Input) or not label.path or label.path[0] not in known.REQUEST_PARTS:
            return {}
        expr = given.expression(label.index)
        if not isinstance(expr, Name) or expr.name not in known.REQUESTS:
            return {}
        return {Source(Spot(self._path, *expr.span)): (left, via)}

    def _stored(self, given: Given, index: int, stored: Mapping[str, Value]) -> None:
        expr = given.expression(index)
        if expr is None:
            return
        for name, value in stored.items():
            if name == ANY:
                self._mix(expr, deep(value))
            else:
                self._store(expr, name, value)

    def _unknown(self, bound: Bound, function: Value, name: str) -> Value:
        """A call of what nobody knows gives out what it was given; some methods keep it, or give out a part."""
        receiver, values = bound.receiver, bound.values
        whole = union(deep(receiver), deep(function), *(deep(each) for each in values))
        given = self._handed(bound.expr.arguments, values, receiver, name)
        callee = bound.callee
        if name in known.MADE_BY_CALLS and any(isinstance(each.ref, Closure) for each in values):
            return Value(given)
        if name in known.CHARACTERS and isinstance(receiver.const, str) and values:
            return character(receiver.const, values[0].const)
        is_collection = receiver.fields is not None and receiver.ref is None and name in _OF_COLLECTIONS
        if self._world.strict and not is_collection:
            if name not in known.TRUTHS:
                self._spoiled(bound, union(whole, given))
            return Value(union(whole, given))
        part = self._of_collection(callee, bound, name) if isinstance(callee, Field) else None
        if part is not None:
            return part
        if name in known.NUMBERS or name in known.TRUTHS or name.endswith("?"):
            return EMPTY
        return Value(union(whole, given))

    def _of_collection(self, callee: Field, bound: Bound, name: str) -> Value | None:
        """What a method that is known by its name does to its object; the part that it gives out, if it is one."""
        receiver, values = bound.receiver, bound.values
        if name in known.ADDS and values:
            self._added(callee.object, receiver, values)
        elif name in known.INTO_FIRST and len(values) > 1:
            self._mix(bound.expr.arguments[0].value, union(*(deep(each) for each in values[1:])))
        elif name in known.PUTS and len(values) > 1:
            self._put(callee.object, values)
        elif receiver.fields is None:
            return None
        elif name in known.REMOVES:
            return self._removed(callee.object, receiver, values)
        elif name in known.GETS and values:
            return self._got(receiver, values[0])
        elif not values and name in receiver.fields:
            return receiver.read(name)
        return None

    def _spoiled(self, bound: Bound, taint: Taint) -> None:
        """Nobody knows what a call does to its object and its arguments: all of them may hold all of it."""
        places: list[Expr] = [each.value for each in bound.expr.arguments if not isinstance(each.value, Call)]
        if isinstance(bound.callee, Field):
            places.append(bound.callee.object)
        for place in places:
            self._mix(place, taint)
            held = self._held(place)
            if held is not None and held.fields:
                self._put_back(place, Value(deep(held), ref=held.ref))

    def _handed(self, arguments: Sequence[Argument], values: Sequence[Value], receiver: Value, name: str) -> Taint:
        """Functions among the arguments are called by the one that gets them."""
        taint: Taint = {}
        if name in known.EACH_GIVEN:
            receiver = Value(union(deep(receiver), *(deep(each) for each in values)))
        has_elements = name in known.EACH or name in known.EACH_GIVEN
        for _, value in zip(arguments, values, strict=False):
            if isinstance(value.ref, Closure) and value.ref.path == self._path:
                function = value.ref.function
                given = Value(deep(receiver)) if has_elements else EMPTY
                if self._world.strict:
                    given = Value(union(deep(receiver), *(deep(each) for each in values)))
                    if _writes_outside(function):
                        raise Beyond
                result = self._closed(function, [given] * len(function.parameters), {}, EMPTY)
                self._done_with(function)
                if has_elements:
                    taint = union(taint, deep(result))
            elif isinstance(value.ref, FunctionRef) and has_elements and deep(receiver):
                place = Const((0, 0), None)
                called = Call((0, 0), place, [])
                result = self._applied(value.ref, Bound(called, place, EMPTY, [Value(deep(receiver))]))
                taint = union(taint, deep(result))
        return taint

    def _closed(
        self, function: Function, values: Sequence[Value], named: Mapping[str, Value], receiver: Value
    ) -> Value:
        """Runs a function of this function where it is called."""
        if id(function) in self._running or len(self._running) >= INLINE:
            return Value(union(*(deep(each) for each in values)))
        self._running.append(id(function))
        hidden = {name: self.environment.pop(name) for name in function.locals if name in self.environment}
        outer_results, self._returned = self._returned, []
        outer_alive, self._alive = self._alive, True
        outer_left, self._left = self._left, []
        outer_receiver = self._receiver
        if not function.keeps_receiver and receiver is not EMPTY:
            self._receiver = "*object*"
            self.environment[self._receiver] = receiver
        for index, parameter in enumerate(function.parameters):
            value = named.get(parameter.name, values[index] if index < len(values) else EMPTY)
            if parameter.rest:
                value = Value(union(*(deep(each) for each in values[index:])))
            if parameter.type and value.ref is None:
                value = replace(value, ref=self._world.instance(self._path, parameter.type))
            self._bind(parameter.target, value)
        self._block(function.body)
        result = joined(self._returned)
        self._returned, self._alive, self._left = outer_results, outer_alive, outer_left
        self._receiver = outer_receiver
        for name in function.locals:
            self.environment.pop(name, None)
        self.environment.update(hidden)
        self._running.pop()
        return result


_OF_COLLECTIONS = known.REMOVES | frozenset(
    "add append push put set get size length contains containsKey has isEmpty toString".split()
)
"""Methods that do to a collection what is known of them, in every language."""


def _writes_outside(function: Function) -> bool:
    """Whether a function gives values to variables of the function around it."""
    return any(name not in function.locals for name in written(function.body))


def _named(arguments: Sequence[Argument], values: Sequence[Value]) -> dict[str, Value]:
    return {each.name: value for each, value in zip(arguments, values, strict=True) if each.name}


def _of_super(callee: Expr) -> str | None:
    """The method of a class above that is called, ``""`` for its constructor; ``None`` where none is."""
    if isinstance(callee, Name) and callee.name == "super":
        return ""
    if isinstance(callee, Field) and isinstance(callee.object, Name) and callee.object.name == "super":
        return callee.name if callee.name != "constructor" else ""
    return None

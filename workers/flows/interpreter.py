"""Runs one function over labels instead of values, and sums it up.

An unknown call gives out what it is given, as the engine has it; a known one applies its summary. Branches are joined,
loops run twice, and a branch whose condition is constant is the only one that is taken.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from workers.flows import known
from workers.flows.checks import checks, is_fixed, key_of
from workers.flows.constants import folded, truth
from workers.flows.places import Places
from workers.flows.program import (
    RECEIVER,
    Argument,
    Assign,
    Call,
    Case,
    Const,
    Define,
    Do,
    Either,
    Expr,
    Field,
    Function,
    Give,
    If,
    Inline,
    Item,
    Lambda,
    Leave,
    Loop,
    Name,
    Operation,
    Parts,
    Record,
    Return,
    Same,
    Span,
    Statement,
    Switch,
    Throw,
    Try,
)
from workers.flows.program import Sequence as Listed
from workers.flows.summaries import MOST_CHAIN, MOST_HITS, Hit, Summary
from workers.flows.uses import written
from workers.flows.values import (
    CHECKED,
    EMPTY,
    LONGEST_PATH,
    MOST_VIA,
    OBJECT,
    UNKNOWN,
    ClassRef,
    Closure,
    Constant,
    FunctionRef,
    Input,
    Instance,
    Label,
    Mark,
    Ref,
    Source,
    Spot,
    Taint,
    Value,
    bounded,
    deep,
    join_environments,
    joined,
    union,
    without,
)

ANY = "*"
"""The name of a part of which nothing more is known."""
STRICT_TURNS = 4
"""How often a loop runs where nothing may be lost."""
INLINE = 4
"""Closures that are run one inside the other."""
CALLEES = 4
"""Functions that one call may mean, e.g. the classes that implement an interface."""


class GaveUp(Exception):
    """The steps that a file may cost are used up."""


class Beyond(Exception):
    """Nothing can be proved of the function."""


class World(Protocol):
    """What a function sees of everything around it."""

    def places(self, path: str) -> Places: ...

    def step(self) -> None:
        """Counts one step. Raises :class:`GaveUp`."""
        ...

    def name(self, path: str, name: str) -> Value | None:
        """What a name of a module stands for."""
        ...

    def member(self, ref: Ref, name: str) -> Value | None:
        """What a name of a module, class or object stands for."""
        ...

    def instance(self, path: str, name: str) -> Ref | None:
        """What a variable of a type is."""
        ...

    def constructors(self, ref: ClassRef, count: int) -> Sequence[FunctionRef]: ...

    def overloads(self, ref: FunctionRef, count: int) -> Sequence[FunctionRef]:
        """The functions that a call with so many arguments may mean."""
        ...

    def summary(self, ref: FunctionRef) -> Summary:
        """What is known of it so far; who asks is asked again when more is."""
        ...

    def has_field(self, path: str, owner: str, name: str) -> bool:
        """Whether a class has a field that a bare name may mean."""
        ...

    def found(self, source: Source, sink: Spot, hit: Hit) -> None:
        """Tells that a source reaches a sink."""
        ...

    all_kinds: int
    """The mask of every rule."""
    strict: bool
    """Whether what is not known is taken for the worst: a sink that is not reached even so is not reached at all."""
    visited: set[Spot]
    """The places that were looked at."""
    request_kinds: int
    """The mask of the rules whose sources are what a client sends."""
    path_kinds: int
    """The mask of the rules about paths."""
    count: int
    """How many rules there are."""


class Run:
    """One function, or the code of a module."""

    def __init__(self, world: World, path: str, function: Function) -> None:
        self._world = world
        self._path = path
        self._function = function
        self._places = world.places(path)
        self._special = self._places.all
        self.environment: dict[str, Value] = {}
        self._alive = True
        self._returned: list[Value] = []
        self._given: list[list[Value]] = []
        self._left: list[list[dict[str, Value]]] = []
        self._waiting: dict[int, Function] = {}
        self._running: list[int] = []
        self._tried: list[list[tuple[str, Value]]] = []
        self._mixed: dict[str, Taint] = {}
        self._receiver = function.receiver
        self._hits: dict[tuple[Label, Spot], Hit] = {}

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

    # Statements.

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
                if self._left:
                    self._left[-1].append(dict(self.environment))
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

    def _checked(self, test: Expr, *, holds: bool) -> None:
        """Variables are what a condition says of them, where it holds or does not."""
        for check in checks(test, holds=holds):
            if check.is_weak and self._world.strict:
                continue
            if check.against is not None and any(
                isinstance(label, Source) for label in deep(self._quietly(check.against))
            ):
                continue
            mask = self._world.path_kinds if check.as_path else self._world.all_kinds
            key = key_of(check.value)
            if key and mask:
                old = self.environment.get(CHECKED + key, EMPTY).const
                self.environment[CHECKED + key] = Value(const=mask | (old if isinstance(old, int) else 0))
                held = self._held(check.value)
                if held is not None and isinstance(check.value, Name | Field | Item | Same):
                    self._put_back(check.value, held.cleared(mask))

    def _quietly(self, expr: Expr) -> Value:
        """The value of what was looked at before, unless it calls something."""
        held = self._held(expr)
        return held if held is not None else EMPTY

    def _join(self, other: dict[str, Value], *, alive: bool) -> None:
        """Goes on with another way beside the one that was just taken."""
        if alive and self._alive:
            self.environment = join_environments(other, self.environment)
        elif alive:
            self.environment = other
        self._alive = self._alive or alive

    def _loop(self, each: Loop) -> None:
        elements = self.value(each.iterable) if each.iterable is not None else EMPTY
        if each.test is not None and truth(self.value(each.test).const) is False and each.iterable is None:
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

    # Expressions.

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
            made = made.with_taint(self._source(span, marked))
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

    def _mask_checked(self, expr: Expr) -> int:
        """The rules for which a source was checked where it was read before."""
        key = key_of(expr)
        const = self.environment[CHECKED + key].const if key and CHECKED + key in self.environment else 0
        return const if isinstance(const, int) else 0

    def _source(self, span: Span, mask: int) -> Taint:
        spot = Spot("", 0, 0) if self._world.strict else Spot(self._path, *span)
        return {Source(spot): (mask | mask << self._world.count, ())}

    def _reached(self, taint: Taint, sink: Spot, mask: int, chain: tuple[Spot, ...] = ()) -> None:
        for label, (had, via) in taint.items():
            left = had & mask
            if not left & (1 << self._world.count) - 1:
                continue
            hit = Hit(left, via, chain)
            if isinstance(label, Source):
                self._world.found(label, sink, hit)
                continue
            key = label, sink
            old = self._hits.get(key)
            if old is not None:
                self._hits[key] = replace(old, mask=old.mask | left)
            elif len(self._hits) < MOST_HITS:
                self._hits[key] = hit

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
                return Value(union(*(deep(each) for each in self._given.pop())))
        return EMPTY

    def _name(self, name: str) -> Value:
        if name == RECEIVER:
            name = self._receiver
        found = self.environment.get(name)
        if found is not None:
            return found
        if self._function.owner and self._world.has_field(self._path, self._function.owner, name):
            return self._part(self.environment.get(self._receiver, EMPTY), name)
        return self._world.name(self._path, name) or EMPTY

    def _part(self, object_: Value, name: str) -> Value:
        """A field of an object; what its class or module has by that name is known, too."""
        part = object_.read(name)
        if part.ref is None and object_.ref is not None and part.const is UNKNOWN:
            of_class = self._world.member(object_.ref, name)
            if of_class is not None:
                return replace(part.with_taint(of_class.taint), ref=of_class.ref, const=of_class.const)
        return part

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

    # Assignments.

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

    def _bind(self, target: Expr | None, value: Value, *, declares: bool = True) -> None:
        """Gives a value to a variable, a field or the parts of a pattern."""
        match target:
            case Name():
                self._set(target, value, declares=declares)
            case Same():
                self._bind(target.value, value, declares=declares)
            case Assign():
                self._bind(target.target, value, declares=declares)
            case Field():
                self._store(target.object, target.name, value)
            case Item():
                key = self.value(target.key)
                if key.const is not UNKNOWN:
                    self._store(target.object, str(key.const), value)
                else:
                    self._mix(target.object, deep(value))
            case Record():
                for key_, each in target.entries:
                    self._bind(each, value.read(key_) if key_ is not None else value, declares=declares)
            case Listed():
                self._spread(target, value, declares=declares)
            case Parts():
                for part in target.parts:
                    self._bind(part, value, declares=declares)

    def _spread(self, target: Listed, value: Value, *, declares: bool) -> None:
        is_known = value.fields is not None
        for number, each in enumerate(target.items):
            part = value.read(str(number))
            if not is_known:
                part = replace(part, taint=value.taint, same=None)
                is_result = not number or self._world.strict
                if not is_result and isinstance(each, Name) and each.name in known.NOTHING_SAID:
                    part = EMPTY
            self._bind(each, part, declares=declares)

    def _set(self, target: Name, value: Value, *, declares: bool) -> None:
        name = target.name
        source = self._places.sources.get(target.span) if declares else None
        if source:
            value = value.with_taint(self._source(target.span, source))
        if name == RECEIVER:
            name = self._receiver
        owner = self._function.owner
        if not declares and name not in self.environment and owner and self._world.has_field(self._path, owner, name):
            self._store(Name(target.span, RECEIVER), name, value)
            return
        self._write(name, value)
        self._mixed.pop(name, None)

    def _write(self, name: str, value: Value) -> None:
        self.environment[name] = value
        for tried in self._tried:
            tried.append((name, value))

    def _store(self, object_: Expr, name: str, value: Value) -> None:
        """Gives a value to a field of what an expression stands for."""
        object_ = self._chained(object_)
        holder = self._held(object_)
        if holder is not None:
            self._put_back(object_, holder.with_field(name, value))

    def _mix(self, object_: Expr, taint: Taint) -> None:
        """Puts data somewhere into what an expression stands for."""
        object_ = self._chained(object_)
        holder = self._held(object_)
        if holder is None or not taint:
            return
        self._put_back(object_, holder.with_taint(taint))
        while isinstance(object_, Same):
            object_ = object_.value
        if isinstance(object_, Name) and not self._running and (holder.same is not None or object_.name in self._mixed):
            self._mixed[object_.name] = union(self._mixed.get(object_.name, {}), taint)

    def _chained(self, expr: Expr) -> Expr:
        """The object of a chain of calls that give it out again: ``text`` of ``text.append(a)``."""
        while isinstance(expr, Call) and isinstance(expr.callee, Field):
            if not self._world.strict and expr.callee.name not in known.ADDS | known.PUTS:
                break
            expr = expr.callee.object
        return expr

    def _held(self, expr: Expr) -> Value | None:
        """The value of a variable or a field of one; ``None`` for all else."""
        match expr:
            case Name():
                return self._name(expr.name)
            case Same():
                return self._held(expr.value)
            case Field():
                outer = self._held(expr.object)
                return self._part(outer, expr.name) if outer is not None else None
            case Item():
                outer = self._held(expr.object)
                if outer is None or not isinstance(expr.key, Const):
                    return outer
                return outer.read(str(expr.key.value))
        return None

    def _put_back(self, expr: Expr, value: Value) -> None:
        match expr:
            case Name():
                name = self._receiver if expr.name == RECEIVER else expr.name
                owner = self._function.owner
                if name not in self.environment and owner and self._world.has_field(self._path, owner, name):
                    self._store(Name(expr.span, RECEIVER), name, value)
                else:
                    self._write(name, value)
            case Same():
                self._put_back(expr.value, value)
            case Field():
                self._store(expr.object, expr.name, value)
            case Item():
                if isinstance(expr.key, Const):
                    self._store(expr.object, str(expr.key.value), value)
                else:
                    self._mix(expr.object, deep(value))

    # Calls.

    def _call(self, expr: Call) -> Value:
        callee = expr.callee
        while isinstance(callee, Same):
            callee = callee.value
        receiver, name = EMPTY, ""
        if isinstance(callee, Field):
            receiver, name = self.value(callee.object), callee.name
            function = self._part(receiver, name)
            if callee.span in self._special:
                function = self._at(callee, function)
        else:
            function = self.value(callee)
            name = callee.name if isinstance(callee, Name) else ""
            if function.ref is None and isinstance(callee, Name) and self._function.owner:
                receiver = self.environment.get(self._receiver, EMPTY)
                inherited = self._inherited(name)
                function = inherited if inherited is not None else function
        if isinstance(function.ref, Closure) and function.ref.path != self._path:
            function = replace(function, ref=FunctionRef(function.ref.path, function.ref.function))
        values = [self.value(each.value) for each in expr.arguments]
        if expr.makes or isinstance(function.ref, ClassRef):
            return self._made(expr, function, name, values)
        bound = _Bound(expr, callee, receiver, values)
        targets = self._targets(function.ref, receiver, name, len(values))
        if isinstance(function.ref, Closure):
            result = self._closed(function.ref.function, values, _named(expr.arguments, values), receiver)
            self._done_with(function.ref.function)
            return result
        if targets:
            return joined([self._applied(each, bound) for each in targets])
        return self._unknown(bound, function, name)

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
                self._spoiled(_Bound(expr, expr.callee, EMPTY, list(values)), made.taint)
            return made
        object_ = Value({}, {}, ref=Instance(ref.path, ref.made))
        hidden = "*new*"
        before = self.environment.get(hidden)
        self.environment[hidden] = object_
        place = Name(expr.span, hidden)
        for each in self._world.constructors(ref, len(values))[:CALLEES]:
            self._applied(each, _Bound(expr, place, object_, list(values), receiver_expr=place))
        object_ = self.environment[hidden]
        if before is None:
            del self.environment[hidden]
        else:
            self.environment[hidden] = before
        return object_

    def _applied(self, target: FunctionRef, bound: _Bound) -> Value:
        """What a known function does to its caller."""
        summary = self._world.summary(target)
        given = _Given(target.function, bound)
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
            return held if held is not None else given.value(same)
        return given.translated(summary.result, spot).with_taint(asked)

    def _asked(self, given: _Given, label: Label, mask: int, via: tuple[Spot, ...]) -> Taint:
        """What a function takes out of the request that it is given."""
        left = mask & self._world.request_kinds
        if not left or not isinstance(label, Input) or not label.path or label.path[0] not in known.REQUEST_PARTS:
            return {}
        expr = given.expression(label.index)
        if not isinstance(expr, Name) or expr.name not in known.REQUESTS:
            return {}
        return {Source(Spot(self._path, *expr.span)): (left, via)}

    def _stored(self, given: _Given, index: int, stored: Mapping[str, Value]) -> None:
        expr = given.expression(index)
        if expr is None:
            return
        for name, value in stored.items():
            if name == ANY:
                self._mix(expr, deep(value))
            else:
                self._store(expr, name, value)

    def _unknown(self, bound: _Bound, function: Value, name: str) -> Value:
        """A call of what nobody knows gives out what it was given; some methods keep it, or give out a part."""
        receiver, values = bound.receiver, bound.values
        whole = union(deep(receiver), deep(function), *(deep(each) for each in values))
        given = self._handed(bound.expr.arguments, values, receiver, name)
        callee = bound.callee
        if name in known.CHARACTERS and isinstance(receiver.const, str) and values:
            return _character(receiver.const, values[0].const)
        is_collection = receiver.fields is not None and receiver.ref is None and name in _OF_COLLECTIONS
        if self._world.strict and not is_collection:
            if name not in known.TRUTHS:
                self._spoiled(bound, union(whole, given))
            return Value(union(whole, given))
        if isinstance(callee, Field):
            if name in known.ADDS and values:
                self._added(callee.object, receiver, values)
            elif name in known.INTO_FIRST and len(values) > 1:
                self._mix(bound.expr.arguments[0].value, union(*(deep(each) for each in values[1:])))
            elif name in known.PUTS and len(values) > 1:
                self._put(callee.object, values)
            elif name in known.REMOVES and receiver.fields is not None:
                return self._removed(callee.object, receiver, values)
            elif name in known.GETS and values and receiver.fields is not None:
                return self._got(receiver, values[0])
        if name in known.NUMBERS or name in known.TRUTHS:
            return EMPTY
        return Value(union(whole, given))

    def _spoiled(self, bound: _Bound, taint: Taint) -> None:
        """Nobody knows what a call does to its object and its arguments: all of them may hold all of it."""
        places: list[Expr] = [each.value for each in bound.expr.arguments if not isinstance(each.value, Call)]
        if isinstance(bound.callee, Field):
            places.append(bound.callee.object)
        for place in places:
            self._mix(place, taint)
            held = self._held(place)
            if held is not None and held.fields:
                self._put_back(place, Value(deep(held), ref=held.ref))

    def _added(self, object_: Expr, receiver: Value, values: Sequence[Value]) -> None:
        if receiver.fields is not None and len(values) == 1 and all(each.isdigit() for each in receiver.fields):
            object_ = self._chained(object_)
            holder = self._held(object_)
            if holder is not None:
                made = holder.with_field(str(len(holder.fields or {})), values[0])
                self._put_back(object_, replace(made, ordered=True))
            return
        self._mix(object_, union(*(deep(each) for each in values)))

    def _put(self, object_: Expr, values: Sequence[Value]) -> None:
        key, value = values[0].const, values[1]
        if key is UNKNOWN:
            self._mix(object_, union(*(deep(each) for each in values)))
        else:
            self._store(object_, str(key), value)

    def _removed(self, object_: Expr, receiver: Value, values: Sequence[Value]) -> Value:
        """A list without one of its parts; where it is not known which, all may be everywhere."""
        index = values[0].const if len(values) == 1 else UNKNOWN
        fields = dict(receiver.fields or {})
        if receiver.ordered and isinstance(index, int) and str(index) in fields:
            gone = fields.pop(str(index))
            kept = {str(number): each for number, each in enumerate(fields.values())}
            self._put_back(object_, replace(receiver, fields=kept))
            return gone
        whole = Value(deep(receiver), ref=receiver.ref)
        if fields:
            self._put_back(object_, whole)
        return whole

    def _got(self, receiver: Value, key: Value) -> Value:
        if key.const is not UNKNOWN:
            return receiver.read(str(key.const))
        return joined([receiver.read("*"), *(receiver.fields or {}).values()])

    def _handed(self, arguments: Sequence[Argument], values: Sequence[Value], receiver: Value, name: str) -> Taint:
        """Functions among the arguments are called by the one that gets them."""
        taint: Taint = {}
        for _, value in zip(arguments, values, strict=False):
            if isinstance(value.ref, Closure) and value.ref.path == self._path:
                function = value.ref.function
                given = Value(deep(receiver)) if name in known.EACH else EMPTY
                if self._world.strict:
                    given = Value(union(deep(receiver), *(deep(each) for each in values)))
                    if _writes_outside(function):
                        raise Beyond
                result = self._closed(function, [given] * len(function.parameters), {}, EMPTY)
                self._done_with(function)
                if name in known.EACH:
                    taint = union(taint, deep(result))
            elif isinstance(value.ref, FunctionRef) and name in known.EACH and deep(receiver):
                place = Const((0, 0), None)
                called = Call((0, 0), place, [])
                result = self._applied(value.ref, _Bound(called, place, EMPTY, [Value(deep(receiver))]))
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


def _character(text: str, index: Constant) -> Value:
    """One character of a constant."""
    is_inside = isinstance(index, int) and not isinstance(index, bool) and 0 <= index < len(text)
    return Value(const=text[index]) if isinstance(index, int) and is_inside else EMPTY


def _writes_outside(function: Function) -> bool:
    """Whether a function gives values to variables of the function around it."""
    return any(name not in function.locals for name in written(function.body))


def _named(arguments: Sequence[Argument], values: Sequence[Value]) -> dict[str, Value]:
    return {each.name: value for each, value in zip(arguments, values, strict=True) if each.name}


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


class _Bound:
    """A call with what it is given."""

    __slots__ = ("callee", "expr", "receiver", "receiver_expr", "values")

    def __init__(
        self, expr: Call, callee: Expr, receiver: Value, values: Sequence[Value], receiver_expr: Expr | None = None
    ) -> None:
        self.expr, self.callee, self.receiver, self.values = expr, callee, receiver, values
        self.receiver_expr = receiver_expr
        if receiver_expr is None:
            self.receiver_expr = callee.object if isinstance(callee, Field) else Name(expr.span, RECEIVER)


class _Given:
    """What a function's inputs are in one call."""

    def __init__(self, function: Function, bound: _Bound) -> None:
        self._function, self._bound = function, bound
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
            return {label: mark}
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

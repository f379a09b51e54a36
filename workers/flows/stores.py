"""Variables and their parts: what they hold, and what is put into them."""

from __future__ import annotations

from dataclasses import replace

from workers.flows import known
from workers.flows.checks import checks, key_of
from workers.flows.machine import Machine
from workers.flows.program import (
    RECEIVER,
    Assign,
    Call,
    Const,
    Expr,
    Field,
    Item,
    Name,
    Parts,
    Record,
    Same,
)
from workers.flows.program import Sequence as Listed
from workers.flows.values import (
    CHECKED,
    EMPTY,
    UNKNOWN,
    Source,
    Taint,
    Value,
    deep,
    union,
)


class Stores(Machine):
    """Reads and writes variables."""

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

    def _mask_checked(self, expr: Expr) -> int:
        """The rules for which a source was checked where it was read before."""
        key = key_of(expr)
        const = self.environment[CHECKED + key].const if key and CHECKED + key in self.environment else 0
        return const if isinstance(const, int) else 0

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
                self._bind_field(target, value)
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

    def _bind_field(self, target: Field, value: Value) -> None:
        self._store(target.object, target.name, value)
        marked = self._places.marks.get(target.object.span)
        if marked:
            self._mix(target.object, self._source(target.object.span, marked))

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

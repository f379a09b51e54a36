"""Lists, maps and texts that are put together: what their methods do, in every language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from workers.flows.program import (
    Expr,
)
from workers.flows.stores import Stores
from workers.flows.values import (
    EMPTY,
    UNKNOWN,
    Constant,
    Value,
    deep,
    joined,
    union,
)


class Collecting(Stores):
    """Knows the methods of collections by their names."""

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


def character(text: str, index: Constant) -> Value:
    """One character of a constant."""
    is_inside = isinstance(index, int) and not isinstance(index, bool) and 0 <= index < len(text)
    return Value(const=text[index]) if isinstance(index, int) and is_inside else EMPTY

"""Havoc: what a call of unknown code may give out, and what it may have changed."""

from __future__ import annotations

from dataclasses import replace

from workers.taint.heap import FIXED, Obj, joined, reach, taint_of
from workers.taint.lattice import UNKNOWN, of
from workers.taint.machine import MODULE, Site
from workers.taint.values import Args, Function, GaveUp, Unreachable, Value

_MOST_CALLED = 6


def call_unknown(
    site: Site, inputs: tuple[Value, ...], *, changes: bool = True, given_out: tuple[Value, ...] | None = None
) -> Value:
    """A call of unknown code. Its answer may be any of the inputs, or hold their data.

    Pessimistic: each input may have been put into each object among the inputs, unless the call ``changes`` nothing.
    Optimistic: no object is changed, and the answer holds the data of ``given_out`` only (``None``: of all inputs).
    """
    found = reach(inputs, site.state)
    taint = found.taint
    if changes and found.functions:
        taint = _called_back(site, list(found.functions), inputs) | taint
    if site.machine.optimistic:
        return site.unknown(taint=taint if given_out is None else site.taint(*given_out))
    if not found.refs:
        return site.unknown(taint=taint)
    held = Value(frozenset(found.refs), unknown=True, taint=taint)
    pool = site.make(Obj("pool", rest=held))
    if changes:
        blur = replace(pool, unknown=True, taint=taint)
        for ref in found.refs:
            obj = site.object(ref)
            if obj.kind not in FIXED:
                site.write(ref, obj.blurred(blur, instead_of=found.pools))
    return Value(pool.atoms, unknown=True, taint=taint)


def _called_back(site: Site, functions: list[Function], inputs: tuple[Value, ...]) -> int:
    """The taint that may come of functions among the inputs: unknown code may call them, with any of the inputs."""
    own = [function for function in functions if function.scope != MODULE]
    taint = 0
    for function in functions:
        if function.scope == MODULE:
            taint |= site.machine.question.within(function.node)
    if len(own) > _MOST_CALLED:
        raise GaveUp("many functions are handed over")
    handed = reach(inputs, site.state)
    given = (
        UNKNOWN if site.machine.optimistic else Value(frozenset(handed.refs), unknown=True, taint=taint | handed.taint)
    )
    for function in own:
        if any(frame.function == function for frame in site.machine.frames):
            raise GaveUp("a function hands itself over")
        after = site.state.copy()
        try:
            result = site.machine.call(of(function), Args(more=given), after, site.node)
        except Unreachable:
            continue
        taint |= taint_of(after, result)
        whole = joined((site.state.copy(), after))
        if whole is not None:
            site.state.become(whole)
    return taint

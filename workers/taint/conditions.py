"""Conditions: what is true, which way it goes, and what both ways have in common."""

from __future__ import annotations

from dataclasses import replace

from tree_sitter import Node

from workers.reading.syntax import text_of
from workers.taint import operators, truth
from workers.taint.heap import State, join_known, joined, merged
from workers.taint.lattice import truth_of
from workers.taint.machine import Machine, Site
from workers.taint.names import field, only_part, parts_of
from workers.taint.values import GaveUp, Unreachable, Value


def branch(machine: Machine, node: Node, state: State) -> tuple[State | None, State | None]:
    """The states in which the condition holds and in which it does not; ``state`` is used up."""
    match node.type:
        case "parenthesized_expression":
            return branch(machine, only_part(node), state)
        case "not_operator":
            yes, no = branch(machine, field(node, "argument"), state)
            return no, yes
        case "boolean_operator":
            is_and = text_of(node.child_by_field_name("operator")) == "and"
            yes, no = branch(machine, field(node, "left"), state)
            go_on, done = (yes, no) if is_and else (no, yes)
            further = branch(machine, field(node, "right"), go_on) if go_on is not None else (None, None)
            return (further[0], joined((done, further[1]))) if is_and else (joined((done, further[0])), further[1])
    try:
        value = machine.evaluate(node, state)
    except Unreachable:
        return None, None
    other = state.copy()
    return _taken(value, state, wanted=True), _taken(value, other, wanted=False)


def _taken(value: Value, state: State, *, wanted: bool) -> State | None:
    if truth.truth(value, state) is (not wanted) or not state.learn(value.yes if wanted else value.no):
        return None
    if value.symbol:
        part = truth.filtered(value, wanted, state)
        if part is not value and not state.learn(((value.symbol, part.plain),)):
            return None
    return state


def negation(site: Site) -> Value:
    value = site.evaluate(field(site.node, "argument"))
    answer = truth.truth(value, site.state)
    found = truth_of(None if answer is None else not answer)
    return replace(found, yes=value.no, no=value.yes) if answer is None else found


def boolean(site: Site) -> Value:
    is_and = text_of(site.node.child_by_field_name("operator")) == "and"
    left = site.evaluate(field(site.node, "left"))
    answer = truth.truth(left, site.state)
    if answer is not None and answer is not is_and:
        return left
    right_node = field(site.node, "right")
    if answer is not None:
        site.state.learn(left.yes if is_and else left.no)
        return site.evaluate(right_node)
    other = site.state.copy()
    stops = site.state.learn(left.no if is_and else left.yes)
    stopped = truth.filtered(site.state.resolved(left), not is_and, site.state)
    try:
        if not other.learn(left.yes if is_and else left.no):
            return stopped
        right = site.machine.evaluate(right_node, other)
    except Unreachable:
        if not stops:
            raise
        return stopped
    if not stops:
        site.state.become(other)
        return right
    value = join_known(site.state, other, stopped.plain, right)
    if is_and:
        value = replace(value, yes=(*left.yes, *right.yes), no=())
    else:
        value = replace(value, yes=(), no=(*left.no, *right.no))
    _merge(site.state, other)
    return value


def _merge(state: State, other: State) -> None:
    whole = joined((state, other))
    if whole is not None:
        state.become(whole)


def comparison(site: Site) -> Value:
    operands = parts_of(site.node)
    left = site.evaluate(operands[0])
    result: Value | None = None
    for symbol, right_node in zip(_operators(site.node), operands[1:], strict=True):
        right = site.evaluate(right_node)
        answer = operators.compared(site, symbol, left, right)
        result = answer if result is None else _both(result, answer, site.state)
        left = right
    return result if result is not None else left


def _operators(node: Node) -> list[str]:
    return [" ".join(text_of(child).split()) for child in node.children_by_field_name("operators")]


def _both(first: Value, second: Value, state: State) -> Value:
    answers = (truth.truth(first, state), truth.truth(second, state))
    whole = truth_of(answer=False if False in answers else None if None in answers else True)
    return replace(whole, yes=(*first.yes, *second.yes))


def conditional(site: Site) -> Value:
    parts = parts_of(site.node)
    if len(parts) != 3:
        raise GaveUp("a conditional expression with a hole")
    chosen, condition, other = parts
    results: list[tuple[State, Value]] = []
    for way, part in zip(branch(site.machine, condition, site.state.copy()), (chosen, other), strict=True):
        if way is None:
            continue
        try:
            results.append((way, site.machine.evaluate(part, way)))
        except Unreachable:
            continue
    return merged(results, site.state)

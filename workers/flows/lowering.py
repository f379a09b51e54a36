"""A syntax tree becomes the small program of :mod:`workers.flows.program`, as the table of its language says.

What is deeper than a person writes is read flat: its names are parts of one expression, and nothing is lost of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from workers.flows.program import (
    RECEIVER,
    Argument,
    Assign,
    Call,
    Const,
    Define,
    Do,
    Either,
    Expr,
    Field,
    Function,
    If,
    Inline,
    Item,
    Lambda,
    Leave,
    Loop,
    Module,
    Name,
    Operation,
    Parts,
    Record,
    Return,
    Same,
    Sequence,
    Span,
    Statement,
    Throw,
    Try,
)

if TYPE_CHECKING:
    from tree_sitter import Node, Tree

from workers.flows.defining import Defining
from workers.flows.nodes import child, first, number, span_of, string, text

DEPTH = 90
"""Nested expressions and statements that are read with their structure; people write up to thirty."""
_LONG = 8
"""Operators in a chain that are read one inside the other."""


class Lowering(Defining):
    """Lowers one file."""

    def read(self, tree: Tree) -> Module:
        """The whole file."""
        self.module.body = self.block(tree.root_node)
        return self.module

    def expression(self, node: Node | None) -> Expr:
        """A node as an expression; nothing at all where there is none."""
        if node is None:
            return Const((0, 0), None)
        if self._depth >= DEPTH:
            self.module.is_whole = False
            return self._flat(node)
        self._depth += 1
        try:
            return self._expression(node)
        finally:
            self._depth -= 1

    def _expression(self, node: Node) -> Expr:  # noqa: C901 - one line a kind of node
        kind, grammar, span = node.type, self.grammar, span_of(node)
        if kind in grammar.expressions:
            return grammar.expressions[kind](self, node)
        if kind in grammar.names:
            return Name(span, text(node))
        if kind in grammar.receivers:
            return Name(span, RECEIVER)
        if kind in grammar.strings:
            return self._string(node)
        if kind in grammar.numbers:
            return Const(span, number(text(node)))
        if kind in grammar.constants:
            return Const(span, grammar.constants[kind])
        if kind in grammar.same:
            return Same(span, self.expression(child(node, grammar.same[kind])))
        if kind in grammar.fields:
            return self._field(node, *grammar.fields[kind])
        if kind in grammar.items:
            object_, key = grammar.items[kind]
            return Item(span, self.expression(child(node, object_)), self.expression(child(node, key)))
        if kind in grammar.calls:
            function, arguments = grammar.calls[kind]
            return Call(span, self.expression(child(node, function)), self.arguments(child(node, arguments)))
        if kind in grammar.method_calls:
            return self._method_call(node, *grammar.method_calls[kind])
        if kind in grammar.news:
            made, arguments = grammar.news[kind]
            callee = child(node, made)
            name = self.type_name(callee)
            at = span_of(callee) if callee is not None else span
            return Call(span, Name(at, name), self.arguments(child(node, arguments)), makes=True)
        if kind in grammar.binaries:
            return self.binary(node)
        if kind in grammar.unaries:
            operand = child(node, grammar.unaries[kind])
            operator = text(node.children[0]) if node.children else ""
            return Operation(span, f"{operator}?" if operator in "!-" else operator, [self.expression(operand)])
        if kind in grammar.conditionals:
            test, then, otherwise = (self.expression(child(node, each)) for each in grammar.conditionals[kind])
            return Either(span, test, then, otherwise)
        if kind in grammar.assignments or kind in grammar.additions or kind in grammar.declarations:
            return self._assignment(node)
        if kind in grammar.sequences:
            return Sequence(span, [self.expression(each) for each in self.named(node)])
        if kind in grammar.records:
            return self._record(node, grammar.records[kind])
        if kind in grammar.functions:
            return Lambda(span, self.function(node))
        if kind in grammar.classes:
            self.class_(node)
            return Name(span, text(child(node, grammar.classes[kind][0])))
        if kind in grammar.spreads:
            return Same(span, self.expression(first(node)))
        if self._is_statement(kind):
            return Inline(span, self.statement(node))
        return Parts(span, [self.expression(each) for each in self.named(node)])

    def _flat(self, node: Node) -> Expr:
        """All names in a node as parts, however deep it is."""
        parts: list[Expr] = []
        waiting = [node]
        while waiting:
            each = waiting.pop()
            if each.type in self.grammar.names:
                parts.append(Name(span_of(each), text(each)))
            waiting.extend(reversed(each.named_children))
        return Parts(span_of(node), parts)

    def _string(self, node: Node) -> Expr:
        """A constant, unless something is put into it."""
        inside = [each for each in self.named(node) if "substitution" in each.type or "interpolation" in each.type]
        if inside:
            return Parts(span_of(node), [self.expression(first(each)) for each in inside])
        return Const(span_of(node), string(text(node)))

    def _field(self, node: Node, object_: str, name: str) -> Expr:
        inner, named = child(node, object_), child(node, name)
        if inner is None:
            return Name(span_of(node), text(named))
        return Field(span_of(node), self.expression(inner), text(named).lstrip("$"))

    def _method_call(self, node: Node, object_: str, name: str, arguments: str) -> Expr:
        inner, named = child(node, object_), child(node, name)
        at = span_of(named) if named is not None else span_of(node)
        callee: Expr = Name(at, text(named))
        if inner is not None:
            callee = Field((inner.start_byte, at[1]), self.expression(inner), text(named))
        return Call(span_of(node), callee, self.arguments(child(node, arguments)))

    def arguments(self, node: Node | None) -> list[Argument]:
        """The arguments of a call; a text after a function's name is its only argument."""
        if node is None:
            return []
        if node.type in self.grammar.strings:
            return [Argument(self.expression(node))]
        return [self._argument(each) for each in self.named(node)]

    def _argument(self, node: Node) -> Argument:
        grammar = self.grammar
        if node.type in grammar.named_arguments:
            name, value = grammar.named_arguments[node.type]
            inner = child(node, value) or (self.named(node) or [node])[-1]
            return Argument(self.expression(inner), text(child(node, name)) if name else "")
        if node.type in grammar.spreads:
            return Argument(self.expression(first(node)), spread=True)
        return Argument(self.expression(node))

    def binary(self, node: Node) -> Expr:
        """A chain of one operator is one operation: long texts are built by hundreds of ``+``."""
        left, operator, right = self.grammar.binaries[node.type]
        sign = text(child(node, operator))
        parts: list[tuple[Span, Expr]] = []
        here: Node | None = node
        while here is not None and here.type == node.type and text(child(here, operator)) == sign:
            parts.append((span_of(here), self.expression(child(here, right))))
            here = child(here, left)
        made = self.expression(here)
        if len(parts) > _LONG:
            return Operation(span_of(node), sign, [made, *(part for _, part in reversed(parts))])
        for span, part in reversed(parts):
            made = Operation(span, sign, [made, part])
        return made

    def _assignment(self, node: Node) -> Expr:
        grammar, span = self.grammar, span_of(node)
        if node.type in grammar.declarations:
            target, value, type_ = grammar.declarations[node.type]
            made = self._declared_as(node, target, value, type_)
            return made if made is not None else Const(span, None)
        adds = node.type in grammar.additions
        target, value = grammar.additions[node.type] if adds else grammar.assignments[node.type]
        written, given = child(node, target), child(node, value)
        operator = next((text(each) for each in node.children if not each.is_named and text(each).endswith("=")), "=")
        if adds and operator == ":=":
            adds = False
        elif not adds and operator not in ("=", ":="):
            adds = True
        left, right = self.target(written), self.target(given)
        declares = operator == ":=" or (grammar.declares_all and isinstance(left, Name))
        if grammar.declares_all or operator == ":=":
            self.declare(left)
        return Assign(span, left, right, adds=adds, declares=declares)

    def _declared_as(self, node: Node, target: str, value: str, type_: str) -> Expr | None:
        names = node.children_by_field_name(target) if target else []
        given = child(node, value)
        made = self.type_name(child(node, type_)) if type_ else ""
        if len(names) > 1:
            left: Expr = Sequence(span_of(node), [self.target(each) for each in names])
        else:
            left = self.target(names[0] if names else first(node))
        self.declare(left)
        if given is None:
            return Assign(span_of(node), left, Const((0, 0), None), declares=True, type=made)
        right = self.expression(given)
        if isinstance(right, Sequence) and len(right.items) == 1 and not isinstance(left, Sequence):
            right = right.items[0] if given.type.endswith("_list") else right
        return Assign(span_of(node), left, right, declares=True, type=made)

    def target(self, node: Node | None) -> Expr:
        """What is assigned to; one name in a list is that name."""
        made = self.expression(node)
        if isinstance(made, Sequence) and len(made.items) == 1 and node is not None and node.type.endswith("_list"):
            return made.items[0]
        return made

    def _record(self, node: Node, kinds: Mapping[str, tuple[str, str]]) -> Expr:
        entries: list[tuple[str | None, Expr]] = []
        for each in self.named(node):
            if each.type in kinds:
                key, value = kinds[each.type]
                entries.append((self.key(child(each, key)), self.target(child(each, value))))
            elif each.type in self.grammar.shorthands:
                entries.append((text(each), Name(span_of(each), text(each))))
            elif each.type in self.grammar.functions:
                function = self.function(each)
                entries.append((function.name, Lambda(span_of(each), function)))
            else:
                entries.append((None, self.expression(each)))
        return Record(span_of(node), entries)

    def key(self, node: Node | None) -> str | None:
        """A key as a text; ``None`` where it is computed."""
        if node is None:
            return None
        made = self.expression(node)
        while isinstance(made, Parts | Same) and node.named_child_count == 1:
            inner = made.value if isinstance(made, Same) else made.parts[0] if made.parts else made
            if inner is made:
                break
            made = inner
            if "computed" in node.type and isinstance(made, Name):
                return None
        if isinstance(made, Const):
            return str(made.value)
        if isinstance(made, Name) or (node.named_child_count == 0 and text(node).isidentifier()):
            return text(node)
        return None

    def _is_statement(self, kind: str) -> bool:
        grammar = self.grammar
        return kind in grammar.statements or any(
            kind in each
            for each in (
                grammar.blocks, grammar.ifs, grammar.whiles, grammar.fors, grammar.eaches, grammar.returns,
                grammar.throws, grammar.leaves, grammar.tries,
            )
        )  # fmt: skip

    def _read_for_module(self, node: Node) -> None:
        self.grammar.reads[node.type](self, node)

    def block(self, node: Node | None) -> list[Statement]:
        """The statements in a node, in order; functions that it defines are known from its start."""
        if node is None:
            return []
        made = [one for each in self.named(node) for one in self.statement(each)]
        first_ = [one for one in made if isinstance(one, Define)]
        return [*first_, *(one for one in made if not isinstance(one, Define))] if first_ else made

    def statement(self, node: Node | None) -> list[Statement]:
        """A node as statements."""
        if node is None or node.type in self.grammar.ignored:
            return []
        if self._depth >= DEPTH:
            self.module.is_whole = False
            return [Do(self._flat(node))]
        self._depth += 1
        try:
            return self._statement(node)
        finally:
            self._depth -= 1

    def _statement(self, node: Node) -> list[Statement]:  # noqa: C901 - one line a kind of node
        kind, grammar = node.type, self.grammar
        if kind in grammar.reads:
            self._read_for_module(node)
            return []
        if kind in grammar.statements:
            return grammar.statements[kind](self, node)
        if kind in grammar.blocks:
            return self.block(node)
        if kind in grammar.classes:
            self.class_(node)
            return []
        if kind in grammar.functions and grammar.functions[kind][0] and text(child(node, grammar.functions[kind][0])):
            return self.defined(self.function(node))
        if kind in grammar.ifs:
            test, then, otherwise = grammar.ifs[kind]
            asked = self.expression(child(node, test))
            return [If(asked, self.statement(child(node, then)), self.statement(child(node, otherwise)))]
        if kind in grammar.whiles:
            test, body = grammar.whiles[kind]
            asked, inside = self.expression(child(node, test)), self.statement(child(node, body))
            return [Loop(None, None, asked, inside, runs_once=kind not in ("while_statement", "while"))]
        if kind in grammar.fors:
            start, test, step, body = grammar.fors[kind]
            inside = [*self.statement(child(node, body)), *self.statement(child(node, step))]
            condition = child(node, test)
            loop = Loop(None, None, self.expression(condition) if condition is not None else None, inside)
            return [*self.statement(child(node, start)), loop]
        if kind in grammar.eaches:
            target, elements, body = grammar.eaches[kind]
            taken = self.target(child(node, target))
            self.declare(taken)
            return [Loop(taken, self.expression(child(node, elements)), None, self.statement(child(node, body)))]
        if kind in grammar.returns:
            given = first(node)
            return [Return(self.target(given) if given is not None else None)]
        if kind in grammar.throws:
            return [Throw(self.expression(first(node)))]
        if kind in grammar.leaves:
            return [Leave()]
        if kind in grammar.tries:
            return self._try(node)
        return [Do(self.expression(node))]

    def defined(self, function: Function) -> list[Statement]:
        """A function with a name: the module's, or one of the function around it."""
        if self._declared or self._owner:
            if self._declared:
                self._declared[-1].add(function.name)
            return [Define(function)]
        self.module.functions.setdefault(function.name, function)
        return []

    def _try(self, node: Node) -> list[Statement]:
        body = self.statement(child(node, self.grammar.tries[node.type]))
        handlers: list[list[Statement]] = []
        final: list[Statement] = []
        before: list[Statement] = []
        inner = child(node, self.grammar.tries[node.type])
        for each in self.named(node):
            if inner is not None and each.id == inner.id:
                continue
            if each.type in self.grammar.handlers:
                handlers.append([one for part in self.named(each) for one in self.statement(part)])
            elif each.type in self.grammar.finals:
                final += [one for part in self.named(each) for one in self.statement(part)]
            else:
                before += self.statement(each)
        return [*before, Try(body, handlers, final)]


def counted(low: Lowering, node: Node) -> Expr:
    """``i++``: a number that is no longer known."""
    return Assign(span_of(node), low.expression(first(node)), Parts((0, 0), []))

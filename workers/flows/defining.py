"""Functions and classes of a syntax tree become those of the small program."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from workers.flows.grammar import Grammar
from workers.flows.program import (
    RECEIVER,
    Assign,
    Class,
    Const,
    Do,
    Expr,
    Field,
    Function,
    Lambda,
    Module,
    Name,
    Parameter,
    Return,
    Statement,
    names_in,
)

if TYPE_CHECKING:
    from tree_sitter import Node

from workers.flows.nodes import child, first, span_of, text, type_names

_TYPE_NAME = re.compile(r"[A-Za-z_$][\w$.\\]*")


class Defining:
    """Reads definitions; what is in them is read by :class:`workers.flows.lowering.Lowering`."""

    def __init__(self, grammar: Grammar, module: Module) -> None:
        self.grammar = grammar
        self.module = module
        self._depth = 0
        self._owner = ""
        self._declared: list[set[str]] = []
        self.noted: dict[str, set[str]] = {}
        """What the table of a language keeps in mind while it reads the file."""

    @property
    def inside(self) -> bool:
        """Whether what is read stands inside a function."""
        return bool(self._declared)

    def is_declared(self, name: str) -> bool:
        """Whether a name belongs to one of the functions around."""
        return any(name in each for each in self._declared)

    def named(self, node: Node) -> list[Node]:
        """The named children that say something."""
        return [each for each in node.named_children if each.type not in self.grammar.ignored]

    def declare(self, target: Expr) -> None:
        """Notes that the names of a target belong to the function around."""
        if self._declared:
            self._declared[-1].update(names_in(target))

    def expression(self, node: Node | None) -> Expr:
        """A node as an expression; nothing at all where there is none."""
        raise NotImplementedError

    def statement(self, node: Node | None) -> list[Statement]:
        """A node as statements."""
        raise NotImplementedError

    def _is_statement(self, kind: str) -> bool:
        raise NotImplementedError

    def _read_for_module(self, node: Node) -> None:
        raise NotImplementedError

    def function(self, node: Node, owner: str = "") -> Function:
        """A function with its body; it knows the names that are its own."""
        name, parameters, body = self.grammar.functions[node.type]
        made = Function(text(child(node, name)) if name else "", span_of(node), [], [], owner or self._owner)
        made.keeps_receiver = node.type in self.grammar.keeps_receiver
        with self.within(made):
            made.parameters = self.parameters(child(node, parameters) or child(node, "parameter"))
            for parameter in made.parameters:
                self.declare(parameter.target)
            inside = child(node, body)
            if inside is not None:
                made.body = self.body(inside)
        return made

    @contextmanager
    def within(self, made: Function) -> Iterator[None]:
        """What is read meanwhile stands in a function: it is of the class around, and knows its own names then."""
        outer, self._owner = self._owner, made.owner or self._owner
        made.owner = self._owner
        self._declared.append(set())
        try:
            yield
        finally:
            self._owner = outer
            made.locals = frozenset(self._declared.pop())

    def body(self, node: Node) -> list[Statement]:
        """A function's body: a block, or one expression that is its result."""
        if node.type in self.grammar.blocks or self._is_statement(node.type):
            return self.statement(node)
        return [Return(self.expression(node))]

    def parameters(self, node: Node | None) -> list[Parameter]:
        """The parameters of a function; a name alone is one."""
        if node is None:
            return []
        if node.type in self.grammar.names:
            return [Parameter(self.expression(node))]
        return [made for each in self.named(node) for made in self.parameter(each)]

    def parameter(self, node: Node) -> Iterator[Parameter]:
        """Those of one declaration: Go declares several at once."""
        grammar = self.grammar
        if node.type not in grammar.parameters:
            yield Parameter(self.expression(node), rest=node.type in grammar.rests)
            return
        target, default, type_ = grammar.parameters[node.type]
        named = node.children_by_field_name(target) if target else self.named(node)[:1]
        made = self.type_name(child(node, type_)) if type_ else ""
        value = child(node, default) if default else None
        for each in named:
            rest = node.type in grammar.rests or each.type in grammar.rests
            target_ = self.expression(first(each) if each.type in grammar.rests else each)
            if isinstance(target_, Assign):
                target_ = target_.target
            start = self.expression(value) if value is not None else None
            is_field = any(one.type in grammar.promotes for one in node.children)
            yield Parameter(target_, start, made, rest, is_field)
        if not named:
            yield Parameter(Const(span_of(node), None), type=made)

    def class_(self, node: Node, name: str = "") -> Class:
        """A class; it is the module's, wherever it stands."""
        named, body = self.grammar.classes[node.type]
        made = Class(name or text(child(node, named)), span_of(node))
        for each in node.children:
            if each.type in self.grammar.bases:
                made.bases += [text(found) for found in type_names(each, self.grammar)]
        outer, self._owner = self._owner, made.name
        try:
            for each in node.named_children:
                if each.type in self.grammar.of_members:
                    self.grammar.of_members[each.type](self, made, each)
            self.members(made, child(node, body))
            if node.type in self.grammar.components:
                self._add_components(made, child(node, self.grammar.components[node.type]))
        finally:
            self._owner = outer
        self.module.classes.setdefault(made.name, made)
        return made

    def _add_components(self, made: Class, header: Node | None) -> None:
        """The constructor and the methods that a class has by the fields in its header, unless it writes its own."""
        components = self.parameters(header)
        own = [each for each in (*made.methods.values(), *made.overloads) if each.name == made.name]
        if not any(len(each.parameters) == len(components) for each in own):
            for each in components:
                each.is_field = True
            names = frozenset(each.name for each in components)
            self.add_method(made, Function(made.name, made.span, components, [], made.name, locals=names))
        for each in components:
            made.types[each.name] = each.type
            if each.name not in made.methods:
                given = Return(Field((0, 0), Name((0, 0), RECEIVER), each.name))
                made.methods[each.name] = Function(each.name, made.span, [], [given], made.name)

    def members(self, made: Class, body: Node | None) -> None:
        """The methods and fields in a class's body."""
        for each in self.named(body) if body is not None else ():
            inner = each
            while inner.type in self.grammar.same and inner.type not in self.grammar.members:
                inner = child(inner, self.grammar.same[inner.type]) or inner
                if inner.type == each.type:
                    break
            self.member(made, inner)

    def member(self, made: Class, node: Node) -> None:
        """One method or field of a class."""
        grammar = self.grammar
        if node.type in grammar.of_members:
            grammar.of_members[node.type](self, made, node)
        elif node.type in grammar.functions:
            self.add_method(made, self.function(node, made.name))
        elif node.type in grammar.members:
            name, value, type_ = grammar.members[node.type]
            for each in node.children_by_field_name(name) if name else [node]:
                self._add_field(made, node, each, value, type_)
        elif node.type in grammar.classes:
            self.class_(node)
        elif node.type in grammar.reads:
            self._read_for_module(node)
        elif node.type not in grammar.ignored:
            self.module.body += self.statement(node)

    def _add_field(self, made: Class, node: Node, named: Node, value: str, type_: str) -> None:
        target, given = named, child(node, value) if value else None
        if named.type in self.grammar.declarations:
            inner, inner_value, _ = self.grammar.declarations[named.type]
            target, given = child(named, inner) or named, child(named, inner_value)
        name = text(target).lstrip("$")
        if type_ and child(node, type_) is not None:
            made.types[name] = self.type_name(child(node, type_))
        if given is None:
            return
        start = self.expression(given)
        if isinstance(start, Lambda):
            start.function.name, start.function.owner = name, made.name
            self.add_method(made, start.function)
        else:
            made.starts.append((name, start))

    def add_method(self, made: Class, function: Function) -> None:
        """A method by its name; a second one of that name is an overload."""
        parameters = function.parameters
        if parameters and parameters[0].name in self.grammar.receiver_parameters:
            function.receiver = parameters.pop(0).name
        for parameter in parameters:
            if parameter.is_field:
                name = parameter.name.lstrip("$")
                made.types[name] = parameter.type
                at = parameter.target.span
                stored = Assign(at, Field(at, Name(at, RECEIVER), name), Name((0, 0), parameter.name))
                function.body.insert(0, Do(stored))
        if function.name in made.methods:
            made.overloads.append(function)
        else:
            made.methods[function.name] = function

    def type_name(self, node: Node | None) -> str:
        """The name of a type without its arguments, pointers and package."""
        found = _TYPE_NAME.search(text(node)[:200].lstrip("*&:?[] ")) if node is not None else None
        return found[0].replace("\\", ".").rpartition(".")[2] if found else ""

"""Some files together: what their names stand for, and the flows that their functions make.

Every function is summed up, and again when a function that it calls has more to say, until nothing is new or the steps
that were allowed are used up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from workers.flows import known
from workers.flows.about import About
from workers.flows.imports import below
from workers.flows.interpreter import Run
from workers.flows.machine import Beyond, GaveUp
from workers.flows.places import NOWHERE, Places
from workers.flows.program import GLOBAL, Class, Function, Import, Module, Name
from workers.flows.summaries import NOTHING, Hit, Summary
from workers.flows.values import (
    EMPTY,
    OBJECT,
    UNKNOWN,
    ClassRef,
    FunctionRef,
    Instance,
    ModuleRef,
    Ref,
    Source,
    Spot,
    Taint,
    Value,
)

STEPS = 400_000
"""Statements and expressions that one question may run: about four seconds."""
ROUNDS = 12
"""How often one function is summed up anew."""
HEIGHT = 6
"""Classes above a class, and names that stand for names."""
IMPLEMENTED = 3
"""Classes that a method of an interface may be in."""


@dataclass(frozen=True, slots=True)
class Reached:
    """A source that reaches a sink."""

    source: Spot
    sink: Spot
    hit: Hit


class Files:
    """The modules, by their paths; ``resolve`` says which file an import means."""

    def __init__(self, modules: Mapping[str, Module]) -> None:
        self.modules = dict(modules)
        self._targets: dict[tuple[str, str], str | None] = {}

    def resolved(self, path: str, found: Import) -> str | None:
        """The path of the module that an import of a file means; ``None`` where it is none of these files."""
        return self._targets.get((path, found.module))

    def connect(self, path: str, module: str, target: str) -> None:
        """Notes which file an import means."""
        self._targets[path, module] = target


class World:
    """See :class:`workers.flows.machine.World`."""

    def __init__(
        self, files: Files, places: Mapping[str, Places], about: About, *, steps: int = STEPS, strict: bool = False
    ) -> None:
        self.strict = strict
        self.visited = set[Spot]()
        self.lost: dict[int, FunctionRef] = {}
        """Functions of which nothing can be proved."""
        self.count = count = about.count
        self.path_kinds = about.paths | about.paths << count
        self.request_kinds = about.requests | about.requests << count
        self.all_kinds = (1 << 2 * count) - 1
        self._files, self._places = files, places
        self._left = steps
        self._summaries: dict[int, Summary] = {}
        self._runs: dict[int, int] = {}
        self._waiting: dict[int, FunctionRef] = {}
        self._users: dict[int, dict[int, FunctionRef]] = {}
        self._now: FunctionRef | None = None
        self._variables: dict[str, dict[str, Value]] = {}
        self._found: dict[tuple[Source, Spot], Hit] = {}
        self._stored: dict[int, dict[str, Value]] = {}
        self._codes = {path: Function("", (0, 0), [], module.body) for path, module in files.modules.items()}
        self.gave_up = False
        """Whether something was left out."""

    # Asked by a run.

    def places(self, path: str) -> Places:
        return self._places.get(path, NOWHERE)

    def decodes(self, path: str) -> bool:
        module = self._files.modules.get(path)
        return module is not None and module.language == "go"

    def calls_itself(self, path: str, name: str) -> bool:
        module = self._files.modules.get(path)
        return module is not None and name in known.CALL_THEMSELVES.get(module.language, ())

    def may_inherit(self, path: str) -> bool:
        module = self._files.modules.get(path)
        return module is not None and module.language not in ("php", "ruby")

    def step(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise GaveUp

    def found(self, source: Source, sink: Spot, hit: Hit) -> None:
        old = self._found.get((source, sink))
        if old is None:
            self._found[source, sink] = hit
        elif old.mask | hit.mask != old.mask:
            self._found[source, sink] = Hit(old.mask | hit.mask, old.via, old.chain)

    def name(self, path: str, name: str, depth: int = HEIGHT) -> Value | None:
        module = self._files.modules.get(path)
        if module is None or depth == 0:
            return None
        if name in module.functions:
            return Value(ref=FunctionRef(path, module.functions[name]))
        if name in module.classes:
            return Value(ref=ClassRef(path, module.classes[name]))
        variable = self._variable(module, name)
        if variable is not None:
            return variable
        if name in module.imports:
            return self._imported(path, module.imports[name], depth - 1)
        return self._beside(module, name)

    def _variable(self, module: Module, name: str) -> Value | None:
        """A variable of a module; in some languages functions see few of them."""
        is_hidden = _HIDDEN.get(module.language)
        if is_hidden is not None and is_hidden.match(name):
            return None
        return self._variables.get(module.path, {}).get(name.removeprefix(GLOBAL))

    def _beside(self, module: Module, name: str) -> Value | None:
        """A name of another file of the same package (Go, Java)."""
        if not module.package:
            return None
        folder = module.path.rpartition("/")[0]
        for path, other in self._files.modules.items():
            if path != module.path and other.package == module.package and path.rpartition("/")[0] == folder:
                if name in other.functions:
                    return Value(ref=FunctionRef(path, other.functions[name]))
                if name in other.classes:
                    return Value(ref=ClassRef(path, other.classes[name]))
        return None

    def _imported(self, path: str, found: Import, depth: int) -> Value | None:
        target = self._files.resolved(path, found)
        if not found.name:
            return Value(ref=ModuleRef(target)) if target is not None else None
        exported = self._exported(target, found.name, depth) if target is not None else None
        if exported is not None:
            return exported
        inner = self._files.resolved(path, Import(below(found.module, found.name)))
        return Value(ref=ModuleRef(inner)) if inner is not None else None

    def _exported(self, path: str, name: str, depth: int) -> Value | None:
        """What another file may take of a module by a name."""
        module = self._files.modules.get(path)
        if module is None or depth <= 0:
            return None
        given = module.exports.get(name)
        if isinstance(given, Name):
            return self.name(path, given.name, depth - 1)
        if given is not None:
            return self._variables.get(path, {}).get(f"*export {name}*")
        if name == "default" and "=" in module.exports:
            return self._exported(path, "=", depth - 1)
        for alias, found in module.exported_from:
            if alias in (name, "*"):
                target = self._files.resolved(path, found)
                wanted = found.name if alias == name else name
                value = self._exported(target, wanted, depth - 1) if target is not None else None
                if value is not None:
                    return value
        if module.exports and module.language in ("javascript", "typescript"):
            return None
        return self.name(path, name, depth - 1)

    def member(self, ref: Ref, name: str) -> Value | None:
        match ref:
            case ModuleRef():
                exported = self._exported(ref.path, name, HEIGHT)
                if exported is None:
                    whole = self._exported(ref.path, "=", HEIGHT)
                    if whole is not None and whole.ref is not None and not isinstance(whole.ref, ModuleRef):
                        return self.member(whole.ref, name)
                return exported if exported is not None else self._beneath(ref.path, name)
            case ClassRef() | Instance():
                return self._of_class(ref, name)
        return None

    def _beneath(self, path: str, name: str) -> Value | None:
        """A name of another file of the same package as the module (Go)."""
        module = self._files.modules.get(path)
        return self._beside(module, name) if module is not None and module.language == "go" else None

    def _of_class(self, ref: ClassRef | Instance, name: str) -> Value | None:
        found = self._method(ref.path, ref.made, name)
        if found is not None:
            return Value(ref=found)
        for path, made in self._above(ref.path, ref.made):
            if name in made.types:
                object_ = self.instance(path, made.types[name])
                if object_ is not None:
                    return Value(ref=object_)
            stored = self._stored.get(id(made), {}).get(name)
            if stored is not None:
                return stored
        return None

    def _method(self, path: str, made: Class, name: str) -> FunctionRef | None:
        for above_path, above in self._above(path, made):
            method = above.methods.get(name)
            if method is not None and (method.body or not above.bases):
                return FunctionRef(above_path, method)
        return None

    def _above(self, path: str, made: Class) -> Iterator[tuple[str, Class]]:
        """The class and those above it."""
        waiting, seen = [(path, made, 0)], set[int]()
        while waiting:
            path, made, height = waiting.pop(0)
            if id(made) in seen or height > HEIGHT:
                continue
            seen.add(id(made))
            yield path, made
            for base in made.bases:
                found = self.name(path, base)
                if found is not None and isinstance(found.ref, ClassRef):
                    waiting.append((found.ref.path, found.ref.made, height + 1))

    def instance(self, path: str, name: str) -> Ref | None:
        found = self.name(path, name)
        if found is not None and isinstance(found.ref, ClassRef):
            return Instance(found.ref.path, found.ref.made)
        module = self._files.modules.get(path)
        return self._of_package(module, name) if module is not None and module.language == "go" else None

    def _of_package(self, module: Module, name: str) -> Ref | None:
        """A type of an imported package: the package's name was left out of it."""
        for found in module.imports.values():
            target = self._files.resolved(module.path, found)
            value = self.member(ModuleRef(target), name) if target is not None else None
            if value is not None and isinstance(value.ref, ClassRef):
                return Instance(value.ref.path, value.ref.made)
        return None

    def constructors(self, ref: ClassRef, count: int) -> Sequence[FunctionRef]:
        for path, made in self._above(ref.path, ref.made):
            for name in (*known.CONSTRUCTORS, made.name):
                if name in made.methods:
                    return self.overloads(FunctionRef(path, made.methods[name]), count)
        return ()

    def overloads(self, ref: FunctionRef, count: int) -> Sequence[FunctionRef]:
        function = ref.function
        found = [ref]
        owner = self._class(ref)
        if owner is not None:
            found += [FunctionRef(ref.path, each) for each in owner.overloads if each.name == function.name]
            if not function.body:
                found += self._implementations(owner, function.name)
        if owner is not None and self.strict and self._is_extended(owner):
            return ()
        if self.strict and (len(found) > 1 or id(function) in self.lost):
            return ()
        if len(found) == 1:
            return found
        exact = [each for each in found if _takes(each.function, count) and each.function.body]
        return exact or found

    def _class(self, ref: FunctionRef) -> Class | None:
        module = self._files.modules.get(ref.path)
        return module.classes.get(ref.function.owner) if module is not None else None

    def _implementations(self, owner: Class, name: str) -> list[FunctionRef]:
        found = [
            FunctionRef(path, made.methods[name])
            for path, module in self._files.modules.items()
            for made in module.classes.values()
            if owner.name in made.bases and name in made.methods
        ]
        return found if len(found) <= IMPLEMENTED else []

    def _is_extended(self, owner: Class) -> bool:
        return any(
            owner.name in made.bases for module in self._files.modules.values() for made in module.classes.values()
        )

    def has_field(self, path: str, owner: str, name: str) -> bool:
        module = self._files.modules.get(path)
        if module is None or module.language not in _SEES_CLASS or owner not in module.classes:
            return False
        wanted, is_method = name.removesuffix("()"), name.endswith("()")
        for _, made in self._above(path, module.classes[owner]):
            if is_method and wanted in made.methods:
                return True
            if not is_method and (wanted in made.types or any(wanted == each for each, _ in made.starts)):
                return True
        return False

    def summary(self, ref: FunctionRef) -> Summary:
        key = id(ref.function)
        if self._now is not None:
            self._users.setdefault(key, {})[id(self._now.function)] = self._now
        if key not in self._runs:  # a part of an object of another file is no function of a module
            self._waiting.setdefault(key, ref)
        return self._summaries.get(key, NOTHING)

    # The fixpoint.

    def run(self) -> list[Reached]:
        """Every flow of the files, in the order of their places."""
        try:
            for ref in (*self._modules(), *self._functions(), *self._modules()):
                self._waiting.setdefault(id(ref.function), ref)
            self._run_waiting()
            self._over_fields()
            self._run_waiting()
        except (GaveUp, RecursionError):
            self.gave_up = True
        return sorted(
            (Reached(source.spot, sink, hit) for (source, sink), hit in self._found.items()),
            key=lambda each: (each.sink, each.source),
        )

    def waiting(self) -> tuple[tuple[Spot, str], ...]:
        """The functions with an input that reaches a sink: where each stands, and what it, or its class, is called."""
        return tuple(
            (Spot(ref.path, *ref.function.span), name)
            for ref in self._functions()
            if self._summaries.get(id(ref.function), NOTHING).hits
            for name in (ref.function.name,)
            if name
        )

    def _modules(self) -> Iterator[FunctionRef]:
        """The code of each file that stands in no function."""
        for path in sorted(self._files.modules):
            yield FunctionRef(path, self._codes[path])

    def _functions(self) -> Iterator[FunctionRef]:
        for path in sorted(self._files.modules):
            module = self._files.modules[path]
            for function in module.functions.values():
                yield FunctionRef(path, function)
            for made in module.classes.values():
                for function in (*made.methods.values(), *made.overloads):
                    yield FunctionRef(path, function)

    def _run_module(self, path: str) -> Summary:
        module = self._files.modules[path]
        run = Run(self, path, self._codes[path])
        self._variables[path] = run.environment
        made = run.summed_up()
        variables = {name: _lasting(name, value) for name, value in run.environment.items()}
        for name, given in module.exports.items():
            if not isinstance(given, Name):
                variables[f"*export {name}*"] = run.value(given)
        self._variables[path] = variables
        for owner in module.classes.values():
            for name, start in owner.starts:
                self._keep_field(owner, name, run.value(start))
        return made

    def _keep_field(self, made: Class, name: str, value: Value) -> None:
        fields = self._stored.setdefault(id(made), {})
        taint: Taint = {label: mark for label, mark in value.taint.items() if isinstance(label, Source)}
        old = fields.get(name, EMPTY)
        fields[name] = Value({**old.taint, **taint}, ref=value.ref or old.ref)

    def _run_waiting(self) -> None:
        while self._waiting:
            key, ref = next(iter(self._waiting.items()))
            del self._waiting[key]
            if self._runs.get(key, 0) >= ROUNDS:
                self.gave_up = True
                continue
            self._runs[key] = self._runs.get(key, 0) + 1
            self._sum_up(ref)

    def _sum_up(self, ref: FunctionRef) -> None:
        self._now = ref
        key = id(ref.function)
        is_module = ref.function is self._codes.get(ref.path)
        try:
            made = self._run_module(ref.path) if is_module else Run(self, ref.path, ref.function).summed_up()
        except Beyond:
            self.lost[key] = ref
            self._waiting.update(self._users.get(key, {}))
            return
        finally:
            self._now = None
        old = self._summaries.get(key, NOTHING)
        if not old.says_the_same(made):
            self._summaries[key] = made
            self._waiting.update(self._users.get(key, {}))

    def _over_fields(self) -> None:
        """What one method stores in its object, another one may use: who reads the fields is run again."""
        for ref in self._functions():
            owner = self._class(ref)
            stores = self._summaries.get(id(ref.function), NOTHING).stores.get(OBJECT, {})
            if owner is None or not stores:
                continue
            for name, value in stores.items():
                before = self._stored.get(id(owner), {}).get(name)
                self._keep_field(owner, name, value)
                if self._stored[id(owner)][name] != before:
                    for method in (*owner.methods.values(), *owner.overloads):
                        self._waiting[id(method)] = FunctionRef(ref.path, method)


def _lasting(name: str, value: Value) -> Value:
    """What a function sees of a variable of the module: another one may have given it another value."""
    return value if value.const is UNKNOWN or name.isupper() else replace(value, const=UNKNOWN)


_HIDDEN = {"php": re.compile(r"\$"), "ruby": re.compile(r"[a-z_]")}
"""What the names of a module's variables begin with that its functions do not see."""
_SEES_CLASS = frozenset({"java", "csharp", "kotlin", "ruby"})


def _takes(function: Function, count: int) -> bool:
    parameters = function.parameters
    if parameters and parameters[-1].rest:
        return count >= len(parameters) - 1
    needed = sum(parameter.default is None for parameter in parameters)
    return needed <= count <= len(parameters)

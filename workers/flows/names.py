"""What the names of some files stand for: variables, imports, classes with those above them, methods.

A name of an unknown language, file or class stands for nothing here, and whoever asks takes it for unknown.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from workers.flows import known
from workers.flows.imports import below
from workers.flows.program import GLOBAL, Class, Function, Import, Module, Name
from workers.flows.values import (
    ClassRef,
    FunctionRef,
    Instance,
    ModuleRef,
    Ref,
    Value,
)

HEIGHT = 6
"""Classes above a class, and names that stand for names."""
IMPLEMENTED = 3
"""Classes that a method of an interface may be in."""


_HIDDEN = {"php": re.compile(r"\$"), "ruby": re.compile(r"[a-z_]")}
"""What the names of a module's variables begin with that its functions do not see."""
_SEES_CLASS = frozenset({"java", "csharp", "kotlin", "ruby"})


class Files:
    """The modules, by their paths; ``resolved`` says which file an import means."""

    def __init__(self, modules: Mapping[str, Module]) -> None:
        self.modules = dict(modules)
        self._targets: dict[tuple[str, str], str | None] = {}

    def resolved(self, path: str, found: Import) -> str | None:
        """The path of the module that an import of a file means; ``None`` where it is none of these files."""
        return self._targets.get((path, found.module))

    def connect(self, path: str, module: str, target: str) -> None:
        """Notes which file an import means."""
        self._targets[path, module] = target

    @property
    def connections(self) -> Iterator[tuple[str, str]]:
        """Each file with one that it imports."""
        yield from ((path, target) for (path, _), target in self._targets.items() if target is not None)


def linked(files: Files) -> frozenset[str]:
    """The files of which another one can know something, or the other way round: between all others nothing flows.

    A file knows another one by what it imports, by their package, or by a class that it has a base of (an interface).
    """
    found = set[str]()
    for path, target in files.connections:
        if path != target and path in files.modules and target in files.modules:
            found |= {path, target}
    packages, based = defaultdict[tuple[str, str], set[str]](set), defaultdict[str, set[str]](set)
    for path, module in files.modules.items():
        if module.package:
            packages[module.package, path.rpartition("/")[0]].add(path)
        for made in module.classes.values():
            for name in made.bases:
                based[name].add(path)
    for paths in packages.values():
        found |= paths if len(paths) > 1 else set()
    for path, module in files.modules.items():
        for name in module.classes:
            below = based.get(name, set()) - {path}
            found |= {path, *below} if below else set()
    return frozenset(found)


class Names:
    """The names of some files."""

    def __init__(self, files: Files, *, strict: bool = False) -> None:
        """``strict``: a name that may stand for several things stands for none."""
        self.strict = strict
        self.lost: dict[int, FunctionRef] = {}
        """Functions of which nothing can be proved."""
        self._files = files
        self._variables: dict[str, dict[str, Value]] = {}
        """File → variable of its own → value, as far as it is known."""
        self._packages = defaultdict[tuple[str, str], list[Module]](list)
        """Package and folder → its files; filled when it is first asked for."""
        self._stored: dict[int, dict[str, Value]] = {}
        """Identity of a class → field → value that was ever stored there."""

    def decodes(self, path: str) -> bool:
        module = self._files.modules.get(path)
        return module is not None and module.language == "go"

    def calls_itself(self, path: str, name: str) -> bool:
        module = self._files.modules.get(path)
        return module is not None and name in known.CALL_THEMSELVES.get(module.language, ())

    def may_inherit(self, path: str) -> bool:
        module = self._files.modules.get(path)
        return module is not None and module.language not in ("php", "ruby", "rust")

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
        if not self._packages:
            for path, other in self._files.modules.items():
                self._packages[other.package, path.rpartition("/")[0]].append(other)
        for other in self._packages[module.package, module.path.rpartition("/")[0]]:
            if other is not module:
                if name in other.functions:
                    return Value(ref=FunctionRef(other.path, other.functions[name]))
                if name in other.classes:
                    return Value(ref=ClassRef(other.path, other.classes[name]))
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
        return self._first(self._above(ref.path, ref.made), "", count)

    def above(self, path: str, owner: str, name: str, count: int) -> Sequence[FunctionRef]:
        module = self._files.modules.get(path)
        made = module.classes.get(owner) if module is not None else None
        return self._first(islice(self._above(path, made), 1, None), name, count) if made is not None else ()

    def _first(self, classes: Iterable[tuple[str, Class]], name: str, count: int) -> Sequence[FunctionRef]:
        """The methods of this name, ``""`` for the constructors, of the first class that has any."""
        for path, made in classes:
            constructor = known.CONSTRUCTORS.get(self._files.modules[path].language, made.name)
            for each in (name,) if name else (constructor, made.name):
                if each in made.methods:
                    return self.overloads(FunctionRef(path, made.methods[each]), count)
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


def _takes(function: Function, count: int) -> bool:
    parameters = function.parameters
    if parameters and parameters[-1].rest:
        return count >= len(parameters) - 1
    needed = sum(parameter.default is None for parameter in parameters)
    return needed <= count <= len(parameters)

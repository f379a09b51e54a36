"""What makes, copies and describes objects: ``copy``, ``functools``, ``dataclasses``, ``types``, descriptors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from workers.taint import classes
from workers.taint.effects import Effect, passes
from workers.taint.heap import Obj
from workers.taint.lattice import NOTHING, UNKNOWN, Args, Const, Descriptor, External, Partial, Ref, Value, const, of
from workers.taint.machine import Site


def _copied(*, deep: bool) -> Effect:
    def copied(site: Site, args: Args) -> Value:
        return _copy(site, args.value(0), {}, deep=deep)

    return copied


def _copy(site: Site, value: Value, done: dict[Ref, Value], *, deep: bool) -> Value:
    ref = value.only
    if not isinstance(ref, Ref) or site.object(ref).kind in ("class", "member", "generator"):
        return value if not value.refs else replace(value.plain, unknown=True, taint=site.taint(value))
    if ref in done:
        return done[ref]
    obj = site.object(ref)
    done[ref] = site.make(replace(obj, many=False), ref.number)
    if deep:
        new = next(iter(done[ref].refs))
        assert isinstance(new, Ref)  # noqa: S101 - it was just made
        inner = replace(
            site.object(new),
            items=tuple(_copy(site, each, done, deep=True) for each in obj.items),
            entries={key: _copy(site, each, done, deep=True) for key, each in obj.entries.items()},
            rest=_copy(site, obj.rest, done, deep=True) if obj.rest.refs else obj.rest,
        )
        site.write(new, inner)
    return done[ref]


def _partial(_site: Site, args: Args) -> Value:
    return of(Partial(args.value(0).plain, replace(args, positional=args.positional[1:])))


def _descriptor(kind: str) -> Effect:
    return lambda _site, args: of(Descriptor(kind, args.value(0).plain))


def _field(_site: Site, args: Args) -> Value:
    """``dataclasses.field``."""
    for name, value in args.named:
        if name == "default_factory":
            return of(Descriptor("factory", value.plain))
        if name == "default":
            return value
    return UNKNOWN


def _namespace(site: Site, args: Args) -> Value:
    entries = {Const(str, name): value for name, value in args.named}
    return site.make(Obj("instance", entries=entries, rest=args.more or NOTHING, cls=NOTHING))


def _named_tuple(site: Site, args: Args) -> Value:
    """``collections.namedtuple(name, fields)``."""
    given = args.value(1, "field_names")
    known = given.constants
    sequence = site.state.single(given, "list", "tuple")
    if known is not None and len(known) == 1 and isinstance(known[0], str):
        fields = known[0].replace(",", " ")
    elif sequence is not None and sequence[1].exact:
        fields = " ".join(
            str(each.value) for item in sequence[1].items for each in item.atoms if isinstance(each, Const)
        )
    else:
        return site.unknown()
    entries = {classes.FIELDS: const(fields)}
    return site.make(Obj("class", items=(of(External("collections.namedtuple")),), entries=entries))


CALLS: Mapping[str, Effect] = {
    "copy.copy": _copied(deep=False), "copy.deepcopy": _copied(deep=True), "functools.partial": _partial,
    "builtins.property": _descriptor("property"), "builtins.staticmethod": _descriptor("staticmethod"),
    "builtins.classmethod": _descriptor("classmethod"), "functools.cached_property": _descriptor("property"),
    "abc.abstractmethod": passes(0), "typing.override": passes(0), "typing.final": passes(0),
    "functools.cache": passes(0), "typing.cast": passes(1), "dataclasses.field": _field,
    "types.SimpleNamespace": _namespace, "collections.namedtuple": _named_tuple,
}  # fmt: skip

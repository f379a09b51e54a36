"""The vocabulary of the models' tables: what a library function does with its arguments."""

from __future__ import annotations

from collections.abc import Callable

from workers.taint.machine import Site
from workers.taint.values import Args, GaveUp, Unreachable, Value

Effect = Callable[[Site, Args], Value]
"""What a call gives out; what it changes is in the site's state. Raises :class:`GaveUp`, :class:`Unreachable`."""


def passes(position: int) -> Effect:
    """The argument at this position comes out as it is, e.g. ``typing.cast(kind, value)``."""
    return lambda _site, args: args.value(position)


def gives(value: Value) -> Effect:
    """Always the same value, e.g. some truth for ``callable(x)``."""
    return lambda _site, _args: value


def chooses(position: int) -> Effect:
    """An element of the argument at this position, e.g. ``random.choice(values)``."""
    return lambda site, args: site.any_element(args.value(position))


def refuses(site: Site, _args: Args) -> Value:
    """The call never returns, e.g. ``sys.exit()``."""
    site.machine.may_raise(site.state)
    raise Unreachable


def beyond(what: str) -> Effect:
    """The interpreter gives up where it is called, e.g. at ``locals()``."""

    def give_up(_site: Site, _args: Args) -> Value:
        raise GaveUp(what)

    return give_up

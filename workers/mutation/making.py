"""A mutant made of a sample: the edits done, and every marked line followed to where it came to stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from workers.mutation.model import Asked, Edit, Mutant, Mutation, Place, Program
from workers.mutation.spots import Grammar, lines_of


def mutant(program: Program, mutation: Mutation, grammar: Grammar) -> Mutant | None:
    """``None`` where the mutation finds no place for itself, or where no marked line is asked for after it."""
    edits = compatible(mutation.edits(program))
    if not edits:
        return None
    touched = {edit.of for edit in edits}
    places = [place for place in program.places if mutation.whole or place.line in touched]
    text, came_from, made_for = edited(program.text, edits)
    lines = _lines(program, places, grammar, came_from, made_for)
    wanted = tuple(Asked(place.line, lines[place.line]) for place in places if place.wanted)
    found = frozenset().union(*(asked.lines for asked in wanted))
    silent = tuple(Asked(place.line, lines[place.line] - found) for place in places if not place.wanted)
    return Mutant(mutation.name, text, wanted, silent) if places else None


def compatible(edits: Iterable[Edit]) -> list[Edit]:
    """The edits that can be done together, in the order of the text. Of one marked line they are done all or none."""
    groups: dict[int, list[Edit]] = defaultdict(list)
    alone = 0
    for edit in edits:
        alone -= not edit.of
        groups[edit.of or alone].append(edit)
    kept: list[Edit] = []
    for group in groups.values():
        if not any(_overlap(new, old) for new in group for old in kept):
            kept += group
    return sorted(kept, key=lambda edit: (edit.start, edit.end))


def _overlap(one: Edit, other: Edit) -> bool:
    return one.start < other.end and other.start < one.end


def edited(text: bytes, edits: Sequence[Edit]) -> tuple[str, dict[int, set[int]], dict[int, set[int]]]:
    """The new text; for each line of the old one the lines where its parts stand; for each marked line the lines that
    edits made for it."""
    made: list[str] = []
    came_from: dict[int, set[int]] = defaultdict(set)
    made_for: dict[int, set[int]] = defaultdict(set)
    line, old, at = 1, 1, 0
    for edit in edits:
        for part in _parts(text[at : edit.start].decode("utf-8", "surrogatepass")):
            came_from[old].add(line)
            made.append(part)
            line, old = line + part.endswith("\n"), old + part.endswith("\n")
        for part in _parts(edit.text):
            made_for[edit.of].add(line)
            made.append(part)
            line += part.endswith("\n")
        old += text.count(b"\n", edit.start, edit.end)
        at = edit.end
    for part in _parts(text[at:].decode("utf-8", "surrogatepass")):
        came_from[old].add(line)
        made.append(part)
        line, old = line + part.endswith("\n"), old + part.endswith("\n")
    return "".join(made), came_from, made_for


def _parts(text: str) -> Iterator[str]:
    """Lines with their ends, by line feeds alone, as the engine counts them."""
    return (part for part in text.replace("\n", "\n\0").split("\0") if part)


def _lines(
    program: Program,
    places: Sequence[Place],
    grammar: Grammar,
    came_from: dict[int, set[int]],
    made_for: dict[int, set[int]],
) -> dict[int, frozenset[int]]:
    """For each marked line the lines of the mutant that count as it."""
    marked = {place.line for place in program.places}
    found = {}
    for place in places:
        own = [line for line in lines_of(program, place, grammar) if line == place.line or line not in marked]
        stands = set().union(*(came_from[line] for line in own))
        found[place.line] = frozenset(stands | made_for[place.line])
    return found

"""Families of CWEs: is the flaw that a comment names of the kind that the case is?

Cases are labelled with one CWE, often a guess, and the same flaw is filed under its cause, its category or its effect:
a path that leaves its folder is 22, 23, 36 or 73. So a comment names the right kind where its CWE and the case's share
a family. The numbers are those of MITRE's list; each stands in one family, so that no comment is right by two ways.
"""

from __future__ import annotations

from collections.abc import Iterable

FAMILIES: dict[str, tuple[int, ...]] = {
    "output": (74, 75, 79, 80, 83, 87, 93, 113, 116, 117, 150, 644, 838, 1236),
    "queries": (89, 90, 91, 564, 643, 943),
    "code": (77, 78, 88, 94, 95, 96, 98, 470, 502, 611, 776, 827, 915, 1321, 1336),
    "paths": (22, 23, 35, 36, 59, 61, 73, 377, 378, 379, 426, 427, 434, 538, 552, 610, 668),
    "access": (
        *(264, 266, 269, 276, 280, 281, 284, 285, 287, 288, 290, 294, 304, 306, 307, 345, 346, 425, 521, 522, 602),
        *(620, 639, 640, 708, 732, 798, 862, 863, 1188, 1220, 1390, 1391),
    ),
    "sessions": (352, 384, 565, 613, 614, 1004, 1021, 1275),
    "redirects and requests": (441, 444, 601, 918, 942, 1385),
    "resources": (
        *(190, 191, 248, 369, 400, 401, 405, 407, 409, 457, 476, 617, 674, 703, 730, 754, 755, 770, 771, 772, 774),
        *(789, 799, 834, 835, 920, 1284, 1333),
    ),
    "memory": (119, 120, 121, 122, 125, 129, 131, 415, 416, 787, 824),
    "disclosure": (200, 201, 203, 209, 212, 214, 215, 226, 312, 319, 359, 489, 497, 532, 540),
    "crypto": (
        208,
        295,
        297,
        299,
        310,
        311,
        326,
        327,
        328,
        330,
        331,
        335,
        337,
        338,
        347,
        353,
        354,
        385,
        757,
        916,
        1240,
    ),
    "logging": (223, 778),
    "input": (20, 115, 138, 178, 179, 180, 184, 185, 237, 625, 697, 777, 1287, 1289),
}
"""The CWEs of each family."""

_FAMILY = {cwe: name for name, members in FAMILIES.items() for cwe in members}


def family(cwe: int) -> str:
    """The family of a CWE; a CWE of no family is one of its own, and 0 (nobody said) is none: ``""``."""
    return _FAMILY.get(cwe, f"CWE-{cwe}" if cwe else "")


def is_right(cwe: int, said: Iterable[int]) -> bool:
    """Whether one of the CWEs that a comment names is of the case's family.

    >>> is_right(22, (73,)), is_right(22, (79,)), is_right(0, (0,))
    (True, False, False)
    """
    return bool(family(cwe)) and family(cwe) in map(family, said)

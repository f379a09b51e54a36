"""Numbers of MITRE's list of weaknesses that people use for one and the same flaw.

A rule names the narrowest weakness, e.g. CWE-78 for a command of the operating system. Who filters by CWE-77 (commands
of any kind) wants it, too. Each row is a weakness and the wider ones that lists and scanners file it under: its parents
in MITRE's list, and where the field has a habit of its own, that: bandit's and the Top 10's CWE-20 for deserialisation.
"""

from __future__ import annotations

from collections.abc import Mapping

WIDER: Mapping[int, tuple[int, ...]] = {
    # paths
    23: (22,), 36: (22,), 73: (22,), 59: (22,),
    # injections
    78: (77,), 88: (77,), 80: (79,), 83: (79,), 90: (74,), 91: (74,), 93: (74,), 113: (93,), 117: (116,), 564: (89,),
    643: (91,), 943: (74,),
    # code
    95: (94,), 96: (94,), 98: (94,), 917: (77, 94), 1336: (94,), 502: (20,), 470: (20,), 1321: (915,), 1287: (20,),
    # memory
    120: (119,), 121: (119,), 122: (119,), 125: (119,), 131: (119,), 415: (119,), 416: (119,), 787: (119,),
    # access
    259: (798,), 321: (798,), 290: (287,), 294: (287,), 295: (287,), 297: (295,), 306: (287,), 521: (287,), 522: (287,),
    639: (863,), 862: (284,), 863: (284,), 266: (269,), 250: (269,), 732: (284,),
    # cryptography
    326: (327,), 328: (327,), 329: (327,), 780: (327,), 916: (328, 327), 759: (916,), 760: (916,), 330: (327,),
    335: (330,), 337: (330,), 338: (330,), 347: (345,), 1240: (327,),
    # resources
    409: (400,), 770: (400,), 776: (400,), 1333: (400,), 789: (400,),
    # disclosure
    209: (200,), 215: (200,), 312: (311,), 319: (311,), 497: (200,), 532: (200,), 538: (200,), 614: (311,),
    # files
    377: (668,), 378: (377,), 379: (377,),
}  # fmt: skip


def known_as(cwe: int) -> tuple[int, ...]:
    """The weakness itself and all the wider ones, the narrowest first; empty for 0 (nobody said).

    >>> known_as(78), known_as(113), known_as(89), known_as(0)
    ((78, 77), (113, 93, 74), (89,), ())
    """
    found = dict.fromkeys([cwe] if cwe else [])
    waiting = list(found)
    while waiting:
        for wider in WIDER.get(waiting.pop(0), ()):
            if wider not in found:
                found[wider] = None
                waiting.append(wider)
    return tuple(found)

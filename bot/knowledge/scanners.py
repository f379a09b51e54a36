"""What is known of other scanners, and where their weaknesses belong in our checklist."""

from __future__ import annotations

from collections.abc import Mapping

from bot.knowledge.weaknesses import known_as
from bot.model import Area

SECURITY_ONLY = frozenset(
    """
    bandit bearer brakeman checkov clair detect-secrets dockle find-sec-bugs flawfinder gitleaks gosec grype horusec
    kics kubesec mobsfscan njsscan nuclei osv-scanner phpcs-security-audit safety semgrep-secrets snyk terrascan tfsec
    trivy trufflehog zizmor
    """.split()
)
"""Tools, by :func:`bot.reports.model.tool_key`, that look for nothing else: their results need no word of it."""

_AREAS: Mapping[Area, tuple[int, ...]] = {
    Area.INPUT_VALIDATION: (
        *(
            20,
            22,
            73,
            74,
            77,
            78,
            88,
            89,
            90,
            91,
            94,
            98,
            99,
            134,
            190,
            434,
            444,
            470,
            502,
            601,
            611,
            643,
            776,
            915,
            917,
        ),
        *(918, 943),
    ),
    Area.AUTHORIZATION: (269, 276, 284, 285, 287, 306, 346, 352, 384, 521, 522, 613, 639, 732, 862, 863, 942),
    Area.OUTPUT_ENCODING: (79, 93, 116, 1004, 1021),
    Area.ERROR_HANDLING: (200, 209, 248, 252, 390, 391, 396, 397, 703, 754, 755),
    Area.LOGGING: (117, 223, 532, 778),
    Area.SECRETS: (256, 257, 312, 540, 798),
    Area.CRYPTOGRAPHY: (295, 310, 311, 319, 326, 327, 330, 345, 614, 757, 1240),
    Area.SUPPLY_CHAIN: (494, 506, 829, 830, 937, 1035, 1104, 1357, 1395),
    Area.CONFIGURATION: (15, 16, 377, 379, 489, 605, 668, 1188),
    Area.RESOURCE_LIMITS: (119, 362, 367, 400, 404, 416, 476, 674, 772, 835),
}
_BY_CWE: Mapping[int, Area] = {cwe: area for area, numbers in _AREAS.items() for cwe in numbers}


def area_of(cwe: int) -> Area:
    """The area of a weakness, or of the nearest wider one that has one; configuration where nothing is known.

    >>> area_of(78), area_of(0)
    (<Area.INPUT_VALIDATION: 'input validation'>, <Area.CONFIGURATION: 'configuration'>)
    """
    return next((_BY_CWE[each] for each in known_as(cwe) if each in _BY_CWE), Area.CONFIGURATION)


def narrowest(numbers: tuple[int, ...]) -> int:
    """Of the weaknesses that a rule names the one that says the most, the first of several; 0 where there is none.

    >>> narrowest((20, 77, 78)), narrowest(())
    (78, 0)
    """
    wider = {each for number in numbers for each in known_as(number)[1:]}
    return next((number for number in numbers if number not in wider), 0)

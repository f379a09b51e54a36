"""Items: the small parts of code by which protection is declared, each at one place of one side."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum


class Sort(Enum):
    """What an item is in the syntax."""

    ARGUMENT = "argument"
    """A name with a value inside a call, literal or annotation: ``verify=True``, ``httpOnly: true``."""
    PLAIN = "plain"
    """An argument without a name: ``ENT_QUOTES`` of ``htmlspecialchars(x, ENT_QUOTES)``."""
    ENTRY = "entry"
    """One element of a collection that has a name: ``"javascript"`` of ``BLOCKED = ["javascript", "data"]``."""
    SETTING = "setting"
    """An assignment of what is written out: ``response.secure = True``, ``const maxSize = 5``."""
    STEP = "step"
    """An assignment of what is computed: ``token.expires_at = parent.expires_at``, ``name = clean(name)``."""
    DEFAULT = "default"
    """The default of a parameter: ``def get(url, verify=True)``."""
    CALL = "call"
    DELETION = "deletion"
    """``del row["password"]``, ``unset($row["password"])``, ``delete row.password``."""
    PATTERN = "pattern"
    """A literal of a regular expression, or the text that is compiled to one."""
    TEXT = "text"
    """Any other text: queries, check strings, headers."""
    MARK = "mark"
    """What stands on a field or definition: ``@JsonIgnore``, ``json:"-"``, ``@csrf_exempt``."""


@dataclass(frozen=True, slots=True)
class Item:
    """One part. What ``name``, ``value`` and ``owner`` are depends on the sort:

    ============ =========================== ====================== ===============================================
    sort         name                        value                  owner
    ============ =========================== ====================== ===============================================
    ARGUMENT     its name                    its value              what is called, or the variable with the literal
    PLAIN, ENTRY empty                       the argument, element  what is called; the collection's name
    SETTING/STEP last name of the left side  the right side         the left side without its last name
    CALL         last name of what is called the arguments          what it is called on
    DELETION     empty                       what is deleted        empty
    PATTERN/TEXT empty                       the text               what gets it
    MARK         its last name               the whole of it        the field or definition
    ============ =========================== ====================== ===============================================
    """

    sort: Sort
    owner: str
    name: str
    value: str
    text: str
    """The whole item on one line."""
    line: int
    end_line: int
    owner_line: int = 0
    """Where the name of the owner stands; 0 where it has none."""
    is_statement: bool = False
    """Whether a call or an assignment stands for itself, its result used by nobody."""

    @property
    def key(self) -> tuple[Sort, str, str, str]:
        return self.sort, self.owner, self.name, self.value


_WORD = re.compile(r"[\w?!$]+")


def last_name(text: str) -> str:
    """``filter`` of ``Post.objects.filter``, ``token`` of ``row["token"]``."""
    found = _WORD.findall(text[-120:])
    return found[-1].lstrip("$@") if found else ""

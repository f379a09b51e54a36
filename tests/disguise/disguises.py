"""The disguises: what changes how a flaw looks and not what it does. One table.

A chain takes at most one disguise of each slot, in the table's order: rewritten texts first, then their bytes, then
their names and what lies around.
"""

from __future__ import annotations

from tests.disguise.encoded import encoded
from tests.disguise.rewritten import rewritten
from tests.disguise.surroundings import surroundings

DISGUISES = (*rewritten(), *encoded(), *surroundings())

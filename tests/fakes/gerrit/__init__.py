"""A Gerrit with a memory, on the loopback: the part of its REST API that a review bot meets, and git over HTTP.

What it answers and refuses, and with which words, was measured on a real Gerrit 3.10.
"""

from tests.fakes.gerrit.gate import Failure, Gate
from tests.fakes.gerrit.server import FakeGerrit

__all__ = ["Failure", "FakeGerrit", "Gate"]

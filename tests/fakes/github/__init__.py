"""A GitHub with a memory: every request and answer is held against GitHub's own API description."""

from tests.fakes.github.server import FakeGitHub

__all__ = ["FakeGitHub"]

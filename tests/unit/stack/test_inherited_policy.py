"""What an organisation gives to its repositories holds in a review of one of them."""

from __future__ import annotations

from bot.hosts.base import HostUnavailable
from bot.job import Job
from bot.model import ChangeRef
from tests.unit.stack.memory_host import MemoryContext, MemoryHost
from workers.tasks import Done, review

JOB = Job(ChangeRef("github", "octo/app", 7))


def test_the_organisations_policy_holds_and_its_mistakes_are_counted(context: MemoryContext, host: MemoryHost) -> None:
    host.policies = (("octo/.github/.patchwarden.yml", "exclude: ['**']\na-plan: secret\n"),)
    assert review(JOB, context) == Done("reviewed")
    (found,) = host.reviews
    assert found.left_out.files == found.files_total > 0
    assert found.notices[0] == "The policy file octo/.github/.patchwarden.yml has a mistake; the rest of it holds."


def test_a_host_that_does_not_tell_is_asked_again(context: MemoryContext, host: MemoryHost) -> None:
    host.inherits = HostUnavailable("502")
    assert review(JOB, context) != Done("reviewed")
    assert host.published == []

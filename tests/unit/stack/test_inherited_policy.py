"""What an organisation gives to its repositories holds in a review of one of them."""

from __future__ import annotations

import pytest

from bot.hosts.base import HostUnavailable
from bot.job import Job
from bot.model import ChangeRef, CheckResult, Severity
from tests.builders import finding
from tests.contract.conversations import RULE, Flaws
from tests.unit.stack.memory_host import MemoryContext, MemoryHost
from workers.checks.base import Snapshot, ran
from workers.pipeline import review_change
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


class Ones(Flaws):
    """Every file with ``one =`` has a flaw of medium severity."""

    def run(self, snapshot: Snapshot) -> CheckResult:
        grade = Severity.MEDIUM
        return ran(
            self,
            snapshot,
            [finding(file.path, file.head_text or "", "one =", rule=RULE, severity=grade) for file in snapshot.files],
        )


@pytest.mark.parametrize(("policy", "open_"), [("second-person: false", 0), ("second-person: true", 1)])
def test_where_a_second_person_must_decide_a_deleted_comment_decides_nothing(
    host: MemoryHost, policy: str, open_: int
) -> None:
    """The host shows none of our comments, though the summary tells of one."""
    host.policies = [("octo/.patchwarden/.patchwarden.yml", policy + "\n")]
    first, second = (review_change(host.at.ref, host, [Ones()]).review for _ in range(2))
    assert first is not None
    assert second is not None
    assert (len(first.observations), len(second.observations), len(second.dismissed)) == (1, open_, 1 - open_)

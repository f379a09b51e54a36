"""``python -m tests.chaos``: one run and its table. HOST_KIND, SEED, CHANGES and SPREAD stand in the environment."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.chaos.run import Plan, Report, run


def main() -> int:
    plan = Plan(
        host=os.environ.get("HOST_KIND", "github"),
        seed=int(os.environ.get("SEED", "1")),
        changes=int(os.environ.get("CHANGES", "300")),
        spread=float(os.environ.get("SPREAD", "600")),
    )
    console = Console()
    with tempfile.TemporaryDirectory(prefix="pw-chaos-", dir="/tmp") as directory, console.status("chaos") as status:
        report = run(plan, Path(directory), status.update if console.is_terminal else console.print)
        if not report.audit.clean and os.environ.get("KEEP"):
            Path(directory, "logs").rename(os.environ["KEEP"])
    _show(console, plan, report)
    return 0 if report.audit.clean and report.settled else 1


def _show(console: Console, plan: Plan, report: Report) -> None:
    found = report.audit
    table = Table(title=f"{plan.host}, seed {plan.seed}: {found.changes} changes in {report.seconds:.0f} s")
    table.add_column("after one sweep")
    table.add_column("changes", justify="right")
    for name, number in (
        ("lost", len(found.lost)),
        ("duplicated", len(found.duplicated)),
        ("wrong verdict or comments", len(found.wrong)),
        ("questions without their one answer", len(found.unanswered)),
        ("check runs that hang", found.hanging),
    ):
        table.add_row(name, str(number))
    console.print(table)
    for title, counts in (
        ("disturbances", report.disturbances),
        ("faults of the host", report.faults),
        ("deliveries", report.deliveries),
    ):
        console.print(f"{title}: " + ", ".join(f"{name} {number}" for name, number in sorted(counts.items())))
    if not report.settled:
        console.print("[red]something was still waiting or under way at the end[/]")
    for one in (*found.lost, *found.duplicated, *found.wrong, *found.unanswered):
        console.print(one, highlight=False)


if __name__ == "__main__":
    sys.exit(main())

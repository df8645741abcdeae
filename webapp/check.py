"""`python -m webapp check`: a table of what is fine, what is not, and what to do."""

from __future__ import annotations

import asyncio
import logging
import sys

import structlog

from core.checkup import Finding, State, check, check_settings

MARKS = {State.FINE: "fine ", State.NOTE: "note ", State.WRONG: "WRONG"}


def run() -> int:
    """Look at everything the settings name; 1 where something is wrong, else 0."""
    # The table says it all: log lines in between would only tear it.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    settings, first = check_settings()
    findings = [first] if settings is None else [first, *asyncio.run(check(settings))]
    sys.stdout.write(table(findings))
    return int(any(finding.state is State.WRONG for finding in findings))


def table(findings: list[Finding]) -> str:
    """Return the findings as people read them, with a last line that sums them up."""
    width = max(len(finding.what) for finding in findings)
    rows = "".join(_row(finding, width) for finding in findings)
    bad = sum(finding.state is State.WRONG for finding in findings)
    return f"{rows}\n{'All is well.' if not bad else f'{bad} to be put right.'}\n"


def _row(finding: Finding, width: int) -> str:
    row = f"{MARKS[finding.state]}  {finding.what:{width}}  {finding.said}\n"
    return row + (f"{'':{width + 9}}→ {finding.todo}\n" if finding.todo else "")

import json
from datetime import UTC, datetime, timedelta

from tests.security.audit import (
    PAGE,
    PYTHON_LOCK,
    Audit,
    Package,
    ages,
    page_audit,
    page_packages,
    python_audit,
    python_packages,
    report,
)

NOW = datetime(2026, 11, 22, tzinfo=UTC)
AIO, PRE = Package("aiohttp", "3.14.0"), Package("preact", "11.2.0")
FAULT = {"id": "CVE-2026-1", "fix_versions": ["3.14.1"]}


def released(package: Package) -> datetime | None:
    return None if package == PRE else NOW - timedelta(days=40)


def test_every_package_of_both_locks_is_known() -> None:
    python = python_packages(PYTHON_LOCK.read_text(encoding="utf-8"))
    page = page_packages((PAGE / "package-lock.json").read_text(encoding="utf-8"))

    assert {"aiohttp", "cryptography", "pynacl", "sqlalchemy"} <= {one.name for one in python}
    assert {"preact", "@tonconnect/ui"} <= {one.name for one in page}
    assert "eslint" not in {one.name for one in page}


def test_a_known_vulnerability_is_named() -> None:
    said = {"dependencies": [{"name": "aiohttp", "version": "3.14.0", "vulns": [FAULT]}]}

    audit = python_audit(json.dumps(said), [AIO])

    assert audit == Audit(["aiohttp 3.14.0: CVE-2026-1, mended in ['3.14.1']"], [])
    said_of_page = {"vulnerabilities": {"preact": {"range": "<12", "severity": "high"}}}
    assert page_audit(json.dumps(said_of_page), [PRE]) == Audit(["preact <12: high"], [])


def test_what_was_skipped_was_not_audited() -> None:
    skipped = {"dependencies": [{"name": "aiohttp", "skip_reason": "not found"}]}

    assert python_audit(json.dumps(skipped), [AIO]) == Audit([], [AIO])
    assert python_audit("", [AIO]) == Audit([], [AIO])
    assert python_audit('{"dependencies": []}', [AIO]) == Audit([], [AIO])
    assert page_audit('{"statusCode": 405}', [PRE]) == Audit([], [PRE])


def test_what_was_not_audited_is_listed_by_age() -> None:
    assert list(ages([PRE, AIO], released, now=NOW)) == [
        "  2026-10-13    40 days  aiohttp 3.14.0",
        "  unknown                preact 11.2.0",
    ]


def test_what_is_fine_takes_one_line() -> None:
    assert list(report("Python", Audit([], []), released, now=NOW)) == [
        "Python: 0 known vulnerabilities"
    ]

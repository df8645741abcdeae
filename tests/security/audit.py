"""Audit what is locked: `python -m tests.security.audit`, or `make audit`.

pip-audit and npm audit say which known vulnerabilities the locks have. Where their data cannot be
reached they say nothing, and pip-audit even ends well: what was not audited is then listed, the
oldest release first, so that somebody can look. It asks outside servers, so no test runs it.

Exit codes: 0 nothing known, 1 a known vulnerability, 2 something could not be audited.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple
from urllib.error import URLError
from urllib.request import urlopen

from pip._internal.models.index import PyPI  # the one place that pip names its index in

ROOT = Path(__file__).parents[2]
PYTHON_LOCK = ROOT / "requirements-observe.lock"
"""All that runs in production, options included."""
PAGE = ROOT / "static"
WAIT = 600


class Package(NamedTuple):
    """A locked package."""

    name: str
    version: str


class Audit(NamedTuple):
    """What an audit found, and what it could not look at."""

    known: list[str]
    unaudited: list[Package]


Released = Callable[[Package], datetime | None]


def python_packages(lock: str) -> list[Package]:
    """Return what a requirements lock pins."""
    found = re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^]]*])?==([^\s;\\]+)", lock, re.MULTILINE)
    return [Package(name, version) for name, version in found]


def page_packages(lock: str) -> list[Package]:
    """Return what a package-lock.json pins for production."""
    entries = json.loads(lock)["packages"].items()
    return sorted(
        {
            Package(where.rpartition("node_modules/")[2], entry["version"])
            for where, entry in entries
            if where and not entry.get("dev")
        }
    )


def python_audit(said: str, packages: list[Package]) -> Audit:
    """Read what pip-audit said of *packages*."""
    try:
        found = {one["name"]: one for one in json.loads(said)["dependencies"]}
    except (ValueError, KeyError):
        return Audit([], packages)
    known = [
        f"{one['name']} {one['version']}: {fault['id']}, mended in {fault['fix_versions']}"
        for one in found.values()
        for fault in one.get("vulns", ())
    ]
    return Audit(known, [one for one in packages if "vulns" not in found.get(one.name, {})])


def page_audit(said: str, packages: list[Package]) -> Audit:
    """Read what npm audit said of *packages*."""
    try:
        found = json.loads(said)["vulnerabilities"]
    except (ValueError, KeyError):
        return Audit([], packages)
    known = [f"{name} {one['range']}: {one['severity']}" for name, one in found.items()]
    return Audit(known, [])


def python_released(package: Package) -> datetime | None:
    """Ask the index that pip knows when a package was released."""
    try:
        address = f"{PyPI.pypi_url}/{package.name}/json"
        with urlopen(address, timeout=30) as answer:  # noqa: S310  # https, by pip itself
            files = json.load(answer)["releases"].get(package.version, ())
    except (URLError, TimeoutError, ValueError, KeyError):
        return None
    return min((_moment(file["upload_time_iso_8601"]) for file in files), default=None)


def page_released(package: Package) -> datetime | None:
    """Ask npm when a package was released."""
    try:
        times: dict[str, Any] = json.loads(_said("npm", "view", package.name, "time", "--json"))
        return _moment(times[package.version])
    except (ValueError, KeyError, TypeError):
        return None


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def ages(packages: Iterable[Package], released: Released, *, now: datetime) -> Iterator[str]:
    """Yield a line for each package, the oldest release first, those of unknown age at the end."""
    dated = [(released(package), package) for package in packages]
    for moment, package in sorted(dated, key=lambda pair: (pair[0] or now, pair[1])):
        age = f"{moment:%Y-%m-%d} {(now - moment).days:5} days" if moment else "unknown"
        yield f"  {age:<22} {package.name} {package.version}"


def report(title: str, audit: Audit, released: Released, *, now: datetime) -> Iterator[str]:
    """Yield what to print of an audit."""
    yield f"{title}: {len(audit.known)} known vulnerabilities"
    yield from (f"  {line}" for line in audit.known)
    if audit.unaudited:
        yield f"  {len(audit.unaudited)} packages could not be audited; their releases, by age:"
        yield from ages(audit.unaudited, released, now=now)


def _said(*command: str, folder: Path = ROOT) -> str:
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, timeout=WAIT
    ).stdout


def main(arguments: list[str] | None = None) -> int:
    """Audit both locks."""
    parser = argparse.ArgumentParser(prog="python -m tests.security.audit", description=__doc__)
    parser.add_argument("--python", type=Path, default=PYTHON_LOCK, help="a requirements lock")
    parser.add_argument("--page", type=Path, default=PAGE, help="a folder with package-lock.json")
    given = parser.parse_args(arguments)
    now = datetime.now(UTC)
    bare = ("--disable-pip", "--no-deps", "--format=json", "--progress-spinner=off")
    python = python_audit(
        _said(sys.executable, "-m", "pip_audit", "-r", str(given.python.resolve()), *bare),
        python_packages(given.python.read_text(encoding="utf-8")),
    )
    page = page_audit(
        _said("npm", "audit", "--omit=dev", "--json", folder=given.page),
        page_packages((given.page / "package-lock.json").read_text(encoding="utf-8")),
    )
    for line in report("Python", python, python_released, now=now):
        sys.stdout.write(f"{line}\n")
    for line in report("The page", page, page_released, now=now):
        sys.stdout.write(f"{line}\n")
    if python.known or page.known:
        return 1
    return 2 if python.unaudited or page.unaudited else 0


if __name__ == "__main__":
    sys.exit(main())

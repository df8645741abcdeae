"""What so many daily users need, reckoned from measured figures and stated assumptions.

The arithmetic is plain: how often people come, what a visit asks for, what each of these costs.
`bench/scale.md` is what it prints for a million.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from dataclasses import dataclass, field, fields
from typing import Any

from bench.record import FOLDER

DAY = 86_400
TELEGRAM_A_SECOND = 30
KILO = 1000
EXACT = 100
"""From here on a figure is written to the unit."""
MEASURED = {
    "cost ours on PostgreSQL and Redis": "microseconds of processor time for a signed-in read",
    "bytes a user in PostgreSQL": "bytes a user in the store",
    "base memory": "bytes of a web process before anybody came",
    "memory a user": "bytes a remembered user",
    "memory a connection": "bytes an open connection",
}


def _assumed(default: float, meaning: str) -> Any:  # noqa: ANN401  # a field of a dataclass
    return field(default=default, metadata={"meaning": meaning})


@dataclass(frozen=True, slots=True)
class Assumed:
    """What is not measured: how people behave, and what one wants to be ready for."""

    users: float = _assumed(1_000_000, "daily users")
    visits: float = _assumed(2.0, "visits of each a day")
    requests: float = _assumed(
        8.0, "requests of a visit: session, home, two screens, pictures apart"
    )
    reads: float = _assumed(3.0, "of them, those that ask the partner")
    partner_calls: float = _assumed(
        1.6, "calls of the partner for each of these: pages of incomes and miners"
    )
    cached: float = _assumed(
        0.3, "share of these that another replica, or a minute ago, has asked already"
    )
    peak: float = _assumed(3.0, "times the average in the busiest hour")
    busy: float = _assumed(0.5, "share of a core that may be used in that hour")
    subscribers: float = _assumed(0.4, "share of users told of each reward")
    hours: float = _assumed(4.0, "hours over which their chosen hours are spread")
    jwt_hours: float = _assumed(24.0, "hours a JWT lives")
    events: float = _assumed(
        700.0, "bytes a user besides the account: preferences, sign-ins, days told"
    )
    redis_user: float = _assumed(6_000.0, "bytes of a user's pages in Redis for a minute, sealed")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Let each assumption be given."""
    parser.formatter_class = argparse.ArgumentDefaultsHelpFormatter
    for each in fields(Assumed):
        name = "--" + each.name.replace("_", "-")
        meaning = each.metadata["meaning"]
        parser.add_argument(name, type=float, default=each.default, help=meaning)
    parser.set_defaults(run=_print)


def _print(told: argparse.Namespace) -> None:
    assumed = Assumed(**{each.name: getattr(told, each.name) for each in fields(Assumed)})
    numbers = json.loads((FOLDER / "figures.json").read_text(encoding="utf-8"))
    missing = [name for name in MEASURED if name not in numbers]
    if missing:
        sys.exit(f"measure first, by `python -m bench`: {', '.join(missing)}")
    sys.stdout.write(page(assumed, numbers))


def page(assumed: Assumed, measured: dict[str, float]) -> str:
    """Return the reckoning as Markdown."""
    needs = reckoned(assumed, measured)
    rows = [*_table("need", needs)]
    rows += ["", "Assumed (arguments of `python -m bench scale`):", ""]
    rows += _table(
        "assumption",
        {each.metadata["meaning"]: _plain(getattr(assumed, each.name)) for each in fields(Assumed)},
    )
    rows += ["", "Measured on two slow cores by `make bench`:", ""]
    rows += _table("figure", {what: _plain(measured[name]) for name, what in MEASURED.items()})
    return "\n".join(rows) + "\n"


def reckoned(assumed: Assumed, measured: dict[str, float]) -> dict[str, str]:
    """Return what is needed, by what it is."""
    a = assumed
    a_second = a.users * a.visits * a.requests / DAY * a.peak
    cores = a_second * measured["cost ours on PostgreSQL and Redis"] / 1e6
    calls = a.users * a.visits * a.reads * a.partner_calls * (1 - a.cached) / DAY * a.peak
    refreshes = a.users * min(a.visits, 24 / a.jwt_hours) / DAY * a.peak
    row = measured["bytes a user in PostgreSQL"] + a.events
    at_once = a.users * a.visits / DAY * a.peak * 60
    messages = a.users * a.subscribers
    replicas = max(2, math.ceil(cores / a.busy) + 1)
    return {
        "requests a second in the busiest hour": _plain(a_second),
        "cores of web processes in it": f"{cores:.1f}",
        f"web processes, at {a.busy:.0%} of a core each and one to spare": f"{replicas}",
        "memory of all of them": _bytes(replicas * _memory(a, measured, at_once / replicas)),
        "calls of the partner a second": _plain(calls),
        "refreshes a second, each a transaction in PostgreSQL": _plain(refreshes),
        "rows of accounts": _plain(a.users),
        "size of the store, indexes included": _bytes(a.users * row),
        "users whose pages Redis keeps at a time": _plain(at_once),
        "memory of Redis": _bytes(at_once * a.redis_user),
        "rewards told a day": _plain(messages),
        "hours of telling, at Telegram's 30 a second": _plain(messages / TELEGRAM_A_SECOND / 3600),
        "rewards a second, spread as people chose": _plain(messages / a.hours / 3600),
    }


def _memory(a: Assumed, measured: dict[str, float], at_once: float) -> float:
    remembered = min(10_000, a.users) * measured["memory a user"]
    return measured["base memory"] + remembered + at_once * measured["memory a connection"]


def _table(head: str, rows: dict[str, str]) -> list[str]:
    return [
        f"| {head} | |",
        "|---|---:|",
        *(f"| {what} | {value} |" for what, value in rows.items()),
    ]


def _plain(value: float) -> str:
    return f"{value:,.0f}" if value >= EXACT else f"{value:.3g}"


def _bytes(value: float) -> str:
    for unit in ("B", "kB", "MB", "GB"):
        if value < KILO:
            return f"{value:.3g} {unit}"
        value /= KILO
    return f"{value:.3g} TB"

"""Print the figures, and write them to build/bench/ as a table, as numbers and as plots.

`python -m bench` measures everything; the name of a part, that part alone. `python -m bench scale`
measures nothing: it reckons with the figures what so many users need.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable

from bench import growth, page, plots, reads, record, rewards, scale, steps

PARTS = ("steps", "reads", "growth", "page", "rewards")


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.set_defaults(run=_everything)
    commands = parser.add_subparsers()
    for name in PARTS:
        commands.add_parser(name, help=f"measure {name} alone").set_defaults(run=_one(name))
    commands.choices["rewards"].add_argument(
        "--users", type=int, help="subscribers told of a reward", default=rewards.SUBSCRIBERS
    )
    scale.add_arguments(commands.add_parser("scale", help="reckon what so many users need"))
    told = parser.parse_args()
    told.run(told)


def _one(name: str) -> Callable[[argparse.Namespace], None]:
    def run(told: argparse.Namespace) -> None:
        _measure(name, getattr(told, "users", rewards.SUBSCRIBERS))
        _write()

    return run


def _everything(_: argparse.Namespace) -> None:
    for name in PARTS:
        _measure(name, rewards.SUBSCRIBERS)
        _write()  # whoever stops it keeps what was measured


def _measure(name: str, users: int) -> None:
    match name:
        case "steps":
            steps.run()
        case "reads":
            reads.run()
        case "growth":
            growth.run()
        case "page":
            page.run()
        case _:
            rewards.run(users)


def _write() -> None:
    record.write()
    plots.write()


if __name__ == "__main__":
    main()

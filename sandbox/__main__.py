"""`python -m sandbox`: the whole product on this machine; `python -m sandbox partner`: a part."""

from __future__ import annotations

import argparse
import sys
from importlib import import_module

from sandbox.partner import command


def main(arguments: list[str] | None = None) -> int:
    """Run a part, or with no part named the whole stage, which takes the other arguments."""
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parts = parser.add_subparsers(dest="part", title="parts")
    about = "the partner alone: all 19 operations on loopback"
    command.add_arguments(parts.add_parser("partner", help=about, description=about))
    told, others = parser.parse_known_args(arguments)
    if told.part is None:
        # Imported here: a part alone needs neither the doors nor their settings.
        return int(import_module("sandbox.stage").main(others))
    if others:
        parser.error(f"unknown: {' '.join(others)}")
    return command.run(told)


if __name__ == "__main__":
    sys.exit(main())

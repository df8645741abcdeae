"""`python -m sandbox`: the whole product on this machine; `python -m sandbox partner`: a part."""

from __future__ import annotations

import argparse
import sys
from importlib import import_module

from sandbox.partner import command

PARTNER = "partner"


def main(arguments: list[str] | None = None) -> int:
    """Run a part, or with no part named the whole stage, which takes the other arguments."""
    given = sys.argv[1:] if arguments is None else arguments
    if given[:1] != [PARTNER]:
        # Imported here: a part alone needs neither the doors nor their settings.
        return int(import_module("sandbox.command").main(given))
    parser = argparse.ArgumentParser(
        prog="python -m sandbox partner",
        description="the partner alone: all 19 operations on loopback",
    )
    command.add_arguments(parser)
    return command.run(parser.parse_args(given[1:]))


if __name__ == "__main__":
    sys.exit(main())

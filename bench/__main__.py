"""Print the figures: `python -m bench [steps|requests|page|rewards]`, all without an argument."""

from __future__ import annotations

import argparse

from bench import page, proxying, rewards, steps


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("part", nargs="?", choices=["steps", "requests", "page", "rewards"])
    part = parser.parse_args().part
    if part in {None, "steps"}:
        steps.run()
    if part in {None, "requests"}:
        proxying.run()
    if part in {None, "page"}:
        page.run()
    if part in {None, "rewards"}:
        rewards.run()


if __name__ == "__main__":
    main()

"""Serve the Mini App and its API.

`python -m webapp` serves, with `--workers N` by N processes; `python -m webapp check` says whether
it could; `python -m webapp openapi` prints the API's description.
"""

from __future__ import annotations

import argparse
import gc
import json
import sys

from core import logs
from core.errors import AppError, SettingsError
from core.settings import Settings, read_settings

MOST_WORKERS = 256

ENDS = """\
signals:
  SIGTERM, SIGINT  say on /readyz that the process goes, serve on for DRAIN_SECONDS, finish the
                   requests under way and end; a second one ends the draining
  SIGHUP           with --workers 2 or more: replace each worker, one after the other, by one with
                   the settings and the code of then; no request is lost
"""


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line says; a fault of the settings is one line and exit code 2."""
    parser = argparse.ArgumentParser(
        prog="python -m webapp",
        description="Serve the Mini App and its API. Settings come from the environment or .env; "
        ".env.example lists them.",
        epilog=ENDS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--workers",
        type=_count,
        default=1,
        metavar="N",
        help="processes that serve, about one for each core (default: 1, this one); "
        "they are started anew when they die",
    )
    commands = parser.add_subparsers(dest="command")
    commands.add_parser("openapi", help="print the API's OpenAPI document")
    commands.add_parser("check", help="say what is fine, what is not, and what to do")
    given = parser.parse_args(arguments)
    # Imported where needed: who supervises imports no web server, who serves no checks.
    if given.command == "check":
        from webapp import check  # noqa: PLC0415

        return check.run()
    if given.command == "openapi":
        from webapp.openapi import document  # noqa: PLC0415
        from webapp.routes import ROUTES  # noqa: PLC0415

        sys.stdout.write(json.dumps(document(ROUTES), indent=1) + "\n")
        return 0
    try:
        settings = read_settings()
        logs.configure(settings)
        return _serve(settings, given.workers)
    except AppError as error:
        sys.stderr.write(f"{error}\n")
        return 2 if isinstance(error, SettingsError) else 1


def _count(given: str) -> int:
    count = int(given)
    if not 1 <= count <= MOST_WORKERS:
        raise argparse.ArgumentTypeError(f"should be 1 to {MOST_WORKERS}")
    return count


def _serve(settings: Settings, workers: int) -> int:
    if workers > 1:
        from webapp.serving.supervisor import supervise  # noqa: PLC0415

        return supervise(settings, workers)
    gc.disable()  # until `settle`: what a start makes stays, and looking through it takes a sixth
    from webapp.serving.process import run, serve_alone  # noqa: PLC0415

    run(serve_alone(settings))
    return 0


if __name__ == "__main__":
    sys.exit(main())

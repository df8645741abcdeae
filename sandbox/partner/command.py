"""`python -m sandbox partner`: the stand-in by itself, until Ctrl-C."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
from collections.abc import Callable
from textwrap import dedent
from typing import TypeVar

from core.model import TonNetwork
from sandbox.partner.app import running_partner
from sandbox.partner.breakage import WAYS
from sandbox.partner.faults import MAX_WAIT_S
from sandbox.partner.operations import OPERATIONS
from sandbox.partner.options import Fault, PartnerOptions

PORT = 8091
DEFAULTS = PartnerOptions()
MOST_MINERS = 999

N = TypeVar("N", int, float)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Let *parser* read what the partner can be told to be."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = "operations:\n" + "\n".join(f"  {each.name}" for each in OPERATIONS)
    say = parser.add_argument
    say("--host", default="127.0.0.1", help="where to listen (%(default)s)")
    say("--port", type=_from_to(int, 0, 65535), default=PORT, help="0: any free one (%(default)s)")
    say("--partner-id", default=DEFAULTS.partner_id, help="who may ask (%(default)s)")
    say("--api-key", default=DEFAULTS.api_key, help="of s2s calls (%(default)s)")
    say("--api-secret", default=DEFAULTS.api_secret, help="signs s2s calls (%(default)s)")
    say("--require-key-on-c2s", action="store_true", help="want the key on c2s calls too")
    say("--domain", help="what a ton_proof must be for (any)")
    say("--network", type=TonNetwork, choices=list(TonNetwork), help="-239 or -3 (both)")
    say(
        "--token-ttl",
        type=_from_to(int, 1, 10**8),
        default=DEFAULTS.token_ttl,
        help="seconds a JWT lives (%(default)s)",
    )
    say("--miners", type=_from_to(int, 0, MOST_MINERS), help="how many a wallet has (1 to 12)")
    say("--page-cap", type=_from_to(int, 1, 999), help="rows in a page at most (as asked)")
    say(
        "--latency",
        type=_from_to(float, 0, MAX_WAIT_S),
        default=DEFAULTS.latency,
        help="seconds before each answer (%(default)s)",
    )
    say(
        "--error-rate",
        type=_from_to(float, 0, 1),
        default=DEFAULTS.error_rate,
        help="share of calls answered 500, 0 to 1",
    )
    say(
        "--fail",
        type=_fault,
        action="append",
        default=[],
        metavar="OPERATION=STATUS",
        help=f"fail an operation, * for all; repeatable; or one of {', '.join(WAYS)}",
    )


def run(told: argparse.Namespace) -> int:
    """Serve until Ctrl-C; 2 when told something that makes no sense, or the port is taken."""
    options = PartnerOptions(
        partner_id=told.partner_id,
        api_key=told.api_key,
        api_secret=told.api_secret,
        domain=told.domain,
        networks=frozenset({told.network} if told.network else TonNetwork),
        token_ttl=told.token_ttl,
        latency=told.latency,
        error_rate=told.error_rate,
        fail=dict(told.fail),
        require_key_on_c2s=told.require_key_on_c2s,
        miners=told.miners,
        page_cap=told.page_cap,
    )
    try:
        asyncio.run(_serve(options, told.host, told.port))
    except (ValueError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


async def _serve(options: PartnerOptions, host: str, port: int) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with running_partner(options, host=host, port=port) as url:
        sys.stdout.write(
            dedent(f"""\
                Sandbox partner on {url}
                  PARTNER_API_URL={url}
                  PARTNER_ID={options.partner_id}
                  PARTNER_API_KEY={options.api_key}
                  PARTNER_API_SECRET={options.api_secret}
                Requests: {url}/_log  Operations: {url}/  Ctrl-C stops it.
                """)
        )
        sys.stdout.flush()
        await stop.wait()


def _from_to(kind: type[N], least: N, most: N) -> Callable[[str], N]:
    def read(text: str) -> N:
        try:
            number = kind(text)
        except ValueError:
            raise argparse.ArgumentTypeError("should be a number") from None
        if not least <= number <= most:
            raise argparse.ArgumentTypeError(f"should be {least} to {most}")
        return number

    return read


def _fault(text: str) -> tuple[str, Fault]:
    operation, _, fault = text.partition("=")
    return operation, int(fault) if fault.isdecimal() else fault

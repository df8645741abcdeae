"""The operators' command: hold a proof against the terms it should meet.

It prints the verdict as one JSON object, in which nothing is secret: no payload and no signature.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from core.model import TonNetwork
from core.ton_proof import Invalid, Terms, Undecidable, Valid, Verdict, check
from core.ton_proof.proof_file import UnreadableError, read_wallet

_EXIT_CODES: dict[type, int] = {Valid: 0, Invalid: 1, Undecidable: 3}
_UNREADABLE = 2  # argparse's own, for whatever is wrong with the question

_EPILOG = """\
FILE holds a tonWallet object, {"tonWallet": …}, or proofs in flat form (address, network,
publicKey, walletStateInit, proof): one, or a list from which --entry picks by id.

exit status: 0 valid, 1 invalid, 2 unreadable file or wrong usage, 3 undecidable here
"""


def main(arguments: list[str] | None = None) -> int:
    """Check the proof in a file and print what is to be said of it."""
    parser = _parser()
    asked = parser.parse_args(arguments)
    terms = Terms(asked.domain, frozenset(map(TonNetwork, asked.network or TonNetwork)))
    try:
        wallet = read_wallet(asked.file, asked.entry)
    except (OSError, UnreadableError) as error:
        sys.stderr.write(f"{parser.prog}: {asked.file}: {error}\n")
        return _UNREADABLE
    verdict = check(wallet, terms, now=asked.now or datetime.now(UTC), payload=asked.payload)
    sys.stdout.write(json.dumps(_presented(verdict), indent=2) + "\n")
    return _EXIT_CODES[type(verdict)]


def _presented(verdict: Verdict) -> dict[str, object]:
    valid = verdict if isinstance(verdict, Valid) else None
    return {
        "verdict": type(verdict).__name__.lower(),
        "reason": None if isinstance(verdict, Valid) else verdict.reason,
        "walletVersion": valid and valid.wallet_version,
        "address": None if isinstance(verdict, Invalid) else verdict.address,
        "publicKey": valid and valid.public_key.hex(),
        "cautions": valid.cautions if valid else (),
    }


def _domain(text: str) -> str:
    if "." not in text:
        raise argparse.ArgumentTypeError("should be a host with a dot")
    return text


def _text(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise argparse.ArgumentTypeError("should be UTF-8") from error
    return text


def _moment(text: str) -> datetime:
    try:
        return datetime.fromtimestamp(int(text), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise argparse.ArgumentTypeError("should be a unix time in seconds") from error


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m core.ton_proof", description=__doc__)
    check_parser = parser.add_subparsers(required=True, metavar="check").add_parser(
        "check",
        help="say whether a proof is valid, invalid or undecidable here",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    option = check_parser.add_argument
    option("file", type=Path, metavar="FILE")
    option("--domain", type=_domain, required=True, help="the host it should be for")
    option(
        "--network",
        action="append",
        choices=[network.value for network in TonNetwork],
        help="a network to take: -239 mainnet, -3 testnet; may be repeated (default: both)",
    )
    option("--now", type=_moment, metavar="T", help="unix time (default: now)")
    option("--payload", type=_text, help="what should have been signed (default: anything)")
    option("--entry", metavar="ID", help="which proof of a list")
    return parser


if __name__ == "__main__":
    sys.exit(main())

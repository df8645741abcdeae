"""A proof from a file, for the operators' command."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import ValidationError

from core.model import TonNetwork
from core.ton_wallet import TonWallet

MAX_FILE_BYTES = 1 << 20


class UnreadableError(ValueError):
    """The file holds no proof to check; the message says why, and quotes none of it."""


def read_wallet(file: Path, entry: str | None) -> TonWallet:
    """Return the wallet with its proof, in any of the forms that `--help` lists.

    *entry* is the id of one in a list. `UnreadableError` or `OSError` if the file has none.
    """
    found = _parsed(file)
    if isinstance(found, list):
        found = _picked(found, entry)
    try:
        return TonWallet.model_validate(_unwrapped(found))
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in fault["loc"])
        raise UnreadableError(f"{where or 'content'}: {fault['msg']}") from None


def _parsed(file: Path) -> object:
    with file.open("rb") as opened:
        raw = opened.read(MAX_FILE_BYTES + 1)
    if len(raw) > MAX_FILE_BYTES:
        raise UnreadableError(f"over {MAX_FILE_BYTES} bytes")
    try:
        found: object = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise UnreadableError("not JSON") from error
    return found


def _picked(entries: list[object], wanted: str | None) -> object:
    if wanted is None and len(entries) == 1:
        return entries[0]
    by_id = {str(entry.get("id")): entry for entry in entries if isinstance(entry, dict)}
    if wanted not in by_id:
        known = ", ".join(by_id) or "none has an id"
        raise UnreadableError(f"a list of {len(entries)} proofs, choose by --entry: {known}")
    return by_id[wanted]


def _unwrapped(found: object) -> object:
    if not isinstance(found, dict):
        return found
    if "tonWallet" in found:
        return found["tonWallet"]
    return from_entry(found) if "proof" in found else found


def from_entry(entry: dict[str, object]) -> dict[str, object]:
    """Return a proof in flat form as the `tonWallet` object it came from."""
    # Some published proofs came without their network, which is not signed, or without the key,
    # which is in the state init; the list's own reading of it is then the claim.
    return {
        "device": {
            "platform": "browser",
            "appName": "",
            "appVersion": "",
            "maxProtocolVersion": 2,
            "features": [],
        },
        "provider": "http",
        "account": {
            "address": entry.get("address"),
            "chain": entry.get("network") or TonNetwork.MAINNET.value,
            "publicKey": entry.get("publicKey") or entry.get("publicKeyFromStateInit"),
            "walletStateInit": entry.get("walletStateInit"),
        },
        "connectItems": {"tonProof": {"name": "ton_proof", "proof": entry["proof"]}},
    }

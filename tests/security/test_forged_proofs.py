"""Proofs with one character of what was signed changed, at the door: none signs anybody in.

A changed payload is one we handed out, too: the signature alone has to refuse it. A partner that
takes anything stands behind, so that our own verdict is what counts.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from core.model import UserId
from core.ton_proof.proof_file import from_entry
from tests.house import House, Visitor, running_house
from tests.proofs import OTHER_KEY, changed, signed_by
from tests.shared import vectors
from webapp.keys import SERVICES

PROOF = "connectItems.tonProof.proof"
TEXTS = {
    "account.address": 1,
    "account.publicKey": 1,
    "account.walletStateInit": 17,
    f"{PROOF}.domain.value": 1,
    f"{PROOF}.payload": 3,
    f"{PROOF}.signature": 1,
}
"""The signed texts, and which of their characters are changed: every one, every third…"""
CHECKSUM = 8
"""Characters at the end of a state init that a bag's checksum may touch; it proves nothing."""


def at(wallet: dict[str, Any], path: str) -> Any:  # noqa: ANN401  # JSON
    found: Any = wallet
    for name in path.split("."):
        found = found[name]
    return found


def other(character: str) -> str:
    """Return another character that the same alphabet has: hexadecimal, base64 or text."""
    return {"0": "1", "9": "8", "f": "e", "z": "y", "Z": "Y", "=": "A", "/": "+"}.get(
        character, chr(ord(character) ^ 1) if character.isalnum() else "x"
    )


def mutants(wallet: dict[str, Any], *, thinned: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield *wallet* with one signed character, or one byte of a signed number, changed."""
    for path, step in TEXTS.items():
        text = at(wallet, path)
        end = len(text) - (CHECKSUM if path == "account.walletStateInit" else 0)
        for place in range(0, end, step * thinned):
            yield (
                f"{path}[{place}]",
                changed(wallet, path, text[:place] + other(text[place]) + text[place + 1 :]),
            )
        yield f"{path}, one more", changed(wallet, path, text + text[-1])
        yield f"{path}, one less", changed(wallet, path, text[:-1])
    for path, size in ((f"{PROOF}.timestamp", 8), (f"{PROOF}.domain.lengthBytes", 4)):
        for byte in range(size):
            yield f"{path}, byte {byte}", changed(wallet, path, at(wallet, path) ^ 1 << 8 * byte)
    for chain in {"-3", "-239", "0", "239", ""} - {at(wallet, "account.chain")}:
        yield f"chain {chain}", changed(wallet, "account.chain", chain)
    workchain = "-1:" + at(wallet, "account.address").partition(":")[2]
    yield "the masterchain", changed(wallet, "account.address", workchain)
    yield "another key", signed_by(OTHER_KEY, wallet)
    swapped = changed(wallet, "account.publicKey", OTHER_KEY.verify_key.encode().hex())
    yield "another key, named", signed_by(OTHER_KEY, swapped)


async def hand_out(house: House, visitor: Visitor, wallet: dict[str, Any], now: datetime) -> None:
    payload = at(wallet, f"{PROOF}.payload")
    user = UserId(visitor.user)
    await house.app[SERVICES].store.keep_attempt(payload, user, now + timedelta(minutes=5))


async def finish(visitor: Visitor, wallet: dict[str, Any]) -> Any:  # noqa: ANN401  # an Answer
    return await visitor.post("/api/auth/check-proof", {"tonWallet": wallet})


async def refuse_all(
    house: House, wallet: dict[str, Any], *, now: datetime, thinned: int = 1
) -> int:
    visitor = house.visitor()
    await visitor.open()
    count = 0
    for name, mutant in mutants(wallet, thinned=thinned):
        if at(mutant, f"{PROOF}.payload"):
            await hand_out(house, visitor, mutant, now)
        answer = await finish(visitor, mutant)
        assert answer.status in {400, 422}, (name, answer)
        assert answer.json.get("reason") != "refused_by_partner", name
        count += 1
    assert await house.seen("c2s/auth/check-proof") == 0
    assert (await visitor.get("/api/me")).data["wallet"] is None
    return count


@pytest.mark.parametrize("version", ["v4r2", "v5r1"])
async def test_no_character_of_a_proof_can_be_changed(boundless: House, version: str) -> None:
    visitor = boundless.visitor()
    await visitor.open()
    wallet = await visitor.proof(version=version)

    assert await refuse_all(boundless, wallet, now=datetime.now(UTC)) > 300

    await hand_out(boundless, visitor, wallet, datetime.now(UTC))
    assert (await finish(visitor, wallet)).status == 200


@asynccontextmanager
async def house_of(
    entry: dict[str, Any], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[House, datetime]]:
    """Run the product where and when the proof was signed."""
    signed = datetime.fromtimestamp(entry["proof"]["timestamp"], UTC)
    domain = entry["proof"]["domain"]["value"]
    chain = from_entry(entry)["account"]["chain"]  # type: ignore[index]  # as from_entry makes it
    async with running_house(folder, public_url=f"https://{domain}", ton_network=chain) as house:
        monkeypatch.setattr(house.app[SERVICES].login, "_now", lambda: signed)
        yield house, signed


@pytest.mark.parametrize("number", range(6))
@pytest.mark.usefixtures("unlimited")
async def test_no_character_of_a_real_wallets_proof_can_be_changed(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = vectors("ton-connect/proof_vectors.json")[number]
    wallet = from_entry(entry)
    async with house_of(entry, tmp_path, monkeypatch) as (house, now):
        assert await refuse_all(house, wallet, now=now, thinned=5) > 80

        # The proof itself is found good here, and goes on to the partner.
        visitor = house.visitor()
        await visitor.open()
        await hand_out(house, visitor, wallet, now)
        answer = await finish(visitor, wallet)
        assert await house.seen("c2s/auth/check-proof") == 1, answer


async def test_a_proof_for_another_site_is_refused_though_its_signature_is_good(
    boundless: House,
) -> None:
    visitor = boundless.visitor()
    await visitor.open()
    for domain in ("127.0.0.2", "127.0.0.1.evil.example", "evil.example", "127.0.0.1.", ""):
        answer = await finish(visitor, await visitor.proof(domain=domain))

        assert (answer.status, answer.json["reason"]) == (422, "domain_mismatch"), domain


async def test_a_proof_cannot_be_kept_for_later(boundless: House) -> None:
    visitor = boundless.visitor()
    await visitor.open()
    for seconds, reason in ((-901, "too_old"), (-86_400, "too_old"), (960, "from_future")):
        answer = await finish(visitor, await visitor.proof(at=int(time.time()) + seconds))

        assert (answer.status, answer.json["reason"]) == (422, reason), seconds

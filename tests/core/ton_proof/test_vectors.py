"""Six proofs by real wallets, each at its own time."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from core.model import TonNetwork
from core.ton_proof import Invalid, Reason, Terms, Valid, check
from core.ton_proof.claim import read_address
from core.ton_proof.message import signed_digest
from core.ton_proof.proof_file import from_entry
from core.ton_proof.wallets import WALLETS
from core.ton_wallet import TonWallet
from tests.shared import vectors

VERSIONS = ["v3r1", "v4r2", "v4r2", "v5beta", "v4r2", "v5r1"]


@pytest.fixture(params=range(6))
def entry(request: pytest.FixtureRequest) -> dict[str, Any]:
    found: dict[str, Any] = vectors("ton-connect/proof_vectors.json")[request.param]
    return found | {"version": VERSIONS[request.param]}


def test_a_real_proof_is_valid_at_its_own_time(entry: dict[str, Any]) -> None:
    proof = entry["proof"]
    terms = Terms(proof["domain"]["value"], frozenset(TonNetwork))
    wallet = TonWallet.model_validate(from_entry(entry))

    verdict = check(
        wallet,
        terms,
        now=datetime.fromtimestamp(proof["timestamp"], UTC),
        payload=proof["payload"],
    )

    assert verdict == Valid(
        entry["version"], entry["address"], bytes.fromhex(entry["publicKeyFromStateInit"])
    )
    assert signed_digest(
        read_address(entry["address"]), wallet.connect_items.ton_proof.proof
    ) == bytes.fromhex(entry["signing_digest"])


def test_a_real_proof_is_too_old_today(entry: dict[str, Any]) -> None:
    terms = Terms(entry["proof"]["domain"]["value"], frozenset(TonNetwork))
    wallet = TonWallet.model_validate(from_entry(entry))

    verdict = check(wallet, terms, now=datetime.now(UTC))

    assert verdict == Invalid(Reason.TOO_OLD)


def test_every_code_hash_is_the_published_one() -> None:
    published = vectors("ton-connect/wallet_code_hashes.json")
    left_out = {"WalletHighloadV2", "WalletHighloadV3R1", "WalletPreprocessedV2"}

    expected = {
        name.removeprefix("Wallet").lower().replace("tg", "telegram"): found["code_hash"]
        for name, found in published.items()
        if name not in left_out
    }

    assert {code.version: code.code_hash for code in WALLETS.values()} == expected

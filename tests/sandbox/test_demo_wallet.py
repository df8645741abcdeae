"""The demo wallet is an honest wallet: our verifier, written apart from it, believes its proofs."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from core.model import TonNetwork
from core.ton_proof import Invalid, Reason, Terms, Valid, check
from core.ton_wallet import TonWallet
from sandbox.demo_wallet import DEVICE, ConnectRequest, DemoWallet, wallets_list
from tests.proofs import state_init

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
MANIFEST = {"url": "https://miners.example.org", "name": "Miners"}
BOTH: list[dict[str, str]] = [{"name": "ton_addr"}, {"name": "ton_proof", "payload": "c0ffee"}]


@pytest.fixture(scope="module")
def wallet() -> DemoWallet:
    return DemoWallet(TonNetwork.MAINNET)


def as_the_sdk_gives_it(event: dict[str, Any]) -> TonWallet:
    address, proof = event["payload"]["items"]
    return TonWallet.model_validate(
        {
            "device": event["payload"]["device"],
            "provider": "injected",
            "account": {
                "address": address["address"],
                "chain": address["network"],
                "walletStateInit": address["walletStateInit"],
                "publicKey": address["publicKey"],
            },
            "connectItems": {"tonProof": proof},
        }
    )


def asking(items: list[dict[str, str]]) -> ConnectRequest:
    return ConnectRequest.model_validate({"manifestUrl": "any", "items": items})


def terms(domain: str = "miners.example.org") -> Terms:
    return Terms(domain, frozenset({TonNetwork.MAINNET}))


def test_our_verifier_believes_its_proof(wallet: DemoWallet) -> None:
    proven = as_the_sdk_gives_it(wallet.connect(asking(BOTH), MANIFEST, now=NOW))

    verdict = check(proven, terms(), now=NOW, payload="c0ffee")

    assert isinstance(verdict, Valid)
    assert verdict.wallet_version == "v4r2"
    assert verdict.address == wallet.address


def test_its_v5r1_sibling_is_the_account_that_tonutils_makes_of_the_key() -> None:
    sibling = DemoWallet(TonNetwork.MAINNET, version="v5r1")
    proven = as_the_sdk_gives_it(sibling.connect(asking(BOTH), MANIFEST, now=NOW))

    verdict = check(proven, terms(), now=NOW, payload="c0ffee")

    assert isinstance(verdict, Valid)
    assert (verdict.wallet_version, verdict.cautions) == ("v5r1", ())
    assert verdict.address == sibling.address
    assert sibling.address == f"0:{state_init('v5r1', key=sibling._key).hash.hex()}"


def test_it_signs_for_the_host_of_the_manifest_and_no_other(wallet: DemoWallet) -> None:
    proven = as_the_sdk_gives_it(wallet.connect(asking(BOTH), MANIFEST, now=NOW))

    verdict = check(proven, terms("other.example.org"), now=NOW, payload="c0ffee")

    assert verdict == Invalid(Reason.DOMAIN_MISMATCH)


def test_it_gives_its_address_alone_where_no_proof_is_asked_for(wallet: DemoWallet) -> None:
    event = wallet.connect(asking(BOTH[:1]), MANIFEST, now=NOW)

    assert [item["name"] for item in event["payload"]["items"]] == ["ton_addr"]


def test_the_list_of_wallets_holds_it_and_nothing_from_outside() -> None:
    (entry,) = wallets_list("http://127.0.0.1:8080")

    assert entry["app_name"] == DEVICE["appName"]
    assert entry["bridge"] == [{"type": "js", "key": "demoWallet"}]
    assert entry["image"].startswith("http://127.0.0.1:8080/")

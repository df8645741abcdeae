from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.btc.address import PAYABLE, canonical
from core.errors import AddressError
from core.model import BtcNetwork
from tests.shared import vectors

MAINNET, TESTNET = BtcNetwork.MAINNET, BtcNetwork.TESTNET
P2WPKH = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"


def cases(*path: str) -> list[Any]:
    found = vectors("btc/vectors.json")
    for step in path:
        found = found[step]
    return list(found)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (P2WPKH.upper(), P2WPKH),
        (f" \n{P2WPKH}\t", P2WPKH),
        ("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"),
    ],
    ids=["upper case", "blanks", "base58 keeps its case"],
)
def test_an_address_is_written_in_one_form(written: str, expected: str) -> None:
    assert canonical(written, MAINNET) == expected


@pytest.mark.parametrize(
    ("address", "network", "reason"),
    [
        pytest.param("", MAINNET, "malformed", id="nothing"),
        pytest.param("x" * 129, MAINNET, "malformed", id="too long"),
        pytest.param("bc1qé", MAINNET, "malformed", id="not ASCII"),
        pytest.param(P2WPKH[:-1] + "5", MAINNET, "malformed", id="one character wrong"),
        pytest.param(P2WPKH, TESTNET, "wrong_network", id="mainnet on testnet"),
        pytest.param(
            "mzK2FFDEhxqHcmrJw1ysqFkVyhUULo45hZ", MAINNET, "wrong_network", id="testnet on mainnet"
        ),
        pytest.param(
            "bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080", TESTNET, "wrong_network", id="regtest"
        ),
        pytest.param("bc1pfeessrawgf", MAINNET, "not_payable", id="pay to anchor"),
        pytest.param(
            "bc1zw508d6qejxtdg4y5r3zarvaryvaxxpcs", MAINNET, "not_payable", id="witness version 2"
        ),
    ],
)
def test_a_wrong_address_has_a_reason(address: str, network: BtcNetwork, reason: str) -> None:
    with pytest.raises(AddressError) as refused:
        canonical(address, network)

    assert refused.value.reason == reason


@pytest.mark.parametrize("path", [("bip350_addresses", "valid"), ("core_key_io", "valid")])
def test_published_addresses_are_read_as_published(path: tuple[str, str]) -> None:
    for case in cases(*path):
        if case["network"] not in {"mainnet", "testnet"} or case["type"] not in PAYABLE:
            with pytest.raises(AddressError):
                canonical(case["address"], MAINNET)
            continue
        network = BtcNetwork(case["network"])
        other = TESTNET if network is MAINNET else MAINNET
        assert canonical(case["address"], network).lower() == case["address"].lower()
        with pytest.raises(AddressError):
            canonical(case["address"], other)


@pytest.mark.parametrize(
    "path",
    [("bip350_addresses", "invalid"), ("bip173_addresses", "invalid"), ("core_key_io", "invalid")],
)
@pytest.mark.parametrize("network", BtcNetwork)
def test_published_bad_addresses_are_refused(path: tuple[str, str], network: BtcNetwork) -> None:
    for case in cases(*path):
        with pytest.raises(AddressError):
            canonical(case["address"] if isinstance(case, dict) else case, network)


@given(st.text(max_size=200))
def test_no_text_is_more_than_refused(text: str) -> None:
    with pytest.raises(AddressError):
        canonical(text, MAINNET)


@given(st.integers(4, len(P2WPKH) - 1), st.sampled_from("qpzry9x8gf2tvdw0s3jn54khce6mua7l"))
def test_one_wrong_character_is_always_noticed(place: int, character: str) -> None:
    if P2WPKH[place] == character:
        return

    with pytest.raises(AddressError):
        canonical(P2WPKH[:place] + character + P2WPKH[place + 1 :], MAINNET)

from typing import Any

import pytest

from core.btc.address import AddressKind, decode
from core.btc.check import check
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
        (f"bitcoin:{P2WPKH}?amount=0.5", P2WPKH),
    ],
    ids=["upper case", "blanks", "base58 keeps its case", "a URI"],
)
def test_an_address_is_written_in_one_form(written: str, expected: str) -> None:
    assert check(written, MAINNET).text == expected


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", AddressKind.P2PKH),
        ("3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy", AddressKind.P2SH),
        (P2WPKH, AddressKind.P2WPKH),
        ("bc1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3qccfmv3", AddressKind.P2WSH),
        ("bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0", AddressKind.P2TR),
    ],
)
def test_an_address_says_of_what_kind_it_is(address: str, kind: AddressKind) -> None:
    assert check(address, MAINNET).kind is kind


@pytest.mark.parametrize(
    ("address", "network", "reason"),
    [
        pytest.param(P2WPKH, TESTNET, "mainnet_address", id="mainnet on testnet"),
        pytest.param(
            "mzK2FFDEhxqHcmrJw1ysqFkVyhUULo45hZ", MAINNET, "testnet_address", id="base58 of testnet"
        ),
        pytest.param(
            "tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx", MAINNET, "testnet_address", id="testnet"
        ),
        pytest.param(
            "bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080", TESTNET, "regtest_address", id="regtest"
        ),
        pytest.param("bc1pfeessrawgf", MAINNET, "not_payable", id="pay to anchor"),
        pytest.param("bc1pfeessrawgf", TESTNET, "mainnet_address", id="another's anchor"),
        pytest.param(
            "bc1zw508d6qejxtdg4y5r3zarvaryvaxxpcs", MAINNET, "not_payable", id="witness version 2"
        ),
    ],
)
def test_an_address_not_for_us_is_named(address: str, network: BtcNetwork, reason: str) -> None:
    with pytest.raises(AddressError) as refused:
        check(address, network)

    assert refused.value.reason == reason


@pytest.mark.parametrize("text", ["", "x" * 129, "bc1qé", "0", P2WPKH[:-1] + "5"])
def test_what_is_no_address_is_none(text: str) -> None:
    assert decode(text) is None


@pytest.mark.parametrize("path", [("bip350_addresses", "valid"), ("core_key_io", "valid")])
def test_published_addresses_are_read_as_published(path: tuple[str, str]) -> None:
    for case in cases(*path):
        if case["network"] not in {"mainnet", "testnet"} or case["type"] not in set(AddressKind):
            with pytest.raises(AddressError):
                check(case["address"], MAINNET)
            continue
        network = BtcNetwork(case["network"])
        other = TESTNET if network is MAINNET else MAINNET
        read = check(case["address"], network)
        assert (read.text.lower(), read.kind) == (case["address"].lower(), case["type"])
        with pytest.raises(AddressError, match=f"^{network}_address$"):
            check(case["address"], other)


@pytest.mark.parametrize(
    "path",
    [("bip350_addresses", "invalid"), ("bip173_addresses", "invalid"), ("core_key_io", "invalid")],
)
@pytest.mark.parametrize("network", BtcNetwork)
def test_published_bad_addresses_are_refused(path: tuple[str, str], network: BtcNetwork) -> None:
    for case in cases(*path):
        with pytest.raises(AddressError):
            check(case["address"] if isinstance(case, dict) else case, network)

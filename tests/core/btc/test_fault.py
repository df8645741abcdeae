"""What is wrong with an address: the one word that a user is given for it."""

from __future__ import annotations

import string
from itertools import count

import pytest
from btclib.b32 import address_from_witness
from hypothesis import assume, example, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from core.btc import typo
from core.btc.check import check
from core.btc.typo import one_off
from core.errors import AddressError
from core.model import BtcNetwork
from tests.core.btc.test_address import cases

MAINNET, TESTNET = BtcNetwork.MAINNET, BtcNetwork.TESTNET
P2WPKH = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"
P2PKH = "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"
REAL = [
    (MAINNET, P2PKH),
    (MAINNET, "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy"),
    (MAINNET, "1111111111111111111114oLvT2"),
    (MAINNET, P2WPKH),
    (MAINNET, P2WPKH.upper()),
    (MAINNET, "bc1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3qccfmv3"),
    (MAINNET, "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0"),
    (TESTNET, "mzK2FFDEhxqHcmrJw1ysqFkVyhUULo45hZ"),
    (TESTNET, "2N2JD6wb56AfK4tfmM6PwdVmoYk2dCKf4Br"),
    (TESTNET, "tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx"),
]
TYPED = string.ascii_letters + string.digits + "!-:é\N{CYRILLIC SMALL LETTER ES}\N{KELVIN SIGN}İ"
RAW_TON = "0:" + "8f" * 32
WORDS = {
    "malformed",
    "one_wrong_character",
    "not_payable",
    "mainnet_address",
    "testnet_address",
    "regtest_address",
    "ton_address",
    "ethereum_address",
    "private_key",
    "unsupported_uri",
}


def _reason(text: str, network: BtcNetwork = MAINNET) -> str:
    with pytest.raises(AddressError) as refused:
        check(text, network)
    return refused.value.reason


def _with(text: str, place: int, character: str) -> str:
    return text[:place] + character + text[place + 1 :]


real = st.sampled_from(REAL)


@pytest.mark.parametrize(("network", "address"), REAL)
def test_one_wrong_character_is_recognised_in_every_place(
    network: BtcNetwork, address: str
) -> None:
    check(address, network)
    for place, right in enumerate(address):
        wrong = "q" if right.lower() != "q" else "p"
        assert _reason(_with(address, place, wrong), network) == "one_wrong_character", place


@given(real, st.integers(0, 61), st.sampled_from(TYPED))
def test_whatever_the_one_wrong_character_is_it_is_recognised(
    known: tuple[BtcNetwork, str], place: int, character: str
) -> None:
    network, address = known
    place %= len(address)
    assume(address[place] != character)

    assert _reason(_with(address, place, character), network) == "one_wrong_character"


@given(st.data())
def test_two_wrong_characters_are_two_too_many(data: st.DataObject) -> None:
    network, address = data.draw(real)
    places = st.integers(0, len(address) - 1)
    first, second = data.draw(st.lists(places, min_size=2, max_size=2, unique=True))
    one, other = data.draw(st.tuples(st.sampled_from(TYPED), st.sampled_from(TYPED)))
    assume(address[first] != one and address[second] != other)

    assert _reason(_with(_with(address, first, one), second, other), network) == "malformed"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("hello", id="a word"),
        pytest.param(P2WPKH[:-1], id="a character missing"),
        pytest.param(P2WPKH[:20] + P2WPKH[19:], id="a character twice"),
        pytest.param(P2PKH[:-1], id="base58 cut short"),
        pytest.param(P2WPKH[:10] + P2WPKH[10:].upper(), id="both cases"),
        pytest.param("1" * 34, id="ones"),
        pytest.param("x" * 129, id="too long"),
        pytest.param("bitcoin:", id="a URI of nothing"),
        pytest.param(f"bitcoin://{P2WPKH}", id="a URI with a host"),
        pytest.param(f"ethereum:{P2WPKH}", id="another scheme"),
    ],
)
def test_anything_else_is_malformed(text: str) -> None:
    assert _reason(text) == "malformed"


def test_a_typo_in_another_networks_address_is_not_called_ours() -> None:
    for network, address in REAL:
        other = TESTNET if network is MAINNET else MAINNET
        assert _reason(_with(address, 12, "q" if address[12] != "q" else "p"), other) == "malformed"


@pytest.mark.parametrize("version", range(1, 17))
def test_a_character_away_from_what_nobody_should_be_paid_to_is_malformed(version: int) -> None:
    unknown = address_from_witness(version, bytes(range(20)))
    assert len(unknown) == len(P2WPKH)
    assert _reason(unknown) == "not_payable"

    assert _reason(_with(unknown, 20, "q" if unknown[20] != "q" else "p")) == "malformed"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param(RAW_TON, "ton_address", id="TON, raw"),
        pytest.param("-1:" + "AB" * 32, "ton_address", id="TON's masterchain"),
        pytest.param("EQ" + "A-_b" * 11 + "cd", "ton_address", id="TON, bounceable"),
        pytest.param("UQ" + "A+/b" * 11 + "cd", "ton_address", id="TON, not bounceable"),
        pytest.param("kQ" + "A-_b" * 11 + "cd", "ton_address", id="TON's testnet"),
        pytest.param("0f" + "A-_b" * 11 + "cd", "ton_address", id="its masterchain"),
        pytest.param("0x" + "52aB" * 10, "ethereum_address", id="Ethereum"),
        pytest.param("0X" + "52AB" * 10, "ethereum_address", id="Ethereum, upper case"),
        pytest.param("K" + "w" * 51, "private_key", id="a compressed key"),
        pytest.param("5" + "J" * 50, "private_key", id="a key"),
        pytest.param("xprv" + "9" * 107, "private_key", id="an extended key"),
        pytest.param(RAW_TON[:-1], "malformed", id="TON cut short"),
        pytest.param("EQ" + "A-_b" * 11 + "c", "malformed", id="TON a character short"),
        pytest.param("0x" + "52aB" * 10 + "0", "malformed", id="Ethereum and more"),
        pytest.param("xpub" + "6" * 107, "malformed", id="a public key"),
    ],
)
def test_what_people_paste_by_mistake_is_named(text: str, reason: str) -> None:
    assert _reason(text) == reason
    assert _reason(f"bitcoin:{text}") == reason


def test_published_private_keys_are_named() -> None:
    for case in cases("core_key_io", "private_keys_must_be_rejected"):
        assert _reason(case["address"]) == "private_key"


def test_nothing_published_as_invalid_is_less_than_malformed() -> None:
    for case in cases("core_key_io", "invalid"):
        assert _reason(case["address"]) in {"malformed", "private_key"}


@given(st.text(max_size=3000) | st.text(alphabet=typo.BASE58 + typo.BECH32, min_size=20))
@example("\ud800" * 42)
@example("bc1" + "\0" * 39)
@example("bitcoin:?" + "&" * 2000)
def test_no_text_is_more_than_refused(text: str) -> None:
    assert _reason(text) in WORDS


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("1" * 34, id="each place keeps the version"),
        pytest.param("z" * 35, id="the longest"),
        pytest.param("bc1" + "q" * 59, id="bech32"),
        pytest.param("BC1" + "Q" * 59, id="bech32 in upper case"),
        pytest.param("1" * 128, id="as long as is read"),
    ],
)
@pytest.mark.parametrize("network", BtcNetwork)
def test_to_look_for_a_typo_is_little_work(
    text: str, network: BtcNetwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = count()
    is_good = typo._is_good

    def counted(number: int, versions: set[int]) -> bool:
        next(tried)
        return is_good(number, versions)

    monkeypatch.setattr(typo, "_is_good", counted)
    candidates = list(one_off(text, network))

    assert next(tried) <= 35 * 57
    assert len(candidates) <= 4


@given(st.text(alphabet=typo.BECH32, min_size=39, max_size=39))
@effort(max_examples=50)
def test_candidates_differ_in_one_place(tail: str) -> None:
    text = "bc1" + tail

    for candidate in one_off(text, MAINNET):
        assert sum(own != given for own, given in zip(text, candidate, strict=True)) <= 1

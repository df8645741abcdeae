"""A claim has one spelling; what merely resembles it is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ton_proof.claim import RawAddress, read_address, read_claim
from core.ton_proof.verdict import MalformedError, Reason
from tests.proofs import changed, make_proof, read

ACCOUNT = "ab" * 32
ARABIC_ZERO, ARABIC_ONE = "\N{ARABIC-INDIC DIGIT ZERO}", "\N{ARABIC-INDIC DIGIT ONE}"
WIDE_ONE = "\N{FULLWIDTH DIGIT ONE}"
SIGNATURE = "connectItems.tonProof.proof.signature"
KEY = "account.publicKey"
ADDRESS = "account.address"
STATE_INIT = "account.walletStateInit"


@pytest.mark.parametrize(
    ("text", "workchain"),
    [
        pytest.param(f"0:{ACCOUNT}", 0, id="base chain"),
        pytest.param(f"-1:{ACCOUNT}", -1, id="masterchain"),
        pytest.param(f"0:{ACCOUNT.upper()}", 0, id="upper case"),
    ],
)
def test_a_raw_address_is_read(text: str, workchain: int) -> None:
    address = read_address(text)

    assert address == RawAddress(workchain, b"\xab" * 32)
    assert str(address) == f"{workchain}:{ACCOUNT}"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param(ACCOUNT, id="no workchain"),
        pytest.param(f" 0:{ACCOUNT}", id="a blank before"),
        pytest.param(f"0:{ACCOUNT}\n", id="a line end after"),
        pytest.param(f"0: {ACCOUNT}", id="a blank inside"),
        pytest.param(f"0:{'ab ' * 31}abab", id="blanks in the hex"),
        pytest.param(f"{ARABIC_ZERO}:{ACCOUNT}", id="an Arabic zero"),
        pytest.param("0:" + ARABIC_ONE * 64, id="Arabic digits"),
        pytest.param("0:" + WIDE_ONE * 64, id="wide digits"),
        pytest.param(f"0:{ACCOUNT[2:]}", id="31 bytes"),
        pytest.param(f"0:{ACCOUNT[1:]}", id="63 digits"),
        pytest.param(f"0:{ACCOUNT}ab", id="33 bytes"),
        pytest.param(f"0x0:{ACCOUNT}", id="a hex prefix"),
        pytest.param(f"+0:{ACCOUNT}", id="a plus"),
        pytest.param(f"-0:{ACCOUNT}", id="minus zero"),
        pytest.param(f"00:{ACCOUNT}", id="two zeros"),
        pytest.param(f"1:{ACCOUNT}", id="a workchain that is not"),
        pytest.param(f"4294967295:{ACCOUNT}", id="minus one unsigned"),
        pytest.param(f"0:0:{ACCOUNT}", id="two colons"),
        pytest.param("EQDvr_S6wiD4iy6Y6x2c_8yjv-O2bs4xp9bFiQ0w39evpduQ", id="friendly"),
    ],
)
def test_no_other_address_is_read(text: str) -> None:
    assert refused(ADDRESS, text) is Reason.ADDRESS_MALFORMED


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("ab" * 31, id="short"),
        pytest.param("ab" * 33, id="long"),
        pytest.param("0x" + "ab" * 32, id="a prefix"),
        pytest.param("0x" + "ab" * 31, id="a prefix for a byte"),
        pytest.param("ab " * 31 + "abab", id="blanks"),
        pytest.param("zz" * 32, id="no hex"),
        pytest.param(WIDE_ONE * 64, id="wide digits"),
    ],
)
def test_no_other_public_key_is_read(text: str) -> None:
    assert refused(KEY, text) is Reason.PUBLIC_KEY_MALFORMED


def test_a_public_key_may_be_in_upper_case() -> None:
    wallet = make_proof()
    spelled = changed(wallet, KEY, wallet["account"]["publicKey"].upper())

    assert read_claim(read(spelled)) == read_claim(read(wallet))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("A" * 84, id="63 bytes"),
        pytest.param("A" * 87 + "=", id="65 bytes"),
        pytest.param("A" * 86, id="no padding"),
        pytest.param("A" * 86 + "=", id="half the padding"),
        pytest.param("A" * 86 + "===", id="padding and a half"),
        pytest.param("A" * 85 + "B==", id="stray bits"),
        pytest.param("_" * 86 + "==", id="url-safe"),
        pytest.param("A" * 43 + "\n" + "A" * 43 + "==", id="a line end"),
        pytest.param(" " + "A" * 86 + "==", id="a blank"),
        pytest.param("A" * 86 + "==" + "A" * 4, id="text after the padding"),
        pytest.param("\N{FULLWIDTH LATIN CAPITAL LETTER A}" * 86 + "==", id="wide letters"),
    ],
)
def test_no_other_signature_is_read(text: str) -> None:
    assert refused(SIGNATURE, text) is Reason.SIGNATURE_MALFORMED


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("====", id="padding"),
        pytest.param("te6c", id="the magic's beginning"),
        pytest.param("A" * 16_384, id="as long as can be"),
        pytest.param(make_proof()["account"]["walletStateInit"].rstrip("="), id="no padding"),
        pytest.param(make_proof()["account"]["walletStateInit"] + "\n", id="a line end"),
        pytest.param(
            make_proof()["account"]["walletStateInit"].replace("+", "-").replace("/", "_"),
            id="url-safe",
        ),
    ],
)
def test_no_other_state_init_is_read(text: str) -> None:
    assert refused(STATE_INIT, text) is Reason.STATE_INIT_MALFORMED


@given(text=st.text(max_size=255))
def test_no_text_made_at_random_is_an_address(text: str) -> None:
    with pytest.raises(MalformedError):
        read_address(text)


def refused(path: str, text: str) -> Reason:
    """Return why an honest proof with *text* in place of one claim is refused."""
    with pytest.raises(MalformedError) as caught:
        read_claim(read(changed(make_proof(), path, text)))
    return caught.value.reason

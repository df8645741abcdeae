from contextlib import suppress
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.btc.uri import MAX_CHARACTERS, address_in
from core.errors import AddressError

ADDRESS = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(ADDRESS, id="no URI"),
        pytest.param(f"\n {ADDRESS} ", id="blanks"),
        pytest.param(f"bitcoin:{ADDRESS}", id="nothing else"),
        pytest.param(f" BitCoin:{ADDRESS}\n", id="a scheme in any case"),
        pytest.param(f"bitcoin:{ADDRESS}?", id="an empty query"),
        pytest.param(
            f"bitcoin:{ADDRESS}?amount=20.3&label=Ada%20%26%20Co&message=for+miners&x=1&amount=",
            id="what need not be understood",
        ),
        pytest.param(f"bitcoin:{ADDRESS}?label=req-&message=?req-x=1", id="req- as a value"),
        pytest.param(f"bitcoin:{ADDRESS}?label=%FF%00", id="bytes that are no text"),
        pytest.param(f"bitcoin:{quote(ADDRESS)}", id="percent-encoded"),
        pytest.param(f"bitcoin:%62{ADDRESS[1:]}", id="percent-encoded for no reason"),
    ],
)
def test_the_address_is_taken_out(text: str) -> None:
    assert address_in(text) == ADDRESS


def test_the_upper_case_of_a_qr_code_means_the_same() -> None:
    assert address_in(f"BITCOIN:{ADDRESS.upper()}?AMOUNT=0.5&LIGHTNING=LNBC1") == ADDRESS.upper()


@pytest.mark.parametrize("name", ["req-pop", "REQ-POP", "req-", "%72eq-pop", "req%2Dpop"])
def test_what_must_be_understood_and_is_not_refuses_the_whole(name: str) -> None:
    for query in (f"{name}=1", name, f"amount=1&{name}=1"):
        with pytest.raises(AddressError, match=r"^unsupported_uri$"):
            address_in(f"bitcoin:{ADDRESS}?{query}")


def test_a_text_too_long_is_not_read() -> None:
    assert address_in("x" * MAX_CHARACTERS)
    with pytest.raises(AddressError, match=r"^malformed$"):
        address_in("x" * (MAX_CHARACTERS + 1))


@pytest.mark.parametrize("other", ["ethereum:0x0", "https://example.org/", "bitcoin", "bitcoin;1"])
def test_another_scheme_is_no_business_of_ours(other: str) -> None:
    assert address_in(other) == other


@given(st.text().map("bitcoin:".__add__) | st.text())
def test_no_text_is_more_than_refused(text: str) -> None:
    with suppress(AddressError):
        address_in(text)

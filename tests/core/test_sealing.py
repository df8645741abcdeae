"""What is sealed opens with its key, for its user and its purpose, unaltered; else not at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import SealError
from core.model import UserId
from core.sealing import KeyRing

OLD, NEW = b"o" * 32, b"n" * 32
ANNA, BORIS = UserId(1001), UserId(1002)
PLAIN = b'{"jwt": "e30.e30.c2ln"}'

users = st.integers(-(2**63), 2**63 - 1).map(UserId)


@given(users, st.text(max_size=20), st.binary(max_size=1000))
def test_what_is_sealed_opens(user: UserId, purpose: str, plain: bytes) -> None:
    ring = KeyRing((NEW,))

    assert ring.open(user, purpose, ring.seal(user, purpose, plain)) == plain


@given(st.data())
def test_a_flipped_bit_does_not_open(data: st.DataObject) -> None:
    ring = KeyRing((NEW,))
    sealed = bytearray(ring.seal(ANNA, "tokens", PLAIN))
    bit = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[bit // 8] ^= 1 << bit % 8

    with pytest.raises(SealError):
        ring.open(ANNA, "tokens", bytes(sealed))


@given(st.binary(max_size=100))
def test_noise_does_not_open(noise: bytes) -> None:
    ring = KeyRing((NEW,))
    head = ring.seal(ANNA, "tokens", PLAIN)[:9]

    for sealed in (noise, head + noise):
        with pytest.raises(SealError):
            ring.open(ANNA, "tokens", sealed)


@given(st.integers(0, 60))
def test_a_blob_cut_short_does_not_open(length: int) -> None:
    ring = KeyRing((NEW,))
    sealed = ring.seal(ANNA, "tokens", PLAIN)

    with pytest.raises(SealError):
        ring.open(ANNA, "tokens", sealed[: min(length, len(sealed) - 1)])


@pytest.mark.parametrize(
    ("user", "purpose"),
    [
        pytest.param(BORIS, "tokens", id="moved to another row"),
        pytest.param(ANNA, "wallet", id="moved to another column"),
        pytest.param(ANNA, "", id="no purpose"),
    ],
)
def test_what_is_sealed_for_one_use_does_not_open_for_another(user: UserId, purpose: str) -> None:
    ring = KeyRing((NEW,))

    with pytest.raises(SealError, match="altered or moved"):
        ring.open(user, purpose, ring.seal(ANNA, "tokens", PLAIN))


def test_the_newest_key_seals_and_every_key_opens() -> None:
    sealed = KeyRing((OLD,)).seal(ANNA, "tokens", PLAIN)
    both = KeyRing((NEW, OLD))

    assert both.open(ANNA, "tokens", sealed) == PLAIN
    assert KeyRing((NEW,)).open(ANNA, "tokens", both.seal(ANNA, "tokens", PLAIN)) == PLAIN


def test_a_key_taken_away_opens_nothing_more() -> None:
    sealed = KeyRing((OLD,)).seal(ANNA, "tokens", PLAIN)

    with pytest.raises(SealError, match="TOKEN_KEYS"):
        KeyRing((NEW,)).open(ANNA, "tokens", sealed)


def test_renewing_moves_a_blob_to_the_newest_key_and_leaves_one_that_is_there() -> None:
    both = KeyRing((NEW, OLD))

    renewed = both.renew(ANNA, "tokens", KeyRing((OLD,)).seal(ANNA, "tokens", PLAIN))

    assert KeyRing((NEW,)).open(ANNA, "tokens", renewed) == PLAIN
    assert both.renew(ANNA, "tokens", renewed) == renewed


def test_one_plain_text_is_never_sealed_alike_twice() -> None:
    ring = KeyRing((NEW,))

    assert len({ring.seal(ANNA, "tokens", PLAIN) for _ in range(100)}) == 100


@pytest.mark.parametrize(
    "keys",
    [
        pytest.param((), id="none"),
        pytest.param((b"short",), id="short"),
        pytest.param((NEW, b"o" * 16), id="an old one of 128 bits"),
    ],
)
def test_a_ring_needs_whole_keys(keys: tuple[bytes, ...]) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        KeyRing(keys)


def test_a_ring_hides_its_keys() -> None:
    assert repr(KeyRing((NEW, OLD))) == "<KeyRing of 2>"

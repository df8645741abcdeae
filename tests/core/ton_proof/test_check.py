"""The verdict on proofs by wallets of every kind, honest, changed and forged."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl.signing import SigningKey, VerifyKey
from pydantic import ValidationError

from core.model import TonNetwork
from core.ton_proof import (
    Caution,
    Invalid,
    Reason,
    Terms,
    Undecidable,
    Valid,
    Verdict,
    check,
    judge,
)
from tests.core.ton_proof.bags import bag, bomb, cell, chain
from tests.proofs import (
    DOMAIN,
    OTHER_KEY,
    PAYLOAD,
    SIGNED_AT,
    USER_KEY,
    WALLET_CLASSES,
    cell_of,
    changed,
    make_proof,
    proof_digest,
    proof_of,
    read,
    signed_by,
    state_init,
    state_init_of,
)

TERMS = Terms(DOMAIN, frozenset(TonNetwork))
NOW = datetime.fromtimestamp(SIGNED_AT, UTC)

UNREADABLE_HERE = {"highload", "highload3", "preprocessed"}
READABLE = sorted(WALLET_CLASSES.keys() - UNREADABLE_HERE)

ADDRESS, CHAIN = "account.address", "account.chain"
KEY, STATE_INIT = "account.publicKey", "account.walletStateInit"
PROOF = "connectItems.tonProof.proof"


def verdict_on(wallet: dict[str, Any]) -> Verdict:
    return check(read(wallet), TERMS, now=NOW, payload=PAYLOAD)


@pytest.mark.parametrize("network", list(TonNetwork), ids=["mainnet", "testnet"])
@pytest.mark.parametrize("version", READABLE)
def test_an_honest_proof_of_any_known_wallet_is_valid(version: str, network: TonNetwork) -> None:
    wallet = make_proof(version=version, network=network)

    verdict = verdict_on(wallet)

    assert isinstance(verdict, Valid)
    assert verdict.wallet_version == version
    assert verdict.address == wallet["account"]["address"]
    assert verdict.public_key == bytes(USER_KEY.verify_key)


@pytest.mark.parametrize(
    ("version", "made_for", "claimed", "cautions"),
    [
        pytest.param("v5r1", "-239", "-239", (), id="v5r1 on its own network"),
        pytest.param("v5r1", "-239", "-3", (Caution.OTHER_NETWORK,), id="v5r1 on testnet"),
        pytest.param("v5r1", "-3", "-239", (Caution.OTHER_NETWORK,), id="v5r1 on mainnet"),
        pytest.param("v4r2", "-239", "-3", (), id="v4r2 knows no network"),
        pytest.param(
            "telegram", "-239", "-239", (Caution.KEY_MAY_HAVE_ROTATED,), id="Telegram's wallet"
        ),
    ],
)
def test_what_a_valid_proof_leaves_open_is_said(
    version: str, made_for: str, claimed: str, cautions: tuple[Caution, ...]
) -> None:
    made = make_proof(version=version, network=TonNetwork(made_for))

    verdict = verdict_on(changed(made, CHAIN, claimed))

    assert isinstance(verdict, Valid)
    assert verdict.cautions == cautions


def test_a_v5r1_wallet_with_an_id_of_its_own_raises_no_caution() -> None:
    code, data = state_init("v5r1").refs
    bits = data.bits.to01()
    own_id = cell_of(bits[:33] + f"{1234:032b}" + bits[65:])
    wallet = proof_of(state_init_of(code, own_id))

    verdict = verdict_on(wallet)

    assert isinstance(verdict, Valid)
    assert not verdict.cautions


def test_only_a_v5r1_wallet_is_asked_for_its_id() -> None:
    code, data = state_init("v3r2").refs
    bits = data.bits.to01()
    testnets = f"{0x7FFFFFFD:032b}"  # its last bit is the first of the key
    wallet = proof_of(state_init_of(code, cell_of(bits[:33] + testnets + bits[65:])))

    verdict = verdict_on(wallet)

    assert isinstance(verdict, Valid)
    assert not verdict.cautions


def test_a_wallet_of_the_masterchain_is_valid_there_alone() -> None:
    wallet = make_proof()
    moved = changed(wallet, ADDRESS, "-1" + wallet["account"]["address"].removeprefix("0"))

    assert verdict_on(moved) == Invalid(Reason.SIGNATURE_INVALID)
    assert isinstance(verdict_on(signed_by(USER_KEY, moved)), Valid)


def test_an_address_comes_out_in_lower_case() -> None:
    wallet = make_proof()
    spelled = changed(wallet, ADDRESS, wallet["account"]["address"].upper())

    assert verdict_on(spelled) == verdict_on(wallet)


@pytest.mark.parametrize(
    ("path", "value", "reason"),
    [
        pytest.param(
            ADDRESS,
            make_proof(key=OTHER_KEY)["account"]["address"],
            Reason.ADDRESS_MISMATCH,
            id="another's address",
        ),
        pytest.param(ADDRESS, "0:00", Reason.ADDRESS_MALFORMED, id="no address"),
        pytest.param(CHAIN, "662387", Reason.CHAIN_NOT_ALLOWED, id="an L2"),
        pytest.param(
            STATE_INIT,
            make_proof(key=OTHER_KEY)["account"]["walletStateInit"],
            Reason.ADDRESS_MISMATCH,
            id="another's state init",
        ),
        pytest.param(
            STATE_INIT,
            make_proof(version="v3r1")["account"]["walletStateInit"],
            Reason.ADDRESS_MISMATCH,
            id="another version's state init",
        ),
        pytest.param(STATE_INIT, "", Reason.STATE_INIT_MALFORMED, id="no state init"),
        pytest.param(
            KEY, bytes(OTHER_KEY.verify_key).hex(), Reason.KEY_MISMATCH, id="another's key"
        ),
        pytest.param(KEY, "", Reason.PUBLIC_KEY_MALFORMED, id="no key"),
        pytest.param(f"{PROOF}.timestamp", SIGNED_AT + 1, Reason.SIGNATURE_INVALID, id="later"),
        pytest.param(f"{PROOF}.timestamp", 0, Reason.TOO_OLD, id="long ago"),
        pytest.param(f"{PROOF}.timestamp", 2**63, Reason.FROM_FUTURE, id="far ahead"),
        pytest.param(
            f"{PROOF}.domain.value", "miners.example.net", Reason.DOMAIN_MISMATCH, id="domain"
        ),
        pytest.param(
            f"{PROOF}.domain.lengthBytes", 17, Reason.DOMAIN_LENGTH_MISMATCH, id="domain length"
        ),
        pytest.param(f"{PROOF}.payload", "c0ffee00", Reason.PAYLOAD_MISMATCH, id="payload"),
        pytest.param(f"{PROOF}.payload", "", Reason.PAYLOAD_MISMATCH, id="no payload"),
        pytest.param(
            f"{PROOF}.payload", f"{PAYLOAD}00", Reason.PAYLOAD_MISMATCH, id="payload and more"
        ),
        pytest.param(
            f"{PROOF}.payload", PAYLOAD.upper(), Reason.PAYLOAD_MISMATCH, id="payload's case"
        ),
        pytest.param(f"{PROOF}.payload", "é" * 8, Reason.PAYLOAD_MISMATCH, id="no ASCII"),
        pytest.param(
            f"{PROOF}.signature",
            make_proof(at=SIGNED_AT - 1)["connectItems"]["tonProof"]["proof"]["signature"],
            Reason.SIGNATURE_INVALID,
            id="the signature of another moment",
        ),
        pytest.param(f"{PROOF}.signature", "A" * 86 + "==", Reason.SIGNATURE_INVALID, id="zeros"),
        pytest.param(f"{PROOF}.signature", "", Reason.SIGNATURE_MALFORMED, id="no signature"),
    ],
)
@pytest.mark.parametrize("version", ["v3r2", "v4r2", "v5r1"])
def test_no_field_can_be_changed(version: str, path: str, value: object, reason: Reason) -> None:
    wallet = make_proof(version=version)
    assert isinstance(verdict_on(wallet), Valid)

    assert verdict_on(changed(wallet, path, value)) == Invalid(reason)


def test_the_payload_is_signed() -> None:
    other = changed(make_proof(), f"{PROOF}.payload", "another")

    assert check(read(other), TERMS, now=NOW) == Invalid(Reason.SIGNATURE_INVALID)
    assert isinstance(check(read(signed_by(USER_KEY, other)), TERMS, now=NOW), Valid)


@pytest.mark.parametrize(
    ("version", "step"),
    [
        pytest.param("v3r2", 1, id="v3r2"),
        pytest.param("v5beta", 1, id="v5beta"),
        pytest.param("v4r2", 7, id="v4r2, every seventh"),
        pytest.param("v5r1", 7, id="v5r1, every seventh"),
    ],
)
def test_no_bit_of_a_state_init_can_be_changed(version: str, step: int) -> None:
    wallet = make_proof(version=version)
    raw = base64.b64decode(wallet["account"]["walletStateInit"])

    for at in range(0, 8 * len(raw), step):
        bits = int.from_bytes(raw, "big") ^ (1 << at)
        flipped = base64.b64encode(bits.to_bytes(len(raw), "big")).decode()
        assert isinstance(verdict_on(changed(wallet, STATE_INIT, flipped)), Invalid), at


def test_a_checksum_adds_nothing_to_what_the_hash_proves() -> None:
    wallet = make_proof()
    summed = bytearray(state_init("v4r2").to_boc(has_idx=True, hash_crc32=True))
    summed[-1] ^= 1

    encoded = base64.b64encode(summed).decode()

    assert verdict_on(changed(wallet, STATE_INIT, encoded)) == verdict_on(wallet)


@pytest.mark.parametrize("byte", range(64))
def test_no_byte_of_a_signature_can_be_changed(byte: int) -> None:
    wallet = make_proof()
    signature = bytearray(
        base64.b64decode(wallet["connectItems"]["tonProof"]["proof"]["signature"])
    )
    signature[byte] ^= 0x10

    encoded = base64.b64encode(signature).decode()

    assert verdict_on(changed(wallet, f"{PROOF}.signature", encoded)) == Invalid(
        Reason.SIGNATURE_INVALID
    )


def test_a_signature_has_one_form() -> None:
    order = 2**252 + 27742317777372353535851937790883648493
    wallet = make_proof()
    signature = base64.b64decode(wallet["connectItems"]["tonProof"]["proof"]["signature"])
    again = int.from_bytes(signature[32:], "little") + order
    malleated = signature[:32] + again.to_bytes(32, "little")

    encoded = base64.b64encode(malleated).decode()

    assert verdict_on(changed(wallet, f"{PROOF}.signature", encoded)) == Invalid(
        Reason.SIGNATURE_INVALID
    )


SMALL_ORDER = [
    pytest.param("01" + "00" * 31, id="order 1"),
    pytest.param("ec" + "ff" * 30 + "7f", id="order 2"),
    pytest.param("00" * 32, id="order 4"),
    pytest.param("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05", id="order 8"),
    pytest.param("ee" + "ff" * 30 + "7f", id="order 1, not reduced"),
]


@pytest.mark.parametrize("key", SMALL_ORDER)
def test_a_key_that_signs_anything_signs_nothing(key: str) -> None:
    code, data = state_init("v4r2").refs
    weak = cell_of(data.bits.to01()[:64] + f"{int(key, 16):0256b}0")
    wallet = proof_of(state_init_of(code, weak))
    wallet = changed(wallet, KEY, key)
    identity = base64.b64encode(b"\x01" + bytes(63)).decode()

    forged = changed(wallet, f"{PROOF}.signature", identity)

    assert verdict_on(forged) == Invalid(Reason.SIGNATURE_INVALID)


def test_a_proof_for_another_domain_does_not_pass_by_a_false_length() -> None:
    honest = make_proof(domain="gomining.co", at=(SIGNED_AT & ~0xFF) | ord("m"), payload="\x00pay")
    signed = honest["connectItems"]["tonProof"]["proof"]
    confused = changed(honest, f"{PROOF}.domain.value", "gomining.com")
    confused = changed(confused, f"{PROOF}.timestamp", signed["timestamp"] >> 8)
    confused = changed(confused, f"{PROOF}.payload", "pay")
    terms = Terms("gomining.com", TERMS.networks)

    # The premise: whoever believes the client's length sees a good signature.
    signature = base64.b64decode(signed["signature"])
    VerifyKey(bytes(USER_KEY.verify_key)).verify(proof_digest(confused), signature)

    then = datetime.fromtimestamp(signed["timestamp"] >> 8, UTC)
    assert check(read(confused), terms, now=then) == Invalid(Reason.DOMAIN_LENGTH_MISMATCH)
    assert judge(read(confused)) == Invalid(Reason.SIGNATURE_INVALID)
    mended = changed(confused, f"{PROOF}.domain.lengthBytes", 12)
    assert check(read(mended), terms, now=then) == Invalid(Reason.SIGNATURE_INVALID)


@pytest.mark.parametrize("version", [name for name in READABLE if name != "telegram"])
def test_another_key_does_not_pass_for_the_wallets(version: str) -> None:
    stolen = make_proof(version=version)
    swapped = changed(stolen, KEY, bytes(OTHER_KEY.verify_key).hex())

    assert verdict_on(signed_by(OTHER_KEY, stolen)) == Invalid(Reason.SIGNATURE_INVALID)
    assert verdict_on(signed_by(OTHER_KEY, swapped)) == Invalid(Reason.KEY_MISMATCH)


def test_a_wallet_of_ones_own_does_not_pass_for_anothers_address() -> None:
    own = make_proof(key=OTHER_KEY)
    posing = changed(own, ADDRESS, make_proof()["account"]["address"])

    assert verdict_on(signed_by(OTHER_KEY, posing)) == Invalid(Reason.ADDRESS_MISMATCH)


def test_a_rotated_key_is_left_to_the_partner() -> None:
    wallet = make_proof(version="telegram")
    rotated = changed(wallet, KEY, bytes(OTHER_KEY.verify_key).hex())

    assert verdict_on(signed_by(OTHER_KEY, rotated)) == Undecidable(
        Reason.KEY_ROTATED, wallet["account"]["address"]
    )
    assert verdict_on(rotated) == Invalid(Reason.SIGNATURE_INVALID)
    assert verdict_on(signed_by(OTHER_KEY, wallet)) == Invalid(Reason.SIGNATURE_INVALID)


@pytest.mark.parametrize("version", sorted(UNREADABLE_HERE))
def test_an_unknown_wallet_is_left_to_the_partner(version: str) -> None:
    wallet = make_proof(version=version)
    swapped = changed(wallet, KEY, bytes(OTHER_KEY.verify_key).hex())
    moved = changed(wallet, ADDRESS, make_proof()["account"]["address"])

    assert verdict_on(wallet) == Undecidable(Reason.UNKNOWN_WALLET, wallet["account"]["address"])
    assert verdict_on(swapped) == Invalid(Reason.SIGNATURE_INVALID)
    assert verdict_on(signed_by(USER_KEY, moved)) == Invalid(Reason.ADDRESS_MISMATCH)


def test_known_code_with_too_little_data_is_malformed() -> None:
    code = state_init("v4r2").refs[0]
    short = cell_of("0" * (64 + 255))

    assert verdict_on(proof_of(state_init_of(code, short))) == Invalid(Reason.STATE_INIT_MALFORMED)


@pytest.mark.timeout(10)
@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(bomb(20), id="a bomb"),
        pytest.param(bomb(120), id="a bigger bomb"),
        pytest.param(chain(100), id="a chain"),
        pytest.param(chain(250), id="a deep chain"),
        pytest.param(chain(3000), id="a deeper chain"),
    ],
)
def test_bombs_and_chains_get_their_verdict_at_once(raw: bytes) -> None:
    encoded = base64.b64encode(raw).decode()

    assert verdict_on(changed(make_proof(), STATE_INIT, encoded)) == Invalid(
        Reason.STATE_INIT_MALFORMED
    )


@pytest.mark.timeout(10)
def test_a_bomb_as_code_is_an_unknown_wallet() -> None:
    code = cell_of("")
    for _ in range(40):
        code = cell_of("", *[code] * 4)
    init = state_init_of(code, cell_of(""))
    code_cells = [cell(refs=[at + 1] * 4) for at in range(1, 41)]
    raw = bag(cell(b"\x34", [1, 41], d2=1), *code_cells, cell())
    wallet = changed(make_proof(), STATE_INIT, base64.b64encode(raw).decode())
    wallet = signed_by(USER_KEY, changed(wallet, ADDRESS, f"0:{init.hash.hex()}"))

    assert verdict_on(wallet) == Undecidable(Reason.UNKNOWN_WALLET, f"0:{init.hash.hex()}")


EDITS = st.lists(
    st.tuples(st.integers(0, 10_000), st.integers(0, 2), st.binary(max_size=3)),
    min_size=1,
    max_size=4,
)


@given(version=st.sampled_from(READABLE), summed=st.booleans(), edits=EDITS)
@settings(deadline=None, max_examples=150)
def test_an_edited_state_init_never_says_something_else(
    version: str, *, summed: bool, edits: list[tuple[int, int, bytes]]
) -> None:
    raw = state_init(version).to_boc(has_idx=summed, hash_crc32=summed)
    wallet = make_proof(version=version)
    edited = bytearray(raw)
    for at, cut, put in edits:
        start = at % (len(edited) + 1)
        edited[start : start + cut] = put

    verdict = verdict_on(changed(wallet, STATE_INIT, base64.b64encode(edited).decode()))

    assert verdict == verdict_on(wallet) or isinstance(verdict, Invalid)


@given(
    fields=st.dictionaries(
        st.sampled_from(
            [
                ADDRESS,
                CHAIN,
                KEY,
                STATE_INIT,
                *(f"{PROOF}.{name}" for name in ("payload", "signature", "timestamp")),
                f"{PROOF}.domain.value",
                f"{PROOF}.domain.lengthBytes",
            ]
        ),
        st.one_of(
            st.text(max_size=300),
            st.integers(),
            st.none(),
            st.binary(max_size=100).map(lambda raw: base64.b64encode(raw).decode()),
            st.binary(min_size=64, max_size=64).map(lambda raw: base64.b64encode(raw).decode()),
            st.binary(min_size=32, max_size=32).map(lambda raw: raw.hex()),
        ),
        min_size=1,
    )
)
@settings(deadline=None, max_examples=150)
def test_whatever_the_client_sends_gets_a_verdict(fields: dict[str, object]) -> None:
    wallet = make_proof()
    for path, value in fields.items():
        wallet = changed(wallet, path, value)
    try:
        shaped = read(wallet)
    except ValidationError:
        return

    assert isinstance(judge(shaped), Valid | Invalid)
    assert isinstance(check(shaped, TERMS, now=NOW, payload=PAYLOAD), Valid | Invalid)


def test_a_domain_beyond_ascii_is_signed_by_its_bytes() -> None:
    wallet = make_proof(domain="bücher.example")

    assert isinstance(check(read(wallet), Terms("bücher.example", TERMS.networks), now=NOW), Valid)


@given(seed=st.binary(min_size=32, max_size=32), payload=st.text(max_size=128))
@settings(deadline=None, max_examples=30)
def test_any_key_proves_any_payload(seed: bytes, payload: str) -> None:
    wallet = make_proof(key=SigningKey(seed), payload=payload)

    verdict = check(read(wallet), TERMS, now=NOW + timedelta(minutes=1), payload=payload)

    assert isinstance(verdict, Valid)


@pytest.mark.parametrize("path", [ADDRESS, f"{PROOF}.payload", f"{PROOF}.domain.value"])
def test_half_a_surrogate_pair_does_not_get_past_the_shapes(path: str) -> None:
    with pytest.raises(ValidationError):
        read(changed(make_proof(), path, "\ud800"))

"""What a proof is for: this domain, a network of ours, about now."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from core.model import TonNetwork
from core.ton_proof import Reason, Terms, refused_terms
from tests.proofs import DOMAIN, SIGNED_AT, make_proof, read

TERMS = Terms(DOMAIN, frozenset({TonNetwork.MAINNET}))
NOW = datetime.fromtimestamp(SIGNED_AT, UTC)


def test_an_honest_proof_is_for_us() -> None:
    assert refused_terms(read(make_proof()), TERMS, now=NOW) is None


@pytest.mark.parametrize(
    ("value", "length", "reason"),
    [
        pytest.param("miners.example.com", 18, Reason.DOMAIN_MISMATCH, id="another domain"),
        pytest.param("example.org", 11, Reason.DOMAIN_MISMATCH, id="the parent domain"),
        pytest.param("a.miners.example.org", 20, Reason.DOMAIN_MISMATCH, id="a subdomain"),
        pytest.param("Miners.example.org", 18, Reason.DOMAIN_MISMATCH, id="another case"),
        pytest.param("miners.example.org.", 19, Reason.DOMAIN_MISMATCH, id="a dot after"),
        pytest.param("miners.example.org\0", 19, Reason.DOMAIN_MISMATCH, id="a null after"),
        pytest.param("miners", 6, Reason.DOMAIN_MISMATCH, id="no dot"),
        pytest.param("", 0, Reason.DOMAIN_MISMATCH, id="empty"),
        pytest.param(DOMAIN, 17, Reason.DOMAIN_LENGTH_MISMATCH, id="a shorter length"),
        pytest.param(DOMAIN, 19, Reason.DOMAIN_LENGTH_MISMATCH, id="a longer length"),
        pytest.param(DOMAIN, -1, Reason.DOMAIN_LENGTH_MISMATCH, id="a negative length"),
        pytest.param(DOMAIN, 2**80, Reason.DOMAIN_LENGTH_MISMATCH, id="a huge length"),
    ],
)
def test_the_domain_is_ours_to_the_letter(value: str, length: int, reason: Reason) -> None:
    wallet = make_proof()
    wallet["connectItems"]["tonProof"]["proof"]["domain"] = {
        "value": value,
        "lengthBytes": length,
    }

    assert refused_terms(read(wallet), TERMS, now=NOW) is reason


def test_the_length_of_a_domain_is_counted_in_bytes() -> None:
    terms = Terms("bücher.example", TERMS.networks)
    wallet = make_proof(domain="bücher.example")

    assert wallet["connectItems"]["tonProof"]["proof"]["domain"]["lengthBytes"] == 15
    assert refused_terms(read(wallet), terms, now=NOW) is None


@pytest.mark.parametrize("chain", ["-3", "", "-239 ", "239", "-0239", "662387", "mainnet"])
def test_another_chain_is_refused(chain: str) -> None:
    wallet = make_proof()
    wallet["account"]["chain"] = chain

    assert refused_terms(read(wallet), TERMS, now=NOW) is Reason.CHAIN_NOT_ALLOWED


@pytest.mark.parametrize("chain", list(TonNetwork))
def test_both_networks_can_be_taken(chain: TonNetwork) -> None:
    terms = Terms(DOMAIN, frozenset(TonNetwork))

    assert refused_terms(read(make_proof(network=chain)), terms, now=NOW) is None


@pytest.mark.parametrize(
    ("later", "reason"),
    [
        pytest.param(timedelta(minutes=15), None, id="just in time"),
        pytest.param(timedelta(minutes=15, seconds=1), Reason.TOO_OLD, id="a second late"),
        pytest.param(timedelta(days=365), Reason.TOO_OLD, id="a year late"),
        pytest.param(-timedelta(minutes=15), None, id="a fast clock"),
        pytest.param(-timedelta(minutes=15, seconds=1), Reason.FROM_FUTURE, id="too fast a clock"),
    ],
)
def test_the_time_is_bounded_both_ways(later: timedelta, reason: Reason | None) -> None:
    assert refused_terms(read(make_proof()), TERMS, now=NOW + later) is reason


@pytest.mark.parametrize(
    ("at", "reason"),
    [
        pytest.param(0, Reason.TOO_OLD, id="the epoch"),
        pytest.param(SIGNED_AT * 1000, Reason.FROM_FUTURE, id="milliseconds"),
        pytest.param(2**64 - 1, Reason.FROM_FUTURE, id="the end of time"),
    ],
)
def test_any_timestamp_is_weighed(at: int, reason: Reason) -> None:
    assert refused_terms(read(make_proof(at=at)), TERMS, now=NOW) is reason


def test_another_window_can_be_asked_for() -> None:
    terms = Terms(DOMAIN, TERMS.networks, max_age=timedelta(seconds=5))

    reason = refused_terms(read(make_proof()), terms, now=NOW + timedelta(seconds=6))

    assert reason is Reason.TOO_OLD


def test_a_timestamp_may_come_as_digits() -> None:
    wallet = make_proof()
    wallet["connectItems"]["tonProof"]["proof"]["timestamp"] = str(SIGNED_AT)

    assert refused_terms(read(wallet), TERMS, now=NOW) is None


def test_a_domain_without_a_dot_cannot_be_asked_for() -> None:
    with pytest.raises(ValueError, match="dot"):
        Terms("localhost", TERMS.networks)

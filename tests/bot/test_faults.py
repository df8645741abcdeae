from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.faults import Step, sentence, step
from bot.texts import ENGLISH
from core import errors
from core.errors import AppError


def every(kind: type[AppError] = AppError) -> Iterator[type[AppError]]:
    yield kind
    for narrower in kind.__subclasses__():
        if narrower.__module__ == errors.__name__:
            yield from every(narrower)


def made(kind: type[AppError]) -> AppError:
    if issubclass(kind, errors.PartnerRejectedError):
        return kind(400, "said: <secret>")
    if issubclass(kind, errors.RateLimitedError | errors.PartnerThrottledError):
        return kind(3)
    return kind("<secret>")


@pytest.mark.parametrize("kind", [*every()], ids=lambda kind: kind.__name__)
def test_every_error_is_a_sentence_and_a_step_and_quotes_nobody(kind: type[AppError]) -> None:
    error = made(kind)

    assert sentence(error, ENGLISH).endswith((".", "?"))
    assert "secret" not in sentence(error, ENGLISH)
    assert step(error) in Step


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (errors.ProofError("too_old"), "clock"),
        (errors.ProofError("payload_unknown"), "open for too long"),
        (errors.ProofError("chain_not_allowed"), "another network"),
        (errors.ProofError("refused_by_partner"), "does not know this wallet"),
        (errors.ProofError("signature"), "not accepted"),
        (errors.AddressError("testnet_address"), "testnet"),
        (errors.AddressError("mainnet_address"), "mainnet address"),
        (errors.AddressError("regtest_address"), "developers"),
        (errors.AddressError("one_wrong_character"), "One character"),
        (errors.AddressError("not_payable"), "this kind"),
        (errors.AddressError("ton_address"), "TON address"),
        (errors.AddressError("ethereum_address"), "Ethereum"),
        (errors.AddressError("private_key"), "private key"),
        (errors.AddressError("unsupported_uri"), "payment link"),
        (errors.AddressError("malformed"), "not a Bitcoin address"),
        (errors.RateLimitedError(1), "in 1 second."),
        (errors.RateLimitedError(7), "in 7 seconds."),
        (errors.SealError("x"), "connect the wallet"),
        (errors.StoreError("x"), "short break"),
    ],
)
def test_a_reason_has_a_sentence_of_its_own(error: AppError, said: str) -> None:
    assert said in sentence(error, ENGLISH)

"""What went wrong and what to do next, in a sentence: never in the partner's words, or ours."""

from __future__ import annotations

from enum import Enum, auto

from bot.texts import Words
from core import errors


class Step(Enum):
    """What helps."""

    CONNECT = auto()
    """Signing in."""
    RETRY = auto()
    """The same once more."""
    CORRECT = auto()
    """Something else."""


_STEPS: dict[type[errors.AppError], Step] = {
    errors.AppError: Step.RETRY,
    errors.RequestError: Step.CORRECT,
    errors.ProofError: Step.CONNECT,
    errors.NotFoundError: Step.CORRECT,
    errors.SignInAgainError: Step.CONNECT,
    errors.SealError: Step.CONNECT,
    errors.RateLimitedError: Step.CORRECT,
    errors.PartnerRejectedError: Step.CORRECT,
    errors.PartnerUnauthorizedError: Step.CONNECT,
    errors.ConnectError: Step.CONNECT,
}


def step(error: errors.AppError) -> Step:
    """Return what helps against *error*: that of its nearest ancestor with one."""
    return next(_STEPS[kind] for kind in type(error).__mro__ if kind in _STEPS)


def sentence(error: errors.AppError, words: Words) -> str:  # noqa: C901, PLR0911  # one each
    """Return what a user is told of *error*: plain text, short enough for a `Notice`."""
    match error:
        case errors.AddressError():
            return _of_address(error.reason, words)
        case errors.ProofError():
            return _of_proof(error.reason, words)
        case errors.RequestError():
            return words.say("fault.request")
        case errors.NotFoundError():
            return words.say("fault.notFound")
        case errors.SignInAgainError() | errors.SealError() | errors.PartnerUnauthorizedError():
            return words.say("fault.signInAgain")
        case errors.RateLimitedError():
            return words.say("fault.wait", count=error.retry_after)
        case errors.PartnerRejectedError():
            return words.say("fault.partnerRejected")
        case errors.PartnerError():
            return words.say("fault.partnerDown")
        case errors.ConnectError():
            return _of_connecting(error, words)
        case errors.StoreError():
            return words.say("fault.store")
    return words.say("fault.internal")


def _of_connecting(error: errors.ConnectError, words: Words) -> str:
    match error:
        case errors.WalletDeclinedError():
            return words.say("fault.walletDeclined")
        case errors.WalletSilentError():
            return words.say("fault.walletSilent")
        case errors.WalletCannotProveError():
            return words.say("fault.walletCannotProve")
        case errors.BridgeError():
            return words.say("fault.bridgeDown")
        case errors.ConnectBusyError():
            return words.say("fault.connectBusy")
    return words.say("fault.walletUnreachable")


def _of_proof(reason: str, words: Words) -> str:
    match reason:
        case "too_old" | "from_future":
            return words.say("fault.proofClock")
        case "payload_unknown":
            return words.say("fault.proofLate")
        case "chain_not_allowed":
            return words.say("fault.wrongNetwork")
        case "refused_by_partner":
            return words.say("fault.proofPartner")
    return words.say("fault.proof")


def _of_address(reason: str, words: Words) -> str:  # noqa: PLR0911  # one for each reason
    match reason:
        case "testnet_address":
            return words.say("fault.btcTestnet")
        case "mainnet_address":
            return words.say("fault.btcMainnet")
        case "regtest_address":
            return words.say("fault.btcRegtest")
        case "one_wrong_character":
            return words.say("fault.btcOneWrong")
        case "not_payable":
            return words.say("fault.btcNotPayable")
        case "ton_address":
            return words.say("fault.btcTon")
        case "ethereum_address":
            return words.say("fault.btcEthereum")
        case "private_key":
            return words.say("fault.btcPrivateKey")
        case "unsupported_uri":
            return words.say("fault.btcUri")
    return words.say("fault.btcMalformed")

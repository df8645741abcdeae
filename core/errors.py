"""What can go wrong, one class per reaction of the caller.

AppError
├── SettingsError               the operator corrects a setting
├── CallerError                 open the app from Telegram again
│   ├── InitDataError
│   │   └── InitDataExpiredError
│   └── SessionError            ask for a new session with the init data
├── RequestError                correct the request
│   ├── AddressError            correct the BTC address
│   └── ProofError              connect the wallet once more
├── NotFoundError               there is no such thing, or not for this user
├── SignInAgainError            connect the wallet: there are no tokens that work
├── RateLimitedError            wait
├── PartnerError
│   ├── PartnerUnreachableError
│   │   └── PartnerAwayError    wait a moment: it is down, and was not asked
│   ├── PartnerTimeoutError
│   ├── PartnerThrottledError   wait as long as the partner asks
│   ├── PartnerRejectedError    the partner understood and said no
│   │   └── PartnerUnauthorizedError   renew the JWT
│   └── PartnerBrokenError      the partner's answer cannot be used
├── ConnectError                the wallet app did not connect: try again, or another one
│   ├── WalletDeclinedError     connect once more when ready
│   ├── WalletSilentError       begin again: nothing came in time
│   ├── WalletCannotProveError  take another wallet
│   ├── BridgeError             try again later, or another wallet
│   ├── ConnectBusyError        try again in a minute
│   └── ConnectEndedError       say nothing: the user ended it, or began another
└── StoreError                  try again later
    └── SealError               the kept tokens do not open: sign in again
"""

from __future__ import annotations

from collections.abc import Awaitable
from typing import ClassVar, TypeVar

T = TypeVar("T")


class AppError(Exception):
    """Anything this product says no with; its message is for our logs only."""

    code: ClassVar[str] = "internal"


class SettingsError(AppError):
    """A setting is missing or malformed; the message names it and says what it should be."""

    code = "settings_invalid"


class CallerError(AppError):
    """We do not know who is asking."""

    code = "caller_unknown"


class InitDataError(CallerError):
    """Telegram's init data is not as Telegram seals it."""

    code = "init_data_invalid"


class InitDataExpiredError(InitDataError):
    """The init data was true once and is too old now."""

    code = "init_data_expired"


class SessionError(CallerError):
    """The session token is missing, forged or over."""

    code = "session_invalid"


class RequestError(AppError):
    """The request itself is wrong; sending it again as it is will not help.

    `detail` names what is wrong, never the value given: the caller may read it.
    """

    code = "request_invalid"

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class AddressError(RequestError):
    """The BTC address cannot be bound; `reason` is one stable word."""

    code = "btc_address_invalid"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class ProofError(RequestError):
    """The ton_proof is refused; `reason` is one stable word."""

    code = "proof_refused"

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotFoundError(AppError):
    """What is asked for is not there, or is somebody else's."""

    code = "not_found"


class SignInAgainError(AppError):
    """There are no tokens for this user that the partner accepts."""

    code = "sign_in_again"


class RateLimitedError(AppError):
    """Too many requests; `retry_after` is in seconds."""

    code = "rate_limited"

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"retry after {retry_after} s")
        self.retry_after = retry_after


class PartnerError(AppError):
    """The partner could not do what was asked."""

    code = "partner_failed"


class PartnerUnreachableError(PartnerError):
    """No connection to the partner, or it broke off."""

    code = "partner_unreachable"


class PartnerAwayError(PartnerUnreachableError):
    """The partner was not asked: it is down; `retry_after` is in seconds."""

    code = "partner_away"

    def __init__(self, retry_after: int) -> None:
        super().__init__("not asked while it is down")
        self.retry_after = retry_after


class PartnerTimeoutError(PartnerError):
    """The partner did not answer, body included, within the time given."""

    code = "partner_timeout"


class PartnerThrottledError(PartnerError):
    """The partner asks us to wait; `retry_after` is in seconds, None where it names none."""

    code = "partner_throttled"

    def __init__(self, retry_after: int | None) -> None:
        super().__init__(f"retry after {retry_after} s")
        self.retry_after = retry_after


class PartnerRejectedError(PartnerError):
    """The partner understood the request and said no.

    `status` is its 4xx and `said` its own words, cut short: they may quote the request, so they
    go to no log.
    """

    code = "partner_rejected"

    def __init__(self, status: int, said: str) -> None:
        super().__init__(f"status {status}")
        self.status = status
        self.said = said


class PartnerUnauthorizedError(PartnerRejectedError):
    """The partner does not accept the JWT, or the refresh token."""

    code = "partner_unauthorized"


class PartnerBrokenError(PartnerError):
    """The partner answered with something that is not its contract (5xx included)."""

    code = "partner_broken"


class ConnectError(AppError):
    """A wallet app answered, and not with a connection."""

    code = "connect_failed"


class WalletDeclinedError(ConnectError):
    """The wallet's owner said no."""

    code = "wallet_declined"


class WalletSilentError(ConnectError):
    """No answer of the wallet came in the time given."""

    code = "wallet_silent"


class WalletCannotProveError(ConnectError):
    """The wallet connects and signs no ton_proof."""

    code = "wallet_cannot_sign"


class BridgeError(ConnectError):
    """The wallet's bridge, or the list of wallets, cannot be reached or does not do its part."""

    code = "bridge_down"


class ConnectBusyError(ConnectError):
    """This process has as many connections under way as it may."""

    code = "connect_busy"


class ConnectEndedError(ConnectError):
    """The attempt was cancelled, or another one of the same user took its place."""

    code = "connect_ended"


class StoreError(AppError):
    """The store cannot be reached, or did not answer in time."""

    code = "store_unavailable"


class SealError(StoreError):
    """A kept ciphertext does not open with any of the keys and this row."""

    code = "seal_broken"


async def attempted(asked: Awaitable[T]) -> T | AppError:
    """Return what *asked* brings, or what it ends with, to callers who can do without it."""
    try:
        return await asked
    except AppError as error:
        return error

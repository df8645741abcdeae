"""The partner: does it know us, and do our clocks agree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from core.checkup.finding import Finding, fine, note, wrong
from core.checkup.web import Fetched, fetched
from core.errors import AppError, PartnerRejectedError, PartnerThrottledError, SettingsError
from core.partner import PartnerClient
from core.partner.transport import Http, Reply
from core.settings import Settings

PARTNER, CLOCK = "partner", "clock"
SANDBOX = "api.sandbox.gmt.io"
GREATEST_SKEW = 30.0
"""Seconds; wallets, Telegram and the partner date what they sign, and we refuse what is off."""


@dataclass(frozen=True, slots=True)
class Answered:
    """How the partner met us; `skew` is in seconds, positive where our clock is ahead."""

    fault: AppError | None
    skew: float | None


async def probe(settings: Settings, http: Http) -> list[Finding]:
    """Ask the partner for a payload, as every sign-in does, and for the time."""
    return judged(await _ask(settings, http), settings)


async def _ask(settings: Settings, http: Http) -> Answered:
    client = PartnerClient(
        http,
        url=settings.partner_api_url,
        api_key=settings.partner_api_key,
        api_secret=settings.partner_api_secret,
        timeout=settings.partner_timeout,
    )
    fault: AppError | None = None
    try:
        await client.generate_payload(settings.partner_id)
    except AppError as error:
        fault = error
    page = await fetched(http, settings.partner_api_url)
    return Answered(fault, skew_of(page, datetime.now(UTC)))


def skew_of(page: Fetched, now: datetime) -> float | None:
    """Return by how many seconds we are ahead of whoever sent *page*; None where it has no date."""
    if not isinstance(page, Reply) or not page.date:
        return None
    try:
        said = parsedate_to_datetime(page.date)
    except ValueError:
        return None
    return (now - said.astimezone(UTC)).total_seconds()


def judged(answered: Answered, settings: Settings) -> list[Finding]:
    """Return what the partner's answer means."""
    return [_welcome(answered.fault, settings), _clock(answered.skew)]


def _welcome(fault: AppError | None, settings: Settings) -> Finding:
    if isinstance(fault, PartnerRejectedError):
        return wrong(
            PARTNER,
            f"it refuses us (status {fault.status})",
            "compare PARTNER_ID, and PARTNER_API_KEY if you have one, with what GoMining gave you",
        )
    if isinstance(fault, PartnerThrottledError):
        return note(PARTNER, "it asks us to wait", "check again later; ask GoMining for more calls")
    if isinstance(fault, SettingsError):
        return wrong(PARTNER, str(fault), "correct it")
    if fault is not None:
        return wrong(
            PARTNER,
            f"no payload from PARTNER_API_URL ({fault.code}: {fault})",
            "see whether it is reached from this machine; until then nobody signs in or reads",
        )
    if SANDBOX in settings.partner_api_url:
        todo = "set PARTNER_API_URL to GoMining's address when you go live"
        return note(PARTNER, "GoMining's sandbox knows us", todo)
    return fine(PARTNER, "it knows us and gives payloads to sign")


def _clock(skew: float | None) -> Finding:
    if skew is None:
        return note(CLOCK, "the partner tells no time to compare with", "see that NTP runs here")
    if abs(skew) > GREATEST_SKEW:
        way = "ahead of" if skew > 0 else "behind"
        said = f"this machine is {abs(skew):.0f} s {way} the partner"
        return wrong(CLOCK, said, "set the clock by NTP: proofs and sessions are judged by it")
    return fine(CLOCK, f"within {GREATEST_SKEW:.0f} s of the partner's")

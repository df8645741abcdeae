"""What no log line holds after all that can be done in the chat, at the finest level there is."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.pace import Pace
from bot.progress import Progress
from bot.telling import Teller
from core.keys import split_keys
from core.logs import QUIET
from core.model import TonNetwork, UserId
from core.rewards import Outcome, mined_day
from core.sealing import KeyRing
from core.tokens.seals import Seals
from core.ton_address import friendly
from core.ton_connect.storage import LINKED, PENDING
from sandbox.http_wallet import Decision
from tests.bot.connecting import Meeting, running_meeting
from tests.bot.house import Chat
from tests.bot.test_wallet import P2PKH, P2WPKH, PRIVATE_KEY
from tests.core.ton_connect.town import account
from tests.init_data import USER, init_data

TYPO = P2WPKH[:-1] + "5"
SHORTEST = 12
"""Characters of a secret that are looked for: shorter ones could be there by chance."""


async def test_the_log_of_a_whole_life_in_the_chat_holds_no_secret_and_no_address(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    for name in QUIET:  # whatever LOG_LEVEL is
        caplog.set_level("WARNING", logger=name)
    secrets: set[str] = set()
    with capture_logs() as lines:
        async with running_meeting(tmp_path) as meeting:
            ann = meeting.house.chat(first_name="Annabella")
            secrets |= set(_known_from_the_start(meeting))
            secrets |= await _met_in_the_app(meeting, ann)
            secrets |= await _connected(meeting, ann)
            await _looked_around(ann)
            await _bound(ann)
            await _told(meeting, ann)
            await ann.say("/disconnect")
            await ann.press("Sign out")
            secrets |= await _connected(meeting, ann)
            await ann.say("/delete")
            await ann.press("Delete")
            assert "No longer there" in ann.text

    events = {line["event"] for line in lines}
    assert events >= {"wallet_not_connected", "partner_call"}
    assert "update_crashed" not in events
    said = f"{lines}\n{caplog.text}"
    assert {secret for secret in secrets if len(secret) < SHORTEST} <= {"Annabella"}
    assert {secret for secret in secrets if secret in said} == set()


def _known_from_the_start(meeting: Meeting) -> Iterator[str]:
    yield "Annabella"
    settings = meeting.house.settings
    for key in (settings.bot_token, settings.session_key, settings.token_keys):
        yield key.get_secret_value()
    for version in ("v4r2", "v5r1"):
        wallet = account(version)
        yield wallet.address.partition(":")[2]
        for chain in TonNetwork:
            yield friendly(wallet.address, chain)
    yield from (P2WPKH, P2PKH, PRIVATE_KEY, TYPO)


async def _met_in_the_app(meeting: Meeting, ann: Chat) -> set[str]:
    """Open the Mini App, too; return what was sent and given."""
    sealed = init_data(time.time(), user=USER | {"id": ann.user})
    _, token, _ = await meeting.house.services.callers.welcome(sealed)
    return {sealed, sealed.rpartition("hash=")[2], token, token.rpartition(".")[2]}


async def _connected(meeting: Meeting, ann: Chat) -> set[str]:
    """Decline, then approve; return what went to and fro, and what is kept."""
    secrets: set[str] = set()
    for decision in (Decision.DECLINE, Decision.NO_PROOF, Decision.OTHER_NETWORK):
        link = await meeting.choose(ann)
        secrets |= {link, *await _kept(meeting, ann, PENDING)}
        await meeting.town.answer(link, decision)
        await meeting.done()
    link = await meeting.choose(ann)
    secrets |= {link, *await _kept(meeting, ann, PENDING)}
    event: dict[str, Any] = meeting.town.event(link)
    address, proof = event["payload"]["items"]
    secrets |= {proof["proof"]["signature"], proof["proof"]["payload"]}
    secrets |= {address["walletStateInit"], address["publicKey"]}
    crypto = await meeting.town.send(link, event)
    await meeting.done()
    assert "Connected" in ann.text
    secrets |= {crypto.client_id, *await _kept(meeting, ann, LINKED), *await _tokens(meeting, ann)}
    return secrets


async def _kept(meeting: Meeting, ann: Chat, stage: str) -> set[str]:
    """Return what a connector keeps, opened: its keys are among it."""
    user = UserId(ann.user)
    sealed = await meeting.town.services.store.connection(user, stage)
    assert sealed is not None
    said = json.loads(_ring(meeting).open(user, f"connection {stage}", sealed))
    return {value for value in said.values() if isinstance(value, str) and len(value) >= SHORTEST}


async def _tokens(meeting: Meeting, ann: Chat) -> set[str]:
    kept = await meeting.house.services.store.account(UserId(ann.user))
    assert kept is not None
    pair = Seals(_ring(meeting)).pair(kept)
    return {pair.jwt.get_secret_value(), pair.refresh.get_secret_value()}


def _ring(meeting: Meeting) -> KeyRing:
    return KeyRing(split_keys(meeting.house.settings.token_keys))


async def _looked_around(ann: Chat) -> None:
    for text in ("/start", "/miners", "/earnings", "/forecast 16 15", "/privacy", "/help"):
        await ann.say(text)
    for text in (PRIVATE_KEY, P2WPKH, f"/start {P2PKH}", f"/forecast {PRIVATE_KEY}"):
        await ann.say(text)


async def _bound(ann: Chat) -> None:
    """Paste what is no address, an address, and one with a slip; bind the second."""
    for pasted in (PRIVATE_KEY, TYPO, P2WPKH):
        await ann.house.services.rate_limits._local.reset()  # a while passes
        await ann.say("/wallet")
        await ann.press("Bind an address" if "Bind an address" in ann.buttons else "Bind")
        await ann.say(pasted)
    await ann.press("Bind")
    assert P2WPKH in ann.text


async def _told(meeting: Meeting, ann: Chat) -> None:
    house, progress = meeting.house, Progress()
    await house.services.preferences.change(UserId(ann.user), notify=True)
    pace = Pace(house.services.rate_limits, house.bot.id)
    teller = Teller(house.bot, house.services, house.settings, pace, progress)
    await teller.tell(UserId(ann.user), mined_day(datetime.now(UTC)))
    assert progress.outcomes == {Outcome.TOLD: 1}

"""The ticket for the file of one's own data, by a clock that stands still."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.errors import CallerError
from core.own_data import OwnData
from core.preferences import UserPreferences
from core.revocations import Revocations
from core.sealing import KeyRing
from core.sign_ins import SignIns
from core.store import open_store
from core.tickets import Tickets
from core.tokens import TokenKeeper
from tests.core.tokens.rotating import ANNA, KEY, Clock, RotatingPartner


async def test_a_ticket_given_right_after_signing_out_everywhere_is_good(sqlite_url: str) -> None:
    clock = Clock()
    async with open_store(sqlite_url) as store:
        ring = KeyRing((KEY,))
        tokens = TokenKeeper(store, ring, RotatingPartner(clock).renew, now=clock)
        revocations = Revocations(store, now=lambda: clock().timestamp())
        sign_ins = SignIns(store, ring, tokens, revocations)
        tickets = Tickets(revocations, key=KEY, now=clock)
        own_data = OwnData(store, tokens, UserPreferences(store), sign_ins, tickets, now=clock)
        before = own_data.offer(ANNA)

        await sign_ins.sign_out_everywhere(ANNA)
        after = own_data.offer(ANNA)

        with pytest.raises(CallerError):
            await own_data.by_ticket(before.ticket)
        kept = await own_data.by_ticket(after.ticket)
        assert kept.user == ANNA
        assert kept.sessions_since == clock() + timedelta(seconds=1)
        assert after.file_name == "my-data-2026-11-22.json"

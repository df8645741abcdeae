"""Tries, deadline, credentials and what is logged of a call."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qsl

import pytest
from pydantic import SecretStr
from structlog.testing import capture_logs

from core.errors import (
    AppError,
    PartnerBrokenError,
    PartnerRejectedError,
    PartnerThrottledError,
    PartnerTimeoutError,
    PartnerUnauthorizedError,
    PartnerUnreachableError,
    SettingsError,
)
from core.model import TokenPair
from core.partner import Page, PartnerClient, open_http
from core.partner.signing import signature
from tests.core.partner.faulty import (
    JWT,
    KEY,
    SECRET,
    FakeTime,
    Reaction,
    Seen,
    answer,
    faulty_partner,
    meeting,
    raw,
    reset,
    said,
    stalled,
)
from tests.core.partner.samples import MINERS, NO_ROWS

Use = Callable[[PartnerClient], Awaitable[Any]]

PAIR = TokenPair(JWT, SecretStr("the-refresh-token"))
WRITES: dict[str, Use] = {
    "generate_payload": lambda client: client.generate_payload("p"),
    "refresh": lambda client: client.refresh(PAIR),
    "bind_btc": lambda client: client.bind_btc(JWT, "bc1q"),
    "server_init": lambda client: client.server_init("u"),
    "init_payment": lambda client: client.init_payment(1, 2, "e"),
    "confirm_payment": lambda client: client.confirm_payment(1, "e"),
}
every_write = pytest.mark.parametrize("write", WRITES.values(), ids=WRITES.keys())

AWAY = [
    pytest.param(reset, PartnerUnreachableError, id="reset"),
    *(pytest.param(answer(s), PartnerBrokenError, id=str(s)) for s in (502, 503, 504)),
]


def fields(seen: Seen) -> dict[str, Any]:
    """What a request says, wherever it says it."""
    if seen.body:
        return dict(json.loads(seen.body))
    return dict(parse_qsl(seen.target.partition("?")[2]))


@pytest.mark.parametrize(("away", "failure"), AWAY)
async def test_a_read_is_tried_twice_more_while_the_partner_is_away(
    away: Reaction, failure: type[AppError]
) -> None:
    time = FakeTime()
    async with meeting(away, time=time) as (client, partner):
        with pytest.raises(failure):
            await client.miners(JWT)

    assert len(partner.seen) == 3
    assert time.slept == [0.1, 0.2]


@pytest.mark.parametrize(("away", "_failure"), AWAY)
async def test_a_read_succeeds_when_the_partner_comes_back(
    away: Reaction, _failure: type[AppError]
) -> None:
    async with meeting(away, away, said(200, MINERS)) as (client, _):
        assert [miner.id for miner in (await client.miners(JWT)).value] == [7]


@every_write
@pytest.mark.parametrize(("away", "failure"), AWAY)
async def test_a_write_goes_out_once(write: Use, away: Reaction, failure: type[AppError]) -> None:
    async with meeting(away) as (client, partner):
        with pytest.raises(failure):
            await write(client)

    assert len(partner.seen) == 1


@pytest.mark.parametrize(
    ("reaction", "failure"),
    [
        pytest.param(said(400, {}), PartnerRejectedError, id="400"),
        pytest.param(said(401, {}), PartnerUnauthorizedError, id="401"),
        pytest.param(said(429, {}), PartnerThrottledError, id="429"),
        pytest.param(said(500, {}), PartnerBrokenError, id="500"),
        pytest.param(answer(200, b"<html>"), PartnerBrokenError, id="HTML"),
        pytest.param(said(200, {"data": {}}), PartnerBrokenError, id="wrong shape"),
        pytest.param(stalled(), PartnerTimeoutError, id="slow"),
    ],
)
async def test_a_read_that_another_try_would_not_help_is_sent_once(
    reaction: Reaction, failure: type[AppError]
) -> None:
    async with meeting(reaction, deadline=2.0) as (client, partner):
        with pytest.raises(failure):
            await client.miners(JWT)

    assert len(partner.seen) == 1


async def test_all_tries_share_one_deadline() -> None:
    slow = raw(b"HTTP/1.1 503 X\r\nConnection: close\r\n\r\n", b" ", pause=0.5)
    async with faulty_partner(slow, stalled()) as partner, open_http(2.0) as http:
        client = PartnerClient(http, url=partner.url, timeout=2.4, time=FakeTime().time())
        # The exchange alone would end the second try later, and by another name.
        with pytest.raises(PartnerTimeoutError, match="over several tries"):
            await client.miners(JWT)

    assert len(partner.seen) == 2


async def test_the_deadline_cuts_a_pause_short() -> None:
    class Sleepless(FakeTime):
        async def sleep(self, seconds: float) -> None:
            await super().sleep(seconds)
            await asyncio.Event().wait()

    async with meeting(answer(503), time=Sleepless(), deadline=2.0) as (client, partner):
        with pytest.raises(PartnerTimeoutError, match="over several tries"):
            await client.miners(JWT)

    assert len(partner.seen) == 1


async def test_every_try_is_stamped_and_signed_anew() -> None:
    async with meeting(answer(503), answer(503), said(200, NO_ROWS), time=FakeTime(tick=1.0)) as (
        client,
        partner,
    ):
        await client.user_miners("u-1", Page(limit=20, offset=0))

    queries = [seen.target.partition("?")[2] for seen in partner.seen]
    assert len({fields(seen)["timestamp"] for seen in partner.seen}) == 3
    for query in queries:
        text, _, seal = query.partition("&signature=")
        assert seal == signature(text, SecretStr(SECRET))
        assert [pair.partition("=")[0] for pair in text.split("&")] == [
            "partnerUserId",
            "timestamp",
            "limit",
            "offset",
        ]


LATE = {"message": "Timestamp for this request is outside of the recvWindow."}
TEN_MINUTES_AHEAD = "Mon, 21 Sep 2026 14:23:20 GMT"


async def test_a_read_refused_for_its_time_is_signed_once_more_with_the_partners() -> None:
    late = said(400, LATE, Date=TEN_MINUTES_AHEAD)
    async with meeting(late, said(200, NO_ROWS)) as (client, partner):
        await client.user_incomes("u-1")

    first, second = (int(fields(seen)["timestamp"]) for seen in partner.seen)
    assert (first, second) == (1_790_000_000_000, 1_790_000_600_000)


async def test_a_clock_proven_wrong_is_reason_enough_to_sign_once_more() -> None:
    puzzled = said(403, {}, Date=TEN_MINUTES_AHEAD)
    async with meeting(puzzled, said(200, NO_ROWS)) as (client, partner):
        await client.user_incomes("u-1")

    assert len(partner.seen) == 2


async def test_words_of_time_in_a_500_are_heard() -> None:
    async with meeting(said(500, LATE), said(200, NO_ROWS)) as (client, partner):
        await client.user_incomes("u-1")

    assert len(partner.seen) == 2


async def test_a_read_is_signed_anew_only_once() -> None:
    async with meeting(said(400, LATE, Date=TEN_MINUTES_AHEAD)) as (client, partner):
        with pytest.raises(PartnerRejectedError):
            await client.user_incomes("u-1")

    assert len(partner.seen) == 2


async def test_signing_anew_uses_up_none_of_the_other_tries() -> None:
    script = [answer(503), said(400, LATE), answer(503), said(200, NO_ROWS)]
    async with meeting(*script) as (client, partner):
        await client.user_incomes("u-1")

    assert len(partner.seen) == 4


@pytest.mark.parametrize(
    "use",
    [
        pytest.param(lambda client: client.confirm_payment(1, "e"), id="signed write"),
        pytest.param(lambda client: client.incomes(JWT), id="read without a signature"),
        pytest.param(lambda client: client.server_collections(), id="read by key alone"),
    ],
)
async def test_nothing_but_a_signed_read_is_sent_again_for_its_time(use: Use) -> None:
    async with meeting(said(400, LATE, Date=TEN_MINUTES_AHEAD)) as (client, partner):
        with pytest.raises(PartnerRejectedError):
            await use(client)

    assert len(partner.seen) == 1


async def test_a_refusal_with_a_right_clock_and_no_word_of_time_stands() -> None:
    right = said(400, {"message": "no such user"}, Date="Mon, 21 Sep 2026 14:13:20 GMT")
    async with meeting(right) as (client, partner):
        with pytest.raises(PartnerRejectedError):
            await client.user_incomes("u-1")

    assert len(partner.seen) == 1


async def test_what_any_answer_taught_of_the_time_serves_the_next_write() -> None:
    script = [said(200, NO_ROWS, Date=TEN_MINUTES_AHEAD), said(200, {"data": True})]
    async with meeting(*script) as (client, partner):
        await client.miners(JWT)
        await client.confirm_payment(1, "e")

    assert fields(partner.seen[1])["timestamp"] == 1_790_000_600_000


async def test_a_throttled_caller_is_told_how_long_to_wait() -> None:
    async with meeting(said(429, {}, Retry_After="7")) as (client, _):
        with pytest.raises(PartnerThrottledError) as caught:
            await client.miners(JWT)

    assert caught.value.retry_after == 7


async def test_a_date_to_wait_for_is_reckoned_by_the_partners_clock() -> None:
    until = "Mon, 21 Sep 2026 14:23:50 GMT"
    wait = said(429, {}, Date=TEN_MINUTES_AHEAD, Retry_After=until)
    async with meeting(wait) as (client, _):
        with pytest.raises(PartnerThrottledError) as caught:
            await client.miners(JWT)

    assert caught.value.retry_after == 30


@pytest.mark.parametrize(
    ("use", "shown"),
    [
        pytest.param(
            lambda c: c.collections(JWT), {"authorization", "x-partner-api-key"}, id="user"
        ),
        pytest.param(lambda c: c.server_collections(), {"x-partner-api-key"}, id="key"),
        pytest.param(lambda c: c.user_miners("u"), {"x-partner-api-key"}, id="signed"),
    ],
)
async def test_a_call_shows_what_its_operation_asks_for(use: Use, shown: set[str]) -> None:
    async with meeting(said(200, NO_ROWS)) as (client, partner):
        await use(client)

    headers = partner.seen[0].headers
    assert {"authorization", "x-partner-api-key"} & headers.keys() == shown
    assert headers["x-partner-api-key"] == KEY
    assert headers.get("authorization", f"Bearer {JWT.get_secret_value()}") == (
        f"Bearer {JWT.get_secret_value()}"
    )
    assert headers["user-agent"] == "gomining-mini-app"


async def test_without_a_key_none_is_shown() -> None:
    async with meeting(said(200, NO_ROWS), key="") as (client, partner):
        await client.miners(JWT)

    assert "x-partner-api-key" not in partner.seen[0].headers


async def test_a_window_is_signed_when_it_is_set() -> None:
    async with meeting(said(200, NO_ROWS), recv_window=9000) as (client, partner):
        await client.user_btc_wallets("u")

    assert "&recvWindow=9000&signature=" in partner.seen[0].target


@pytest.mark.parametrize(
    ("given", "use", "named"),
    [
        pytest.param(
            {"key": ""},
            lambda c: c.server_collections(),
            "PARTNER_API_KEY",
            id="key for a key call",
        ),
        pytest.param(
            {"key": ""}, lambda c: c.user_miners("u"), "PARTNER_API_KEY", id="key for a signed call"
        ),
        pytest.param(
            {"secret": ""}, lambda c: c.server_init("u"), "PARTNER_API_SECRET", id="secret"
        ),
    ],
)
async def test_a_server_call_without_its_setting_names_it(
    given: dict[str, Any], use: Use, named: str
) -> None:
    async with meeting(said(200, NO_ROWS), **given) as (client, partner):
        with pytest.raises(SettingsError, match=named):
            await use(client)

    assert partner.seen == []


async def test_a_key_call_needs_no_secret() -> None:
    async with meeting(said(200, NO_ROWS), secret="") as (client, _):
        assert (await client.server_collections()).value == []


@pytest.mark.parametrize("key", ["a\nb", "a\x00", "ключ"])
async def test_a_key_that_fits_no_header_stops_the_start(key: str) -> None:
    with pytest.raises(SettingsError, match="PARTNER_API_KEY") as caught:
        async with meeting(key=key):
            pass

    assert key not in str(caught.value)


async def test_the_status_told_is_the_last_trys() -> None:
    async with meeting(answer(503), reset) as (client, _):
        with capture_logs() as lines, pytest.raises(PartnerUnreachableError):
            await client.miners(JWT)

    assert lines[0]["status"] is None


async def test_a_payment_about_something_else_is_broken() -> None:
    async with meeting(said(200, {"data": {"value": 1, "externalId": "other"}})) as (client, _):
        with pytest.raises(PartnerBrokenError):
            await client.init_payment(1, 2, "mine")


@pytest.mark.parametrize(
    ("reaction", "level", "told"),
    [
        pytest.param(
            said(200, NO_ROWS),
            "debug",
            {"code": "ok", "status": 200, "tries": 1, "why": None},
            id="ok",
        ),
        pytest.param(
            said(400, {"message": "the words"}),
            "info",
            {"code": "partner_rejected", "status": 400, "tries": 1, "why": "status 400"},
            id="rejected",
        ),
        pytest.param(
            said(200, {"data": {"array": [{"id": "x"}]}}),
            "warning",
            {
                "code": "partner_broken",
                "status": 200,
                "tries": 1,
                "why": "7 faults in the answer's shape",
            },
            id="wrong shape",
        ),
        pytest.param(
            answer(503), "warning", {"code": "partner_broken", "status": 503, "tries": 3}, id="away"
        ),
        pytest.param(
            reset,
            "warning",
            {"code": "partner_unreachable", "status": None, "tries": 3},
            id="unreachable",
        ),
    ],
)
async def test_a_call_leaves_one_line_of_counts_and_codes(
    reaction: Reaction, level: str, told: dict[str, object]
) -> None:
    async with meeting(reaction) as (client, partner):
        with capture_logs() as lines, contextlib.suppress(AppError):
            await client.user_miners("the-user")

    [line] = lines
    assert told.items() <= line.items()
    assert (line["event"], line["log_level"]) == ("partner_call", level)
    assert line["operation"] == "s2s/nft/get-my"
    assert line["ms"] >= 0
    for secret in (KEY, SECRET, "the-user", "the words", "signature", partner.url):
        assert secret not in repr(line)

"""What can go wrong on the way, and what it is called."""

from __future__ import annotations

import asyncio
import gzip
import socket

import pytest
from pydantic import SecretStr

from core.errors import (
    PartnerBrokenError,
    PartnerError,
    PartnerTimeoutError,
    PartnerUnreachableError,
    RequestError,
)
from core.partner import open_http, transport
from core.partner.transport import exchange
from tests.core.partner.faulty import (
    JWT,
    Reaction,
    answer,
    client_of,
    endless,
    meeting,
    raw,
    reset,
    said,
    stalled,
)
from tests.core.partner.samples import MINERS, NO_ROWS

OK = b"HTTP/1.1 200 OK\r\n"
BOMB = gzip.compress(b" " * 50_000_000)


@pytest.mark.parametrize(
    ("reaction", "failure"),
    [
        pytest.param(reset, PartnerUnreachableError, id="reset"),
        pytest.param(raw(), PartnerUnreachableError, id="closed without an answer"),
        pytest.param(
            raw(OK + b"Content-Length: 99\r\n\r\n{"), PartnerUnreachableError, id="half body"
        ),
        pytest.param(
            raw(OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\n{"),
            PartnerUnreachableError,
            id="half chunk",
        ),
        pytest.param(stalled(), PartnerTimeoutError, id="slow head"),
        pytest.param(
            stalled(OK + b"Content-Length: 99\r\n\r\n{"), PartnerTimeoutError, id="slow body"
        ),
        pytest.param(raw(b"220 mail.example.org\r\n\r\n"), PartnerBrokenError, id="not HTTP"),
        pytest.param(
            raw(OK + b"X: " + b"x" * 900_000 + b"\r\n\r\n"), PartnerBrokenError, id="huge head"
        ),
        pytest.param(
            answer(200, b"abc", Content_Encoding="gzip"), PartnerBrokenError, id="not gzip"
        ),
        pytest.param(
            answer(200, BOMB, Content_Encoding="gzip"), PartnerBrokenError, id="gzip bomb"
        ),
        pytest.param(answer(200, b" " * 50_000_000), PartnerBrokenError, id="huge body"),
        pytest.param(answer(500, b" " * 3_000_000), PartnerBrokenError, id="huge error"),
        pytest.param(endless, PartnerBrokenError, id="endless body"),
        pytest.param(
            answer(302, Location="http://127.0.0.1:9/"), PartnerBrokenError, id="redirect"
        ),
        pytest.param(
            raw(b"HTTP/1.1 101 X\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n"),
            PartnerBrokenError,
            id="another protocol",
        ),
        pytest.param(answer(204), PartnerBrokenError, id="no content"),
        pytest.param(answer(200), PartnerBrokenError, id="empty body"),
    ],
)
async def test_every_fault_on_the_way_has_a_name(
    reaction: Reaction, failure: type[PartnerError]
) -> None:
    async with meeting(reaction, deadline=3.0) as (client, partner):
        with pytest.raises(PartnerError) as caught:
            await client.miners(JWT)

    assert type(caught.value) is failure
    assert partner.url.removeprefix("http://") not in str(caught.value)
    assert caught.value.__cause__ is None


async def test_nobody_listening_is_unreachable() -> None:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        async with client_of(f"http://127.0.0.1:{bound.getsockname()[1]}") as client:
            with pytest.raises(PartnerUnreachableError, match="refused"):
                await client.miners(JWT)


async def test_a_connection_that_is_not_taken_up_is_unreachable_rather_than_slow() -> None:
    with socket.socket() as full, socket.socket() as first, socket.socket() as second:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        for waiting in (first, second):
            waiting.setblocking(False)  # noqa: FBT003  # the standard library's signature
            waiting.connect_ex(full.getsockname())

        async with open_http(0.5) as http:
            with pytest.raises(PartnerUnreachableError, match="deadline"):
                await exchange(http, "GET", f"http://127.0.0.1:{full.getsockname()[1]}/", {}, None)


async def test_a_body_that_comes_in_drops_is_read_whole() -> None:
    drops = [b"{", b'"data":', b'{"array"', b":[", b"]}}"]
    slowly = raw(OK + b"Content-Length: 21\r\n\r\n", *drops, pause=0.02)

    async with meeting(slowly) as (client, _):
        assert (await client.miners(JWT)).value == []


async def test_a_packed_body_is_unpacked() -> None:
    packed = gzip.compress(b'{"data":{"array":[]}}')

    async with meeting(answer(200, packed, Content_Encoding="gzip")) as (client, _):
        assert (await client.miners(JWT)).body == b'{"data":{"array":[]}}'


GOOD = b'{"data":{"array":[]}}'


async def test_a_body_of_exactly_the_cap_is_taken() -> None:
    async with meeting(answer(200, GOOD.ljust(transport.MAX_BODY))) as (client, _):
        assert len((await client.miners(JWT)).body) == transport.MAX_BODY


@pytest.mark.parametrize("packed", [False, True])
async def test_a_good_body_over_the_cap_is_not_taken(packed: bool) -> None:  # noqa: FBT001  # a parameter of the test
    body = GOOD.ljust(transport.MAX_BODY + 1)
    reaction = (
        answer(200, gzip.compress(body), Content_Encoding="gzip") if packed else answer(200, body)
    )
    async with meeting(reaction) as (client, _):
        with pytest.raises(PartnerBrokenError, match="more than 2000000 bytes"):
            await client.miners(JWT)


async def test_headers_that_are_not_text_are_passed_over() -> None:
    async with meeting(said(200, NO_ROWS, Date="\xff\xfe", Retry_After="\xff")) as (client, _):
        assert (await client.miners(JWT)).value == []


async def test_a_redirect_takes_no_token_elsewhere() -> None:
    async with meeting(said(200, MINERS)) as (_, elsewhere):
        away = answer(307, Location=f"{elsewhere.url}/api/partner/c2s/nft/get-my")
        async with meeting(away) as (client, _):
            with pytest.raises(PartnerBrokenError, match="307"):
                await client.miners(JWT)

        assert elsewhere.seen == []


async def test_no_proxy_of_the_environment_sees_the_tokens(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")

    async with meeting(said(200, NO_ROWS)) as (client, _):
        assert (await client.miners(JWT)).value == []


async def test_no_cookie_is_kept() -> None:
    async with meeting(said(200, NO_ROWS, Set_Cookie="a=b")) as (client, partner):
        await client.miners(JWT)
        await client.miners(JWT)

    assert "cookie" not in partner.seen[1].headers


async def test_a_caller_who_hangs_up_is_let_go_at_once() -> None:
    async with meeting(stalled()) as (client, partner):
        asking = asyncio.ensure_future(client.miners(JWT))
        await partner.arrived.wait()

        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asyncio.wait_for(asking, 3)


async def test_the_wait_for_a_free_connection_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "MAX_IN_FLIGHT", 1)

    async with meeting(stalled(), deadline=3.0) as (client, _):
        ends = await asyncio.gather(*(client.miners(JWT) for _ in range(6)), return_exceptions=True)

    assert {type(end) for end in ends} == {PartnerTimeoutError}
    assert "no free connection" in {str(end) for end in ends}


async def test_a_token_that_fits_no_header_is_not_quoted() -> None:
    async with meeting(said(200, NO_ROWS)) as (client, partner):
        with pytest.raises(RequestError) as caught:
            await client.miners(SecretStr("secret\r\nX-Evil: 1"))

    assert "secret" not in repr(caught.value)
    assert caught.value.__suppress_context__
    assert partner.seen == []


async def test_who_asks_after_closing_reaches_nobody() -> None:
    async with open_http(1.0) as http:
        pass

    with pytest.raises(PartnerUnreachableError):
        await exchange(http, "GET", "http://127.0.0.1:9/", {}, None)

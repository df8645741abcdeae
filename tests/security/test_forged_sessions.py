"""Session tokens and download tickets that we did not seal, or sealed for something else."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime

from core import download, session
from core.keys import split_keys
from core.model import TelegramUser, UserId
from tests.house import House, Visitor
from tests.init_data import init_data

EVE = TelegramUser(UserId(666), "Eve")
SENDABLE = re.compile(r"[!-~]")
"""What a header can carry, and a client will send; controls are the parser's to refuse."""


def token_of(visitor: Visitor) -> str:
    return visitor.headers["Authorization"].removeprefix("Bearer ")


async def status_of(house: House, token: str) -> tuple[int, str]:
    answer = await house.visitor().ask(
        "GET", "/api/me", headers={"Authorization": f"Bearer {token}"}
    )
    return answer.status, answer.code


REFUSED = (401, "session_invalid")


async def test_no_bit_of_a_session_token_can_be_changed(boundless: House, ada: Visitor) -> None:
    token = token_of(ada)
    for place, character in enumerate(token):
        for bit in range(7):
            flipped = chr(ord(character) ^ 1 << bit)
            if SENDABLE.match(flipped):
                forged = token[:place] + flipped + token[place + 1 :]
                assert await status_of(boundless, forged) == REFUSED, (place, bit)

    assert (await ada.get("/api/me")).status == 200


async def test_no_part_of_a_session_token_can_be_left_out(boundless: House, ada: Visitor) -> None:
    token = token_of(ada)
    for length in range(len(token)):
        assert await status_of(boundless, token[:length]) == REFUSED, length
    for place in range(1, len(token)):
        assert await status_of(boundless, token[place:]) == REFUSED, place


def numbers_changed(token: str) -> Iterator[str]:
    """Yield the token with each number in front of its seal larger, smaller, or written anew."""
    *body, seal = token.split(".")
    for place, part in enumerate(body):
        if part.isdigit():
            number = int(part)
            others = [number + 1, number - 1, number + 3600, -number, 0, 2**63]
            anew = [f"+{part}", f"0{part}", f"{part[0]}_{part[1:]}", f"{part}.0", ""]
            for written in [*map(str, others), *anew]:
                yield ".".join([*body[:place], written, *body[place + 1 :], seal])


def other_names(token: str) -> str:
    *body, profile, seal = token.split(".")
    names = json.loads(base64.urlsafe_b64decode(profile))
    forged = base64.urlsafe_b64encode(json.dumps(["Eve", *names[1:]]).encode()).decode()
    return ".".join([*body, forged, seal])


async def test_neither_user_nor_end_nor_name_can_be_others(boundless: House, ada: Visitor) -> None:
    token = token_of(ada)
    forged = [*numbers_changed(token), other_names(token)]
    assert len(forged) > 20

    for one in forged:
        assert await status_of(boundless, one) == REFUSED, one


def resealed(house: House) -> dict[str, str]:
    """Return tokens for Eve, sealed by whatever is not our key in our way."""
    now = datetime.now(UTC)
    honest = session.issue(EVE, bytes(32), now=now)[0]
    body = honest.rpartition(".")[0]
    key = split_keys(house.settings.session_key)[0]
    token_key = split_keys(house.settings.token_keys)[0]
    bot_token = house.settings.bot_token.get_secret_value().encode()
    plain = hashlib.blake2b(body.encode(), digest_size=32).hexdigest()
    return {
        "a key of zeros": honest,
        "the key that seals the store": session.issue(EVE, token_key, now=now)[0],
        "the bot's token": f"{body}.{hmac.new(bot_token, body.encode(), 'sha256').hexdigest()}",
        "no key": f"{body}.{plain}",
        "SHA-256": f"{body}.{hashlib.sha256(body.encode()).hexdigest()}",
        "our key, no purpose": (
            f"{body}.{hashlib.blake2b(body.encode(), digest_size=32, key=key).hexdigest()}"
        ),
        "our key, another hash": f"{body}.{hmac.new(key, body.encode(), 'sha256').hexdigest()}",
        "no seal": body,
        "an empty seal": f"{body}.",
        "a JWT that wants none": ".".join(
            base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")
            for part in ({"alg": "none"}, {"sub": 666})
        )
        + ".",
        "a ticket": download.issue(download.Ticket(EVE.id, "2026-11-22-30d-all"), key, now=now)[0],
        "init data": init_data(time.time()),
        "yesterday's": session.issue(EVE, key, now=datetime.fromtimestamp(0, UTC))[0],
    }


async def test_no_other_seal_opens_a_session(boundless: House) -> None:
    for name, token in resealed(boundless).items():
        assert await status_of(boundless, token) == REFUSED, name


async def test_a_session_has_one_scheme(ada: Visitor) -> None:
    for scheme in ("bearer", "BEARER", "Bearer\t", "Basic", "tma", "Token", ""):
        headers = {"Authorization": f"{scheme} {token_of(ada)}".lstrip()}

        answer = await ada.ask("GET", "/api/me", headers=headers)

        assert (answer.status, answer.code) == REFUSED, scheme


async def test_a_token_in_the_url_or_a_cookie_is_nobodys(boundless: House, ada: Visitor) -> None:
    stranger, token = boundless.visitor(), token_of(ada)

    for answer in (
        await stranger.get("/api/me", token=token, access_token=token),
        await stranger.ask("GET", "/api/me", headers={"Cookie": f"session={token}; token={token}"}),
    ):
        assert (answer.status, answer.code) == REFUSED


async def test_no_bit_of_a_ticket_can_be_changed(boundless: House, ada: Visitor) -> None:
    url = (await ada.post("/api/earnings/export", {})).data["url"]
    ticket, name = url.split("/")[-2:]
    stranger = boundless.visitor()
    assert (await stranger.get(f"/api/earnings/export/{ticket}/{name}")).status == 200

    for place, character in enumerate(ticket):
        for flipped in {chr(ord(character) ^ 1), chr(ord(character) ^ 2)}:
            if re.match(r"[0-9A-Za-z._-]", flipped):
                forged = ticket[:place] + flipped + ticket[place + 1 :]
                answer = await stranger.get(f"/api/earnings/export/{forged}/{name}")
                assert answer.status == 401, forged


async def test_a_session_token_is_no_ticket(boundless: House, ada: Visitor) -> None:
    path = f"/api/earnings/export/{token_of(ada)}/earnings.csv"

    answer = await boundless.visitor().get(path)

    assert (answer.status, answer.code) == (401, "caller_unknown")

"""Init data that somebody else made, at the door: beside what tests/core/test_init_data.py has."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from urllib.parse import parse_qsl, quote, urlencode

from tests.house import House
from tests.init_data import BOT_TOKEN, USER, init_data

EVE = json.dumps(USER | {"id": 666})


def pairs(sealed: str) -> list[tuple[str, str]]:
    return parse_qsl(sealed, keep_blank_values=True)


def lines(fields: list[tuple[str, str]], *, ordered: bool = True) -> bytes:
    chosen = sorted(fields) if ordered else fields
    return "\n".join(f"{name}={value}" for name, value in chosen).encode()


def honest(*, at: float | None = None) -> str:
    return init_data(time.time() if at is None else at)


def unsealed() -> list[tuple[str, str]]:
    return [(name, value) for name, value in pairs(honest()) if name != "hash"]


def with_hash(fields: list[tuple[str, str]], seal: str) -> str:
    return urlencode([*fields, ("hash", seal)])


def sealed_by(key: bytes, *, ordered: bool = True) -> str:
    fields = unsealed()
    return with_hash(fields, hmac.new(key, lines(fields, ordered=ordered), "sha256").hexdigest())


def hmac_of(key: bytes, message: bytes) -> bytes:
    return hmac.new(key, message, hashlib.sha256).digest()


TOKEN = BOT_TOKEN.encode()


def rehashed(change: str) -> str:
    fields = dict(pairs(honest()))
    seal = fields.pop("hash")
    changed = {
        "upper case": seal.upper(),
        "a blank before": " " + seal,
        "a line end after": seal + "\n",
        "a zero byte after": seal + "\0",
        "cut short": seal[:-1],
        "its first half": seal[:32],
        "twice": seal * 2,
        "full-width digits": seal.translate({ord(d): 0xFF10 + int(d) for d in "0123456789"}),
        "0x before": "0x" + seal,
    }[change]
    return with_hash(list(fields.items()), changed)


def merged(into: str, name: str) -> str:
    """Return honest data with one field hidden, after a line end, in the one sorted before it."""
    fields = dict(pairs(honest()))
    fields[into] += f"\n{name}={fields.pop(name)}"
    return urlencode(fields)


def moved(old: str, new: str) -> str:
    return urlencode([(new if name == old else name, value) for name, value in pairs(honest())])


FORGED = {
    "Eve's id in Ada's data": lambda: urlencode(dict(pairs(honest())) | {"user": EVE}),
    "Eve before Ada": lambda: f"user={quote(EVE)}&{honest()}",
    "Eve after Ada": lambda: f"{honest()}&user={quote(EVE)}",
    "Eve by an encoded name": lambda: f"{honest()}&%75ser={quote(EVE)}",
    "Eve in a list": lambda: f"{honest()}&user[]={quote(EVE)}",
    "Eve after a semicolon": lambda: f"{honest()};user={quote(EVE)}",
    "a second date": lambda: f"{honest()}&auth_date={int(time.time())}",
    "a second seal": lambda: f"hash={'0' * 64}&{honest()}",
    "a later date": lambda: urlencode(
        dict(pairs(honest(at=time.time() - 86_500))) | {"auth_date": str(int(time.time()))}
    ),
    "tomorrow": lambda: honest(at=time.time() + 86_400),
    "two minutes ahead": lambda: honest(at=time.time() + 120),
    "yesterday": lambda: honest(at=time.time() - 86_410),
    "1970": lambda: honest(at=0),
    "before 1970": lambda: honest(at=-1),
    "another bot": lambda: init_data(time.time(), bot_token="123456:" + "B" * 35),
    "no bot": lambda: sealed_by(hmac_of(b"WebAppData", b"")),
    "the token itself as the key": lambda: sealed_by(TOKEN),
    "key and message swapped": lambda: sealed_by(hmac_of(TOKEN, b"WebAppData")),
    "the key of the login widget": lambda: sealed_by(hashlib.sha256(TOKEN).digest()),
    "an empty key": lambda: sealed_by(b""),
    "fields in another order": lambda: sealed_by(hmac_of(b"WebAppData", TOKEN), ordered=False),
    "SHA-256 without a key": lambda: with_hash(
        unsealed(), hashlib.sha256(lines(unsealed())).hexdigest()
    ),
    "Telegram's other signature alone": lambda: urlencode(unsealed()),
    "the user's line in the signature": lambda: merged("signature", "user"),
    "the query's line in the date": lambda: merged("auth_date", "query_id"),
    "a homograph of user": lambda: moved("user", "us\N{CYRILLIC SMALL LETTER IE}r"),
    "a homograph of hash": lambda: moved("hash", "h\N{CYRILLIC SMALL LETTER A}sh"),
    "a full-width name": lambda: moved("user", "\N{FULLWIDTH LATIN SMALL LETTER U}ser"),
    "a blank after the name": lambda: moved("hash", "hash "),
    "an overlong encoding": lambda: honest().replace("user=", "%c1%b5ser="),
    "half a character": lambda: honest() + "&x=%d0",
} | {f"the seal, {change}": (lambda change=change: rehashed(change)) for change in (
    "upper case", "a blank before", "a line end after", "a zero byte after", "cut short",
    "its first half", "twice", "full-width digits", "0x before",
)}  # fmt: skip


async def test_nobody_comes_in_with_forged_init_data(boundless: House) -> None:
    for name, forge in FORGED.items():
        answer = await boundless.visitor().ask(
            "POST", "/api/session", headers={"Authorization": f"tma {forge()}"}
        )

        assert answer.status == 401, name
        assert answer.code in {"init_data_invalid", "init_data_expired"}, name


async def test_honest_init_data_comes_in_whatever_the_order_on_the_wire(boundless: House) -> None:
    for turned in (honest(), urlencode(sorted(pairs(honest()))), urlencode(pairs(honest())[::-1])):
        answer = await boundless.visitor().ask(
            "POST", "/api/session", headers={"Authorization": f"tma {turned}"}
        )

        assert answer.data["user"]["id"] == USER["id"]


async def test_no_field_can_be_left_out(boundless: House) -> None:
    for left_out, _ in pairs(honest()):
        rest = urlencode([pair for pair in pairs(honest()) if pair[0] != left_out])

        answer = await boundless.visitor().ask(
            "POST", "/api/session", headers={"Authorization": f"tma {rest}"}
        )

        assert (answer.status, answer.code) == (401, "init_data_invalid"), left_out

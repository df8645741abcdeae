"""What each fact means: one sentence, one remedy, and never a secret."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.checkup import Finding, State, front, manifest, partner, redis, store, telegram
from core.checkup.manifest import PNG, Read
from core.checkup.partner import Answered
from core.checkup.telegram import Told
from core.errors import (
    AppError,
    PartnerBrokenError,
    PartnerRejectedError,
    PartnerThrottledError,
    PartnerUnreachableError,
    SettingsError,
    StoreError,
)
from core.keys import new_key, split_keys
from core.model import UserId
from core.partner.transport import Reply
from core.sealing import KeyRing
from core.settings import Settings
from core.store import Account
from core.store.looking import Seen
from tests.settings import settings

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
PUBLIC = "https://miners.example.org"
HOOK = "https://miners.example.org/telegram/Zm9yIG5vYm9keQ"
LIVE: dict[str, Any] = {
    "public_url": PUBLIC,
    "bot_username": "miners_bot",
    "bot_webhook_url": HOOK,
    "bot_webhook_secret": "hush-hush",
    "partner_api_url": "https://partner.example.org",
    "trusted_proxies": "10.0.0.0/8",
}
AWAY = PartnerUnreachableError("Connection refused")
OLD, NEW = new_key(), new_key()


def live(**changed: Any) -> Settings:  # noqa: ANN401  # each field has its own type
    return settings(**(LIVE | changed))


def reply(said: object, status: int = 200) -> Reply:
    body = said if isinstance(said, bytes) else json.dumps(said).encode()
    return Reply(status, body, None, None)


def png(width: int = 180, height: int = 180) -> Reply:
    size = width.to_bytes(4) + height.to_bytes(4)
    return reply(PNG + b"\0\0\0\rIHDR" + size + b"\x08\x06\0\0\0")


def row(findings: Iterable[Finding], what: str) -> Finding:
    [found] = [finding for finding in findings if finding.what == what]
    return found


def account(key: str, user: int = 1) -> Account:
    ring, who = KeyRing(split_keys_of(key)), UserId(user)
    return Account(who, ring.seal(who, "tokens", b"t"), ring.seal(who, "wallet", b"w"), 1, 1)


def split_keys_of(key: str) -> tuple[bytes, ...]:
    return split_keys(settings(token_keys=key).token_keys)


@pytest.mark.parametrize(
    ("seen", "state", "said"),
    [
        pytest.param(Seen("0005", "0005"), State.FINE, "at revision 0005, written to", id="good"),
        pytest.param(Seen(None, "0005"), State.WRONG, "without our tables", id="not migrated"),
        pytest.param(Seen("0004", "0005"), State.WRONG, "this version knows 0005", id="older"),
        pytest.param(Seen("0006", "0005"), State.WRONG, "newer than 0005", id="newer"),
        pytest.param(
            Seen("0005", "0005", unwritable="SQLITE_FULL"),
            State.WRONG,
            "cannot be written: SQLITE_FULL",
            id="disk full",
        ),
        pytest.param(StoreError("53300"), State.WRONG, "cannot be opened: 53300", id="away"),
    ],
)
def test_the_store(seen: Seen | AppError, state: State, said: str) -> None:
    found = row(store.judged(seen, live()), "store")

    assert (found.state, said in found.said) == (state, True), found
    assert bool(found.todo) == (state is not State.FINE)


@pytest.mark.parametrize(
    ("keys", "accounts", "state", "said"),
    [
        pytest.param(NEW, [], State.FINE, "no account yet", id="nobody yet"),
        pytest.param(f"{NEW},{OLD}", [NEW, NEW], State.FINE, "opens the 2", id="newest"),
        pytest.param(f"{NEW},{OLD}", [NEW, OLD], State.NOTE, "1 of 2", id="to be rekeyed"),
        pytest.param(NEW, [NEW, OLD], State.WRONG, "1 of 2 accounts looked at do not", id="lost"),
    ],
)
def test_the_keys(keys: str, accounts: list[str], state: State, said: str) -> None:
    seen = Seen("1", "1", tuple(account(key, user) for user, key in enumerate(accounts, 1)))

    found = row(store.judged(seen, live(token_keys=keys)), "keys")

    assert (found.state, said in found.said) == (state, True), found


def test_a_key_of_its_own_for_sessions() -> None:
    found = store.judged(Seen("1", "1"), live(token_keys=f"{NEW},{OLD}", session_key=OLD))

    assert [each.said for each in found if each.state is State.WRONG] == [
        "SESSION_KEY is one of TOKEN_KEYS"
    ]


@pytest.mark.parametrize(
    ("fault", "state", "said"),
    [
        pytest.param(None, State.FINE, "it answers", id="there"),
        pytest.param("ConnectionError", State.WRONG, "does not answer (Conn", id="gone"),
    ],
)
def test_redis(fault: str | None, state: State, said: str) -> None:
    found = redis.judged("" if fault is None else fault)

    assert (found.state, said in found.said) == (state, True), found


def test_no_redis_is_fine() -> None:
    assert redis.judged(None).state is State.FINE


@pytest.mark.parametrize(
    ("fault", "state", "said"),
    [
        pytest.param(None, State.FINE, "it knows us", id="good"),
        pytest.param(
            PartnerRejectedError(400, "who?"), State.WRONG, "refuses us (status 400)", id="refused"
        ),
        pytest.param(AWAY, State.WRONG, "partner_unreachable: Connection refused", id="down"),
        pytest.param(PartnerBrokenError("status 500"), State.WRONG, "status 500", id="broken"),
        pytest.param(PartnerThrottledError(3), State.NOTE, "wait", id="throttled"),
        pytest.param(SettingsError("PARTNER_API_KEY: no"), State.WRONG, "PARTNER_API", id="ours"),
    ],
)
def test_the_partner(fault: AppError | None, state: State, said: str) -> None:
    found = row(partner.judged(Answered(fault, 0.0), live()), "partner")

    assert (found.state, said in found.said) == (state, True), found
    assert "who?" not in str(found), "the partner's words may quote what was sent"


def test_the_partners_sandbox_is_not_the_real_thing() -> None:
    chosen = live(partner_api_url="https://api.sandbox.gmt.io")

    assert row(partner.judged(Answered(None, 0.0), chosen), "partner").state is State.NOTE


@pytest.mark.parametrize(
    ("skew", "state", "said"),
    [
        pytest.param(1.5, State.FINE, "within", id="agree"),
        pytest.param(-30.0, State.FINE, "within", id="just"),
        pytest.param(95.0, State.WRONG, "95 s ahead of", id="fast"),
        pytest.param(-3600.0, State.WRONG, "3600 s behind", id="slow"),
        pytest.param(None, State.NOTE, "no time", id="untold"),
    ],
)
def test_the_clock(skew: float | None, state: State, said: str) -> None:
    found = row(partner.judged(Answered(None, skew), live()), "clock")

    assert (found.state, said in found.said) == (state, True), found


def test_how_far_the_clocks_are_apart() -> None:
    page = Reply(404, b"", "Sun, 22 Nov 2026 11:58:30 GMT", None)

    assert partner.skew_of(page, NOW) == 90.0
    assert partner.skew_of(Reply(200, b"", "noon", None), NOW) is None
    assert partner.skew_of(AWAY, NOW) is None


ME = reply({"ok": True, "result": {"username": "miners_bot"}})


def hook(**said: Any) -> Reply:  # noqa: ANN401  # JSON
    return reply({"ok": True, "result": {"url": HOOK, "pending_update_count": 0} | said})


@pytest.mark.parametrize(
    ("me", "state", "said"),
    [
        pytest.param(ME, State.FINE, "it is @miners_bot", id="good"),
        pytest.param(reply({}, 401), State.WRONG, "refuses BOT_TOKEN", id="wrong token"),
        pytest.param(reply({}, 404), State.WRONG, "refuses BOT_TOKEN", id="no token"),
        pytest.param(AWAY, State.WRONG, "cannot be reached: Connection", id="away"),
        pytest.param(reply(b"<html>", 502), State.WRONG, "no answer (status 502)", id="html"),
        pytest.param(reply([1]), State.WRONG, "no answer", id="another's JSON"),
        pytest.param(
            reply({"result": {"username": "pets_bot"}}),
            State.WRONG,
            "is @pets_bot's, BOT_USERNAME says @miners_bot",
            id="another bot",
        ),
        pytest.param(
            reply({"result": {"username": "Miners_Bot"}}), State.FINE, "@Miners_Bot", id="case"
        ),
    ],
)
def test_the_bot(me: Reply | AppError, state: State, said: str) -> None:
    found = row(telegram.judged(Told(me, hook()), live(), NOW), "bot")

    assert (found.state, said in found.said) == (state, True), found


def test_a_name_that_is_not_set() -> None:
    found = row(telegram.judged(Told(ME, hook()), live(bot_username=""), NOW), "bot")

    assert (found.state, "BOT_USERNAME=miners_bot" in found.todo) == (State.NOTE, True)


LATELY = int((NOW - timedelta(minutes=5)).timestamp())


@pytest.mark.parametrize(
    ("webhook", "changed", "state", "said"),
    [
        pytest.param(hook(), {}, State.FINE, "brought to miners.example.org", id="webhook"),
        pytest.param(hook(url=""), {}, State.WRONG, "to nobody, not to BOT_W", id="unset"),
        pytest.param(
            hook(url="https://old.example.org/h"),
            {},
            State.WRONG,
            "to old.example.org, not to",
            id="elsewhere",
        ),
        pytest.param(hook(url=HOOK + "x"), {}, State.WRONG, "not to BOT", id="another path"),
        pytest.param(
            hook(last_error_date=LATELY, last_error_message="Connection refused"),
            {},
            State.WRONG,
            "at 11:55 UTC: Connection refused",
            id="an error lately",
        ),
        pytest.param(hook(last_error_date=LATELY - 7200), {}, State.FINE, "brought", id="long ago"),
        pytest.param(hook(pending_update_count=101), {}, State.NOTE, "101 are wait", id="behind"),
        pytest.param(hook(url=""), {"bot_webhook_url": ""}, State.FINE, "asked for", id="polling"),
        pytest.param(hook(), {"bot_webhook_url": ""}, State.NOTE, "is empty", id="left over"),
    ],
)
def test_the_updates(webhook: Reply, changed: dict[str, Any], state: State, said: str) -> None:
    found = row(telegram.judged(Told(ME, webhook), live(**changed), NOW), "updates")

    assert (found.state, said in found.said) == (state, True), found
    assert "Zm9y" not in str(found), "the webhook's path is for Telegram alone"


def says(**changed: object) -> Reply:
    said = {"url": PUBLIC, "name": "Miners", "iconUrl": f"{PUBLIC}/icon.png"}
    return reply(said | changed)


@pytest.mark.parametrize(
    ("page", "said"),
    [
        pytest.param(AWAY, "cannot be reached: Connection refused", id="away"),
        pytest.param(PartnerUnreachableError("TLS: X"), "cannot be reached: TLS: X", id="no TLS"),
        pytest.param(reply({}, 404), "status 404", id="not there"),
        pytest.param(reply(b"<html>"), "is no manifest", id="html"),
        pytest.param(reply([]), "is no manifest", id="no object"),
        pytest.param(
            says(url="https://x.org"),
            "speaks for x.org, and wallets sign for miners.example.org",
            id="another host",
        ),
        pytest.param(says(url=""), "speaks for nobody", id="no host"),
        pytest.param(says(url="http://miners.example.org"), "its url is not https", id="http"),
        pytest.param(
            says(iconUrl="http://miners.example.org/i"), "its iconUrl is not https", id="icon http"
        ),
    ],
)
def test_a_manifest_that_no_wallet_takes(page: Reply | AppError, said: str) -> None:
    found = row(manifest.judged(Read(page, png()), live()), "manifest")

    assert (found.state, said in found.said, bool(found.todo)) == (State.WRONG, True, True), found


@pytest.mark.parametrize(
    ("icon", "state", "said"),
    [
        pytest.param(png(), State.FINE, "180 by 180", id="good"),
        pytest.param(None, State.WRONG, "names none", id="none named"),
        pytest.param(AWAY, State.WRONG, "cannot be reached", id="away"),
        pytest.param(reply(b"", 404), State.WRONG, "status 404", id="missing"),
        pytest.param(reply(b"<svg/>"), State.WRONG, "no PNG", id="another format"),
        pytest.param(reply(PNG), State.WRONG, "no PNG", id="cut"),
        pytest.param(png(180, 90), State.WRONG, "180 by 90", id="no square"),
        pytest.param(png(89, 89), State.WRONG, "89 by 89", id="too small"),
        pytest.param(png(1025, 1025), State.WRONG, "1025 by 1025", id="too large"),
    ],
)
def test_the_icon(icon: Reply | AppError | None, state: State, said: str) -> None:
    found = row(manifest.judged(Read(says(), icon), live()), "icon")

    assert (found.state, said in found.said) == (state, True), found


@pytest.mark.parametrize(
    ("changed", "state", "said"),
    [
        pytest.param({}, State.FINE, "believed from 10.0.0.0/8", id="named"),
        pytest.param({"trusted_proxies": ""}, State.WRONG, "names none", id="unnamed"),
        pytest.param({"trusted_proxies": "0.0.0.0/0"}, State.WRONG, "whole internet", id="all"),
        pytest.param({"trusted_proxies": "10.0.0.1,::/0"}, State.WRONG, "whole", id="all of six"),
        pytest.param(
            {"trusted_proxies": "", "public_url": "http://127.0.0.1:8080"},
            State.FINE,
            "this machine alone",
            id="at home",
        ),
        pytest.param(
            {"trusted_proxies": "", "public_url": "http://127.0.0.1:8080", "host": "0.0.0.0"},
            State.NOTE,
            "plain http",
            id="open to the house",
        ),
    ],
)
def test_what_is_in_front(changed: dict[str, Any], state: State, said: str) -> None:
    found = front.judged(live(**changed))

    assert (found.state, said in found.said) == (state, True), found

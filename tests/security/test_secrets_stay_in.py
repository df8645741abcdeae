"""What is secret is in no `repr`, no log line, no crash report."""

from __future__ import annotations

import gc
import io
import json
import logging
import re
import time
import traceback
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, redirect_stderr
from pathlib import Path
from typing import Any

import pytest

from core import logs, metrics
from core.keys import split_keys
from core.login import Login
from core.sealing import KeyRing
from core.settings import LogFormat, LogLevel, Settings
from core.tokens.seals import Seals
from core.ton_wallet import TonWallet
from sandbox.partner import PartnerOptions
from tests.house import House, Visitor, running_house
from tests.init_data import init_data
from tests.proofs import make_proof
from tests.security.everything import classes, fields
from tests.settings import settings
from webapp.keys import SERVICES

TELLING = re.compile(
    r"token|secret|jwt|refresh|ticket|proof|signature|password|dsn|init_data|sealed"
    r"|(^|_)keys?$|(^|_)redis_url$|(^|_)database_url$"
)
"""Names that speak of something to be hidden, where what is under them is text or bytes."""
TEXT = re.compile(r"\b(str|bytes|SecretStr)\b")

NO_SECRET = {
    "core.ton_proof.verdict.Valid.public_key": "a public key",
    "core.ton_wallet.Account.public_key": "a public key",
    "core.ton_proof.claim.Claim.public_key": "a public key",
    "core.ton_proof.claim.Claim.signature": "a named tuple that lives while a proof is judged",
    "bot.routers.wallet.Bind.key": "the name of a dialogue under way, good for its user alone",
}
"""Names that only sound so."""


def test_a_field_that_names_a_secret_hides_it() -> None:
    shown = {
        field.name
        for kind in classes()
        for field in fields(kind)
        if TELLING.search(field.name.rpartition(".")[2])
        and TEXT.search(field.kind)
        and field.shown
        and "SecretStr" not in field.kind
    }

    assert shown == set(NO_SECRET)


def test_everything_of_ours_is_walked() -> None:
    names = {field.name for kind in classes() for field in fields(kind)}

    assert len(names) > 300
    assert {"core.settings.Settings.bot_token", "core.model.TokenPair.jwt"} <= names


GIVEN: dict[str, Any] = {
    "bot_webhook_secret": "made-up-webhook-secret",
    "partner_api_key": "made-up-partner-key",
    "partner_api_secret": "made-up-partner-secret",
}


def secrets_of(chosen: Settings) -> dict[str, str]:
    """Return each setting's secret, and the keys as `repr` would write their bytes."""
    plain = {
        name: getattr(chosen, name).get_secret_value()
        for name, info in Settings.model_fields.items()
        if "SecretStr" in str(info.annotation) and not name.endswith("_url")
    }
    keys = (*split_keys(chosen.token_keys), *split_keys(chosen.session_key))
    given = {name: secret for name, secret in plain.items() if secret}
    return given | {f"key {at}": repr(key)[2:-1] for at, key in enumerate(keys)}


def test_settings_are_told_without_their_secrets() -> None:
    urls = {"database_url": "postgresql://u:made-up-word@127.0.0.1/db", "redis_url": "redis://:w@h"}
    urls["sentry_dsn"] = "https://made-up-dsn-key@127.0.0.1/1"
    chosen = settings(**GIVEN, **urls)

    told = f"{chosen!r} {chosen!s} {chosen} {chosen.model_dump()} {chosen.model_dump_json()}"

    for name, secret in (secrets_of(chosen) | urls).items():
        assert secret not in told, name


@asynccontextmanager
async def at_home(folder: Path, **changed: Any) -> AsyncIterator[tuple[House, Visitor]]:  # noqa: ANN401  # settings
    partner = PartnerOptions(
        api_key=GIVEN["partner_api_key"], api_secret=GIVEN["partner_api_secret"]
    )
    async with running_house(folder, partner, **GIVEN, **changed) as house:
        visitor = house.visitor()
        assert (await visitor.sign_in()).status == 200
        yield house, visitor


async def all_secrets(house: House, visitor: Visitor) -> dict[str, str]:
    account = await house.app[SERVICES].store.account(visitor.user)  # type: ignore[arg-type]  # an int will do
    assert account is not None
    pair = Seals(KeyRing(split_keys(house.settings.token_keys))).pair(account)
    token = visitor.headers["Authorization"].removeprefix("Bearer ")
    return secrets_of(house.settings) | {
        "jwt": pair.jwt.get_secret_value(),
        "refresh token": pair.refresh.get_secret_value(),
        "session token": token,
        "its seal": token.rpartition(".")[2],
    }


def ours() -> Iterator[object]:
    """Yield every living object whose class is ours."""
    for found in gc.get_objects():
        kind = type(found)
        if str(kind.__module__).partition(".")[0] in {"core", "webapp", "bot"}:
            yield found


async def test_nothing_alive_in_a_working_house_tells_a_secret(tmp_path: Path) -> None:
    async with at_home(tmp_path) as (house, visitor):
        for path in ("/api/home", "/api/miners", "/api/earnings", "/api/nft/get-my"):
            assert (await visitor.get(path)).status == 200
        secrets = await all_secrets(house, visitor)
        told = {(type(one), f"{one!r} {one!s}") for one in ours()}

    assert len({kind for kind, _ in told}) > 50
    for kind, text in told:
        for name, secret in secrets.items():
            assert secret not in text, (kind, name)


def test_a_proof_is_told_without_what_makes_it_one() -> None:
    wallet = make_proof()

    told = repr(TonWallet.model_validate(wallet))

    assert wallet["connectItems"]["tonProof"]["proof"]["signature"] not in told


async def broken(house: House, visitor: Visitor) -> None:
    """Have the partner fail in every way, and the visitor ask through it."""
    await house.play(fail={"c2s/nft/get-my": [401]})
    assert (await visitor.get("/api/nft/get-my")).status == 200, "a fresh pair was had"
    for fault in (400, 403, 429, 500, "drop", "html", "garbage", "shape", "flood", "redirect"):
        await house.play(fail={"*": fault})
        for path in ("/api/nft/get-my", "/api/home"):
            await visitor.get(path)
        await visitor.post("/api/auth/generate-payload")
    await house.play(fail={})


async def lived_through(house: House, visitor: Visitor) -> list[str]:
    """Do all that has a secret in it, wrong and right, and return what the logs may not hold."""
    proof = await visitor.proof()
    sealed = init_data(time.time())
    asks = {
        "no session": {"Authorization": "Bearer made-up-session-token"},
        "no init data": {"Authorization": "tma made-up=init-data"},
        "init data": {"Authorization": f"tma {sealed}"},
    }
    for headers in asks.values():
        await visitor.ask("POST", "/api/session", headers=headers)
        await visitor.ask("GET", "/api/me", headers=headers)
    await visitor.post("/api/auth/check-proof", {"tonWallet": proof | {"provider": "made-up"}})
    await visitor.post("/api/auth/check-proof", {"tonWallet": proof})
    await visitor.post("/api/auth/check-proof", {"tonWallet": proof})
    exported = (await visitor.post("/api/earnings/export", {})).data["url"]
    ticket = exported.split("/")[-2]
    await visitor.get(f"/api/earnings/export/{ticket}/x.csv")
    await visitor.get(f"/api/earnings/export/{ticket[:-1]}/x.csv")
    await visitor.post("/api/wallet/check-btc", {"address": "made-up-address"})
    await broken(house, visitor)
    signature = proof["connectItems"]["tonProof"]["proof"]["signature"]
    return ["made-up", sealed, sealed[-64:], signature, ticket, ticket[-64:]]


@pytest.fixture
def _logging_as_it_was() -> Iterator[None]:
    yield
    logging.basicConfig(force=True, handlers=[logging.NullHandler()])


@pytest.mark.usefixtures("_logging_as_it_was")
@pytest.mark.parametrize("log_format", LogFormat)
async def test_no_log_line_of_a_journey_tells_a_secret(
    tmp_path: Path, log_format: LogFormat
) -> None:
    with redirect_stderr(io.StringIO()) as written:
        logs.configure(settings(log_format=log_format, log_level=LogLevel.DEBUG))
        async with at_home(tmp_path) as (house, visitor):
            secrets = list((await all_secrets(house, visitor)).values())
            secrets += await lived_through(house, visitor)
            secrets += (await all_secrets(house, visitor)).values()
    lines = written.getvalue()

    assert lines.count("\n") > 30
    for secret in secrets:
        assert secret not in lines
        assert json.dumps(secret)[1:-1] not in lines


@pytest.mark.usefixtures("_logging_as_it_was")
async def test_a_crash_in_the_midst_of_a_sign_in_tells_no_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def crash(_: Login, user: object, wallet: TonWallet) -> object:
        raise RuntimeError(f"{user} {wallet.connect_items.ton_proof.proof.signature}")

    with redirect_stderr(io.StringIO()) as written:
        logs.configure(settings(log_level=LogLevel.DEBUG))
        async with at_home(tmp_path) as (house, visitor):
            secrets = list((await all_secrets(house, visitor)).values())
            monkeypatch.setattr(Login, "finish", crash)
            proof = await visitor.proof()
            answer = await visitor.post("/api/auth/check-proof", {"tonWallet": proof})
    secrets.append(proof["connectItems"]["tonProof"]["proof"]["signature"])

    assert (answer.status, answer.code) == (500, "internal")
    assert "crashed" in written.getvalue()
    for secret in secrets:
        assert secret not in written.getvalue()
        assert secret not in answer.body.decode()


async def test_even_a_dump_with_local_variables_tells_no_secret_of_ours(tmp_path: Path) -> None:
    async with at_home(tmp_path) as (house, visitor):
        secrets = await all_secrets(house, visitor)
        try:
            _deep(house.settings, house.app[SERVICES], Seals(KeyRing((bytes(32),))))
        except ZeroDivisionError as error:
            dump = "".join(
                traceback.TracebackException.from_exception(error, capture_locals=True).format()
            )
    dump = dump.partition("in _deep")[2]

    assert "chosen = " in dump
    assert "services = " in dump
    for name, secret in secrets.items():
        assert secret not in dump, name


def _deep(chosen: Settings, services: object, seals: Seals) -> float:
    return len(repr((chosen, services, seals))) / 0


async def test_metrics_tell_no_secret_and_nobodys_name(tmp_path: Path) -> None:
    from prometheus_client import generate_latest  # noqa: PLC0415  # beside its only use

    assert metrics.__doc__
    async with at_home(tmp_path) as (house, visitor):
        secrets = await all_secrets(house, visitor)
        wallet = (await visitor.get("/api/me")).data["wallet"]
        text = generate_latest().decode()

    for secret in (*secrets.values(), wallet["address"], wallet["friendlyAddress"]):
        assert secret not in text

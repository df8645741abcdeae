from __future__ import annotations

import asyncio
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import reporting as bot_reporting
from bot import texts
from bot.presenting.status import status
from bot.progress import Progress
from bot.reporting import reporting
from core.errors import StoreError
from core.model import UserId
from core.rewards import Heard, Report, Tally, mined_day
from tests.bot.house import BotHouse, running_bot_house

TALLY = Tally(users=1200, subscribers=300, told=250, unfinished=2)


async def test_an_admin_is_told_how_the_rewards_get_on(tmp_path: Path) -> None:
    async with running_bot_house(tmp_path, admin_ids="77, 78") as house:
        ann, bob = house.chat(), house.chat(79)
        await ann.sign_in()
        await house.services.preferences.change(UserId(79), notify=True)
        day = mined_day(datetime.now(UTC))
        await house.services.store.claim(UserId(79), day, datetime.now(UTC))

        await ann.say("/status")
        assert "Signed in: 1. Want word of their income: 1." in ann.text
        assert "0 told, 1 begun" in ann.text
        assert "No worker has reported" in ann.text

        await bob.say("/status")
        assert "Signed in" not in bob.text
        assert "/help" in bob.text


async def test_it_is_not_among_the_commands(tmp_path: Path) -> None:
    async with running_bot_house(tmp_path, admin_ids="77") as house:
        help_text = (await house.chat().say("/help")).said

    assert "/status" not in help_text


def test_what_each_worker_did_is_told() -> None:
    at = datetime(2026, 11, 22, 9, 4, tzinfo=UTC)
    swept = int(datetime(2026, 11, 22, 9, 2, tzinfo=UTC).timestamp())
    one = Heard("one:7", at, Report({"told": 240, "blocked": 3}, swept, 250, 3))

    said = status(texts.ENGLISH, TALLY, [one, Heard("<two>", at, Report({}))])

    assert "<code>one:7</code>, as it said at 2026-11-22 09:04 UTC" in said
    assert "Last sweep at 2026-11-22 09:02 UTC: 250 due." in said
    assert "In the queue: 3" in said
    assert "<code>told</code> 240\n<code>blocked</code> 3\n\nWorker <code>&lt;two&gt;" in said


@pytest.mark.parametrize("words", texts.LANGUAGES.values(), ids=texts.LANGUAGES)
def test_a_worker_that_has_just_begun_has_done_nothing(words: texts.Words) -> None:
    said = status(words, TALLY, [Heard("one", datetime.now(UTC), Report({}))])

    assert words.say("status.notSwept") in said
    assert words.say("status.noQueue") in said


async def test_a_worker_apart_is_heard_of_until_it_ends(tmp_path: Path) -> None:
    async with running_bot_house(tmp_path, admin_ids="77") as house:
        progress = Progress(Counter(told=2), waiting=_three)
        async with reporting(progress, house.services.rewards):
            await until_heard(house)
            said = (await house.chat().say("/status")).said
            assert "<code>told</code> 2" in said
            assert "In the queue: 3" in said

        assert "No worker" in (await house.chat().say("/status")).said


async def test_reports_go_on_and_the_latest_one_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot_reporting, "REPORT_SECONDS", 0.01)
    async with running_bot_house(tmp_path) as house:
        progress = Progress()
        async with reporting(progress, house.services.rewards):
            await until_heard(house)
            progress.note("told")
            async with asyncio.timeout(20):
                while (await until_heard(house)).outcomes != {"told": 1}:  # noqa: ASYNC110  # the store tells nobody
                    await asyncio.sleep(0.01)


async def test_a_store_that_is_down_stops_no_worker(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = asyncio.Event()

    async def down(*_: object) -> None:
        tried.set()
        raise StoreError("down")

    async with running_bot_house(tmp_path) as house:
        monkeypatch.setattr(type(house.services.store), "keep_word", down)
        monkeypatch.setattr(type(house.services.store), "drop_word", down)
        async with reporting(Progress(), house.services.rewards):
            await tried.wait()


async def _three() -> int:
    return 3


async def until_heard(house: BotHouse) -> Report:
    """Return the report of the only worker, as soon as it has come."""
    async with asyncio.timeout(20):
        while not (heard := await house.services.rewards.reports()):  # noqa: ASYNC110  # nor here
            await asyncio.sleep(0.01)
    return heard[0].report

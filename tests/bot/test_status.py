from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import texts
from bot.presenting.status import status
from bot.progress import Progress
from core.model import UserId
from core.rewards import Tally, mined_day
from tests.bot.house import running_bot_house

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
        assert "runs apart" in ann.text

        await bob.say("/status")
        assert "Signed in" not in bob.text
        assert "/help" in bob.text


async def test_it_is_not_among_the_commands(tmp_path: Path) -> None:
    async with running_bot_house(tmp_path, admin_ids="77") as house:
        help_text = (await house.chat().say("/help")).said

    assert "/status" not in help_text


async def _three() -> int:
    return 3


def test_what_the_worker_did_is_told() -> None:
    swept = datetime(2026, 11, 22, 9, 2, tzinfo=UTC)
    progress = Progress(Counter(told=240, blocked=3), swept, 250, _three)

    said = status(texts.ENGLISH, TALLY, progress, 3)

    assert "Last sweep at 2026-11-22 09:02 UTC: 250 due." in said
    assert "In the queue: 3" in said
    assert "<code>told</code> 240\n<code>blocked</code> 3" in said


@pytest.mark.parametrize("words", texts.LANGUAGES.values(), ids=texts.LANGUAGES)
def test_a_worker_that_has_just_begun_has_done_nothing(words: texts.Words) -> None:
    said = status(words, TALLY, Progress(), None)

    assert words.say("status.notSwept") in said
    assert words.say("status.noQueue") in said

from __future__ import annotations

import pytest
from aiogram.fsm.state import State
from aiogram.fsm.storage.base import StorageKey

from bot import dialogues
from bot.dialogues import LIFETIME, Dialogues
from tests.bot.house import BotHouse

ASKING = State("asking", group_name="test")


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def kept(clock: Clock) -> Dialogues:
    return Dialogues(clock)


def key(user: int = 1) -> StorageKey:
    return StorageKey(bot_id=1, chat_id=user, user_id=user)


async def test_a_dialogue_is_remembered_until_it_ends(kept: Dialogues) -> None:
    await kept.set_state(key(), ASKING)
    await kept.update_data(key(), {"power": "16"})

    assert await kept.get_state(key()) == ASKING.state
    assert await kept.get_data(key()) == {"power": "16"}
    assert await kept.get_state(key(2)) is None

    await kept.set_state(key(), None)
    await kept.set_data(key(), {})

    assert await kept.get_state(key()) is None
    assert await kept.get_data(key()) == {}
    assert not kept.lapsed(key())


async def test_a_question_left_too_long_lapses_and_that_is_said_once(
    kept: Dialogues, clock: Clock
) -> None:
    await kept.set_state(key(), ASKING)
    await kept.set_data(key(), {"power": "16"})
    clock.now = LIFETIME

    assert await kept.get_state(key()) is None
    assert await kept.get_data(key()) == {}
    assert kept.lapsed(key())
    assert not kept.lapsed(key())


async def test_an_answer_gives_the_next_question_its_own_time(
    kept: Dialogues, clock: Clock
) -> None:
    await kept.set_state(key(), ASKING)
    clock.now = LIFETIME - 1
    await kept.set_data(key(), {"power": "16"})
    clock.now = LIFETIME + 1

    assert await kept.get_state(key()) == ASKING.state


async def test_of_too_many_dialogues_the_one_that_waited_longest_ends(
    kept: Dialogues, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialogues, "MOST", 2)
    for user in (1, 2, 1, 3):
        await kept.set_state(key(user), ASKING)

    assert await kept.get_state(key(2)) is None
    assert await kept.get_state(key(1)) == ASKING.state


async def test_asking_about_nobody_keeps_nothing(kept: Dialogues) -> None:
    for user in range(100):
        await kept.get_state(key(user))
        await kept.get_data(key(user))
        await kept.set_data(key(user), {})
        await kept.set_state(key(user), None)

    assert kept._dialogues == {}


async def test_a_late_answer_is_told_so(house: BotHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    ann = house.chat()
    storage = house.dispatcher.storage
    await storage.set_state(StorageKey(bot_id=house.bot.id, chat_id=77, user_id=77), ASKING)
    monkeypatch.setattr(dialogues, "LIFETIME", 0.0)

    await ann.say("16 15")

    assert "the question is closed" in ann.text
    assert "What I can do" in (await ann.say("16 15")).said

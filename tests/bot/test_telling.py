from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from structlog.testing import capture_logs

from bot import telling, texts
from bot.amounts import Amounts
from bot.pace import Pace
from bot.presenting import rewards as presenting
from bot.progress import Progress
from bot.telling import Teller
from core.arithmetic.rates import Money
from core.income.days import DaySplit
from core.model import AmountUnit, Currency, Preferences, UserId
from core.rewards import Outcome, Reward, Rewards, mined_day
from tests.bot.house import BotHouse, Chat
from tests.bot.test_pace import FakeTime
from tests.fakes import Refusal

DAY = date(2026, 11, 21)
BLOCKED: Refusal = (403, {"description": "Forbidden: bot was blocked by the user"})
NO_CHAT: Refusal = (400, {"description": "Bad Request: chat not found"})
DOWN: Refusal = (502, {"description": "Bad Gateway"})

Say = Callable[[Reward], Awaitable[None]]


def throttled(seconds: int) -> Refusal:
    return 429, {
        "description": f"Too Many Requests: retry after {seconds}",
        "parameters": {"retry_after": seconds},
    }


@dataclass
class Morning:
    """Somebody who wants to be told, and whoever tells."""

    house: BotHouse
    chat: Chat
    clock: FakeTime
    progress: Progress
    teller: Teller
    day: date

    async def tell(self, day: date | None = None) -> str:
        before = self.progress.outcomes.copy()
        await self.teller.tell(UserId(self.chat.user), day or self.day)
        [outcome] = self.progress.outcomes - before
        return outcome

    async def wants_word(self) -> bool:
        return (await self.house.services.preferences.of(UserId(self.chat.user))).notify


@pytest.fixture
async def morning(house: BotHouse) -> Morning:
    chat, clock, progress = house.chat(), FakeTime(), Progress()
    await chat.sign_in()
    await house.services.preferences.change(UserId(chat.user), notify=True)
    pace = Pace(house.services.rate_limits, house.bot.id, sleep=clock.sleep, now=clock)
    teller = Teller(house.bot, house.services, house.settings, pace, progress)
    return Morning(house, chat, clock, progress, teller, mined_day(datetime.now(UTC)))


async def test_the_message_has_the_day_its_split_and_the_ways_on(morning: Morning) -> None:
    assert await morning.tell() == Outcome.TOLD

    assert "Net <b>" in morning.chat.text
    assert "for electricity" in morning.chat.text
    assert "≈ $" in morning.chat.text
    assert morning.chat.buttons == ["Chart", "Open the app"]
    [[_], [app]] = morning.chat.last.keyboard
    assert app["web_app"]["url"].endswith(f"?tgWebAppStartParam=earnings-{morning.day}")


async def test_it_is_told_in_the_language_telegram_last_spoke(morning: Morning) -> None:
    await morning.house.chat(language="ru").say("/help")

    await morning.tell()

    assert "Чистый доход <b>" in morning.chat.text


async def test_the_chart_of_the_day_is_a_press_away(morning: Morning) -> None:
    await morning.tell()

    shown = await morning.chat.press("Chart")

    assert f"{morning.day:%b} {morning.day.day}, {morning.day.year}" in shown.said
    assert "7 days: " in shown.said


async def test_a_second_job_for_the_same_day_says_nothing(morning: Morning) -> None:
    await morning.tell()

    assert await morning.tell() == Outcome.ALREADY
    assert len(morning.chat.shown) == 1


async def test_what_may_have_arrived_is_not_sent_again_but_owned_up_to(morning: Morning) -> None:
    yesterday = morning.day - timedelta(1)
    morning.house.telegram.refuse("sendMessage", DOWN)
    assert await morning.tell(yesterday) == "not_sent"
    assert await morning.tell(yesterday) == Outcome.ALREADY

    assert await morning.tell() == Outcome.TOLD

    assert "may not have reached you" in morning.chat.text
    assert len(morning.chat.shown) == 2  # the one that failed included


async def test_while_telegram_is_down_nothing_more_is_begun(morning: Morning) -> None:
    morning.house.telegram.refuse("sendMessage", DOWN)
    await morning.tell(morning.day - timedelta(1))
    began = morning.clock.now

    await morning.tell()

    assert morning.clock.now - began >= telling.OUTAGE


async def test_in_a_pause_the_partner_is_not_asked_either(
    morning: Morning, monkeypatch: pytest.MonkeyPatch
) -> None:
    rewards, asked_at = type(morning.house.services.rewards), []
    ask = rewards.tell

    async def tell(self: Rewards, user: UserId, day: date, say: Say) -> Outcome:
        asked_at.append(morning.clock.now)
        return await ask(self, user, day, say)

    monkeypatch.setattr(rewards, "tell", tell)
    began = morning.clock.now
    morning.teller._pace.pause(40)

    await morning.tell()

    assert asked_at[0] - began >= 40


async def test_whoever_waits_for_a_turn_keeps_nobody_from_asking_the_partner(
    morning: Morning, monkeypatch: pytest.MonkeyPatch
) -> None:
    both, waiting = asyncio.Event(), 0

    async def turn(_: Pace) -> None:
        nonlocal waiting
        waiting += 1
        if waiting == 2:
            both.set()
        await both.wait()

    monkeypatch.setattr(Pace, "turn", turn)
    morning.teller._asking = asyncio.Semaphore(1)

    user = UserId(morning.chat.user)
    async with asyncio.timeout(20):
        await asyncio.gather(
            *(morning.teller.tell(user, morning.day - timedelta(ago)) for ago in range(2))
        )

    assert morning.progress.outcomes[Outcome.TOLD] == 2


@pytest.mark.parametrize(
    "refusal", [pytest.param(BLOCKED, id="blocked"), pytest.param(NO_CHAT, id="no chat")]
)
async def test_whoever_cannot_be_written_to_is_not_tried_again(
    morning: Morning, refusal: Refusal
) -> None:
    morning.house.telegram.refuse("sendMessage", refusal)

    assert await morning.tell() == "blocked"
    assert not await morning.wants_word()


async def test_telegrams_patience_is_waited_for_and_the_message_sent(morning: Morning) -> None:
    morning.house.telegram.refuse("sendMessage", throttled(3), throttled(70))
    began = morning.clock.now

    assert await morning.tell() == Outcome.TOLD
    assert morning.clock.now - began >= 73
    assert len(morning.chat.shown) == 3


async def test_more_patience_than_anybody_has_is_given_up(morning: Morning) -> None:
    morning.house.telegram.refuse("sendMessage", throttled(telling.LONGEST_PATIENCE + 1))

    assert await morning.tell() == "not_sent"
    assert await morning.wants_word()


async def test_the_partner_is_not_asked_again_and_again_for_nothing(morning: Morning) -> None:
    later = morning.day + timedelta(2)  # in the night, the day after may be there already

    outcomes = [await morning.tell(later) for _ in range(6)]

    assert outcomes == [Outcome.NOTHING] * 4 + ["resting"] * 2


async def test_a_message_that_telegram_refuses_harms_nobody(morning: Morning) -> None:
    refused: Refusal = (400, {"description": "Bad Request: can't parse entities"})
    morning.house.telegram.refuse("sendMessage", refused)

    assert await morning.tell() == "refused"
    assert await morning.wants_word()


async def test_a_crash_is_logged_by_its_place_and_quotes_nothing(
    morning: Morning, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object) -> str:
        raise RuntimeError("the user's figures")

    monkeypatch.setattr(presenting, "told", crash)
    with capture_logs() as logged:
        assert await morning.tell() == "crashed"

    [line] = [line for line in logged if line["event"] == "reward_crashed"]
    assert "crash" in line["at"]
    assert "figures" not in str(line)


def reward(change: str | None = None, missed: tuple[date, ...] = (), other: str = "0") -> Reward:
    split = DaySplit(
        DAY,
        gross=Decimal("0.00003"),
        electricity=Decimal("0.000008"),
        service=Decimal("0.000002"),
        service_3=Decimal(other),
        net=Decimal("0.00002"),
        ids=frozenset({1, 2}),
    )
    net = Money(split.net, Decimal("1.6"), Decimal("4.5"))
    return Reward(
        DAY, split, net, None if change is None else Decimal(change), missed, Preferences()
    )


@pytest.mark.parametrize(
    ("change", "line"),
    [
        pytest.param("0.0312", "▲ +3.1\N{NARROW NO-BREAK SPACE}% against", id="more"),
        pytest.param("-0.25", "▼ \N{MINUS SIGN}25\N{NARROW NO-BREAK SPACE}% against", id="less"),
        pytest.param("0.0001", "As much as", id="as much"),
        pytest.param("-0.0001", "As much as", id="hardly less"),
    ],
)
def test_the_change_has_an_arrow(change: str, line: str) -> None:
    assert line in presenting.told(Amounts(texts.ENGLISH, Preferences()), reward(change))


def test_without_days_before_there_is_no_change() -> None:
    said = presenting.told(Amounts(texts.ENGLISH, Preferences()), reward())

    assert said.replace("\N{NO-BREAK SPACE}", " ").splitlines() == [
        "<b>Income of Sat, Nov 21</b>",
        "Net <b>2,000 sat ≈ $1.60</b>",
        "3,000 sat gross, less 800 sat for electricity and 200 sat for service",
    ]


def test_it_is_said_in_the_users_unit_and_currency() -> None:
    chosen = Preferences(unit=AmountUnit.BTC, currency=Currency.GOMINING)

    said = presenting.told(Amounts(texts.ENGLISH, chosen), reward())

    assert "0.00002000\N{NO-BREAK SPACE}BTC ≈ 4.50\N{NO-BREAK SPACE}GOMINING" in said


def test_other_costs_are_told_where_there_are_any() -> None:
    amounts = Amounts(texts.ENGLISH, Preferences())

    assert "Other costs" not in presenting.told(amounts, reward())
    assert "Other costs 100\N{NO-BREAK SPACE}sat" in presenting.told(
        amounts, reward(other="0.000001")
    )


def test_of_many_missed_days_the_latest_are_named() -> None:
    missed = tuple(DAY - timedelta(ago) for ago in range(9, 0, -1))

    said = presenting.told(Amounts(texts.ENGLISH, Preferences()), reward(missed=missed))

    assert "Nov 16, Nov 17, Nov 18, Nov 19, and Nov 20" in said
    assert "Nov 15" not in said


@pytest.mark.parametrize(
    ("language", "days"),
    [("ru", "20 нояб. и 21 нояб."), ("de", "20. Nov. und 21. Nov."), ("zh", "11月20日和11月21日")],
)
def test_missed_days_are_listed_as_the_language_lists(language: str, days: str) -> None:
    amounts = Amounts(texts.LANGUAGES[language], Preferences())

    assert days in presenting.told(amounts, reward(missed=(DAY - timedelta(1), DAY)))


@pytest.mark.parametrize("words", texts.LANGUAGES.values(), ids=texts.LANGUAGES)
def test_it_can_be_said_in_every_language(words: texts.Words) -> None:
    said = presenting.told(Amounts(words, Preferences()), reward("0.1", (DAY,)))

    assert len(said) < 1024

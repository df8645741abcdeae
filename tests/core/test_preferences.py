from collections.abc import AsyncIterator
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import RequestError, StoreError
from core.model import UserId
from core.preferences import (
    AmountUnit,
    Currency,
    Language,
    Preferences,
    PreferencesChange,
    UserPreferences,
    is_zone,
)
from core.store import open_store
from core.store.sql import SqlStore

ADA = UserId(7)


@pytest.fixture
async def preferences(sqlite_url: str) -> AsyncIterator[UserPreferences]:
    async with open_store(sqlite_url) as store:
        yield UserPreferences(store)


async def test_nothing_is_sent_to_who_never_asked_for_it(preferences: UserPreferences) -> None:
    assert await preferences.of(ADA) == Preferences(
        language=None,
        currency=Currency.USD,
        unit=AmountUnit.SATS,
        notify=False,
        notify_hour=9,
        time_zone="UTC",
        maintenance_apart=False,
        reward_above=None,
        reward_below=None,
        spoken=None,
    )


async def test_what_is_left_out_of_a_change_stays(preferences: UserPreferences) -> None:
    await preferences.change(ADA, language=Language.CHINESE, notify_hour=23)

    changed = await preferences.change(ADA, notify=True, language=None)

    assert changed == Preferences(notify=True, notify_hour=23) == await preferences.of(ADA)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        pytest.param({"notify": True, "notify_hour": 24}, "notifyHour", id="past the day"),
        pytest.param({"notify_hour": -1}, "notifyHour", id="before the day"),
        pytest.param({"time_zone": "../UTC"}, "timeZone", id="no zone"),
        pytest.param({"reward_above": Decimal("NaN")}, "rewardAbove", id="no amount"),
        pytest.param({"reward_below": Decimal("1e-13")}, "rewardBelow", id="finer than shown"),
    ],
)
async def test_a_wrong_field_is_named_and_nothing_changes(
    preferences: UserPreferences, changed: PreferencesChange, field: str
) -> None:
    with pytest.raises(RequestError, match=f"^{field}: "):
        await preferences.change(ADA, **changed)

    assert await preferences.of(ADA) == Preferences()


@pytest.mark.parametrize(
    "name", ["UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "Etc/GMT+3"]
)
def test_zones_of_the_database_are_known(name: str) -> None:
    assert is_zone(name)


NO_ZONES = [
    pytest.param("", id="nothing"),
    pytest.param("/etc/passwd", id="a path"),
    pytest.param("Europe/../UTC", id="a way up"),
    pytest.param("Europe/Berlin\n", id="a line's end"),
    pytest.param("Europe//Berlin", id="a gap"),
    pytest.param("Europe\0", id="a zero byte"),
    pytest.param("zone.tab", id="a file beside them"),
    pytest.param("Äthiopien", id="not ASCII"),
    pytest.param("A" * 65, id="too long"),
]


@pytest.mark.parametrize("name", NO_ZONES)
def test_other_names_are_no_zones(name: str) -> None:
    assert not is_zone(name)


@pytest.mark.parametrize("name", ["Europe/Atlantis", "Europe", "europe/berlin", "tzdata"])
def test_a_zone_the_database_does_not_have_is_none(name: str) -> None:
    assert not is_zone(name)


@given(st.text(max_size=80))
def test_no_text_is_more_than_no_zone(text: str) -> None:
    assert is_zone(text) in {True, False}


async def test_the_language_telegram_speaks_is_kept_until_it_is_another(
    preferences: UserPreferences,
) -> None:
    assert (await preferences.of(ADA)).speaks is None

    met = await preferences.meet(ADA, "pt-br")

    assert met.speaks == "pt-br"
    assert await preferences.of(ADA) == met
    assert (await preferences.meet(ADA, "de")).speaks == "de"
    assert (await preferences.meet(ADA, None)).speaks == "de"
    assert (await preferences.change(ADA, language=Language.TURKISH)).speaks == "tr"
    assert (await preferences.change(ADA, language=None)).speaks == "de"


async def test_the_language_already_known_is_not_written_again(
    preferences: UserPreferences, monkeypatch: pytest.MonkeyPatch
) -> None:
    met = await preferences.meet(ADA, "de")
    monkeypatch.setattr(SqlStore, "keep_preferences", None)  # a write would fail

    assert await preferences.meet(ADA, "de") == met


@pytest.mark.parametrize("told", ["", "d", "de_DE", "de\n", "de-" + "x" * 9, "a" * 200])
async def test_what_is_no_language_is_not_kept(preferences: UserPreferences, told: str) -> None:
    assert await preferences.meet(ADA, told) == await preferences.of(ADA) == Preferences()


async def test_a_store_that_cannot_write_spoils_no_greeting(
    preferences: UserPreferences, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object, **__: object) -> None:
        raise StoreError("the disk is full")

    monkeypatch.setattr(SqlStore, "keep_preferences", fail)

    assert await preferences.meet(ADA, "de") == Preferences(spoken="de")

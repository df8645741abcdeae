from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import zones
from bot.texts import ENGLISH, LANGUAGES
from core.preferences import is_zone

WINTER, SUMMER = datetime(2026, 1, 15, tzinfo=UTC), datetime(2026, 7, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "typed", "zone"),
    [
        pytest.param("en", "Berlin", "Europe/Berlin", id="a city"),
        pytest.param("en", " new   YORK ", "America/New_York", id="of two words"),
        pytest.param("en", "america/new_york", "America/New_York", id="a name of the database"),
        pytest.param("en", "lond", "Europe/London", id="its beginning"),
        pytest.param("en", "utc", "UTC", id="UTC"),
        pytest.param("ru", "Москва", "Europe/Moscow", id="in Russian"),
        pytest.param("zh", "上海", "Asia/Shanghai", id="in Chinese"),
        pytest.param("pt", "São Paulo", "America/Sao_Paulo", id="in Portuguese"),
        pytest.param("ru", "Kyiv", "Europe/Kyiv", id="in English too"),
        pytest.param("ru", "Киев", "Europe/Kyiv", id="a city that was renamed"),
        pytest.param("en", "Calcutta", "Asia/Kolkata", id="by its first name"),
    ],
)
def test_a_zone_is_found_by_what_people_call_it(language: str, typed: str, zone: str) -> None:
    assert zones.find(typed, LANGUAGES[language], WINTER)[0] == zone


@pytest.mark.parametrize(
    ("typed", "when", "zone"),
    [
        ("UTC+1", WINTER, "Europe/Berlin"),
        ("+2", SUMMER, "Europe/Berlin"),
        ("gmt +5:30", WINTER, "Asia/Kolkata"),
        ("+0530", WINTER, "Asia/Kolkata"),
        ("-5", WINTER, "America/New_York"),
        ("\N{MINUS SIGN}3", WINTER, "America/Sao_Paulo"),
        ("+5:45", WINTER, "Asia/Kathmandu"),
        ("+0", WINTER, "UTC"),
    ],
)
def test_a_zone_is_found_by_its_hours_from_utc(typed: str, when: datetime, zone: str) -> None:
    found = zones.find(typed, ENGLISH, when)

    assert found[0] == zone
    assert len({zones.offset(one, when) for one in found}) == 1


@pytest.mark.parametrize("typed", ["", " ", "Atlantis", "+99", "../../etc/passwd", "x" * 65, "+"])
def test_what_is_no_place_is_not_found(typed: str) -> None:
    assert zones.find(typed, ENGLISH, WINTER) == []


@given(st.text(max_size=70))
def test_whatever_is_typed_what_is_found_can_be_kept(typed: str) -> None:
    found = zones.find(typed, ENGLISH, WINTER)

    assert len(found) <= zones.MOST
    assert all(map(is_zone, found))


def test_no_city_is_found_twice() -> None:
    found = zones.find("shang", ENGLISH, WINTER)

    assert found == ["Asia/Shanghai"]


@pytest.mark.parametrize(
    ("zone", "when", "written"),
    [
        ("UTC", WINTER, "UTC+0"),
        ("Europe/Berlin", SUMMER, "UTC+2"),
        ("Asia/Kolkata", WINTER, "UTC+5:30"),
        ("America/St_Johns", WINTER, "UTC\N{MINUS SIGN}3:30"),
    ],
)
def test_an_offset_is_written_in_hours(zone: str, when: datetime, written: str) -> None:
    assert zones.offset(zone, when) == written


@pytest.mark.parametrize("zone", zones.COMMON)
def test_every_common_zone_is_one(zone: str) -> None:
    assert is_zone(zone)


@pytest.mark.parametrize(
    ("language", "zone", "name"),
    [
        ("en", "Europe/Berlin", "Berlin"),
        ("ru", "Europe/Moscow", "Москва"),
        ("ru", "Europe/Kyiv", "Киев"),
        ("en", "America/Argentina/Buenos_Aires", "Buenos Aires"),
        ("en", "Etc/GMT-3", "Etc/GMT-3"),
        ("de", "UTC", "UTC"),
    ],
)
def test_a_zone_is_called_by_its_city(language: str, zone: str, name: str) -> None:
    assert zones.city(zone, LANGUAGES[language]) == name

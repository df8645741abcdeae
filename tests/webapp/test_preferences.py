import asyncio
import sqlite3
import time
from contextlib import closing

import pytest

from tests.house import House, Visitor
from tests.init_data import init_data
from webapp.openapi import document
from webapp.routes import ROUTES

PATH = "/api/me/preferences"
DEFAULTS = {
    "language": None,
    "currency": "USD",
    "unit": "sats",
    "notify": False,
    "notifyHour": 9,
    "timeZone": "UTC",
    "maintenanceApart": False,
    "rewardAbove": None,
    "rewardBelow": None,
}


async def _change(visitor: Visitor, **changed: object) -> object:
    return (await visitor.ask("PATCH", PATH, json=changed)).data


async def test_the_defaults_come_with_the_session_and_with_me(house: House) -> None:
    visitor = house.visitor()

    opened = await visitor.open()

    assert opened.data["preferences"] == DEFAULTS
    assert (await visitor.get("/api/me")).data["preferences"] == DEFAULTS


async def test_any_part_can_be_changed_and_the_rest_stays(house: House) -> None:
    visitor = house.visitor()
    await visitor.open()

    assert await _change(visitor, language="pt-BR", notifyHour=0) == DEFAULTS | {
        "language": "pt-BR",
        "notifyHour": 0,
    }
    changed = await _change(
        visitor, language=None, currency="GOMINING", unit="btc", notify=True, maintenanceApart=True
    )

    assert changed == DEFAULTS | {
        "notifyHour": 0,
        "currency": "GOMINING",
        "unit": "btc",
        "notify": True,
        "maintenanceApart": True,
    }
    assert await _change(visitor) == changed
    assert (await visitor.open()).data["preferences"] == changed


@pytest.mark.parametrize(
    ("body", "field"),
    [
        pytest.param({"language": "fr"}, "language", id="a language we do not speak"),
        pytest.param({"language": ""}, "language", id="no language"),
        pytest.param({"currency": "EUR"}, "currency", id="another currency"),
        pytest.param({"currency": None}, "currency", id="no currency"),
        pytest.param({"unit": "SATS"}, "unit", id="another case"),
        pytest.param({"notify": "yes"}, "notify", id="a word for a truth"),
        pytest.param({"notify": 1}, "notify", id="a figure for a truth"),
        pytest.param({"notifyHour": 24}, "notifyHour", id="past the day"),
        pytest.param({"notifyHour": 8.5}, "notifyHour", id="half an hour"),
        pytest.param({"notifyHour": True}, "notifyHour", id="a truth for a figure"),
        pytest.param({"notifyHour": "9"}, "notifyHour", id="a word for a figure"),
        pytest.param({"timeZone": "Europe/../UTC"}, "timeZone", id="a way up"),
        pytest.param({"timeZone": "x" * 10_000}, "timeZone", id="a long name"),
        pytest.param({"rewardAbove": 0.001}, "rewardAbove", id="a float"),
        pytest.param({"rewardAbove": "1e-6"}, "rewardAbove", id="an exponent"),
        pytest.param({"rewardBelow": "-0.1"}, "rewardBelow", id="less than nothing"),
        pytest.param({"rewardBelow": "21000001"}, "rewardBelow", id="more than there is"),
        pytest.param({"notify": True, "colour": "red"}, "colour", id="an unknown field"),
        pytest.param([], "body", id="a list"),
        pytest.param(None, "body", id="null"),
    ],
)
async def test_a_wrong_field_is_named_and_nothing_changes(
    house: House, body: object, field: str
) -> None:
    visitor = house.visitor()
    await visitor.open()

    answer = await visitor.ask("PATCH", PATH, json=body)

    assert (answer.status, answer.code) == (400, "request_invalid")
    assert answer.json["detail"].startswith(f"{field}: ")
    assert (await visitor.get("/api/me")).data["preferences"] == DEFAULTS


async def test_the_limits_of_a_reward_are_plain_decimals_and_can_be_lifted(house: House) -> None:
    visitor = house.visitor()
    await visitor.open()

    changed = await _change(visitor, rewardAbove="0.00001000", rewardBelow="0.0000001")
    assert changed == DEFAULTS | {"rewardAbove": "0.00001", "rewardBelow": "0.0000001"}

    assert await _change(visitor, rewardAbove=None) == DEFAULTS | {"rewardBelow": "0.0000001"}


async def test_nobody_sees_what_another_chose(house: House) -> None:
    ada, boris = house.visitor(7), house.visitor(8)
    await ada.open()
    await _change(ada, notify=True)

    assert (await boris.open()).data["preferences"] == DEFAULTS


async def test_signing_out_keeps_the_preferences_and_deleting_me_does_not(ada: Visitor) -> None:
    await _change(ada, language="tr")

    await ada.post("/api/auth/sign-out")
    assert (await ada.get("/api/me")).data["preferences"]["language"] == "tr"

    await ada.ask("DELETE", "/api/me")
    assert (await ada.get("/api/me")).data["preferences"] == DEFAULTS


async def test_a_stranger_changes_nothing(house: House) -> None:
    answer = await house.visitor().ask("PATCH", PATH, json={"notify": True})

    assert (answer.status, answer.code) == (401, "session_invalid")


async def test_no_session_is_opened_while_the_store_is_down(house: House) -> None:
    file = house.settings.database_url.get_secret_value().removeprefix("sqlite:///")

    def drop() -> None:
        with closing(sqlite3.connect(file, timeout=60)) as database:
            database.execute("DROP TABLE preferences")

    await asyncio.to_thread(drop)  # the house may be writing, and wants to end
    visitor = house.visitor()

    answer = await visitor.ask(
        "POST", "/api/session", headers={"Authorization": f"tma {init_data(time.time())}"}
    )

    assert (answer.status, answer.code) == (503, "store_unavailable")


def test_a_change_needs_no_field_and_promises_no_default() -> None:
    schemas = document(ROUTES)["components"]["schemas"]

    assert "required" not in schemas["ChangePreferences"]
    assert "default" not in str(schemas["ChangePreferences"])
    assert set(schemas["ChangePreferences"]["properties"]) == set(DEFAULTS)
    assert set(schemas["Preferences"]["required"]) == set(DEFAULTS)

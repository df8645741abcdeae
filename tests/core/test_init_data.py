from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import SecretStr

from core.errors import InitDataError, InitDataExpiredError
from core.init_data import MAX_CHARACTERS, read_user, seal_key
from tests.init_data import BOT_TOKEN, USER, init_data, seal

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
KEY = seal_key(SecretStr(BOT_TOKEN))


def aged(seconds: float) -> str:
    return init_data(NOW.timestamp() - seconds)


def with_field(sealed: str, name: str, value: str) -> str:
    return urlencode(dict(parse_qsl(sealed)) | {name: value})


def test_the_user_whom_telegram_sealed_is_returned() -> None:
    user = read_user(aged(10), KEY, now=NOW)

    assert user.id == USER["id"]
    assert user.first_name == "Ада"
    assert (user.last_name, user.username, user.language_code) == ("Lovelace", "ada", "ru")


def test_a_user_needs_no_more_than_an_id_and_a_first_name() -> None:
    sealed = init_data(NOW.timestamp(), user={"id": 1, "first_name": ""})

    assert read_user(sealed, KEY, now=NOW).username is None


def test_a_blank_value_is_sealed_like_any_other() -> None:
    sealed = init_data(NOW.timestamp(), extra=(("start_param", ""),))

    assert read_user(sealed, KEY, now=NOW).id == USER["id"]


@pytest.mark.parametrize("seconds", [24 * 3600, 0, -60], ids=["a day old", "now", "a minute ahead"])
def test_the_window_includes_its_ends(seconds: int) -> None:
    assert read_user(aged(seconds), KEY, now=NOW).id == USER["id"]


def test_too_old_says_so_by_its_class() -> None:
    with pytest.raises(InitDataExpiredError):
        read_user(aged(24 * 3600 + 1), KEY, now=NOW)


def test_age_is_looked_at_only_behind_the_seal() -> None:
    forged = with_field(aged(48 * 3600), "hash", "0" * 64)

    with pytest.raises(InitDataError) as refused:
        read_user(forged, KEY, now=NOW)

    assert not isinstance(refused.value, InitDataExpiredError)


GOOD = aged(0)
FIELDS = [("auth_date", str(int(NOW.timestamp())))]


@pytest.mark.parametrize(
    "sealed",
    [
        pytest.param("", id="nothing"),
        pytest.param("garbage", id="no pairs"),
        pytest.param("a=%ff", id="no UTF-8"),
        pytest.param("hash=й", id="not URL-encoded"),
        pytest.param("hash=\udcff", id="a lone surrogate"),
        pytest.param(aged(-61), id="from the future"),
        pytest.param(with_field(GOOD, "hash", "0" * 64), id="forged seal"),
        pytest.param(with_field(GOOD, "hash", "é" * 64), id="seal of other letters"),
        pytest.param(with_field(GOOD, "hash", ""), id="blank seal"),
        pytest.param(with_field(GOOD, "user", '{"id":1,"first_name":"x"}'), id="another user"),
        pytest.param(with_field(GOOD, "extra", "1"), id="one more field"),
        pytest.param(GOOD.replace("signature", "signatur"), id="a renamed field"),
        pytest.param(GOOD + "&user=%7B%7D", id="a key twice"),
        pytest.param(GOOD + "&hash=" + "0" * 64, id="the seal twice"),
        pytest.param(init_data(NOW.timestamp(), bot_token="654321:" + "x" * 35), id="another bot"),
        pytest.param(init_data(NOW.timestamp(), user=None), id="no user"),
        pytest.param(init_data(NOW.timestamp(), user="[]"), id="user is no object"),
        pytest.param(init_data(NOW.timestamp(), user="{"), id="user is no JSON"),
        pytest.param(init_data(NOW.timestamp(), user={"id": 0, "first_name": ""}), id="id 0"),
        pytest.param(init_data(NOW.timestamp(), user={"id": True, "first_name": ""}), id="id true"),
        pytest.param(init_data(NOW.timestamp(), user={"id": "1", "first_name": ""}), id="id text"),
        pytest.param(urlencode([("hash", seal([]))]), id="no date"),
        pytest.param(
            urlencode([("auth_date", "9" * 13), ("hash", seal([("auth_date", "9" * 13)]))]),
            id="a date of 13 digits",
        ),
        pytest.param(
            urlencode([("auth_date", "١٢"), ("hash", seal([("auth_date", "١٢")]))]),
            id="a date in other digits",
        ),
        pytest.param(
            "a=1&" + init_data(NOW.timestamp(), extra=(("a", "2"),)), id="a key twice, one sealed"
        ),
        pytest.param("a=1&" * 70 + "b=2", id="too many fields"),
        pytest.param(
            init_data(NOW.timestamp(), extra=(("x", "y" * MAX_CHARACTERS),)), id="sealed, too long"
        ),
    ],
)
def test_anything_else_is_refused(sealed: str) -> None:
    with pytest.raises(InitDataError):
        read_user(sealed, KEY, now=NOW)


@given(st.text(max_size=300))
@example(GOOD[:-1])
def test_no_text_is_more_than_refused(text: str) -> None:
    with pytest.raises(InitDataError):
        read_user(text, KEY, now=NOW)


@given(st.integers(0, len(GOOD) - 1), st.characters(codec="ascii", exclude_characters="\0"))
def test_no_single_character_can_be_changed(place: int, character: str) -> None:
    changed = GOOD[:place] + character + GOOD[place + 1 :]
    if parse_qsl(changed, keep_blank_values=True) == parse_qsl(GOOD, keep_blank_values=True):
        return

    with pytest.raises(InitDataError):
        read_user(changed, KEY, now=NOW + timedelta(seconds=1))

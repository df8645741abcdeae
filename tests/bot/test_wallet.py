"""`/wallet`: bound addresses, and the dialogue that binds another."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.amounts import Amounts
from bot.presenting import payouts as presenting
from bot.texts import ENGLISH
from core.model import Preferences, UserId
from core.payouts import AddressKind, BoundAddress
from tests.bot.house import BotHouse, Chat, running_bot_house

P2WPKH = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"
P2PKH = "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"
PRIVATE_KEY = "5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ"


@pytest.fixture
async def ann(house: BotHouse) -> Chat:
    chat = house.chat()
    await chat.sign_in()
    return chat


async def bound(chat: Chat) -> list[str]:
    found = await chat.house.services.payouts.bound(UserId(chat.user))
    return [one.address for one in found]


async def test_who_has_bound_nothing_is_offered_to(ann: Chat) -> None:
    await ann.say("/wallet")

    assert ann.text == ENGLISH.say("wallet.none")
    assert ann.buttons == ["Bind an address", "Back"]


async def test_bound_addresses_are_shown_whole_with_their_kind_and_day(
    house: BotHouse, ann: Chat
) -> None:
    await house.services.payouts.bind(UserId(ann.user), P2PKH)

    await ann.say("/wallet")

    assert f"<code>{P2PKH}</code>\nLegacy, bound " in ann.text
    assert str(datetime.now(UTC).year) in ann.text


async def test_who_is_not_signed_in_is_asked_to_connect(house: BotHouse) -> None:
    ann = house.chat()

    await ann.say("/wallet")

    assert ann.buttons == ["Connect a wallet"]


@pytest.mark.parametrize(
    "pasted",
    [
        pytest.param(P2WPKH, id="an address"),
        pytest.param(f"  {P2WPKH.upper()}\n", id="another form"),
        pytest.param(f"bitcoin:{P2WPKH.upper()}?label=Ann", id="a URI"),
    ],
)
async def test_an_address_is_shown_in_its_one_form_and_bound_once_confirmed(
    ann: Chat, pasted: str
) -> None:
    await ann.say("/wallet")
    await ann.press("Bind an address")
    assert ann.last.method == "editMessageText"
    await ann.say(pasted)

    assert f"<code>{P2WPKH}</code>\nNative SegWit" in ann.text
    assert ann.buttons == ["Bind", "No, go back"]
    assert await bound(ann) == []

    await ann.press("Bind")
    assert ann.last.method == "editMessageText"
    assert P2WPKH in ann.text
    assert await bound(ann) == [P2WPKH]


@pytest.mark.parametrize(
    ("pasted", "fault"),
    [
        pytest.param("hello", "fault.btcMalformed", id="talk"),
        pytest.param("9" * 3000, "fault.btcMalformed", id="too long"),
        pytest.param(P2WPKH[:-1] + "5", "fault.btcOneWrong", id="a typo"),
        pytest.param("0x" + "a" * 40, "fault.btcEthereum", id="Ethereum"),
        pytest.param("0:" + "a" * 64, "fault.btcTon", id="TON"),
        pytest.param(f"bitcoin:{P2WPKH}?req-x=1", "fault.btcUri", id="a URI that asks for more"),
        pytest.param(
            "tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx", "fault.btcTestnet", id="testnet"
        ),
    ],
)
async def test_a_wrong_address_is_told_and_another_may_follow(
    ann: Chat, pasted: str, fault: str
) -> None:
    await ann.say("/wallet")
    await ann.press("Bind an address")

    await ann.say(pasted)
    assert ann.text == ENGLISH.messages[fault]
    assert ann.house.telegram.asked("deleteMessage") == []

    await ann.say(P2WPKH)
    assert ann.buttons == ["Bind", "No, go back"]


async def test_a_private_key_is_taken_out_of_the_chat(ann: Chat) -> None:
    await ann.say("/wallet")
    await ann.press("Bind an address")

    await ann.say(PRIVATE_KEY)

    assert ann.text == ENGLISH.say("fault.btcPrivateKey")
    [deleted] = ann.house.telegram.asked("deleteMessage")
    assert deleted.fields["message_id"] == "1"


async def test_a_button_binds_the_address_above_it_and_no_other(ann: Chat) -> None:
    await ann.say("/wallet")
    await ann.press("Bind an address")
    first = await ann.say(P2PKH)
    await ann.say(P2WPKH)

    await ann.press_data(first.keyboard[0][0]["callback_data"], first)

    assert ann.notices[-1]["text"] == ENGLISH.say("stale")
    assert await bound(ann) == []


async def test_a_button_that_was_left_too_long_says_so(ann: Chat) -> None:
    await ann.press_data("wallet:0123456789abcdef")

    assert ann.notices[-1]["text"] == ENGLISH.say("stale")
    assert await bound(ann) == []


async def test_going_back_ends_the_dialogue(ann: Chat) -> None:
    await ann.say("/wallet")
    await ann.press("Bind an address")
    await ann.press("No, go back")

    await ann.say(P2WPKH)

    assert P2WPKH not in ann.text
    assert "/help" in ann.text


async def test_what_the_partner_fails_to_bind_may_be_tried_again(
    house: BotHouse, ann: Chat
) -> None:
    await ann.say("/wallet")
    await ann.press("Bind an address")
    await ann.say(P2WPKH)

    await house.play(fail={"c2s/wallet/create-btc": [503, 503, 503]})
    await ann.press("Bind")
    assert ann.notices[-1]["text"] == ENGLISH.say("fault.partnerDown")

    await house.play(fail={})
    await ann.press("Bind")
    assert await bound(ann) == [P2WPKH]


async def test_without_the_btc_screens_there_is_no_such_command(tmp_path: Path) -> None:
    async with running_bot_house(tmp_path, btc_screens=False) as house:
        ann = house.chat()
        await ann.sign_in()

        for asked in ("/wallet", "/bind", "/help"):
            await ann.say(asked)
            assert "/miners" in ann.text
            assert "/wallet" not in ann.text
        for data in ("go:wallet:", "go:bind:", "wallet:0123456789abcdef"):
            await ann.press_data(data)
            assert ann.notices[-1]["text"] == ENGLISH.say("stale")
        await ann.say("/start")
        assert "Payouts" not in ann.buttons


@pytest.mark.parametrize("kind", [*AddressKind, None])
def test_every_kind_has_a_name_of_its_own(kind: AddressKind | None) -> None:
    named = [presenting.kind(one, ENGLISH) for one in (*AddressKind, None)]

    assert named.count(presenting.kind(kind, ENGLISH)) == 1


def test_a_long_list_fits_a_message_and_says_how_many_are_left_out() -> None:
    then = datetime(2026, 1, 1, tzinfo=UTC)
    many = [
        BoundAddress(number, then + timedelta(days=number), "b" * 62, AddressKind.P2TR)
        for number in range(50)
    ]

    said = presenting.listed(Amounts(ENGLISH, Preferences()), many)

    assert len(said) < 4096
    assert said.index("Feb 19, 2026") < said.index("Jan 31, 2026")
    assert "And 30 more" in said

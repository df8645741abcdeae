"""`/connect`, with a real bridge and a wallet that speaks the protocol."""

from __future__ import annotations

import struct
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio
from aiogram.types import BufferedInputFile
from structlog.testing import capture_logs

from bot.connecting import screens, waiting
from bot.connecting.resuming import resume
from bot.pictures import qr
from bot.texts import ENGLISH, LANGUAGES
from core.chat_sign_in import WalletApp
from core.errors import StoreError
from core.model import Door, Language, LinkedWallet, TonNetwork, UserId
from core.ton_address import friendly
from sandbox.http_wallet import NAME, Decision
from tests.bot.connecting import Meeting, links, process, running_meeting, until
from tests.bot.house import Chat
from tests.core.ton_connect.town import QUICK, account, running_town
from tests.fakes import Call

ADDRESS = friendly(account().address, TonNetwork.MAINNET)
SHORT = f"{ADDRESS[:4]}…{ADDRESS[-4:]}"
BLOCKED = (403, {"description": "Forbidden: bot was blocked by the user"})
GONE = (400, {"description": "Bad Request: message to edit not found"})


@pytest_asyncio.fixture
async def meeting(tmp_path: Path) -> AsyncIterator[Meeting]:
    async with running_meeting(tmp_path) as running:
        yield running


def pictures(chat: Chat) -> list[Call]:
    return [call for call in chat.shown if call.method == "sendPhoto"]


def removed(chat: Chat) -> set[str]:
    """Return the ids of the messages that the bot has taken away."""
    return {call.fields["message_id"] for call in chat.house.telegram.asked("deleteMessage")}


async def wallet_of(chat: Chat) -> LinkedWallet | None:
    return await chat.house.services.login.wallet(UserId(chat.user))


async def test_a_wallet_is_chosen_by_its_name(meeting: Meeting) -> None:
    ann = meeting.house.chat()

    await ann.say("/connect")

    assert ann.text == ENGLISH.say("connect.choose")
    assert ann.buttons == [NAME, "Back"]


async def test_the_link_is_a_button_and_a_picture(meeting: Meeting) -> None:
    ann = meeting.house.chat()

    link = await meeting.choose(ann)

    assert link.startswith(f"{meeting.town.url}/open?v=2&id=")
    assert ann.buttons == ["Open the wallet", "Cancel"]
    assert NAME in ann.text
    assert "Time left: 5:00" in ann.text or "Time left: 4:5" in ann.text
    sent = ann.last.files.values()
    assert [file.data for file in sent if isinstance(file, BufferedInputFile)] == [qr.draw(link)]


async def test_an_approval_signs_in_and_says_the_address_and_what_is_next(meeting: Meeting) -> None:
    ann = meeting.house.chat()
    link = await meeting.choose(ann)
    [picture] = pictures(ann)

    await meeting.town.answer(link)
    await meeting.done()

    assert f"<code>{SHORT}</code>" in ann.text
    assert ann.buttons == ["Miners", "Earnings", "Open the app"]
    wallet = await wallet_of(ann)
    assert wallet is not None
    assert wallet.address == account().address
    [noted] = await meeting.house.services.sign_ins.of(UserId(ann.user))
    assert (noted.door, noted.address) == (Door.CHAT, wallet.address)
    assert str(picture.message_id) in removed(ann)


@pytest.mark.parametrize(
    ("decision", "said", "offered"),
    [
        pytest.param(
            Decision.DECLINE,
            "fault.walletDeclined",
            ["Try again", "Another wallet"],
            id="declined",
        ),
        pytest.param(
            Decision.OTHER_NETWORK,
            "fault.wrongNetwork",
            ["Try again", "Another wallet"],
            id="another network",
        ),
        pytest.param(
            Decision.NO_PROOF, "fault.walletCannotProve", ["Another wallet"], id="no proof"
        ),
    ],
)
async def test_what_the_wallet_refuses_is_said_with_a_way_on(
    meeting: Meeting, decision: Decision, said: str, offered: list[str]
) -> None:
    ann = meeting.house.chat()

    await meeting.town.answer(await meeting.choose(ann), decision)
    await meeting.done()

    assert ann.text == ENGLISH.messages[said]
    assert ann.buttons == offered
    assert len(removed(ann)) == 2  # the list, when the link came; the link, when it was over
    assert await wallet_of(ann) is None


async def test_trying_again_asks_the_same_wallet_anew(meeting: Meeting) -> None:
    ann = meeting.house.chat()
    first = await meeting.choose(ann)
    await meeting.town.answer(first, Decision.DECLINE)
    await meeting.done()

    await ann.press("Try again")
    await until(lambda: len(links(ann)) == 2)

    assert links(ann)[1] != first
    await meeting.town.answer(links(ann)[1])
    await meeting.done()
    assert SHORT in ann.text


async def test_silence_ends_and_is_said(tmp_path: Path) -> None:
    async with running_meeting(tmp_path, seconds=0.5) as meeting:
        ann = meeting.house.chat()

        await meeting.choose(ann)
        await meeting.done()

        assert ann.text == ENGLISH.say("fault.walletSilent")
        assert ann.buttons == ["Try again", "Another wallet"]


async def test_the_time_left_is_counted_down_in_the_same_message(
    meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "BEAT", 0.02)
    ann = meeting.house.chat()
    meeting.house.telegram.refuse("editMessageCaption", GONE)  # which ends nothing

    link = await meeting.choose(ann)
    await until(lambda: len(meeting.house.telegram.asked("editMessageCaption")) > 2)

    change = meeting.house.telegram.asked("editMessageCaption")[-1]
    assert change.message_id == pictures(ann)[0].message_id
    assert "Time left: 4:" in change.said or "Time left: 5:00" in change.said
    assert [row[0]["text"] for row in change.keyboard] == ["Open the wallet", "Cancel"]
    await meeting.town.answer(link)
    await meeting.done()
    assert SHORT in ann.text


async def test_cancelling_ends_the_waiting(meeting: Meeting) -> None:
    ann = meeting.house.chat()
    await meeting.choose(ann)
    [picture] = pictures(ann)

    await ann.press("Cancel")
    await meeting.done()

    assert ann.text == ENGLISH.say("connect.stopped")
    assert ann.buttons == ["Connect a wallet", "Back"]
    assert str(picture.message_id) in removed(ann)
    assert not meeting.sign_in.pending(UserId(ann.user))
    await meeting.town.bridge.until(lines=0)


async def test_a_second_connect_ends_the_first_without_a_word(meeting: Meeting) -> None:
    ann = meeting.house.chat()
    await meeting.choose(ann)
    [first] = pictures(ann)

    await ann.say("/connect")
    await meeting.done()

    assert ann.text == ENGLISH.say("connect.choose")
    assert str(first.message_id) in removed(ann)
    await meeting.town.answer(await meeting.choose(ann))
    await meeting.done()
    assert SHORT in ann.text


async def test_a_bridge_that_is_down_is_said_to_be(tmp_path: Path) -> None:
    async with running_meeting(tmp_path, pace=replace(QUICK, patience=0.1)) as meeting:
        await meeting.town.bridge.die()
        ann = meeting.house.chat()

        await meeting.choose(ann)
        await meeting.done()

        assert ann.text == ENGLISH.say("fault.bridgeDown")
        assert ann.buttons == ["Try again", "Another wallet"]


async def test_a_list_of_wallets_that_is_down_is_said_to_be(tmp_path: Path) -> None:
    nowhere = "http://127.0.0.1:1/wallets.json"
    async with running_meeting(tmp_path, ton_wallets_url=nowhere) as meeting:
        ann = meeting.house.chat()

        await ann.say("/connect")

        assert ann.text == ENGLISH.say("fault.bridgeDown")
        assert ann.buttons == ["Connect a wallet"]


async def test_a_process_that_is_busy_says_so(tmp_path: Path) -> None:
    async with running_meeting(tmp_path, connect_pending=1) as meeting:
        ann, ben = meeting.house.chat(), meeting.house.chat(user=78)
        await meeting.choose(ann)

        await ben.say("/connect")
        await ben.press(NAME)
        await until(lambda: ben.text == ENGLISH.say("fault.connectBusy"))

        assert ben.buttons == ["Try again", "Another wallet"]
        assert pictures(ben) == []


async def test_a_partner_that_is_down_is_said_where_the_list_was(meeting: Meeting) -> None:
    ann = meeting.house.chat()
    await ann.say("/connect")
    await meeting.house.play(fail={"*": 503})

    await ann.press(NAME)
    await until(lambda: ann.text == ENGLISH.say("fault.partnerDown"))

    assert ann.last.method == "editMessageText"
    assert ann.buttons == ["Try again", "Another wallet"]


async def test_who_is_signed_in_is_told_with_which_wallet(meeting: Meeting) -> None:
    ann = meeting.house.chat()
    await meeting.town.answer(await meeting.choose(ann))
    await meeting.done()

    await ann.say("/connect")

    assert f"<code>{SHORT}</code>" in ann.text
    assert ann.buttons == ["Another wallet", "Sign out", "Back"]
    await ann.press("Another wallet")
    assert ann.buttons == [NAME, "Back"]


async def test_a_wallet_that_left_the_list_leads_to_the_list(meeting: Meeting) -> None:
    ann = meeting.house.chat()

    await ann.press_data("go:connecting:0123456789ab")

    assert ann.buttons == [NAME, "Back"]
    assert len(ann.notices) == 1


async def test_an_old_cancel_button_is_answered(meeting: Meeting) -> None:
    ann = meeting.house.chat()

    await ann.press_data(screens.Stop().pack())

    assert ann.text == ENGLISH.say("connect.stopped")
    assert len(ann.notices) == 1


@pytest.mark.parametrize("answered", [False, True], ids=["later", "meanwhile"])
async def test_a_restart_is_said_and_the_same_link_still_works(
    tmp_path: Path, *, answered: bool
) -> None:
    async with running_town(tmp_path) as town:
        async with process(town) as before:
            ann = before.house.chat()
            link = await before.choose(ann)
        assert ann.text == ENGLISH.say("connect.pause")
        assert ann.buttons == []

        if answered:
            await town.answer(link)
        async with process(town) as after:
            await resume(after.house.bot, after.house.dispatcher)
            ann = after.house.chat()
            await until(lambda: bool(pictures(ann)))
            assert pictures(ann)[0].said.startswith(ENGLISH.say("connect.resumed"))
            assert links(ann) == [link]
            if not answered:
                await town.answer(link)
            await after.done()

            assert SHORT in ann.text


@pytest.mark.parametrize(
    ("telegrams", "chosen"),
    [
        pytest.param("en", Language.GERMAN, id="chosen"),
        pytest.param("de", None, id="Telegram's"),
    ],
)
async def test_a_restart_goes_on_in_the_users_language(
    tmp_path: Path, telegrams: str, chosen: Language | None
) -> None:
    async with running_town(tmp_path) as town:
        async with process(town) as before:
            ann = before.house.chat(language=telegrams)
            await before.house.services.preferences.change(UserId(ann.user), language=chosen)
            await ann.say("/connect")
            await ann.press(NAME)
            await until(lambda: bool(pictures(ann)))

        async with process(town) as after:
            await resume(after.house.bot, after.house.dispatcher)
            ann = after.house.chat()
            await until(lambda: bool(pictures(ann)))
            assert LANGUAGES["de"].say("connect.open") in ann.buttons


async def test_without_the_store_a_bot_starts_and_resumes_nothing(
    meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def down(_: object) -> None:
        raise StoreError("down")

    monkeypatch.setattr(type(meeting.sign_in), "interrupted", down)

    with capture_logs() as logged:
        await resume(meeting.house.bot, meeting.house.dispatcher)

    assert [(line["event"], line["code"]) for line in logged] == [
        ("attempts_not_resumed", "store_unavailable")
    ]


async def test_a_user_who_blocked_the_bot_meanwhile_is_no_crash(tmp_path: Path) -> None:
    async with running_town(tmp_path) as town:
        async with process(town) as before:
            await before.choose(before.house.chat())
        async with process(town) as after:
            after.house.telegram.refuse("sendPhoto", BLOCKED)
            with capture_logs() as logged:
                await resume(after.house.bot, after.house.dispatcher)
                await after.done()

    assert [line["event"] for line in logged if line["log_level"] != "debug"] == ["bot_blocked"]


async def test_nothing_secret_and_no_address_is_logged(
    meeting: Meeting, caplog: pytest.LogCaptureFixture
) -> None:
    ann = meeting.house.chat(first_name="Annabella")
    seen: list[str] = []

    with capture_logs() as logged:
        for decision in (Decision.DECLINE, Decision.NO_PROOF, Decision.APPROVE):
            link = await meeting.choose(ann)
            seen.append(link)
            await meeting.town.answer(link, decision)
            await meeting.done()
        await ann.say("/connect")

    written = str(logged) + caplog.text
    for link in seen:
        assert link not in written
        assert link.partition("id=")[2][:64] not in written
    for secret in (ADDRESS, account().address, "Annabella", "tonProof", "stateInit", "/open?"):
        assert secret not in written


def apps(count: int) -> list[WalletApp]:
    return [
        WalletApp(f"app{number}", f"Wallet {number}", "", "https://b.example", "https://w.example")
        for number in range(count)
    ]


def test_many_wallets_are_shown_in_pages_that_go_round() -> None:
    def names(page: int) -> list[str]:
        keyboard = screens.choice(apps(20), page, ENGLISH).keyboard
        assert keyboard is not None
        return [button.text for row in keyboard.inline_keyboard for button in row]

    assert names(1) == [*(f"Wallet {n}" for n in range(8)), "More wallets", "Back"]
    assert names(3) == [*(f"Wallet {n}" for n in range(16, 20)), "More wallets", "Back"]
    assert names(4) == names(0) == names(1)


def test_the_last_page_leads_to_the_first() -> None:
    keyboard = screens.choice(apps(20), 3, ENGLISH).keyboard

    assert keyboard is not None
    assert keyboard.inline_keyboard[-2][0].callback_data == "go:wallets:1"


@pytest.mark.parametrize("page", ["", "0", "99", "-1", "x", "1" * 40, "²"])
async def test_a_page_that_is_none_is_the_first(meeting: Meeting, page: str) -> None:
    ann = meeting.house.chat()

    await ann.press_data(f"go:wallets:{page}")

    assert ann.buttons == [NAME, "Back"]


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(300, "5:00"), (299.6, "5:00"), (65, "1:05"), (9.2, "0:09"), (-3, "0:00")],
)
def test_time_left_is_written_as_a_clock_writes_it(seconds: float, shown: str) -> None:
    assert screens.clock(seconds) == shown


@pytest.mark.parametrize("link", ["https://w.example/?r=1", "https://w.example/?r=" + "é" * 1200])
def test_a_code_is_wide_and_lies_on_white(link: str) -> None:
    png = qr.draw(link)

    assert png.startswith(b"\x89PNG")
    wide, high = struct.unpack(">II", png[16:24])
    assert wide == high >= qr.WIDTH
    assert len(png) < 20_000

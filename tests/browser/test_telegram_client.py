"""Telegram's client itself, with a tiny Mini App in it: what each says, and what is shown."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Route, expect

from core.init_data import read_user, seal_key
from sandbox import demo_user
from sandbox.partner import PartnerOptions
from sandbox.stage import Stage, running_stage
from tests.browser.telegram import SIZES, SMALL, USUAL, TelegramPhone

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

TINY = """<!doctype html>
<html style="background: Canvas; color-scheme: light dark"><title>Tiny</title>
<script>
  heard = [];
  addEventListener('message', ({source, data}) => {
    if (source === parent) heard.push(JSON.parse(data));
  });
  post = (eventType, eventData) =>
    parent.postMessage(JSON.stringify({eventType, eventData}), location.origin);
</script>
<h1>Tiny</h1>"""

BUTTON = {"is_visible": True, "text": "Bind"}
POPUP: dict[str, Any] = {
    "title": "Bind this address?",
    "message": "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
    "buttons": [{"id": "bind", "type": "default", "text": "Bind"}, {"id": "no", "type": "cancel"}],
}


class Tiny(TelegramPhone):
    """A phone with the tiny Mini App."""

    async def post(self, name: str, data: object = None) -> None:
        """Have the Mini App say something, and wait until it has reached the client."""
        count = await self.page.evaluate("telegramClient.events.length")
        await self.app.evaluate("([name, data]) => post(name, data ?? undefined)", [name, data])
        await self.page.wait_for_function("n => telegramClient.events.length > n", arg=count)

    async def heard(self, name: str, count: int = 1) -> list[Any]:
        """Wait until the Mini App was told *count* such things, and return what."""
        said = "name => heard.filter(({eventType}) => eventType === name)"
        await self.app.wait_for_function(
            f"([name, n]) => ({said})(name).length >= n", arg=[name, count]
        )
        events = await self.app.evaluate(said, name)
        return [event.get("eventData") for event in events]

    async def told(self) -> list[str]:
        """Return the names of all that the Mini App was told by now."""
        await self.post("web_app_request_theme")
        await self.heard("theme_changed")
        names: list[str] = await self.app.evaluate("heard.map(({eventType}) => eventType)")
        return names

    async def verdict(self) -> str:
        """Return what the client made of the last it heard."""
        said: str = await self.page.evaluate("telegramClient.events.at(-1).verdict")
        return said


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def stage() -> AsyncIterator[Stage]:
    async with running_stage(options=PartnerOptions(miners=0)) as it:
        yield it


async def tiny_at(stage: Stage, browser: Browser, size: tuple[int, int], **changed: Any) -> Tiny:  # noqa: ANN401  # a browser context's options
    async def tiny_page(route: Route) -> None:
        await route.fulfill(content_type="text/html", body=TINY)

    phone = await Tiny.at(stage, browser, size, **changed)
    await phone.context.route(lambda url: urlsplit(url).path == "/", tiny_page)
    return phone


@pytest_asyncio.fixture(loop_scope="session")
async def tiny(stage: Stage, chromium: Browser) -> AsyncIterator[Tiny]:
    phone = await tiny_at(stage, chromium, USUAL)
    yield phone
    await phone.context.close()
    assert phone.strayed == []
    assert phone.complaints == []


async def test_the_mini_app_is_launched_as_clients_launch_it(tiny: Tiny) -> None:
    app = await tiny.open(
        version="8.0", platform="ios", language="pt-BR", theme="dark", start="wallet"
    )

    url = urlsplit(app.url)
    told = {name: value for name, (value,) in parse_qs(url.fragment).items()}
    key = seal_key(tiny.stage.settings.bot_token)
    assert (told["tgWebAppVersion"], told["tgWebAppPlatform"]) == ("8.0", "ios")
    assert json.loads(told["tgWebAppThemeParams"]) == demo_user.DARK
    assert told["tgWebAppStartParam"] == "wallet"
    assert url.query == "tgWebAppStartParam=wallet"
    assert read_user(told["tgWebAppData"], key, now=datetime.now(UTC)).language_code == "pt-br"
    assert parse_qs(told["tgWebAppData"])["start_param"] == ["wallet"]
    assert "tgWebAppFullscreen" not in told


async def test_an_old_client_tells_what_it_knew_in_its_day(tiny: Tiny) -> None:
    app = await tiny.open(version="6.0", theme="light")

    told = {name: value for name, (value,) in parse_qs(urlsplit(app.url).fragment).items()}
    assert "signature" not in parse_qs(told["tgWebAppData"])
    assert set(json.loads(told["tgWebAppThemeParams"])) == {
        "bg_color", "text_color", "hint_color", "link_color", "button_color", "button_text_color",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "since", "before"),
    [
        pytest.param("web_app_setup_back_button", "6.1", "6.0", id="back"),
        pytest.param("web_app_open_popup", "6.2", "6.1", id="popup"),
        pytest.param("web_app_request_write_access", "6.9", "6.7", id="write access"),
        pytest.param("web_app_setup_settings_button", "6.10", "6.9", id="6.10 is after 6.9"),
        pytest.param("web_app_setup_secondary_button", "7.10", "7.7", id="7.10 is after 7.7"),
        pytest.param("web_app_request_safe_area", "8.0", "7.10", id="safe area"),
    ],
)
async def test_what_is_newer_than_the_client_is_ignored_and_noted(
    tiny: Tiny, name: str, since: str, before: str
) -> None:
    for version, verdicts in ((before, {"ignored"}), (since, {"heard", "refused"})):
        await tiny.open(version=version)
        await tiny.post(name, {})
        assert await tiny.verdict() in verdicts

    assert tiny.misfits[0] == f"{name} ignored"


async def test_what_no_client_knows_is_noted_as_such(tiny: Tiny) -> None:
    await tiny.open()

    await tiny.post("web_app_mine_faster")

    assert await tiny.verdict() == "unknown"


async def test_only_the_mini_app_is_listened_to(tiny: Tiny) -> None:
    await tiny.open()

    await tiny.page.evaluate("postMessage(JSON.stringify({eventType: 'web_app_close'}))")
    await tiny.app.evaluate("parent.postMessage('{', '*'); parent.postMessage('7', '*')")
    await tiny.post("web_app_ready")

    said = await tiny.page.evaluate("telegramClient.events.map(({eventType}) => eventType)")
    assert said == ["web_app_ready"]


async def test_the_buttons_around_the_mini_app_appear_as_told_and_tell_when_pressed(
    tiny: Tiny,
) -> None:
    await tiny.open()
    await tiny.post("web_app_setup_main_button", BUTTON | {"color": "#112233"})
    await tiny.post("web_app_setup_secondary_button", {"is_visible": True, "text": "Not now"})
    await tiny.post("web_app_setup_back_button", {"is_visible": True})
    await tiny.post("web_app_setup_settings_button", {"is_visible": True})

    await tiny.press_main()
    await tiny.press_secondary()
    await tiny.press_back()
    await tiny.press_settings()

    for pressed in ("main", "secondary", "back", "settings"):
        assert await tiny.heard(f"{pressed}_button_pressed") == [None]
    main = tiny.page.get_by_role("button", name="Bind")
    await expect(main).to_have_css("background-color", "rgb(17, 34, 51)")
    await tiny.post("web_app_setup_main_button", {"is_visible": False})
    await expect(main).to_be_hidden()


async def test_a_button_that_works_or_is_not_active_looks_it(tiny: Tiny) -> None:
    await tiny.open()

    await tiny.post(
        "web_app_setup_main_button", BUTTON | {"is_active": False, "is_progress_visible": True}
    )

    main = tiny.page.get_by_role("button", name="Bind")
    await expect(main).to_be_disabled()
    await expect(main).to_have_attribute("aria-busy", "true")
    await tiny.photograph("client-busy")


async def test_a_popup_is_answered_by_its_buttons_or_dismissed(tiny: Tiny) -> None:
    await tiny.open(language="ru")

    await tiny.post("web_app_open_popup", POPUP)
    await tiny.photograph("client-popup")
    await tiny.answer_popup("Bind")
    await tiny.heard("popup_closed", 1)
    await tiny.post("web_app_open_popup", POPUP)
    await tiny.answer_popup("Отмена")
    await tiny.heard("popup_closed", 2)
    await tiny.post("web_app_open_popup", POPUP)
    await tiny.page.keyboard.press("Escape")

    answers = await tiny.heard("popup_closed", 3)
    assert answers == [{"button_id": "bind"}, {"button_id": "no"}, {}]


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"message": ""}, id="no message"),
        pytest.param({"message": "m" * 257}, id="a long message"),
        pytest.param({"title": "t" * 65}, id="a long title"),
        pytest.param({"buttons": []}, id="no buttons"),
        pytest.param({"buttons": POPUP["buttons"] * 2}, id="four buttons"),
        pytest.param({"buttons": [{"id": "a", "type": "default"}]}, id="a nameless button"),
        pytest.param({"buttons": [{"id": "a", "type": "big", "text": "A"}]}, id="no such type"),
    ],
)
async def test_a_popup_that_telegram_would_not_show_is_refused(
    tiny: Tiny, wrong: dict[str, object]
) -> None:
    await tiny.open()

    await tiny.post("web_app_open_popup", POPUP | wrong)

    assert await tiny.verdict() == "refused"
    await expect(tiny.popup).to_have_count(0)


async def test_one_dialog_is_open_at_a_time(tiny: Tiny) -> None:
    await tiny.open()
    await tiny.post("web_app_open_popup", POPUP)

    await tiny.post("web_app_request_write_access")

    assert await tiny.verdict() == "refused"
    await expect(tiny.popup).to_have_count(1)


async def test_what_is_behind_a_dialog_waits_for_it(tiny: Tiny) -> None:
    await tiny.open()
    await tiny.post("web_app_setup_main_button", BUTTON)
    sheet = tiny.page.locator(".sheet")

    await tiny.post("web_app_open_popup", POPUP)
    await expect(sheet).to_have_js_property("inert", value=True)
    await tiny.answer_popup("Cancel")

    await expect(sheet).to_have_js_property("inert", value=False)
    await tiny.press_main()
    await tiny.heard("main_button_pressed")


async def test_the_scanner_reads_until_the_mini_app_has_what_it_wants(tiny: Tiny) -> None:
    await tiny.open()
    await tiny.post("web_app_open_scan_qr_popup", {"text": "A Bitcoin address"})
    await tiny.photograph("client-scanner")

    await tiny.answer_qr("hello")
    await tiny.answer_qr("bitcoin:bc1q")
    assert await tiny.heard("qr_text_received", 2) == [{"data": "hello"}, {"data": "bitcoin:bc1q"}]
    await tiny.post("web_app_close_scan_qr_popup")

    assert await tiny.heard("scan_qr_popup_closed") == [None]
    await expect(tiny.page.locator(".scanner")).to_have_count(0)


async def test_the_scanner_closed_by_hand_has_read_nothing(tiny: Tiny) -> None:
    await tiny.open()
    await tiny.post("web_app_open_scan_qr_popup", {})

    await tiny.page.locator(".scanner").get_by_role("button", name="Close").click()

    await tiny.heard("scan_qr_popup_closed")
    assert "qr_text_received" not in await tiny.told()


async def test_closing_asks_first_where_the_mini_app_wants_so(tiny: Tiny) -> None:
    await tiny.open()
    await tiny.post("web_app_setup_closing_behavior", {"need_confirmation": True})

    await tiny.press_close()
    await tiny.photograph("client-closing")
    await tiny.answer_popup("Cancel")
    await expect(tiny.page.locator("iframe")).to_have_count(1)
    await tiny.press_close()
    await tiny.answer_popup("Close anyway")

    await expect(tiny.page.locator("iframe")).to_have_count(0)
    assert await tiny.state() == {}


async def test_a_closed_mini_app_is_opened_afresh_from_the_chat(tiny: Tiny) -> None:
    await tiny.open()
    await tiny.post("web_app_setup_main_button", BUTTON)
    await tiny.post("web_app_setup_closing_behavior", {"need_confirmation": True})

    await tiny.post("web_app_close")
    await expect(tiny.page.locator("iframe")).to_have_count(0)
    await tiny.photograph("client-chat")
    await tiny.page.get_by_role("button", name="Open app").click()

    await expect(tiny.page.frame_locator("iframe").get_by_text("Tiny")).to_be_visible()
    assert not (await tiny.state())["asksBeforeClosing"]
    await expect(tiny.page.locator(".actions .main")).to_be_hidden()


async def test_the_theme_changes_live_and_may_follow_the_system(tiny: Tiny) -> None:
    await tiny.open(theme="system")

    await tiny.page.emulate_media(color_scheme="dark")
    (dark,) = await tiny.heard("theme_changed", 1)
    await tiny.set_theme("light")
    _, light = await tiny.heard("theme_changed", 2)

    assert dark == {"theme_params": demo_user.DARK}
    assert light == {"theme_params": demo_user.LIGHT}


async def test_the_views_size_is_told_as_it_changes(tiny: Tiny) -> None:
    await tiny.open()
    width, height = USUAL
    await tiny.post("web_app_request_viewport")
    (whole,) = await tiny.heard("viewport_changed")

    await tiny.post("web_app_setup_main_button", BUTTON)

    _, smaller = await tiny.heard("viewport_changed", 2)
    assert whole["width"] == smaller["width"] == width
    assert smaller["height"] < whole["height"] < height
    assert smaller["height"] == await tiny.app.evaluate("innerHeight")


async def test_safe_areas_are_told_on_asking_and_whenever_they_change(tiny: Tiny) -> None:
    await tiny.open()
    await tiny.post("web_app_request_safe_area")
    await tiny.post("web_app_request_content_safe_area")
    assert await tiny.heard("safe_area_changed") == [
        {"top": 0, "bottom": 20, "left": 0, "right": 0}
    ]
    assert (await tiny.heard("content_safe_area_changed"))[0]["top"] == 0

    await tiny.post("web_app_request_fullscreen")
    await tiny.photograph("client-fullscreen")

    assert await tiny.heard("fullscreen_changed") == [{"is_fullscreen": True}]
    assert (await tiny.heard("safe_area_changed", 2))[-1]["top"] == 32
    assert (await tiny.heard("content_safe_area_changed", 2))[-1]["top"] == 48
    assert await tiny.app.evaluate("innerHeight") == USUAL[1]
    await tiny.post("web_app_setup_main_button", BUTTON)
    assert (await tiny.heard("safe_area_changed", 3))[-1]["bottom"] == 0

    await tiny.post("web_app_exit_fullscreen")

    assert (await tiny.heard("fullscreen_changed", 2))[-1] == {"is_fullscreen": False}
    assert (await tiny.heard("safe_area_changed", 4))[-1]["top"] == 0


@pytest.mark.parametrize(
    ("fullscreen", "error"), [("no", "UNSUPPORTED"), ("launch", "ALREADY_FULLSCREEN")]
)
async def test_fullscreen_that_cannot_be_is_refused_by_name(
    tiny: Tiny, fullscreen: str, error: str
) -> None:
    app = await tiny.open(fullscreen=fullscreen)
    assert ("tgWebAppFullscreen=1" in app.url) == (fullscreen == "launch")

    await tiny.post("web_app_request_fullscreen")

    assert await tiny.heard("fullscreen_failed") == [{"error": error}]


async def test_write_access_is_asked_for_until_it_is_given(tiny: Tiny) -> None:
    await tiny.open()
    for answer in ("Cancel", "Allow"):
        await tiny.post("web_app_request_write_access")
        await tiny.answer_popup(answer)
    await tiny.heard("write_access_requested", 2)
    await tiny.post("web_app_request_write_access")

    answers = await tiny.heard("write_access_requested", 3)

    assert [answer["status"] for answer in answers] == ["cancelled", "allowed", "allowed"]
    await expect(tiny.popup).to_have_count(0)


async def test_the_home_screen_is_added_to_if_the_user_agrees(tiny: Tiny) -> None:
    await tiny.open()
    await tiny.post("web_app_add_to_home_screen")
    await tiny.answer_popup("Cancel")
    assert await tiny.heard("home_screen_failed") == [{"error": "USER_DECLINED"}]
    await tiny.post("web_app_check_home_screen")

    await tiny.post("web_app_add_to_home_screen")
    await tiny.answer_popup("Add")
    await tiny.heard("home_screen_added")
    await tiny.post("web_app_check_home_screen")

    checks = await tiny.heard("home_screen_checked", 2)
    assert [check["status"] for check in checks] == ["missed", "added"]


async def test_a_phone_without_a_home_screen_says_so(tiny: Tiny) -> None:
    await tiny.open(home="unsupported")

    await tiny.post("web_app_check_home_screen")
    await tiny.post("web_app_add_to_home_screen")

    assert await tiny.heard("home_screen_checked") == [{"status": "unsupported"}]
    assert await tiny.heard("home_screen_failed") == [{"error": "UNSUPPORTED"}]


async def test_a_file_is_downloaded_for_real_if_the_user_agrees(tiny: Tiny) -> None:
    await tiny.open()
    file = {"url": f"{tiny.stage.url}/icon.png", "file_name": "miners.png"}
    await tiny.post("web_app_request_file_download", file)
    await tiny.answer_popup("Cancel")
    await tiny.heard("file_download_requested")

    await tiny.post("web_app_request_file_download", file)
    async with tiny.page.expect_download() as downloading:
        await tiny.answer_popup("Download")

    assert (await downloading.value).suggested_filename == "miners.png"
    answers = await tiny.heard("file_download_requested", 2)
    assert [answer["status"] for answer in answers] == ["cancelled", "downloading"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        pytest.param("web_app_open_link", {"url": "javascript:alert(1)"}, id="a script"),
        pytest.param("web_app_open_link", {"url": "http://example.org"}, id="no https"),
        pytest.param("web_app_open_link", {"url": "/relative"}, id="no full address"),
        pytest.param("web_app_open_link", {}, id="no address"),
        pytest.param("web_app_open_tg_link", {}, id="no path"),
        pytest.param("web_app_set_header_color", {"color": "red"}, id="no colour"),
        pytest.param("web_app_set_header_color", {"color_key": "text_color"}, id="no such key"),
        pytest.param("web_app_setup_back_button", {"is_visible": 1}, id="no yes or no"),
        pytest.param("web_app_read_text_from_clipboard", {}, id="no request id"),
    ],
)
async def test_what_makes_no_sense_is_refused_and_noted(
    tiny: Tiny, name: str, data: dict[str, object]
) -> None:
    await tiny.open()

    await tiny.post(name, data)

    assert await tiny.verdict() == "refused"


async def test_a_link_is_opened_only_after_asking(tiny: Tiny) -> None:
    await tiny.open()

    await tiny.post("web_app_open_link", {"url": "https://example.org/miners"})
    await expect(tiny.popup).to_contain_text("https://example.org/miners")
    await tiny.answer_popup("Cancel")
    await tiny.post("web_app_open_tg_link", {"path_full": "/miners_bot?start=1"})
    await expect(tiny.popup).to_contain_text("https://t.me/miners_bot?start=1")
    await tiny.answer_popup("Cancel")

    assert tiny.context.pages == [tiny.page]


async def test_an_allowed_link_opens_beside_the_mini_app(tiny: Tiny) -> None:
    await tiny.open()
    await tiny.post("web_app_open_link", {"url": f"{tiny.stage.url}/healthz"})

    async with tiny.context.expect_page() as opening:
        await tiny.answer_popup("Open")

    assert (await opening.value).url == f"{tiny.stage.url}/healthz"


@pytest.mark.parametrize(("holds", "told"), [("bc1q", "bc1q"), ("", None)])
async def test_the_clipboard_is_read_as_far_as_the_client_tells(
    tiny: Tiny, holds: str, told: str | None
) -> None:
    await tiny.open(clipboard=holds)

    await tiny.post("web_app_read_text_from_clipboard", {"req_id": "7"})

    assert await tiny.heard("clipboard_text_received") == [{"req_id": "7", "data": told}]


@pytest.mark.parametrize(("version", "says"), [("9.0", [False, True]), ("6.0", [])])
async def test_the_background_is_noticed_by_the_page_and_told_by_newer_clients(
    tiny: Tiny, version: str, says: list[bool]
) -> None:
    app = await tiny.open(version=version)
    await app.evaluate(
        "seen = []; document.addEventListener('visibilitychange',"
        " () => seen.push(document.visibilityState))"
    )

    await tiny.background()
    await tiny.photograph("client-away")
    await tiny.foreground()

    assert await app.evaluate("seen") == ["hidden", "visible"]
    await tiny.told()
    told = "heard.filter(({eventType}) => eventType === 'visibility_changed')"
    assert await app.evaluate(f"{told}.map(({{eventData}}) => eventData.is_visible)") == says


async def test_haptics_are_seen_where_they_cannot_be_felt(tiny: Tiny) -> None:
    await tiny.open()

    await tiny.post(
        "web_app_trigger_haptic_feedback", {"type": "notification", "notification_type": "success"}
    )

    await expect(tiny.page.locator(".haptic")).to_have_text("notification · success")


async def test_colours_are_worn_where_the_mini_app_wants_them(tiny: Tiny) -> None:
    await tiny.open(theme="light")
    await tiny.post("web_app_setup_main_button", BUTTON)

    await tiny.post("web_app_set_header_color", {"color": "#101820"})
    await tiny.post("web_app_set_background_color", {"color": "#223344"})
    await tiny.post("web_app_set_bottom_bar_color", {"color": "#334455"})

    for part, colour in {
        ".sheet": "rgb(16, 24, 32)",
        ".view": "rgb(34, 51, 68)",
        ".actions": "rgb(51, 68, 85)",
    }.items():
        await expect(tiny.page.locator(part)).to_have_css("background-color", colour)
    await expect(tiny.page.locator(".sheet .leave")).to_have_css("color", "rgb(255, 255, 255)")
    await tiny.post("web_app_set_header_color", {"color_key": "secondary_bg_color"})
    await expect(tiny.page.locator(".sheet")).to_have_css("background-color", "rgb(239, 239, 244)")


async def test_a_colour_of_ones_own_is_too_new_for_an_old_clients_header(tiny: Tiny) -> None:
    await tiny.open(version="6.7")

    await tiny.post("web_app_set_header_color", {"color": "#101820"})

    assert await tiny.verdict() == "refused"


async def test_the_page_is_reloaded_as_it_was_opened(tiny: Tiny) -> None:
    app = await tiny.open(start="wallet")
    url = app.url
    await tiny.post("web_app_setup_main_button", BUTTON)
    await app.evaluate("location.hash = '#/elsewhere'")

    app = await tiny.reload()

    assert app.url == url
    await expect(tiny.page.locator(".actions .main")).to_be_hidden()


async def test_the_frame_may_bring_its_own_style(tiny: Tiny) -> None:
    await tiny.open()

    await tiny.post("iframe_ready", {"reload_supported": False})

    (style,) = await tiny.heard("set_custom_style")
    assert "scrollbar" in style


@pytest.mark.parametrize("query", ["version=5.0", "theme=blue", "colour=red", "language=pt-br"])
async def test_an_option_that_is_none_is_an_error_and_no_default(tiny: Tiny, query: str) -> None:
    await tiny.page.goto(f"{tiny.stage.telegram_url}?{query}")

    await expect(tiny.page.locator("iframe")).to_have_count(0)
    (complaint,) = tiny.complaints
    tiny.complaints.clear()
    assert query.partition("=")[0] in complaint


@pytest.mark.parametrize("wallet", ["inside", "list"])
async def test_the_demo_wallet_is_the_browsers_own_or_one_of_a_list(
    stage: Stage, chromium: Browser, wallet: str
) -> None:
    phone = await Tiny.at(stage, chromium)
    app = await phone.open(wallet=wallet)

    assert await app.evaluate("demoWallet.tonconnect.isWalletBrowser") == (wallet == "inside")
    await phone.context.close()


@pytest.mark.parametrize("size", SIZES, ids=["small", "usual"])
@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_it_fits_every_phone(
    stage: Stage, chromium: Browser, size: tuple[int, int], theme: str
) -> None:
    phone = await tiny_at(stage, chromium, size)
    await phone.open(theme=theme, language="de")
    await phone.post("web_app_setup_main_button", BUTTON)
    await phone.post("web_app_setup_secondary_button", {"is_visible": True, "text": "Später"})
    await phone.post("web_app_setup_back_button", {"is_visible": True})

    assert await phone.page.evaluate("document.documentElement.scrollWidth") == size[0]
    assert await phone.page.evaluate("document.documentElement.scrollHeight") == size[1]
    await expect(phone.page.locator(".desk")).to_be_hidden()
    await phone.photograph("client")
    await phone.context.close()


async def test_on_a_desk_the_controls_do_what_the_address_does(
    stage: Stage, chromium: Browser
) -> None:
    desk = await tiny_at(stage, chromium, (1280, 900), is_mobile=False, has_touch=False)
    await desk.open(theme="light")
    box = await desk.page.locator(".phone").bounding_box()
    assert box is not None
    assert box["width"] - 22 == USUAL[0], "a phone between its edges"

    async with desk.page.expect_event("framenavigated", lambda frame: "Version=7.7" in frame.url):
        await desk.page.get_by_label("Version").select_option("7.7")
    await desk.page.evaluate("telegramClient.opened")
    await desk.page.get_by_label("Theme").select_option("dark")
    await desk.heard("theme_changed")
    await desk.page.get_by_role("button", name="Put into background").click()
    await desk.page.get_by_role("button", name="Bring back").click()
    await desk.post("web_app_request_safe_area")

    assert urlsplit(desk.page.url).query == "app=open&version=7.7&theme=dark"
    journal = desk.page.get_by_role("list", name="Events")
    await expect(journal.locator("li").first).to_contain_text("web_app_request_safe_area")
    await expect(journal.locator("li").first).to_contain_text("ignored")
    await desk.page.evaluate("for (let i = 0; i < 99; i++) telegramClient.tell('tick', {i})")
    await expect(journal.locator("li")).to_have_count(50)
    await desk.photograph("client-desk", whole=False)
    await desk.context.close()
    assert desk.complaints == []


async def test_a_small_desk_has_room_for_the_whole_phone(stage: Stage, chromium: Browser) -> None:
    desk = await tiny_at(stage, chromium, (SMALL[0] * 3, 700), is_mobile=False, has_touch=False)
    await desk.open(theme="dark")

    box = await desk.page.locator(".phone").bounding_box()

    assert box is not None
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= 700
    await desk.photograph("client-small-desk", whole=False)
    await desk.context.close()

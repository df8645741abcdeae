import json
import re
from pathlib import Path
from typing import Any

import pytest

from core.errors import SettingsError
from core.version import VERSION
from tests.house import House
from tests.settings import settings
from webapp import page


async def test_the_page_is_told_what_it_needs_to_know(house: House) -> None:
    answer = await house.visitor().get("/")

    found = re.search(rb'<script type="application/json" id="config">(.*?)</script>', answer.body)
    assert found
    assert json.loads(found[1]) == {
        "tonNetwork": "-239",
        "btcNetwork": "mainnet",
        "walletsListUrl": "",
        "manifestUrl": "http://127.0.0.1:8080/tonconnect-manifest.json",
        "botUsername": "",
        "btcScreens": True,
        "version": VERSION,
        "marketplaceUrl": "https://gomining.com",
        "explorerUrl": "https://tonviewer.com",
    }
    assert answer.headers["Cache-Control"] == "no-cache"


def _config(**changed: object) -> dict[str, Any]:
    filled = page.filled(page.PLACEHOLDER, settings(**changed))
    config: dict[str, Any] = json.loads(filled[filled.index("{") : filled.rindex("}") + 1])
    return config


def test_without_the_btc_screens_the_page_hears_nothing_of_bitcoin() -> None:
    config = _config(btc_screens=False)

    assert config["btcScreens"] is False
    assert "btcNetwork" not in config


def test_without_outside_links_the_page_knows_no_other_site() -> None:
    config = _config(outside_links=False)

    assert "marketplaceUrl" not in config
    assert [value for value in config.values() if "https://" in str(value)] == []


def test_a_wallet_of_the_test_chain_is_looked_up_there() -> None:
    assert _config(ton_network="-3")["explorerUrl"] == "https://testnet.tonviewer.com"


def test_no_setting_ends_the_data_block() -> None:
    tricky = settings(ton_wallets_url="https://example.org/</script><script>")

    assert "</script><script>" not in page.filled(page.PLACEHOLDER, tricky)


def test_a_page_that_was_not_built_is_said_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from contextlib import nullcontext  # noqa: PLC0415  # beside its only use

    from webapp.app import make_app  # noqa: PLC0415  # beside its only use

    monkeypatch.setattr(page, "DIST", tmp_path)
    with pytest.raises(SettingsError, match=r"make static/dist/index\.html"):
        make_app(settings(), nullcontext())  # type: ignore[arg-type]  # it never opens


async def test_built_files_are_sent_small_and_kept_for_good(house: House) -> None:
    visitor = house.visitor()
    index = (await visitor.get("/")).body.decode()
    (script,) = set(re.findall(r'src="(/assets/[^"]+\.js)"', index))

    for encoding in ("br", "gzip"):
        answer = await visitor.ask("GET", script, headers={"Accept-Encoding": encoding})
        assert answer.headers["Content-Encoding"] == encoding
        assert "immutable" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("name", ["nothing.js", "..%2findex.html", "%2e%2e%2f%2e%2e%2fetc", ""])
async def test_no_other_file_is_served(house: House, name: str) -> None:
    answer = await house.visitor().get(f"/assets/{name}")

    assert (answer.status, answer.code) == (404, "not_found")


async def test_wallets_read_the_manifest_from_anywhere(house: House) -> None:
    answer = await house.visitor().get("/tonconnect-manifest.json")

    assert answer.json == {
        "url": "http://127.0.0.1:8080",
        "name": "GoMining Miners",
        "iconUrl": "http://127.0.0.1:8080/icon.png",
    }
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


async def test_the_icon_is_a_picture_wallets_take(house: House) -> None:
    answer = await house.visitor().get("/icon.png")

    assert answer.body.startswith(b"\x89PNG")
    assert int.from_bytes(answer.body[16:20]) == int.from_bytes(answer.body[20:24]) == 180

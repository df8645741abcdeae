"""Ten thousand subscribers told of their day, against the time that Telegram's limit allows."""

from __future__ import annotations

import asyncio
import tempfile
from datetime import UTC, datetime
from time import perf_counter

import psutil
from aiohttp import web

from bench.rounds import show
from bot.pace import A_SECOND
from bot.worker import running_worker
from core.model import Door, TonNetwork, UserId
from core.runtime import Services, open_services
from core.settings import Settings
from core.ton_wallet import TonWallet
from sandbox.crowd import subscribe
from sandbox.demo_wallet import ConnectRequest, DemoWallet
from sandbox.partner import PartnerOptions, running_partner
from sandbox.settings import loopback_settings

SUBSCRIBERS = 10_000
FIRST = UserId(1)
URL = "http://127.0.0.1:8080"
LOOK_EVERY = 1.0
MIB = 2**20


def run(subscribers: int = SUBSCRIBERS) -> None:
    """Print the time as a share of what the limit allows, and the memory."""
    asyncio.run(_measure(subscribers))


async def _measure(subscribers: int) -> None:
    options = PartnerOptions(domain="127.0.0.1", miners=1, token_ttl=86_400)
    with tempfile.TemporaryDirectory() as folder:
        async with running_partner(options) as partner_url, _telegram() as telegram_url:
            settings = loopback_settings(
                URL, partner_url, options, folder, telegram_api_url=telegram_url
            )
            async with open_services(settings) as services:
                await _sign_in(services)
                users = range(FIRST + 1, FIRST + 1 + subscribers)
                hour = datetime.now(UTC).hour
                await subscribe(services.store, settings, users, like=FIRST, hour=hour)
                await _tell(settings, services, subscribers)


async def _tell(settings: Settings, services: Services, subscribers: int) -> None:
    process = psutil.Process()
    memory: list[int] = []
    started = perf_counter()
    async with running_worker(settings, services) as progress:
        while progress.outcomes.total() < subscribers:
            memory.append(process.memory_info().rss)
            await asyncio.sleep(LOOK_EVERY)
        took = perf_counter() - started
        assert progress.outcomes["told"] == subscribers, progress.outcomes
    allowed = subscribers / A_SECOND
    show(f"{subscribers:,} subscribers told", f"{took:.0f} s")
    show("  of the time that the limit allows", f"{took / allowed:.2f}", "target <= 1.10")
    half, end = memory[len(memory) // 2] / MIB, memory[-1] / MIB
    show("  memory half-way, at the end (all in one process)", f"{half:.0f}, {end:.0f} MiB")


async def _sign_in(services: Services) -> None:
    payload = (await services.login.begin(FIRST)).payload
    items = [{"name": "ton_addr"}, {"name": "ton_proof", "payload": payload}]
    asked = ConnectRequest.model_validate({"manifestUrl": URL, "items": items})
    event = DemoWallet(TonNetwork.MAINNET).connect(asked, {"url": URL}, now=datetime.now(UTC))
    account, proof = event["payload"]["items"]
    account["chain"] = account["network"]
    wallet = {
        "device": event["payload"]["device"],
        "account": account,
        "provider": "injected",
        "connectItems": {"tonProof": proof},
    }
    await services.login.finish(FIRST, TonWallet.model_validate(wallet), Door.CHAT)


class _telegram:  # noqa: N801  # read as a verb: while it runs
    """Telegram, which takes every message at once."""

    async def __aenter__(self) -> str:
        """Serve, and return the address."""
        app = web.Application()
        app.router.add_post("/bot{token}/sendMessage", self._take)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def __aexit__(self, *_: object) -> None:
        """End."""
        await self._runner.cleanup()

    async def _take(self, _: web.Request) -> web.Response:
        message = {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}, "text": "t"}
        return web.json_response({"ok": True, "result": message})

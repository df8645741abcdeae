"""Ten thousand subscribers told of their day, against the time that Telegram's limit allows.

The worker is alone in this process; partner and Telegram have processes of their own.
"""

from __future__ import annotations

import asyncio
import tempfile
from contextlib import ExitStack
from datetime import UTC, datetime
from time import perf_counter
from typing import Any

import psutil
from aiohttp import ClientSession

from bench.record import show
from bench.rounds import LOAD_CORE, line, python
from bot.pace import A_SECOND
from bot.worker import running_worker
from core import logs
from core.model import Door, TonNetwork, UserId
from core.runtime import Services, open_services
from core.settings import Settings
from core.ton_wallet import TonWallet
from sandbox.crowd import subscribe
from sandbox.demo_wallet import ConnectRequest, DemoWallet
from sandbox.partner import PartnerOptions
from sandbox.settings import loopback_settings

SUBSCRIBERS = 10_000
FIRST = UserId(1)
URL = "http://127.0.0.1:8080"
LOOK_EVERY = 1.0
MIB = 2**20
TARGET = 1.10
"""Of the time that the limit allows."""

PARTNER = PartnerOptions(domain="127.0.0.1", miners=1, token_ttl=86_400)


def run(users: int = SUBSCRIBERS) -> None:
    """Print the time as a share of what the limit allows, the work a user is, and the memory."""
    with ExitStack() as stack:
        partner_url = line(stack.enter_context(_partner())).rpartition(" ")[2]
        port = line(stack.enter_context(python("-m", "bench.telegram", core=LOAD_CORE)))
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        settings = loopback_settings(
            URL, partner_url, PARTNER, folder, telegram_api_url=f"http://127.0.0.1:{port}"
        )
        logs.configure(settings)
        asyncio.run(_measure(settings, users))


def _partner() -> Any:  # noqa: ANN401  # what `python` returns
    options = ["--domain", str(PARTNER.domain), "--miners", str(PARTNER.miners)]
    options += ["--token-ttl", str(PARTNER.token_ttl), "--port", "0"]
    return python("-m", "sandbox", "partner", *options, core=LOAD_CORE)


async def _measure(settings: Settings, users: int) -> None:
    async with open_services(settings) as services:
        await _sign_in(services)
        crowd, hour = range(FIRST + 1, FIRST + 1 + users), datetime.now(UTC).hour
        await subscribe(services.store, settings, crowd, like=FIRST, hour=hour)
        await _tell(settings, services, users)


async def _tell(settings: Settings, services: Services, users: int) -> None:
    process = psutil.Process()
    memory: list[int] = []
    began, worked = perf_counter(), _worked(process)
    async with running_worker(settings, services) as progress:
        while progress.outcomes.total() < users:
            memory.append(process.memory_info().rss)
            await asyncio.sleep(LOOK_EVERY)
        took, worked = perf_counter() - began, _worked(process) - worked
        assert progress.outcomes["told"] == users, progress.outcomes
    tally = await _tally(settings)
    assert tally["messages"] == tally["chats"] == users, tally
    show(f"{users:,} subscribers told", f"{took:.0f} s")
    share = took * A_SECOND / users
    show("  of the time that the limit allows", f"{share:.2f}", f"target <= {TARGET:.2f}")
    show("  work a user, of this process", f"{1000 * worked / users:.1f} ms")
    show("  most messages within a second", f"{tally['most']}", f"limit {A_SECOND}")
    quarters = [memory[len(memory) * part // 4] / MIB for part in (1, 2, 3)]
    told = ", ".join(f"{mib:.0f}" for mib in (*quarters, memory[-1] / MIB))
    show("  memory at each quarter", f"{told} MiB")


def _worked(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


async def _tally(settings: Settings) -> dict[str, int]:
    async with ClientSession() as http, http.get(f"{settings.telegram_api_url}/tally") as answer:
        return dict(await answer.json())


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
    await services.login.finish(FIRST, TonWallet.model_validate(wallet), Door.PAGE)

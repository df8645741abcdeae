"""Requests through the whole path, beside the barest proxies others would write."""

from __future__ import annotations

import asyncio
import socket
import tempfile
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from statistics import median
from threading import Event

import psutil
from pydantic import SecretStr

from bench.peers import PEERS
from bench.rounds import (
    LOAD_CORE,
    SERVER_CORE,
    Candidate,
    Load,
    alternate,
    line,
    python,
    ratio,
    show,
)
from core import session
from core.keys import new_key, split_keys
from core.model import LinkedWallet, TelegramUser, TokenPair, TonNetwork, UserId
from core.sealing import KeyRing
from core.store import open_store
from core.tokens import TokenKeeper

USERS = 50
MINERS = "/api/nft/get-my"
INCOME = "/api/income-statistic/get-income-per-th"
MEMORY_REQUESTS = 10_000
AS_INSTALLED = """
import sys
sys.modules["rich"] = None  # structlog would take the import linter's; operators have none
from webapp.__main__ import main
sys.exit(main([]))
"""


def _request(path: str, authorization: str = "") -> str:
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{authorization}\r\n"


def _environment(folder: str, upstream: str) -> dict[str, str]:
    return {
        "BOT_TOKEN": "123456:" + "x" * 35,
        "PARTNER_ID": "bench",
        "PUBLIC_URL": "http://127.0.0.1:8080",
        "PARTNER_API_URL": upstream,
        "DATABASE_URL": f"sqlite:///{folder}/bench.db",
        "TOKEN_KEYS": new_key(),
        "SESSION_KEY": new_key(),
        "PORT": str(_free_port()),
        "LOG_LEVEL": "WARNING",
    }


async def _sign_in(environment: dict[str, str]) -> list[str]:
    """Put signed-in users into the store and return their Authorization headers."""

    async def never(_: TokenPair) -> TokenPair:
        raise RuntimeError("nothing expires here")

    now = datetime.now(UTC)
    session_key = split_keys(SecretStr(environment["SESSION_KEY"]))[0]
    keys = KeyRing(split_keys(SecretStr(environment["TOKEN_KEYS"])))
    headers = []
    async with open_store(environment["DATABASE_URL"]) as store:
        tokens = TokenKeeper(store, keys, never)
        for number in range(1, USERS + 1):
            user = TelegramUser(UserId(number), "Ada", "Lovelace", "ada", "en")
            pair = TokenPair(SecretStr(f"jwt-{number}-" + "x" * 300), SecretStr("y" * 64))
            wallet = LinkedWallet(f"0:{number:064x}", TonNetwork.MAINNET, "bench", now)
            await tokens.keep(user.id, pair, wallet, now)
            token, _ = session.issue(user, session_key, now=now + timedelta(hours=1))
            headers.append(f"Authorization: Bearer {token}\r\n")
        await tokens.close()
    return headers


def run() -> None:
    """Print the ratios, and the memory of ours."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        upstream = stack.enter_context(python("-m", "bench.upstream", core=LOAD_CORE))
        upstream_url = f"http://127.0.0.1:{line(upstream)}"
        ports = {}
        for name in PEERS:
            peer = python("-m", "bench.peers", name, upstream_url, core=SERVER_CORE)
            ports[name] = int(line(stack.enter_context(peer)))
        environment = _environment(folder, upstream_url)
        headers = asyncio.run(_sign_in(environment))
        ours = stack.enter_context(python("-c", AS_INSTALLED, core=SERVER_CORE, env=environment))
        ports["ours"] = int(environment["PORT"])
        _await_port(ports["ours"])
        load = Load(stack.enter_context(python("-m", "bench.load", core=LOAD_CORE)))
        _print_reads(load, ports, headers)
        _print_cached(load, ports, headers)
        _print_memory(load, ours.pid, ports["ours"], headers)


def _candidates(path: str, ports: dict[str, int], headers: list[str]) -> dict[str, Candidate]:
    asked = {name: [_request(path)] for name in PEERS}
    asked["ours"] = [_request(path, header) for header in headers]
    return {name: Candidate(ports[name], requests) for name, requests in asked.items()}


def _print_reads(load: Load, ports: dict[str, int], headers: list[str]) -> None:
    rates = alternate(load, _candidates(MINERS, ports, headers))
    targets = {
        "bare_aiohttp": "target >= 1.0",
        "fastapi_aiohttp": "target >= 2.5",
        "fastapi_aiohttp_httptools": "",
        "fastapi_httpx": "target >= 8",
    }
    show("signed-in read of 20 miners, requests a second", _medians(rates))
    for name, target in targets.items():
        show(f"  ours / {name}", ratio(rates["ours"], rates[name]), target)


def _print_cached(load: Load, ports: dict[str, int], headers: list[str]) -> None:
    candidates = _candidates(INCOME, ports, headers)
    rates = alternate(load, {name: candidates[name] for name in ("bare_aiohttp", "ours")})
    show("cached income per TH, requests a second", _medians(rates))
    show("  ours / bare_aiohttp", ratio(rates["ours"], rates["bare_aiohttp"]), "target >= 3")


def _print_memory(load: Load, pid: int, port: int, headers: list[str]) -> None:
    sent = 0.0
    candidate = Candidate(port, [_request(MINERS, header) for header in headers])
    while sent < MEMORY_REQUESTS:
        sent += load.rate(candidate)
    process = psutil.Process(pid)
    show(
        f"memory of ours after more than {MEMORY_REQUESTS} requests",
        f"{process.memory_info().rss / 2**20:.0f} MiB",
        "target <= 90",
    )


def _medians(rates: dict[str, list[float]]) -> str:
    return ", ".join(f"{name} {median(values):.0f}" for name, values in rates.items())


def _await_port(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            Event().wait(0.1)
        else:
            return
    raise RuntimeError("ours did not start")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])

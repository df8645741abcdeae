"""The proxy that everything in this folder is proven with does break things."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.chaos.proxy import RESETTING, SILENT, Fault, Proxy, running_proxy

HELLO = b"hello, hello, hello"


@pytest.fixture
async def proxy() -> AsyncIterator[Proxy]:
    """A proxy before a server that says everything back."""

    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while said := await reader.read(100):
                writer.write(said)
        except ConnectionError:
            pass
        finally:
            writer.close()

    async with await asyncio.start_server(echo, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        async with running_proxy(f"127.0.0.1:{port}") as proxy:
            yield proxy


class Caller:
    """One connection through the proxy."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    async def say(self) -> bytes:
        self.writer.write(HELLO)
        return await self.reader.readexactly(len(HELLO))


@asynccontextmanager
async def calling(proxy: Proxy) -> AsyncIterator[Caller]:
    reader, writer = await asyncio.open_connection(*proxy.address.split(":"))
    yield Caller(reader, writer)
    writer.close()


@pytest.fixture
async def caller(proxy: Proxy) -> AsyncIterator[Caller]:
    async with calling(proxy) as caller:
        yield caller


async def test_it_passes_everything_on_and_hangs_up_with_either_side(
    proxy: Proxy, caller: Caller
) -> None:
    assert await caller.say() == HELLO
    assert (proxy.connections, proxy.accepted) == (1, 1)

    caller.writer.write_eof()

    assert await caller.reader.read() == b""


async def test_silence_is_kept_until_it_ends(proxy: Proxy, caller: Caller) -> None:
    proxy.fault = SILENT
    saying = asyncio.ensure_future(caller.say())
    await asyncio.sleep(0.05)

    assert not saying.done()
    await proxy.heal()
    assert await saying == HELLO


@pytest.mark.parametrize("half", [0, 1, 7])
async def test_an_answer_is_cut_to_the_byte(proxy: Proxy, caller: Caller, half: int) -> None:
    await caller.say()
    proxy.fault = Fault(answer_bytes=half)
    caller.writer.write(HELLO)

    assert await caller.reader.readexactly(half) == HELLO[:half]
    with pytest.raises(ConnectionResetError):
        await caller.reader.readexactly(1)


async def test_whoever_sends_is_reset(proxy: Proxy, caller: Caller) -> None:
    proxy.fault = RESETTING

    with pytest.raises(ConnectionResetError):
        await caller.say()


async def test_what_is_open_can_be_cut_while_new_ones_are_served(
    proxy: Proxy, caller: Caller
) -> None:
    await caller.say()
    proxy.cut()

    with pytest.raises((ConnectionResetError, asyncio.IncompleteReadError)):
        await caller.say()
    async with calling(proxy) as another:
        assert await another.say() == HELLO


async def test_nobody_listens_until_it_heals(proxy: Proxy, caller: Caller) -> None:
    await caller.say()
    await proxy.refuse()
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection(*proxy.address.split(":"))
    await proxy.heal()

    async with calling(proxy) as another:
        assert await another.say() == HELLO

"""Telegram, as far as whoever writes to ten thousand users needs it: `python -m bench.telegram`.

It prints its port, takes every message at once and counts. What it has counted is under `/tally`.
"""

from __future__ import annotations

import asyncio
import socket
import sys
from collections import deque
from time import monotonic

from aiohttp import web

A_SECOND = 1.0


class Tally:
    """What has come in: messages, their chats, and the most within one second."""

    def __init__(self) -> None:
        self._chats: set[str] = set()
        self._lately: deque[float] = deque()
        self._messages = 0
        self._most = 0

    async def take(self, request: web.Request) -> web.Response:
        """Take a message."""
        chat, now = str((await request.post())["chat_id"]), monotonic()
        self._chats.add(chat)
        self._messages += 1
        self._lately.append(now)
        while now - self._lately[0] >= A_SECOND:
            self._lately.popleft()
        self._most = max(self._most, len(self._lately))
        sent = {"message_id": self._messages, "date": 1, "chat": {"id": chat, "type": "private"}}
        return web.json_response({"ok": True, "result": sent | {"text": "t"}})

    async def tell(self, _: web.Request) -> web.Response:
        """Answer with the counts."""
        told = {"messages": self._messages, "chats": len(self._chats), "most": self._most}
        return web.json_response(told)


async def serve() -> None:
    """Serve until the process is ended."""
    tally, app = Tally(), web.Application()
    app.router.add_post("/bot{token}/sendMessage", tally.take)
    app.router.add_get("/tally", tally.tell)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    listener = socket.create_server(("127.0.0.1", 0))
    await web.SockSite(runner, listener).start()
    sys.stdout.write(f"{listener.getsockname()[1]}\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve())

"""The line on which a replica hears the others: Redis's publish and subscribe.

What is published while the line is broken is heard by nobody. A frozen Redis breaks nothing by
itself: the line is pinged, and silence is a break too.
"""

from __future__ import annotations

import secrets
from collections.abc import AsyncGenerator
from typing import Any

import structlog
from redis.asyncio import Redis
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError

from core.replicas.replicas import Heard

BEAT = 0.2
"""Seconds of silence after which the line is pinged."""
SILENT_BEATS = 3
"""Beats without an answer after which it is broken. Not seconds: this process may have slept."""

FAULTS = (RedisError, OSError)
"""What asking Redis may end with; a time-out is an `OSError`."""

log = structlog.get_logger()


class News:
    """Tells listeners what other replicas say on *channel*."""

    def __init__(self, redis: Redis, channel: str) -> None:
        self._redis = redis
        self._me = secrets.token_hex(4)
        self._heard: dict[str, list[Heard]] = {}
        self.channel = channel
        self.is_whole = False

    def listen(self, topic: str, heard: Heard) -> None:
        """Have *heard* told of the topic."""
        self._heard.setdefault(topic, []).append(heard)

    def worded(self, topic: str, text: str) -> bytes:
        """Return what to publish."""
        return f"{self._me} {topic} {text}".encode()

    async def beats(self) -> AsyncGenerator[None, None]:
        """Listen, and yield at each sign of life; raise one of `FAULTS` when the line breaks."""
        async with self._redis.pubsub() as line:
            await line.subscribe(self.channel)
            silent = 0
            while silent < SILENT_BEATS:
                message = await line.get_message(timeout=BEAT)
                if message is None:
                    silent += 1
                    await line.ping()
                    continue
                silent = 0
                self._take(message)
                yield
        raise RedisConnectionError("the line is silent")

    def _take(self, message: dict[str, Any]) -> None:
        if message["type"] == "subscribe":
            self.is_whole = True
        elif message["type"] == "message":
            sender, _, said = message["data"].decode(errors="replace").partition(" ")
            topic, _, text = said.partition(" ")
            if sender != self._me:
                self._pass_on(topic, text)

    def _pass_on(self, topic: str, text: str) -> None:
        for heard in self._heard.get(topic, ()):
            try:
                heard(text)
            except Exception as error:  # noqa: BLE001  # one listener's fault must not end the news
                log.error("news_not_taken", topic=topic, error=type(error).__name__)  # noqa: TRY400  # no trace: it could quote the text

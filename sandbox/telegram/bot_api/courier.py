"""Takes updates to a webhook, and again until it has them."""

from __future__ import annotations

import asyncio
from http import HTTPStatus

from aiohttp import ClientError, ClientSession, ClientTimeout

from sandbox.telegram.bot_api.telegram import Telegram
from sandbox.telegram.bot_api.updates import Update, Webhook

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  # the header's name
WAIT = 1.0
"""Seconds before another attempt, and more with each: Telegram's own are longer."""

LONGEST_WAIT = 30.0
LOOK_AGAIN = 60.0
TIMEOUT = ClientTimeout(total=60)


class Courier:
    """Brings each update until the webhook answers 2xx; as many at once as it takes."""

    def __init__(self, telegram: Telegram, http: ClientSession, *, wait: float = WAIT) -> None:
        self._telegram = telegram
        self._http = http
        self._wait = wait
        self._under_way: set[int] = set()

    async def run(self) -> None:
        """Bring updates until cancelled."""
        updates = self._telegram.updates
        async with asyncio.TaskGroup() as tasks:
            while True:
                hook = updates.webhook
                for update in updates.waiting() if hook else []:
                    number = update["update_id"]
                    if hook and number not in self._under_way and self._has_room(hook):
                        self._under_way.add(number)
                        tasks.create_task(self._bring(update, hook))
                await updates.bell.wait(LOOK_AGAIN)

    def _has_room(self, hook: Webhook) -> bool:
        return len(self._under_way) < hook.at_once

    async def _bring(self, update: Update, hook: Webhook) -> None:
        try:
            await self._keep_trying(update, hook)
        finally:
            self._under_way.discard(update["update_id"])
            self._telegram.updates.bell.ring()

    async def _keep_trying(self, update: Update, hook: Webhook) -> None:
        updates, wait = self._telegram.updates, self._wait
        while updates.webhook == hook:
            fault = await self._try(update, hook)
            if fault is None:
                updates.confirm(update["update_id"])
                return
            updates.fault = self._telegram.now(), fault
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT)

    async def _try(self, update: Update, hook: Webhook) -> str | None:
        headers = {SECRET_HEADER: hook.secret} if hook.secret else {}
        try:
            async with self._http.post(
                hook.url, json=update, headers=headers, timeout=TIMEOUT, allow_redirects=False
            ) as answer:
                if answer.ok and answer.status < HTTPStatus.MULTIPLE_CHOICES:
                    return None
                return f"Wrong response from the webhook: {answer.status} {answer.reason}"
        except (ClientError, TimeoutError, ValueError) as error:
            return f"{type(error).__name__} on the way to the webhook"

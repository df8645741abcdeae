"""Waiting for a wallet: its link and the QR picture, a countdown, and the last word."""

from __future__ import annotations

import asyncio
from contextlib import AbstractAsyncContextManager, suppress
from typing import NamedTuple

import structlog
from aiogram.exceptions import TelegramAPIError
from aiogram.types import BufferedInputFile, CallbackQuery, InlineKeyboardMarkup, Message

from bot.connecting import screens
from bot.pictures import qr
from bot.screen import Screen, show, tell
from bot.texts import Words
from core.chat_sign_in import ChatSignIn, Connecting, WalletApp
from core.errors import ConnectEndedError, attempted
from core.model import LinkedWallet, UserId

BEAT = 30.0
"""Seconds between two changes of the countdown: 200 who wait make seven a second, of the thirty
messages that Telegram takes."""

LEAVE_WITHIN = 2.0
"""Seconds for a word to whoever still waits when the bot stops."""

log = structlog.get_logger()


class Asker(NamedTuple):
    """Who connects a wallet, by what they asked for it, and where their Mini App is."""

    event: Message | CallbackQuery
    user: UserId
    words: Words
    mini_app: str


class Waiting:
    """One attempt, from the link to the sentence that ends it; an errand."""

    def __init__(self, asker: Asker, sign_in: ChatSignIn) -> None:
        self._asker = asker
        self._words = asker.words
        self._sign_in = sign_in
        self._standing: Message | None = None
        """The message with the link."""

    async def ask(self, app: WalletApp) -> None:
        """Ask *app* to connect."""
        lead = self._words.say("connect.lead", wallet=app.name)
        await self._see_through(self._sign_in.connecting(self._asker.user, app), lead, app)

    async def go_on(self) -> None:
        """Go on with what an earlier process left under way."""
        lead = self._words.say("connect.resumed")
        await self._see_through(self._sign_in.resuming(self._asker.user), lead)

    async def _see_through(
        self,
        begun: AbstractAsyncContextManager[Connecting],
        lead: str,
        app: WalletApp | None = None,
    ) -> None:
        try:
            outcome = await attempted(self._linked(begun, lead))
        except asyncio.CancelledError:
            await self._say_farewell()
            raise
        if isinstance(outcome, LinkedWallet):
            await self._end(screens.connected(outcome, self._words, self._asker.mini_app))
        elif isinstance(outcome, ConnectEndedError):
            await self._remove()  # by the user, who sees what they did instead
        else:
            log.info("wallet_not_connected", code=outcome.code)
            await self._end(screens.not_connected(outcome, self._words, app))

    async def _linked(
        self, begun: AbstractAsyncContextManager[Connecting], lead: str
    ) -> LinkedWallet:
        async with begun as connecting:
            picture = BufferedInputFile(
                await asyncio.to_thread(qr.draw, connecting.link), "connect.png"
            )
            keyboard = screens.link_keyboard(connecting.link, self._words)
            said = self._caption(lead, connecting)
            self._standing = await show(self._asker.event, Screen(said, keyboard, picture))
            answer = asyncio.ensure_future(connecting.wait())
            try:
                while not (await asyncio.wait({answer}, timeout=BEAT))[0]:
                    await self._change(self._caption(lead, connecting), keyboard)
                return answer.result()
            finally:
                answer.cancel()
                await asyncio.gather(answer, return_exceptions=True)

    def _caption(self, lead: str, connecting: Connecting) -> str:
        left = screens.clock(connecting.left)
        return f"{lead}\n\n{self._words.say('connect.left', left=left)}"

    async def _end(self, screen: Screen) -> None:
        """Say the last word; in place of the link, by a message of its own, because that rings."""
        if self._standing is None:
            await show(self._asker.event, screen)
        else:
            await tell(self._standing, screen)
            await self._remove()

    async def _say_farewell(self) -> None:
        """Say that the bot stops and will go on: the link holds meanwhile."""
        with suppress(TimeoutError):
            async with asyncio.timeout(LEAVE_WITHIN):
                await self._change(self._words.say("connect.pause"))

    async def _change(self, said: str, keyboard: InlineKeyboardMarkup | None = None) -> None:
        if self._standing is not None:
            with suppress(TelegramAPIError):  # the next change, or the last word, will do
                await self._standing.edit_caption(caption=said, reply_markup=keyboard)

    async def _remove(self) -> None:
        if self._standing is not None:
            with suppress(TelegramAPIError):
                await self._standing.delete()

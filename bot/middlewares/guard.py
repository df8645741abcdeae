"""What surrounds a handler: an id, a pace, words, and an answer also when it fails."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any, cast

import structlog
from aiogram.dispatcher.event.bases import CancelHandler, SkipHandler
from aiogram.enums import ChatType
from aiogram.exceptions import TelegramAPIError
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Chat, TelegramObject, Update, User

from bot import texts
from bot.amounts import Amounts
from bot.asked import request_in
from bot.middlewares.heed import Handler
from bot.notice import LONGEST, Notice
from bot.reports import GIVEN_UP, TooSlowError, named, report
from core import metrics, request_id
from core.errors import RateLimitedError, StoreError
from core.model import UserId
from core.observing import traces
from core.preferences import Preferences
from core.rate_limit import CHAT, CHAT_REFUSAL
from core.runtime import Services

log = structlog.get_logger()

HANDLE_WITHIN = 11.0
"""Seconds for a handler: one call of the partner that takes as long as it may."""


class Guard:
    """Hands handlers `user`, `preferences`, `words`, `amounts` and `notice`.

    Whatever a handler raises ends here; a pressed button is answered in any case.
    """

    def __init__(self, services: Services) -> None:
        self._services = services

    async def __call__(
        self, handler: Handler, event: TelegramObject, data: dict[str, Any]
    ) -> object:
        """Handle one update."""
        request_id.begin()
        update, notice = cast("Update", event), Notice()
        data["outcome"] = metrics.OK
        try:
            with traces.span(update.event_type, traces.Kind.ANSWERED) as span:
                result = await self._handle(handler, update, data, notice)
                span.mark(outcome=data["outcome"], request_id=request_id.current())
        except asyncio.CancelledError:
            data["outcome"] = GIVEN_UP  # by the webhook, or because the bot stops
            raise
        finally:
            metrics.BOT_UPDATES.labels(update.event_type, data["outcome"]).inc()
        if isinstance(update.event, CallbackQuery):
            await _answer(update.event, notice)
        return result

    async def _handle(
        self, handler: Handler, update: Update, data: dict[str, Any], notice: Notice
    ) -> object:
        who: User | None = data.get("event_from_user")
        user = UserId(who.id) if who else None
        data |= {"user": user, "notice": notice}
        happened = update.event
        spoken = notice if isinstance(happened, CallbackQuery) else None
        words = texts.words_for(who.language_code if who else None)
        try:
            if user is not None and not await self._is_in_time(user):
                data["outcome"] = "unheard"
                return None
            preferences = await self._preferences(who, data.get("event_chat"))
            words = texts.words_for(preferences.speaks)
            data |= {"words": words, "preferences": preferences}
            data["amounts"] = Amounts(words, preferences)
            await _leave_dialogue(happened, data)
            return await _in_time(handler, update, data)
        except (SkipHandler, CancelHandler):
            raise
        except Exception as error:  # noqa: BLE001  # the last resort is in there
            data["outcome"] = named(error)
            await report(error, happened, words, spoken)
            return None

    async def _is_in_time(self, user: UserId) -> bool:
        """Return whether the user keeps the pace; raise what to say, once in a while, if not."""
        limits = self._services.rate_limits
        try:
            await limits.check(CHAT, user=user)
        except RateLimitedError:
            try:
                await limits.check(CHAT_REFUSAL, user=user)
            except RateLimitedError:
                return False
            raise
        return True

    async def _preferences(self, who: User | None, chat: Chat | None) -> Preferences:
        if who is None:
            return Preferences()
        kept, user = self._services.preferences, UserId(who.id)
        try:
            if chat is not None and chat.type == ChatType.PRIVATE:
                return await kept.meet(user, who.language_code)
            # Elsewhere they may never have begun a chat with us: nothing is kept about them.
            return replace(await kept.of(user), spoken=who.language_code)
        except StoreError as error:  # help and a greeting need none
            log.warning("preferences_not_read", code=error.code)
            return Preferences(spoken=who.language_code)


async def _in_time(handler: Handler, update: Update, data: dict[str, Any]) -> object:
    limit = asyncio.timeout(HANDLE_WITHIN)
    try:
        async with limit:
            return await handler(update, data)
    except TimeoutError:
        if limit.expired():
            raise TooSlowError from None
        raise


async def _leave_dialogue(event: TelegramObject, data: dict[str, Any]) -> None:
    """Let whoever asks for something else out of the dialogue they are in."""
    if data.get("raw_state") is None or request_in(event) is None:
        return
    state: FSMContext = data["state"]
    await state.clear()
    data["raw_state"] = None


async def _answer(pressed: CallbackQuery, notice: Notice) -> None:
    try:
        await pressed.answer(notice.text[:LONGEST] or None, show_alert=notice.alert or None)
    except TelegramAPIError as error:
        log.info("button_not_answered", error=type(error).__name__)

"""Telling a user that something failed, and the log, once, by code or by place.

Neither an error's message nor its traceback is logged: both may quote the user, or Telegram.
"""

from __future__ import annotations

import structlog
from aiogram.exceptions import TelegramAPIError, TelegramForbiddenError
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message, TelegramObject

from bot import faults, keyboards
from bot.asked import request_in
from bot.faults import Step
from bot.notice import Notice
from bot.screen import Screen, tell
from bot.telegram import PASSING, in_a_line
from bot.texts import Words
from core import logs, request_id
from core.errors import AppError, ConnectEndedError

GIVEN_UP = "given_up"

log = structlog.get_logger()


class TooSlowError(Exception):
    """A handler was given up."""


def named(error: Exception) -> str:
    """Return what *error* is counted as."""
    match error:
        case AppError():
            return error.code
        case TelegramForbiddenError():
            return "bot_blocked"
        case TooSlowError():
            return GIVEN_UP
    return "telegram_unreachable" if isinstance(error, PASSING) else "crashed"


async def report(
    error: Exception, event: TelegramObject, words: Words, notice: Notice | None = None
) -> None:
    """Say what *error* means to whoever caused *event*, in `notice` where that is enough.

    Never raises: where Telegram takes no answer, the log has it.
    """
    if isinstance(error, TelegramForbiddenError):
        log.info("bot_blocked")
    elif isinstance(error, ConnectEndedError):
        return  # by the user, who knows
    elif isinstance(error, AppError):
        record = log.warning if faults.step(error) is Step.RETRY else log.info
        record("refused", code=error.code)
        await _tell(error, event, words, notice)
    elif isinstance(error, TooSlowError):
        log.error("update_given_up", at=logs.place_of(error))
        await _send(event, Screen(words.say("fault.slow"), _next(Step.RETRY, event, words)))
    elif isinstance(error, PASSING):
        log.warning("telegram_unreachable", cause=in_a_line(error))
    else:
        log.error("update_crashed", error=type(error).__name__, at=logs.place_of(error))
        said = words.say("fault.crash", id=request_id.current())
        await _send(event, Screen(said, keyboards.rows(keyboards.go(words.say("go.help"), "help"))))


async def _tell(
    error: AppError, event: TelegramObject, words: Words, notice: Notice | None
) -> None:
    said, step = faults.sentence(error, words), faults.step(error)
    if notice is not None and step is not Step.CONNECT:
        notice.text, notice.alert = said, True  # the pressed button is still there to be pressed
        return
    await _send(event, Screen(said, _next(step, event, words)))


def _next(step: Step, event: TelegramObject, words: Words) -> InlineKeyboardMarkup | None:
    if step is Step.CONNECT:
        return keyboards.rows(keyboards.go(words.say("go.connect"), "connect"))
    request = request_in(event)
    if step is not Step.RETRY or request is None:
        return None
    try:
        return keyboards.rows(keyboards.go(words.say("go.retry"), *request))
    except ValueError:  # longer than a button may bear, or with a colon
        return None


async def _send(event: TelegramObject, screen: Screen) -> None:
    if not isinstance(event, Message | CallbackQuery):
        return
    try:
        await tell(event, screen)
    except TelegramAPIError as error:
        log.info("report_not_sent", error=type(error).__name__)

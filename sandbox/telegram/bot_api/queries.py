"""The methods by which a bot answers pressed buttons and inline queries."""

from __future__ import annotations

from typing import Any

from sandbox.telegram.bot_api import fields, messages
from sandbox.telegram.bot_api.keyboards import rows
from sandbox.telegram.bot_api.messages import Uploads
from sandbox.telegram.bot_api.refusal import bad
from sandbox.telegram.bot_api.telegram import Telegram

MAX_TOLD = 200
MAX_RESULTS = 50
MAX_RESULT_ID_BYTES = 64


def answer_callback(telegram: Telegram, asked: fields.AnswerCallback, _: Uploads) -> bool:
    """Tell whoever pressed a button something, or just that it was heard."""
    if len(asked.text) > MAX_TOLD:
        raise bad("MESSAGE_TOO_LONG")
    told = {"text": asked.text, "alert": asked.show_alert, "url": asked.url}
    telegram.questions.find(asked.callback_query_id).give(told)
    return True


def answer_inline(telegram: Telegram, asked: fields.AnswerInline, _: Uploads) -> bool:
    """Offer results to whoever wrote the bot's name and a query."""
    question = telegram.questions.find(asked.inline_query_id)
    if len(asked.results) > MAX_RESULTS:
        raise bad("RESULTS_TOO_MUCH")
    offered: dict[str, dict[str, Any]] = {}
    for result in asked.results:
        if not 0 < len(result.id.encode()) <= MAX_RESULT_ID_BYTES:
            raise bad("RESULT_ID_INVALID")
        if result.id in offered:
            raise bad("RESULT_ID_DUPLICATE")
        content = result.input_message_content
        offered[result.id] = {
            "title": result.title,
            "description": result.description,
            "content": messages.text(content.message_text, content),
            "keyboard": rows(result.reply_markup, private=False),
        }
    question.give({"results": offered, "button": asked.button})
    return True

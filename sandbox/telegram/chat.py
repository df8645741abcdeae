"""The chat with the bot, as the client's page needs it: what was said, and the user's hand."""

from __future__ import annotations

import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from sandbox import demo_user
from sandbox.telegram.bot_api import Person, Telegram
from sandbox.telegram.bot_api.refusal import RefusedError
from sandbox.telegram.languages import LANGUAGES, language_of

CHAT = "/sandbox/telegram/chat"
LOOK_AGAIN = 10.0
"""Seconds that the page waits for news before it asks anew."""

ANSWER_WITHIN = 15.0
"""Seconds that a client waits for the bot's answer to a pressed button."""

_FRESH = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


@dataclass(frozen=True, slots=True)
class ChatRoutes:
    """The demo user's chat with the bot of one stage."""

    telegram: Telegram

    def add_to(self, app: web.Application) -> None:
        """Serve what the page shows and what its buttons do."""
        app.add_routes(
            [
                web.get(CHAT, self.show),
                web.get(CHAT + "/file/{id}", self.file),
                web.post(CHAT + "/say", _asked(self.say)),
                web.post(CHAT + "/press", _asked(self.press)),
                web.post(CHAT + "/look-up", _asked(self.look_up)),
                web.post(CHAT + "/choose", _asked(self.choose)),
                web.post(CHAT + "/allow", _asked(self.allow)),
                web.post(CHAT + "/block", _asked(self.block)),
            ]
        )
        app.on_shutdown.append(self._ring)

    async def show(self, request: web.Request) -> web.Response:
        """Answer with the chat, at once or when it is no longer as it was `seen`."""
        person = _person(language_of(request))
        chat = self.telegram.meet(person)
        if request.query.get("seen") == str(chat.bell.count):
            await chat.bell.wait(LOOK_AGAIN)
        about, spoken = self.telegram.about, person["language_code"].partition("-")[0]
        shown = {
            "version": chat.bell.count,
            "bot": self.telegram.bot["username"],
            "description": about.text("description", spoken),
            "commands": about.commands_for(person["id"], spoken),
            "menu": about.button(person["id"]),
            "messages": chat.messages,
            "typing": max(0.0, chat.typing_until - time.monotonic()),
            "blocked": chat.blocked,
        }
        return web.json_response(shown, headers=_FRESH)

    async def file(self, request: web.Request) -> web.Response:
        """Answer with a file of the chat; what is no picture is for downloading only."""
        try:
            file = self.telegram.files.file(request.match_info["id"])
        except RefusedError as error:
            raise web.HTTPNotFound from error
        photo = file.path.startswith("photos/")
        kind = f"image/{file.path.rpartition('.')[2]}" if photo else "application/octet-stream"
        return web.Response(body=file.upload.content, content_type=kind, headers=_FRESH)

    async def say(self, person: Person, told: dict[str, Any]) -> object:
        """Write to the bot."""
        return self.telegram.write(person, str(told["text"])).id

    async def press(self, person: Person, told: dict[str, Any]) -> object:
        """Press a button; the answer is the bot's, or None if it has none."""
        question = self.telegram.press(person, int(told["message"]), str(told["data"]))
        return await question.answered(ANSWER_WITHIN)

    async def look_up(self, person: Person, told: dict[str, Any]) -> object:
        """Ask the bot for results to send; None if it has no answer."""
        question = self.telegram.look_up(person, str(told["query"]))
        answer = await question.answered(ANSWER_WITHIN)
        if answer is None:
            return None
        listed = [
            {"id": key, "title": one["title"], "description": one["description"]}
            for key, one in answer["results"].items()
        ]
        return {"question": question.id, "results": listed, "button": answer["button"]}

    async def choose(self, person: Person, told: dict[str, Any]) -> object:
        """Send one of the results."""
        return self.telegram.choose(person, str(told["question"]), str(told["result"])).id

    async def allow(self, person: Person, _: dict[str, Any]) -> None:
        """Let the bot write."""
        self.telegram.allow(person)

    async def block(self, person: Person, told: dict[str, Any]) -> None:
        """Block the bot, or let it speak again."""
        self.telegram.block(person, blocked=bool(told["blocked"]))

    async def _ring(self, _: web.Application) -> None:
        self.telegram.meet(_person("en")).bell.ring()  # whoever waits for news goes home


def _person(language: str) -> Person:
    return demo_user.USER | {"is_bot": False, "language_code": LANGUAGES[language]}


def _asked(
    do: Callable[[Person, dict[str, Any]], Awaitable[object]],
) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Return a handler that reads who asks for what, as JSON: no other site's form may."""

    async def handler(request: web.Request) -> web.Response:
        if request.content_type != "application/json":
            raise web.HTTPUnsupportedMediaType
        try:
            told = json.loads(await request.read())
            result = await do(_person(language_of(request)), dict(told))
        except (ValueError, TypeError, KeyError) as error:
            raise web.HTTPBadRequest(text="this says nothing") from error
        except RefusedError as error:
            raise web.HTTPBadRequest(text=error.description) from error
        return web.json_response({"result": result}, headers=_FRESH)

    return handler

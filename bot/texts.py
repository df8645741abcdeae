"""What the bot says, in every language it speaks.

Its catalogues are gettext's, written as the page's are (`static/src/words`): symbolic ids, named
placeholders, and each language's own plural rule. A language is one file in `bot/words`, named by
its IETF tag; a new one needs nothing else.
"""

from __future__ import annotations

import gettext
import html
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from babel import Locale
from babel.messages import Message
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

BUTTON = "GoMining"
"""The menu button beside the message field: one text for everybody, so a name."""

CATALOGUES = Path(__file__).with_name("words")


@dataclass(frozen=True, slots=True)
class Words:
    """Everything the bot says, in one language; a tuple holds the forms `plural` chooses among."""

    locale: Locale
    messages: Mapping[str, str | tuple[str, ...]]
    plural: Callable[[int], int]

    def say(self, message: str, /, **values: str | int) -> str:
        """Return a message as Telegram's HTML, each text among the *values* as it was written.

        `count` chooses the plural form, and numbers are written as the language writes them.
        What a catalogue lacks is said in English.
        """
        if message not in self.messages and self is not ENGLISH:
            return ENGLISH.say(message, **values)
        found = self.messages[message]
        form = found if isinstance(found, str) else found[self.plural(int(values["count"]))]
        return form.format(**{name: self._written(value) for name, value in values.items()})

    def _written(self, value: str | int) -> str:
        if isinstance(value, str):
            return html.escape(value, quote=False)
        return format_decimal(value, locale=self.locale)


def read(catalogue: Path) -> Words:
    """Return the words of a `.po` file; a malformed one raises `PoFileError`."""
    with catalogue.open("rb") as file:
        found = read_po(file, abort_invalid=True)
    return Words(
        locale=Locale.parse(catalogue.stem, sep="-"),
        messages=dict(_read_message(message) for message in found if message.id),
        plural=gettext.c2py(found.plural_expr),
    )


def _read_message(message: Message) -> tuple[str, str | tuple[str, ...]]:
    if isinstance(message.id, str):
        return message.id, str(message.string)
    return message.id[0], tuple(message.string or ())


LANGUAGES = {path.stem.partition("-")[0]: read(path) for path in sorted(CATALOGUES.glob("*.po"))}
"""The words by ISO 639-1 code, as Telegram has languages of a bot's commands."""

ENGLISH = LANGUAGES["en"]


def words_for(language_code: str | None) -> Words:
    """Return the words for an IETF tag (`pt-br`, `zh-hans`), English where we have none."""
    language = (language_code or "").lower().partition("-")[0]
    return LANGUAGES.get(language, ENGLISH)

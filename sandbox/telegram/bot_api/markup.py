"""Telegram's HTML: a message as bots write it, taken apart into its text and its entities.

Source: core.telegram.org/bots/api#html-style, and the parser of Telegram's own server (tdlib,
`MessageEntity.cpp`) for what it refuses and in which words.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import Any

from sandbox.telegram.bot_api.refusal import bad

KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "a": "text_link",
    "span": "spoiler",
}
"""The tags that Telegram knows, and the entities they make; any other is refused."""

_TAG = re.compile(r"""<(/?)([^\s>/]*)((?:[^<>"']|"[^"]*"|'[^']*')*)>""")
_HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_REFERENCE = re.compile(r"&(?:lt|gt|amp|quot|#\d{1,7}|#x[0-9a-fA-F]{1,6});")
_LINK = re.compile(r"(?:https?|tg|ton|mailto)://?[^\s]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Text:
    """What is read, and how it looks; offsets and lengths are in UTF-16 code units."""

    text: str
    entities: tuple[dict[str, Any], ...] = ()

    def __len__(self) -> int:
        return units(self.text)


@dataclass
class _Reading:
    text: str = ""
    length: int = 0
    entities: list[dict[str, Any]] = field(default_factory=list)
    opened: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def add(self, raw: str) -> None:
        read = _REFERENCE.sub(lambda found: html.unescape(found[0]), raw)
        self.text += read
        self.length += units(read)

    def open(self, tag: str, attributes: str, at: int) -> None:
        kind = KINDS.get(tag)
        if kind is None or (tag == "span" and "tg-spoiler" not in attributes):
            raise _unreadable(f'Unsupported start tag "{tag}" at byte offset {at}')
        entity: dict[str, Any] = {"type": kind, "offset": self.length}
        if kind == "text_link":
            entity["url"] = html.unescape(next(filter(None, _href(attributes)), ""))
        if kind == "blockquote" and "expandable" in attributes:
            entity["type"] = "expandable_blockquote"
        self.opened.append((tag, entity))

    def close(self, tag: str, at: int) -> None:
        if not self.opened:
            raise _unreadable(f"Unexpected end tag at byte offset {at}")
        expected, entity = self.opened.pop()
        if tag not in {"", expected}:
            raise _unreadable(
                f'Unmatched end tag at byte offset {at}, expected "</{expected}>", found "</{tag}>"'
            )
        entity["length"] = self.length - entity["offset"]
        if entity["length"] and (entity["type"] != "text_link" or _LINK.match(entity["url"])):
            self.entities.append(entity)


def read_html(source: str) -> Text:
    """Return what *source* says; a refusal "can't parse entities" names what is wrong with it."""
    reading, at = _Reading(), 0
    while (start := source.find("<", at)) >= 0:
        reading.add(source[at:start])
        tag, offset = _TAG.match(source, start), len(source[:start].encode())
        if tag is None:
            kind = "end" if source.startswith("</", start) else "start"
            raise _unreadable(f"Unclosed {kind} tag at byte offset {offset}")
        closes, name, attributes = tag.groups()
        if closes:
            reading.close(name.lower(), offset)
        else:
            reading.open(name.lower(), attributes, offset)
        at = tag.end()
    reading.add(source[at:])
    if reading.opened:
        raise _unreadable(
            f'Can\'t find end tag corresponding to start tag "{reading.opened[-1][0]}"'
        )
    return _trimmed(reading)


def read_plain(source: str) -> Text:
    """Return *source* as it is, without the blanks around it."""
    return Text(source.strip())


def units(text: str) -> int:
    """Return how long *text* is in UTF-16 code units, as Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _trimmed(reading: _Reading) -> Text:
    """Return the text without the blanks around it, and the entities moved along."""
    kept = reading.text.strip()
    lead = units(reading.text[: len(reading.text) - len(reading.text.lstrip())])
    end, entities = units(kept), []
    for entity in reading.entities:
        first = max(0, entity["offset"] - lead)
        last = min(end, entity["offset"] + entity["length"] - lead)
        if last > first:
            entities.append(entity | {"offset": first, "length": last - first})
    return Text(kept, tuple(sorted(entities, key=lambda one: (one["offset"], -one["length"]))))


def _href(attributes: str) -> tuple[str | None, ...]:
    found = _HREF.search(attributes)
    return found.groups() if found else ()


def _unreadable(what: str) -> Exception:
    return bad(f"can't parse entities: {what}")

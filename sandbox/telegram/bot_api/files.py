"""Files that bots sent, as long as there is room for them."""

from __future__ import annotations

import struct
from collections import OrderedDict
from dataclasses import dataclass
from hashlib import sha256
from itertools import count
from typing import Any

from sandbox.telegram.bot_api.refusal import bad

MAX_PHOTO = 10 * 1024 * 1024
MAX_DOCUMENT = 50 * 1024 * 1024
"""Bytes; Telegram's own bounds for what bots upload."""

MAX_SIDES = 10_000
MAX_RATIO = 20
MAX_KEPT = 64 * 1024 * 1024
"""Bytes in all; past it the oldest files are forgotten."""

_SIGNS = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg", b"GIF8": "gif", b"RIFF": "webp"}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on its way from a bot."""

    name: str
    kind: str
    content: bytes


@dataclass(frozen=True, slots=True)
class File:
    """A file that Telegram has; `path` is where a bot downloads it."""

    id: str
    path: str
    upload: Upload

    @property
    def json(self) -> dict[str, Any]:
        """The fields that every kind of file has."""
        return {
            "file_id": self.id,
            "file_unique_id": sha256(self.upload.content).hexdigest()[:16],
            "file_size": len(self.upload.content),
        }


class Files:
    """What was uploaded, found again by its id."""

    def __init__(self) -> None:
        self._files: OrderedDict[str, File] = OrderedDict()
        self._numbers = count(1)
        self._size = 0

    def photo(self, given: Upload | str) -> dict[str, Any]:
        """Return a message's fields for a photo, sent just now or known already by its id."""
        if isinstance(given, str):
            file = self.file(given)
        else:
            file = self._keep(given, "photos", _picture(given))
        width, height = _size(file.upload.content)
        return {"photo": [file.json | {"width": width, "height": height}]}

    def document(self, given: Upload | str) -> dict[str, Any]:
        """Return a message's fields for a document, sent just now or known already by its id."""
        if isinstance(given, str):
            file = self.file(given)
        elif not 0 < len(given.content) <= MAX_DOCUMENT:
            raise bad("file must be non-empty" if not given.content else "file is too big")
        else:
            file = self._keep(given, "documents", given.name.rpartition(".")[2] or "bin")
        told = {"file_name": file.upload.name, "mime_type": file.upload.kind}
        return {"document": file.json | told}

    def file(self, file_id: str) -> File:
        """Return the file of this id."""
        try:
            return self._files[file_id]
        except KeyError:
            raise bad("wrong file identifier/HTTP URL specified") from None

    def at(self, path: str) -> File | None:
        """Return the file that is downloaded from *path*."""
        return next((file for file in self._files.values() if file.path == path), None)

    def _keep(self, upload: Upload, folder: str, ending: str) -> File:
        number = next(self._numbers)
        file = File(f"FILE{number:08}", f"{folder}/file_{number}.{ending}", upload)
        self._files[file.id] = file
        self._size += len(upload.content)
        while self._size > MAX_KEPT and len(self._files) > 1:
            _, forgotten = self._files.popitem(last=False)
            self._size -= len(forgotten.upload.content)
        return file


def _picture(upload: Upload) -> str:
    """Return the ending of a picture's name; what is none, or too large, is refused."""
    if len(upload.content) > MAX_PHOTO:
        raise bad("file is too big")
    ending = next((end for sign, end in _SIGNS.items() if upload.content.startswith(sign)), None)
    if ending is None:
        raise bad("IMAGE_PROCESS_FAILED")
    width, height = _size(upload.content)
    if width + height > MAX_SIDES or max(width, height) > MAX_RATIO * min(width, height):
        raise bad("PHOTO_INVALID_DIMENSIONS")
    return ending


def _size(content: bytes) -> tuple[int, int]:
    """Return a PNG's width and height; of other kinds, which our bot does not draw, a guess."""
    if content.startswith(b"\x89PNG") and len(content) >= 24:  # noqa: PLR2004  # IHDR's end
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    return 800, 800

"""The link by which an application asks a wallet to connect.

Source: TON Connect, "Universal link".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from pydantic import ValidationError

from sandbox.demo_wallet import ConnectRequest

VERSION = "2"
NOWHERE = "none"
MAX_LINK = 8_192

_CLIENT_ID = re.compile(r"[0-9a-f]{64}")


class LinkError(ValueError):
    """No link to connect by."""


@dataclass(frozen=True, slots=True)
class ConnectLink:
    """Who asks (`client_id`, a session's public key), what for, and where to go afterwards.

    `back` is an address, or `back` (whatever was open before) or `none`.
    """

    client_id: str
    request: ConnectRequest
    back: str

    @classmethod
    def read(cls, link: str) -> ConnectLink:
        """Return what `tc://?…` or a wallet's own address with the same query says.

        `LinkError` where a wallet could not answer it.
        """
        if len(link) > MAX_LINK:
            raise LinkError("too long")
        query = {name: values[-1] for name, values in parse_qs(urlsplit(link).query).items()}
        if query.get("v") != VERSION:
            raise LinkError(f"v should be {VERSION}")
        client_id = query.get("id", "")
        if not _CLIENT_ID.fullmatch(client_id):
            raise LinkError("id should be a public key in hexadecimal")
        try:
            request = ConnectRequest.model_validate_json(query.get("r", ""))
        except ValidationError as error:
            raise LinkError("r should be a connect request") from error
        return cls(client_id, request, query.get("ret", "back"))

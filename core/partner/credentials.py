"""What a call shows to be let in, and the request it becomes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import SecretStr

from core import request_id
from core.errors import SettingsError
from core.observing import traces
from core.partner import signing
from core.partner.operations import Access, Operation
from core.partner.page import WHOLE, Page
from core.partner.payloads import Ask, Stamp

T = TypeVar("T")

KEY_HEADER = "X-PARTNER-API-KEY"
ID_HEADER = "X-Request-Id"


@dataclass(slots=True)
class Call(Generic[T]):
    """One use of an operation."""

    operation: Operation[T]
    ask: Ask | None = None
    jwt: SecretStr | None = None
    page: Page = WHOLE


@dataclass(slots=True)
class Request:
    """A call as it is sent: once, because its time and signature go stale."""

    query: str
    body: str | None
    headers: dict[str, str]


class Credentials:
    """Our key and secret at the partner, either of which may be empty.

    `recv_window`, in milliseconds, is how long signed requests hold; None leaves it to the
    partner. A key that fits no header raises `SettingsError`.
    """

    def __init__(
        self, api_key: SecretStr, api_secret: SecretStr, recv_window: int | None = None
    ) -> None:
        key = api_key.get_secret_value()
        if not (key.isascii() and key.isprintable()):
            raise SettingsError("PARTNER_API_KEY should be printable ASCII")
        self._secret = api_secret
        self._recv_window = recv_window
        # The document does not say whether c2s calls want the key too: they get it.
        self._headers = {"Accept": "application/json"} | ({KEY_HEADER: key} if key else {})

    def check(self, operation: Operation[T]) -> None:
        """Raise `SettingsError` where *operation* needs a key or secret that is not configured."""
        access = operation.access
        if access is Access.OPEN or access is Access.USER:
            return
        if KEY_HEADER not in self._headers:
            raise SettingsError(f"PARTNER_API_KEY is missing: {operation.name} needs it")
        if access is Access.SIGNED and not self._secret.get_secret_value():
            raise SettingsError(f"PARTNER_API_SECRET is missing: {operation.name} needs it")

    def request(self, call: Call[T], timestamp: int) -> Request:
        """Return *call* as it is sent at *timestamp*, in the partner's Unix milliseconds."""
        fields = call.ask.fields() if call.ask else {}
        signed = call.operation.access is Access.SIGNED
        if signed:
            fields |= Stamp(timestamp=timestamp, window=self._recv_window).fields()
        headers = self._headers.copy()
        if number := request_id.current():
            headers[ID_HEADER] = number
        if parent := traces.parent():
            headers["traceparent"] = parent
        if call.jwt is not None:
            headers["Authorization"] = f"Bearer {call.jwt.get_secret_value()}"
        if call.operation.is_read:
            fields |= call.page.fields()
            query = signing.signed_query(fields, self._secret) if signed else signing.query(fields)
            return Request(query, None, headers)
        headers["Content-Type"] = "application/json"
        body = signing.signed_body(fields, self._secret) if signed else signing.body(fields)
        return Request("", body, headers)

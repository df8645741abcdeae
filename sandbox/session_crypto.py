"""TON Connect's session crypto: messages that only the two ends of a session can open.

Source: TON Connect, "Session protocol".
"""

from __future__ import annotations

import base64
import binascii

from nacl.exceptions import CryptoError
from nacl.public import Box, PrivateKey, PublicKey


class SealedMessageError(ValueError):
    """A message that does not open: another's, damaged, or none at all."""


class SessionCrypto:
    """One end of a session: an X25519 key of its own."""

    def __init__(self, key: PrivateKey | None = None) -> None:
        self._key = key or PrivateKey.generate()

    @property
    def client_id(self) -> str:
        """The public key in hexadecimal, which is also the address at the bridge."""
        return bytes(self._key.public_key).hex()

    def seal(self, text: str, receiver: str) -> str:
        """Return *text* for *receiver*'s eyes: base64 of the nonce and the box."""
        return base64.b64encode(bytes(self._box(receiver).encrypt(text.encode()))).decode()

    def open(self, message: str, sender: str) -> str:
        """Return what *sender* wrote; `SealedMessageError` if it was not sealed for us by them."""
        try:
            sealed = base64.b64decode(message, validate=True)
            return self._box(sender).decrypt(sealed).decode()
        except (binascii.Error, CryptoError, ValueError) as error:
            raise SealedMessageError("the message does not open") from error

    def _box(self, other: str) -> Box:
        return Box(self._key, PublicKey(bytes.fromhex(other)))

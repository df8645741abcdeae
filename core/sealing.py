"""Sealing what must not be readable in the store: AES-256-GCM under a ring of keys.

A sealed blob is

    version (1 byte) | key id (8 bytes) | nonce (12 bytes) | ciphertext and tag

and opens only with its key, for its user and its purpose: both are part of the associated data,
so a blob moved to another row or another column is refused (NIST SP 800-38D, section 7).
"""

from __future__ import annotations

import secrets
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from core.errors import SealError
from core.model import UserId

KEY_BYTES = 32

_VERSION = b"\x01"
_ID_BYTES = 8
_NONCE_BYTES = 12  # random: sound for 2**32 seals under one key, SP 800-38D section 8.3
_HEAD_BYTES = len(_VERSION) + _ID_BYTES
_SHORTEST = _HEAD_BYTES + _NONCE_BYTES + 16


class KeyRing:
    """Keys of 32 bytes, newest first: the newest seals, every one still opens."""

    __slots__ = ("_ciphers", "_newest")

    def __init__(self, keys: tuple[bytes, ...]) -> None:
        if not keys or any(len(key) != KEY_BYTES for key in keys):
            raise ValueError(f"a key ring needs keys of {KEY_BYTES} bytes")
        self._newest = _head(keys[0])
        self._ciphers = {_head(key): AESGCM(key) for key in keys}

    def __repr__(self) -> str:
        return f"<KeyRing of {len(self._ciphers)}>"

    def seal(self, user: UserId, purpose: str, plain: bytes) -> bytes:
        """Return *plain* sealed for this user and purpose under the newest key."""
        head = self._newest
        nonce = secrets.token_bytes(_NONCE_BYTES)
        associated = _associated(head, user, purpose)
        return head + nonce + self._ciphers[head].encrypt(nonce, plain, associated)

    def open(self, user: UserId, purpose: str, sealed: bytes) -> bytes:
        """Return what was sealed for this user and purpose; anything else is a `SealError`."""
        head = sealed[:_HEAD_BYTES]
        cipher = self._ciphers.get(head)
        if cipher is None:
            raise SealError("sealed with a key that TOKEN_KEYS does not list")
        if len(sealed) < _SHORTEST:
            raise SealError("the sealed blob is cut short")
        nonce, hidden = sealed[_HEAD_BYTES:][:_NONCE_BYTES], sealed[_HEAD_BYTES + _NONCE_BYTES :]
        try:
            return cipher.decrypt(nonce, hidden, _associated(head, user, purpose))
        except InvalidTag:
            raise SealError("the sealed blob was altered or moved") from None

    def renew(self, user: UserId, purpose: str, sealed: bytes) -> bytes:
        """Return *sealed* under the newest key: itself, where it is already."""
        plain = self.open(user, purpose, sealed)
        return sealed if sealed.startswith(self._newest) else self.seal(user, purpose, plain)


def _head(key: bytes) -> bytes:
    return _VERSION + sha256(key).digest()[:_ID_BYTES]


def _associated(head: bytes, user: UserId, purpose: str) -> bytes:
    # Fixed widths first, the only free length last: two meanings never give the same bytes.
    return head + user.to_bytes(8, "big", signed=True) + purpose.encode()

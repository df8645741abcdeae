"""Chance that falls the same way every time: figures are drawn by SHA-256 of what they are for."""

from __future__ import annotations

from hashlib import sha256


def roll(below: int, *what: object) -> int:
    """Return a number from 0 to *below* - 1, always the same for the same *what*."""
    name = "|".join(map(str, what))
    return int.from_bytes(sha256(name.encode()).digest()[:8]) % below

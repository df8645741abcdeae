"""A link as a QR picture, for the wallet on another device."""

from __future__ import annotations

from io import BytesIO

import segno

WIDTH = 720
"""Pixels, at least: a link of a kilobyte, some hundred modules wide, gets seven a module."""

QUIET = 4
"""Modules of white around the code, which ISO/IEC 18004 asks for."""


def draw(link: str) -> bytes:
    """Return *link* as a PNG, black on white also in a dark chat; tens of ms: not on the loop.

    At the least error correction: a screen is not torn or dirty, and larger modules read better.
    A link beyond 2,953 bytes raises `segno.DataOverflowError`.
    """
    code = segno.make_qr(link, error="l")
    wide, _ = code.symbol_size(border=QUIET)
    png = BytesIO()
    code.save(png, kind="png", scale=-(-WIDTH // wide), border=QUIET, dark="black", light="white")
    return png.getvalue()

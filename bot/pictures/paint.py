"""The colours of pictures, for light and for dark chats."""

from __future__ import annotations

from typing import NamedTuple


class Paint(NamedTuple):
    """Colours as `#rrggbb`; `hint` is for what is read second."""

    paper: str
    ink: str
    hint: str
    line: str
    bar: str
    pale: str
    loss: str


LIGHT = Paint("#ffffff", "#1c1c1e", "#63666b", "#e3e5e8", "#2a7de1", "#a9cbf4", "#d14a3d")
DARK = Paint("#17212b", "#f5f5f5", "#9db0c1", "#2b3a48", "#5eb5f7", "#345a78", "#f0776b")

"""A picture of a miner, drawn from its number: nothing is fetched from outside."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from math import cos, pi, sin

from PIL import Image, ImageChops, ImageColor, ImageDraw

from sandbox.partner.dice import roll

LARGE, SMALL = 512, 96
FINER = 2
"""Times finer than it is shown a picture is drawn: edges come out smooth."""
GRID = 512
"""Places below are in so many parts of a picture's width."""
FANS = ((152, 208), (360, 208), (152, 360), (360, 360))
DARK = "#0b0e14"
ROUND = 24
"""Points of a blade's outline."""

Place = tuple[float, float]


@lru_cache(maxsize=2_000)
def picture(number: int, *, small: bool = False) -> bytes:
    """Return a PNG: a rack of four fans on a gradient of the miner's own colours."""
    side = SMALL if small else LARGE
    hue = roll(360, number, "hue")
    turned = (hue + 40 + roll(80, number, "turn")) % 360
    card = _gradient(side * FINER, f"hsl({hue},62%,42%)", f"hsl({turned},68%,22%)")
    pen = _Pen(card)
    pen.bar((56, 112, 456, 456), 28, DARK, 0.78)
    for index, middle in enumerate(FANS):
        pen.fan(middle, roll(60, number, "fan", index))
    pen.bar((56, 56, 456, 92), 18, f"hsl({turned},70%,70%)", 0.85)
    pen.disc((84, 74), 8, DARK)
    card.putalpha(_rounded(card.size))
    png = BytesIO()
    card.resize((side, side), Image.Resampling.BOX).save(png, "PNG", compress_level=3)
    return png.getvalue()


def _gradient(side: int, begin: str, end: str) -> Image.Image:
    """Return a square that changes from one colour, top left, to the other."""
    down = Image.linear_gradient("L")
    diagonal = ImageChops.add(down, down.transpose(Image.Transpose.TRANSPOSE), scale=2)
    size = (side, side)
    return Image.composite(
        Image.new("RGB", size, end), Image.new("RGB", size, begin), diagonal.resize(size)
    )


def _rounded(size: tuple[int, int]) -> Image.Image:
    mask = Image.new("L", size)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, *size), 56 * size[0] / GRID, fill=255)
    return mask


class _Pen:
    """Draws on a card what is told in parts of the grid; colours lie over what is there."""

    def __init__(self, card: Image.Image) -> None:
        self._draw = ImageDraw.Draw(card, "RGBA")
        self._unit = card.width / GRID

    def bar(
        self, edges: tuple[int, int, int, int], corner: int, colour: str, opacity: float
    ) -> None:
        """Draw a rectangle with round corners."""
        places = [each * self._unit for each in edges]
        self._draw.rounded_rectangle(places, corner * self._unit, fill=_over(colour, opacity))

    def disc(self, middle: Place, radius: float, colour: str) -> None:
        """Draw a filled circle."""
        self._draw.circle(self._at(middle), radius * self._unit, fill=colour)

    def fan(self, middle: Place, turn: int) -> None:
        """Draw a ring with six blades, turned by so many degrees."""
        white = _over("white", 0.5)
        self._draw.circle(
            self._at(middle), 69 * self._unit, outline=white, width=round(6 * self._unit)
        )
        for angle in range(turn, turn + 360, 60):
            self._draw.polygon(
                [self._at(each) for each in _blade(middle, angle)], fill=_over("white", 0.65)
            )
        self.disc(middle, 12, DARK)

    def _at(self, place: Place) -> Place:
        return place[0] * self._unit, place[1] * self._unit


def _blade(middle: Place, degrees: int) -> list[Place]:
    """Return the outline of an ellipse that stands off the middle, turned by an angle."""
    turn = degrees * pi / 180
    outline = []
    for point in range(ROUND):
        around = 2 * pi * point / ROUND
        x, y = 13 * cos(around), 28 * sin(around) - 30
        outline.append(
            (
                middle[0] + x * cos(turn) - y * sin(turn),
                middle[1] + x * sin(turn) + y * cos(turn),
            )
        )
    return outline


def _over(colour: str, opacity: float) -> tuple[int, ...]:
    return (*ImageColor.getrgb(colour)[:3], round(255 * opacity))

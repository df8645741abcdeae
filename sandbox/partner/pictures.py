"""A picture of a miner, drawn from its number: nothing is fetched from outside."""

from __future__ import annotations

from sandbox.partner.dice import roll

LARGE, SMALL = 512, 96
FANS = ((152, 208), (360, 208), (152, 360), (360, 360))


def picture(number: int, *, small: bool = False) -> str:
    """Return an SVG card: a rack of four fans on a gradient of the miner's own colours."""
    size = SMALL if small else LARGE
    hue = roll(360, number, "hue")
    turned = (hue + 40 + roll(80, number, "turn")) % 360
    fans = "".join(_fan(x, y, roll(60, number, "fan", index)) for index, (x, y) in enumerate(FANS))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}"'
        f' viewBox="0 0 512 512" role="img" aria-label="Miner {number}">'
        '<defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1">'
        f'<stop offset="0" stop-color="hsl({hue} 62% 42%)"/>'
        f'<stop offset="1" stop-color="hsl({turned} 68% 22%)"/></linearGradient></defs>'
        '<rect width="512" height="512" rx="56" fill="url(#g)"/>'
        '<rect x="56" y="112" width="400" height="344" rx="28" fill="#0b0e14" opacity=".78"/>'
        f"{fans}"
        f'<rect x="56" y="56" width="400" height="36" rx="18" fill="hsl({turned} 70% 70%)"'
        ' opacity=".85"/><circle cx="84" cy="74" r="8" fill="#0b0e14"/></svg>'
    )


def _fan(x: int, y: int, turn: int) -> str:
    blades = "".join(
        f'<ellipse cx="0" cy="-30" rx="13" ry="28" transform="rotate({turn + angle})"/>'
        for angle in range(0, 360, 60)
    )
    return (
        f'<g transform="translate({x} {y})"><circle r="66" fill="none" stroke="#fff"'
        f' stroke-opacity=".5" stroke-width="6"/><g fill="#fff" fill-opacity=".65">{blades}</g>'
        '<circle r="12" fill="#0b0e14"/></g>'
    )

"""Addresses with one wrong character, found by what their checksums promise.

Nothing here is shown to anybody: a corrected address could be a stranger's.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from hashlib import sha256
from operator import xor

from core.btc.address import decode
from core.model import BtcNetwork

BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
PREFIXES = {BtcNetwork.MAINNET: "bc1", BtcNetwork.TESTNET: "tb1"}
BECH32_LENGTHS = frozenset({42, 62})
"""Of P2WPKH; of P2WSH and P2TR."""
CONSTANTS = (1, 0x2BC830A3)
"""Residues of a good checksum: of witness version 0 (BIP-173) and of the later ones (BIP-350)."""

BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
VERSIONS = {BtcNetwork.MAINNET: {0x00, 0x05}, BtcNetwork.TESTNET: {0x6F, 0xC4}}
"""First bytes of P2PKH and P2SH."""
BASE58_LENGTHS = range(26, 36)
BASE58_BYTES = 25

_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_TAPS = [reduce(xor, [g for i, g in enumerate(_GENERATOR) if top >> i & 1], 0) for top in range(32)]
_TOP_BY_LOW = {taps & 31: top for top, taps in enumerate(_TAPS)}


def is_one_character_off(text: str, network: BtcNetwork) -> bool:
    """Return whether another character in one place makes *text* payable on *network*."""
    found = map(decode, one_off(text, network))
    return any(address is not None and address.kind is not None for address in found)


def one_off(text: str, network: BtcNetwork) -> Iterator[str]:
    """Yield the few texts, one character off, that may be addresses of *network*."""
    if len(text) in BECH32_LENGTHS:
        prefix = PREFIXES[network]
        yield from _bech32_one_off(text, prefix, BECH32)
        yield from _bech32_one_off(text, prefix.upper(), BECH32.upper())
    elif len(text) in BASE58_LENGTHS:
        yield from _base58_one_off(text, VERSIONS[network])


def _bech32_one_off(text: str, prefix: str, alphabet: str) -> Iterator[str]:
    head, tail = text[: len(prefix)], text[len(prefix) :]
    alien = [place for place, character in enumerate(tail) if character not in alphabet]
    wrong = sum(own != given for own, given in zip(prefix, head, strict=True))
    if len(alien) + wrong > 1:
        return
    if wrong:
        yield prefix + tail
        return
    values = [max(alphabet.find(character), 0) for character in tail]
    residue = _residue(prefix[:-1].lower(), values)
    for constant in CONSTANTS:
        if (error := _single_error(residue ^ constant, len(values))) is None:
            continue
        place, difference = error
        place = alien[0] if alien else place
        right = alphabet[values[place] ^ difference]
        yield prefix + tail[:place] + right + tail[place + 1 :]


def _residue(hrp: str, values: list[int]) -> int:
    """Return the remainder that BIP-173 calls polymod."""
    spread = [ord(letter) >> 5 for letter in hrp] + [0] + [ord(letter) & 31 for letter in hrp]
    residue = 1
    for value in spread + values:
        residue = (residue & 0x1FFFFFF) << 5 ^ value ^ _TAPS[residue >> 25]
    return residue


def _single_error(syndrome: int, length: int) -> tuple[int, int] | None:
    """Return the place and the difference of the one error that leaves *syndrome*; (…, 0): none.

    The code is linear, so an error of difference d at the n-th place from the end leaves
    d·xⁿ mod g. Divided by x as often as need be, a single error shows as a value below 32; the
    code's distance, 5 up to 89 characters, makes it the only one.
    """
    for place in reversed(range(length)):
        if syndrome < len(BECH32):
            return place, syndrome
        top = _TOP_BY_LOW[syndrome & 31]
        syndrome = top << 25 | (syndrome ^ _TAPS[top]) >> 5
    return None


def _base58_one_off(text: str, versions: set[int]) -> Iterator[str]:
    digits = [BASE58.find(character) for character in text]
    alien = [place for place, digit in enumerate(digits) if digit < 0]
    if len(alien) > 1:
        return
    number = reduce(lambda so_far, digit: so_far * 58 + max(digit, 0), digits, 0)
    for place in alien or range(len(text)):
        weight = 58 ** (len(text) - 1 - place)
        rest = number - max(digits[place], 0) * weight
        for digit, character in enumerate(BASE58):
            if digit != digits[place] and _is_good(rest + digit * weight, versions):
                yield text[:place] + character + text[place + 1 :]


def _is_good(number: int, versions: set[int]) -> bool:
    """Return whether *number* is a version byte, a hash and their checksum (base58check)."""
    if number >> 8 * (BASE58_BYTES - 1) not in versions:
        return False
    content = number.to_bytes(BASE58_BYTES)
    return sha256(sha256(content[:-4]).digest()).digest()[:4] == content[-4:]

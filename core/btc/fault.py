"""What a text is that is no BTC address, in one stable word."""

from __future__ import annotations

import re

from core.btc.typo import is_one_character_off
from core.model import BtcNetwork

_BASE58 = "[1-9A-HJ-NP-Za-km-z]"

FAMILIAR = {
    "ton_address": re.compile(r"(-1|0):[0-9a-fA-F]{64}|[EUk0][Qf][A-Za-z0-9_+/-]{46}"),
    "ethereum_address": re.compile(r"0[xX][0-9a-fA-F]{40}"),
    "private_key": re.compile(rf"[5KL9c]{_BASE58}{{50,51}}|[xyzYZtuvUV]prv{_BASE58}{{107}}"),
}
"""What people paste by mistake, by form alone: a typo in it makes it no BTC address.

Sources: TEP-2 (raw and friendly, with its four tags on both workchains), EIP-55, WIF, BIP-32 and
SLIP-132.
"""


def reason(text: str, network: BtcNetwork) -> str:
    """Return what is wrong with *text*, which is no address of any network.

    `one_wrong_character` where exactly one other character would make it an address that can be
    paid to. Which one is not said: of two nearby addresses only the owner knows theirs.
    """
    for word, form in FAMILIAR.items():
        if form.fullmatch(text):
            return word
    return "one_wrong_character" if is_one_character_off(text, network) else "malformed"

"""What is shown of connecting a wallet."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot import faults, keyboards
from bot.screen import Screen
from bot.texts import Words
from core.chat_sign_in import WalletApp
from core.errors import AppError, WalletCannotProveError
from core.model import LinkedWallet
from core.ton_address import friendly

A_PAGE = 8
"""Wallets on a page, two in a row."""

KEY_DIGITS = 12
SECONDS_A_MINUTE = 60


class Stop(CallbackData, prefix="connect"):
    """Wait no longer."""


def app_key(app: WalletApp) -> str:
    """Return what stands for a wallet in a button, where its name may be too long."""
    return sha256(app.app_name.encode()).hexdigest()[:KEY_DIGITS]


def shortened(wallet: LinkedWallet) -> str:
    """Return enough of the address to recognise one's own: `UQAb…x9Zc`."""
    address = friendly(wallet.address, wallet.chain)
    return f"{address[:4]}…{address[-4:]}"


def clock(seconds: float) -> str:
    """Return a time that is left: `4:30`; nothing is less than nothing."""
    minutes, rest = divmod(max(0, round(seconds)), SECONDS_A_MINUTE)
    return f"{minutes}:{rest:02}"


def choice(apps: Sequence[WalletApp], page: int, words: Words) -> Screen:
    """Return a page of the wallets there are, from 1 on; past the end there is the first."""
    pages = -(-len(apps) // A_PAGE)
    number = page if 1 <= page <= pages else 1
    shown = apps[(number - 1) * A_PAGE :][:A_PAGE]
    buttons = [keyboards.go(app.name, "connecting", app_key(app)) for app in shown]
    pairs = [buttons[at : at + 2] for at in range(0, len(buttons), 2)]
    more: list[InlineKeyboardButton] = []
    if pages > 1:
        more.append(keyboards.go(words.say("connect.more"), "wallets", str(number % pages + 1)))
    keyboard = keyboards.rows(*pairs, more, keyboards.go(words.say("go.back"), "start"))
    return Screen(words.say("connect.choose"), keyboard)


def already(wallet: LinkedWallet, words: Words) -> Screen:
    """Return who they are signed in as, and what they may want instead."""
    keyboard = keyboards.rows(
        [
            keyboards.go(words.say("connect.other"), "wallets"),
            keyboards.go(words.say("go.disconnect"), "disconnect"),
        ],
        keyboards.go(words.say("go.back"), "start"),
    )
    said = words.say("connect.already", address=shortened(wallet), wallet=wallet.app_name)
    return Screen(said, keyboard)


def link_keyboard(link: str, words: Words) -> InlineKeyboardMarkup:
    """Return the button into the wallet, and the one that ends the waiting."""
    return keyboards.rows(
        InlineKeyboardButton(text=words.say("connect.open"), url=link),
        keyboards.press(words.say("connect.stop"), Stop()),
    )


def connected(wallet: LinkedWallet, words: Words, mini_app: str) -> Screen:
    """Return that they are signed in, and where to go from here."""
    keyboard = keyboards.rows(
        [
            keyboards.go(words.say("go.miners"), "miners"),
            keyboards.go(words.say("go.earnings"), "earnings"),
        ],
        keyboards.mini_app(words.say("app.open"), mini_app),
    )
    return Screen(words.say("connect.done", address=shortened(wallet)), keyboard)


def not_connected(error: AppError, words: Words, app: WalletApp | None) -> Screen:
    """Return what went wrong, with *app* once more where that may help, and with the others."""
    again: list[InlineKeyboardButton] = []
    if app is not None and not isinstance(error, WalletCannotProveError):
        again.append(keyboards.go(words.say("go.retry"), "connecting", app_key(app)))
    others = keyboards.go(words.say("connect.other"), "wallets")
    return Screen(faults.sentence(error, words), keyboards.rows(again, others))


def stopped(words: Words) -> Screen:
    """Return that nothing is waited for any more."""
    keyboard = keyboards.rows(
        keyboards.go(words.say("go.connect"), "wallets"),
        keyboards.go(words.say("go.back"), "start"),
    )
    return Screen(words.say("connect.stopped"), keyboard)

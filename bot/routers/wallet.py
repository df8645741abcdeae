"""`/wallet`: the Bitcoin addresses that income goes to, and binding another by dialogue."""

from __future__ import annotations

from contextlib import suppress
from hashlib import sha256

from aiogram import F, Router
from aiogram.exceptions import TelegramAPIError
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message, TelegramObject

from bot import keyboards
from bot.amounts import Amounts
from bot.asked import Asked
from bot.notice import Notice
from bot.presenting import payouts as presenting
from bot.screen import Screen, show
from bot.texts import Words
from core.errors import AddressError, attempted
from core.model import UserId
from core.runtime import Services
from core.settings import Settings

KEY_DIGITS = 16


class Bind(CallbackData, prefix="wallet"):
    """Yes, bind the address of this key: a button has no room for the address itself."""

    key: str


class Binding(StatesGroup):
    """What the dialogue asks."""

    address = State()


def make_router() -> Router:
    """Return a fresh router: aiogram lets one be attached only once."""
    router = Router(name="wallet")
    for observer in (router.message, router.callback_query):
        observer.filter(_are_shown)
        observer.register(listed, Asked("wallet"))
        observer.register(ask, Asked("bind"))
    router.message.register(check, Binding.address, F.text)
    router.callback_query.register(bind, Bind.filter())
    return router


def _are_shown(_: TelegramObject, settings: Settings) -> bool:
    """Return whether the operator wants Bitcoin in the chat at all."""
    return settings.btc_screens


async def listed(
    event: Message | CallbackQuery, user: UserId, amounts: Amounts, services: Services
) -> None:
    """Show the bound addresses."""
    bound = await services.payouts.bound(user)
    keyboard = keyboards.rows(
        keyboards.go(amounts.words.say("wallet.bind"), "bind"),
        keyboards.go(amounts.words.say("go.back"), "start"),
    )
    await show(event, Screen(presenting.listed(amounts, bound), keyboard))


async def ask(event: Message | CallbackQuery, words: Words, state: FSMContext) -> None:
    """Ask for an address; the next text is taken for one, until something else is asked for."""
    await state.set_state(Binding.address)
    keyboard = keyboards.rows(keyboards.go(words.say("go.cancel"), "wallet"))
    await show(event, Screen(words.say("wallet.ask"), keyboard))


async def check(message: Message, words: Words, state: FSMContext, services: Services) -> None:
    """Show the address as it will be bound; the `AddressError` of a wrong one leaves all open."""
    found = await attempted(services.payouts.check(message.text or ""))
    if isinstance(found, AddressError) and found.reason == "private_key":
        with suppress(TelegramAPIError):  # what nobody should ever see again
            await message.delete()
    if isinstance(found, Exception):
        raise found
    await state.set_data({"address": found.text})
    keyboard = keyboards.rows(
        [
            keyboards.press(words.say("wallet.confirm"), Bind(key=_key(found.text))),
            keyboards.go(words.say("go.cancel"), "wallet"),
        ]
    )
    await show(message, Screen(presenting.to_confirm(found, words), keyboard))


async def bind(  # noqa: PLR0913  # what aiogram hands a handler by name
    event: CallbackQuery,
    *,
    callback_data: Bind,
    user: UserId,
    words: Words,
    state: FSMContext,
    services: Services,
    notice: Notice,
) -> None:
    """Bind the address that the button stands under, and no other that was checked since."""
    address = (await state.get_data()).get("address", "")
    if _key(address) != callback_data.key:
        notice.text, notice.alert = words.say("stale"), True
        return
    await services.payouts.bind(user, address)
    await state.clear()
    keyboard = keyboards.rows(keyboards.go(words.say("go.wallet"), "wallet"))
    await show(event, Screen(presenting.bound(address, words), keyboard))


def _key(address: str) -> str:
    return sha256(address.encode()).hexdigest()[:KEY_DIGITS]

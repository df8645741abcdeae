"""How the bot presents itself in Telegram: menu button, commands, descriptions."""

from __future__ import annotations

from aiogram import Bot
from aiogram.types import BotCommand, MenuButtonWebApp, WebAppInfo

from bot import texts
from bot.commands import commands
from bot.texts import Words
from core.settings import Settings


async def set_up(bot: Bot, settings: Settings) -> None:
    """Say it all to Telegram, in every language; again is harmless."""
    await bot.set_chat_menu_button(
        menu_button=MenuButtonWebApp(text=texts.BUTTON, web_app=WebAppInfo(url=settings.public_url))
    )
    await _introduce(bot, texts.ENGLISH, None, settings)
    for language, words in texts.LANGUAGES.items():
        await _introduce(bot, words, language, settings)


async def _introduce(bot: Bot, words: Words, language: str | None, settings: Settings) -> None:
    listed = commands(words, payouts=settings.btc_screens).items()
    await bot.set_my_commands(
        [BotCommand(command=name, description=does) for name, does in listed],
        language_code=language,
    )
    await bot.set_my_description(words.say("profile.description"), language_code=language)
    await bot.set_my_short_description(words.say("profile.short"), language_code=language)

# ruff: noqa: RUF001  # seven languages have letters that look like English ones
"""What the bot says, in every language it speaks.

A language is one `Words` in `LANGUAGES`, under its ISO 639-1 code; a new one needs nothing else.
"""

from __future__ import annotations

import html
from dataclasses import dataclass

BUTTON = "GoMining"
"""The menu button beside the message field: one text for everybody, so a name."""


@dataclass(frozen=True, slots=True)
class Words:
    """Everything the bot says, in one language; `greeting` and `help` are Telegram's HTML."""

    greeting: str
    open_app: str
    help: str
    private_only: str
    open_chat: str
    start_command: str
    help_command: str

    def greet(self, first_name: str) -> str:
        """Return the greeting as HTML, with the name as its owner wrote it."""
        return self.greeting.format(name=html.escape(first_name, quote=False))


ENGLISH = Words(
    greeting=(
        "Hello, <b>{name}</b>!\n\n"
        "Connect your TON wallet and see your GoMining miners, their income and your payout "
        "address."
    ),
    open_app="Open the app",
    help=(
        "<b>What I can do</b>\n\n"
        "The button below opens the app. Connect the TON wallet that holds your miners: you sign "
        "a proof that it is yours, and nothing is spent.\n\n"
        "/start – open the app\n"
        "/help – this message"
    ),
    private_only="Your miners are yours alone: let us talk in our private chat.",
    open_chat="Open the chat",
    start_command="Open the app",
    help_command="What this bot can do",
)

RUSSIAN = Words(
    greeting=(
        "Здравствуйте, <b>{name}</b>!\n\n"
        "Подключите кошелёк TON, чтобы видеть свои майнеры GoMining, доход от них и адрес для "
        "выплат."
    ),
    open_app="Открыть приложение",
    help=(
        "<b>Что я умею</b>\n\n"
        "Кнопка ниже открывает приложение. Подключите кошелёк TON, на котором лежат ваши майнеры: "
        "вы подпишете подтверждение, что он ваш, – деньги при этом не тратятся.\n\n"
        "/start – открыть приложение\n"
        "/help – это сообщение"
    ),
    private_only="Ваши майнеры – только ваше дело: давайте поговорим в личном чате.",
    open_chat="Открыть чат",
    start_command="Открыть приложение",
    help_command="Что умеет этот бот",
)

SPANISH = Words(
    greeting=(
        "¡Hola, <b>{name}</b>!\n\n"
        "Conecta tu billetera TON y consulta tus mineros de GoMining, sus ingresos y tu dirección "
        "de cobro."
    ),
    open_app="Abrir la aplicación",
    help=(
        "<b>Qué puedo hacer</b>\n\n"
        "El botón de abajo abre la aplicación. Conecta la billetera TON que guarda tus mineros: "
        "firmas una prueba de que es tuya y no se gasta nada.\n\n"
        "/start – abrir la aplicación\n"
        "/help – este mensaje"
    ),
    private_only="Tus mineros son solo asunto tuyo: hablemos en nuestro chat privado.",
    open_chat="Abrir el chat",
    start_command="Abrir la aplicación",
    help_command="Qué puede hacer este bot",
)

GERMAN = Words(
    greeting=(
        "Hallo, <b>{name}</b>!\n\n"
        "Verbinde deine TON-Wallet und sieh deine GoMining-Miner, ihre Einnahmen und deine "
        "Auszahlungsadresse."
    ),
    open_app="App öffnen",
    help=(
        "<b>Was ich kann</b>\n\n"
        "Der Knopf unten öffnet die App. Verbinde die TON-Wallet, in der deine Miner liegen: Du "
        "unterschreibst den Nachweis, dass sie dir gehört – ausgegeben wird dabei nichts.\n\n"
        "/start – App öffnen\n"
        "/help – diese Nachricht"
    ),
    private_only="Deine Miner gehen nur dich etwas an: Lass uns im privaten Chat reden.",
    open_chat="Chat öffnen",
    start_command="App öffnen",
    help_command="Was dieser Bot kann",
)

TURKISH = Words(
    greeting=(
        "Merhaba, <b>{name}</b>!\n\n"
        "TON cüzdanınızı bağlayın; GoMining madencilerinizi, gelirlerini ve ödeme adresinizi görün."
    ),
    open_app="Uygulamayı aç",
    help=(
        "<b>Neler yapabilirim</b>\n\n"
        "Aşağıdaki düğme uygulamayı açar. Madencilerinizin bulunduğu TON cüzdanını bağlayın: "
        "cüzdanın size ait olduğunu imzayla kanıtlarsınız, hiçbir şey harcanmaz.\n\n"
        "/start – uygulamayı aç\n"
        "/help – bu mesaj"
    ),
    private_only="Madencileriniz yalnızca sizi ilgilendirir: özel sohbette konuşalım.",
    open_chat="Sohbeti aç",
    start_command="Uygulamayı aç",
    help_command="Bu bot neler yapabilir",
)

BRAZILIAN = Words(
    greeting=(
        "Olá, <b>{name}</b>!\n\n"
        "Conecte sua carteira TON e veja seus mineradores GoMining, a renda deles e o seu endereço "
        "de pagamento."
    ),
    open_app="Abrir o aplicativo",
    help=(
        "<b>O que eu sei fazer</b>\n\n"
        "O botão abaixo abre o aplicativo. Conecte a carteira TON que guarda seus mineradores: "
        "você assina uma prova de que ela é sua e nada é gasto.\n\n"
        "/start – abrir o aplicativo\n"
        "/help – esta mensagem"
    ),
    private_only="Seus mineradores só dizem respeito a você: vamos conversar no chat privado.",
    open_chat="Abrir o chat",
    start_command="Abrir o aplicativo",
    help_command="O que este bot sabe fazer",
)

CHINESE = Words(
    greeting=(
        "您好，<b>{name}</b>！\n\n连接您的 TON 钱包，即可查看您的 GoMining 矿机、收益和收款地址。"
    ),
    open_app="打开应用",
    help=(
        "<b>我能做什么</b>\n\n"
        "点击下方按钮打开应用，然后连接持有矿机的 TON 钱包："
        "您只需签名证明钱包属于您，不会花费任何资产。\n\n"
        "/start – 打开应用\n"
        "/help – 显示本消息"
    ),
    private_only="您的矿机信息只属于您，请到私聊中继续。",
    open_chat="打开私聊",
    start_command="打开应用",
    help_command="这个机器人能做什么",
)

LANGUAGES = {
    "en": ENGLISH,
    "ru": RUSSIAN,
    "es": SPANISH,
    "de": GERMAN,
    "tr": TURKISH,
    "pt": BRAZILIAN,
    "zh": CHINESE,
}


def words_for(language_code: str | None) -> Words:
    """Return the words for Telegram's IETF tag (`pt-br`, `zh-hans`), English where we have none."""
    language = (language_code or "").lower().partition("-")[0]
    return LANGUAGES.get(language, ENGLISH)

"""Init data as Telegram seals it, with whatever a test wants in it."""

import hashlib
import hmac
import json
from urllib.parse import urlencode

BOT_TOKEN = "123456:AAEhBP0av28GLfU7pMqzTBcrgOAMjSoHkYw"
USER = {
    "id": 279058397,
    "first_name": "Ада",
    "last_name": "Lovelace",
    "username": "ada",
    "language_code": "ru",
    "is_premium": True,
    "allows_write_to_pm": True,
}


def seal(fields: list[tuple[str, str]], bot_token: str = BOT_TOKEN) -> str:
    """Return the hash Telegram would put beside these fields."""
    key = hmac.new(b"WebAppData", bot_token.encode(), hashlib.sha256).digest()
    lines = "\n".join(f"{name}={value}" for name, value in sorted(fields))
    return hmac.new(key, lines.encode(), hashlib.sha256).hexdigest()


def init_data(
    auth_date: float,
    *,
    user: object = USER,
    bot_token: str = BOT_TOKEN,
    extra: tuple[tuple[str, str], ...] = (),
) -> str:
    """Return sealed init data of *auth_date*; a *user* of None is left out."""
    fields = [("query_id", "AAHdF6IQAAAAAN0XohDhrOrc"), ("auth_date", str(int(auth_date))), *extra]
    if user is not None:
        fields.append(("user", user if isinstance(user, str) else json.dumps(user)))
    fields.append(("signature", "c2lnbmVkIGJ5IFRlbGVncmFt"))
    return urlencode([*fields, ("hash", seal(fields, bot_token))])

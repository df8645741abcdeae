"""Settings for tests: complete, on loopback, from no environment."""

from typing import Any

from core.keys import new_key
from core.settings import Settings, read_settings
from tests.init_data import BOT_TOKEN

NEEDED: dict[str, Any] = {
    "bot_token": BOT_TOKEN,
    "partner_id": "demo-partner",
    "public_url": "http://127.0.0.1:8080",
    "token_keys": new_key(),
    "session_key": new_key(),
    "port": 0,
}


def settings(**changed: Any) -> Settings:  # noqa: ANN401  # each field has its own type
    """Return settings that work, with what a test wants changed."""
    return read_settings(_env_file=None, **(NEEDED | changed))

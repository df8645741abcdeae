"""Settings of one run on loopback: made for it, and taken from nowhere else."""

from __future__ import annotations

import secrets
from typing import Any

from core.keys import new_key
from core.model import TonNetwork
from core.settings import Settings, read_settings
from sandbox.demo_routes import WALLETS
from sandbox.partner import PartnerOptions

NETWORK = TonNetwork.MAINNET


def loopback_settings(
    url: str,
    partner_url: str,
    options: PartnerOptions,
    folder: str,
    **changed: Any,  # noqa: ANN401  # each field has its own type
) -> Settings:
    """Return settings for one run: fresh keys, and nothing from the environment or `.env`."""
    defaults = {
        name: field.get_default()
        for name, field in Settings.model_fields.items()
        if not field.is_required()
    }
    given = {
        "bot_token": new_bot_token(),
        "public_url": url,
        "partner_id": options.partner_id,
        "partner_api_url": partner_url,
        "partner_api_key": options.api_key,
        "partner_api_secret": options.api_secret,
        "ton_network": NETWORK,
        "ton_wallets_url": url + WALLETS,
        "database_url": f"sqlite:///{folder}/app.db",
        "token_keys": new_key(),
        "session_key": new_key(),
        "log_level": "WARNING",
    }
    return read_settings(_env_file=None, **(defaults | given | changed))


def new_bot_token() -> str:
    """Return a token such as @BotFather gives, which is nobody's."""
    return f"{secrets.randbelow(10**9) + 10**9}:{secrets.token_urlsafe(27)[:35]}"

"""Every setting, read once: from the environment, else from `.env`.

`python -m core.settings new-keys` prints fresh keys.
"""

from __future__ import annotations

import argparse
import ipaddress
import re
import sys
from enum import StrEnum
from typing import Annotated, Any
from urllib.parse import SplitResult, urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from core.errors import SettingsError
from core.keys import new_key, split_keys
from core.model import BtcNetwork, TonNetwork

MANIFEST_PATH = "/tonconnect-manifest.json"

IpNetwork = ipaddress.IPv4Network | ipaddress.IPv6Network


class LogFormat(StrEnum):
    """How log lines are written."""

    CONSOLE = "console"
    JSON = "json"


class LogLevel(StrEnum):
    """From which level on log lines are written."""

    DEBUG = "DEBUG"
    INFO = "INFO"
    WARNING = "WARNING"
    ERROR = "ERROR"


class WorkerPlace(StrEnum):
    """Where the worker that tells of rewards runs."""

    EMBEDDED = "embedded"
    APART = "apart"


class Settings(BaseSettings):
    """What the operator decides; `.env.example` says each in a line."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    bot_token: SecretStr
    bot_username: str = ""
    bot_webhook_url: str = ""
    bot_webhook_secret: SecretStr = SecretStr("")
    telegram_api_url: str = "https://api.telegram.org"
    worker: WorkerPlace = WorkerPlace.EMBEDDED
    admin_ids: Annotated[tuple[Annotated[int, Field(gt=0)], ...], NoDecode] = ()
    public_url: str
    partner_id: Annotated[str, Field(min_length=1, max_length=255)]
    partner_api_url: str = "https://api.sandbox.gmt.io"
    partner_api_key: SecretStr = SecretStr("")
    partner_api_secret: SecretStr = SecretStr("")
    partner_timeout: Annotated[float, Field(gt=0, le=60)] = 10.0
    ton_network: TonNetwork = TonNetwork.MAINNET
    ton_wallets_url: str = ""
    connect_pending: Annotated[int, Field(ge=1, le=1000)] = 200
    btc_network: BtcNetwork = BtcNetwork.MAINNET
    btc_screens: bool = True
    outside_links: bool = True
    database_url: SecretStr = SecretStr("sqlite:///data/app.db")
    redis_url: SecretStr = SecretStr("")
    token_keys: SecretStr
    session_key: SecretStr
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8080
    drain_seconds: Annotated[float, Field(ge=0, le=300)] = 0.0
    trusted_proxies: Annotated[tuple[IpNetwork, ...], NoDecode] = ()
    log_level: LogLevel = LogLevel.INFO
    log_format: LogFormat = LogFormat.CONSOLE
    metrics_host: str = "127.0.0.1"
    metrics_port: Annotated[int, Field(ge=0, le=65535)] | None = None
    sentry_dsn: SecretStr = SecretStr("")
    otel_endpoint: str = ""

    @field_validator("bot_token")
    @classmethod
    def _bot_token(cls, token: SecretStr) -> SecretStr:
        if not re.fullmatch(r"\d{1,20}:[A-Za-z0-9_-]{30,64}", token.get_secret_value()):
            raise ValueError("should be the token @BotFather gave, like 123456:ABC…")
        return token

    @field_validator("bot_username")
    @classmethod
    def _bot_username(cls, name: str) -> str:
        if not re.fullmatch(r"@?\w{0,32}", name, re.ASCII):
            raise ValueError("should be the bot's name without blanks, like miners_bot")
        return name.removeprefix("@")

    @field_validator("public_url", "bot_webhook_url")
    @classmethod
    def _reachable_url(cls, url: str) -> str:
        if not url:
            return url
        parts = _url(url)
        if parts.scheme == "http" and not _is_loopback(parts.hostname):
            raise ValueError("should be https; http is for loopback only")
        return url.rstrip("/")

    @field_validator("public_url")
    @classmethod
    def _ton_proof_domain(cls, url: str) -> str:
        parts = _url(url)
        if "." not in (parts.hostname or ""):
            raise ValueError("should name a host with a dot (127.0.0.1 rather than localhost)")
        if parts.path or parts.query or parts.fragment:
            raise ValueError("should end after the host: the Mini App is served at the root")
        return url

    @field_validator("telegram_api_url", "partner_api_url", "ton_wallets_url", "otel_endpoint")
    @classmethod
    def _plain_url(cls, url: str) -> str:
        return url and _url(url).geturl().rstrip("/")

    @field_validator("bot_webhook_secret")
    @classmethod
    def _webhook_secret(cls, secret: SecretStr) -> SecretStr:
        if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", secret.get_secret_value()):
            raise ValueError("should be 1 to 256 of A-Z a-z 0-9 _ -")
        return secret

    @field_validator("database_url")
    @classmethod
    def _database_url(cls, url: SecretStr) -> SecretStr:
        if not re.match(r"(sqlite:///|postgres(ql)?://)", url.get_secret_value()):
            raise ValueError("should start with sqlite:/// or postgresql://")
        return url

    @field_validator("redis_url")
    @classmethod
    def _redis_url(cls, url: SecretStr) -> SecretStr:
        if not re.match(r"(rediss?://.|$)", url.get_secret_value()):
            raise ValueError("should start with redis:// or rediss://")
        return url

    @field_validator("token_keys", "session_key")
    @classmethod
    def _keys(cls, keys: SecretStr) -> SecretStr:
        split_keys(keys)
        return keys

    @field_validator("session_key")
    @classmethod
    def _one_key(cls, key: SecretStr) -> SecretStr:
        if len(split_keys(key)) != 1:
            raise ValueError("should be one key")
        return key

    @field_validator("trusted_proxies", "admin_ids", mode="before")
    @classmethod
    def _listed(cls, value: object) -> object:
        return value.replace(",", " ").split() if isinstance(value, str) else value

    @property
    def domain(self) -> str:
        """The host that wallets sign a ton_proof for."""
        return urlsplit(self.public_url).hostname or ""

    @property
    def manifest_url(self) -> str:
        """Where wallets read who asks them to connect."""
        return self.public_url + MANIFEST_PATH


def read_settings(**given: Any) -> Settings:  # noqa: ANN401  # pydantic checks each field
    """Return the settings, those *given* by field name first.

    A missing or malformed one raises `SettingsError`, whose one line names it and says what it
    should be, and never repeats the value: it may be a secret.
    """
    try:
        settings = Settings(**given)
    except ValidationError as error:
        raise SettingsError(_first_fault(error)) from None
    if settings.bot_webhook_url and not settings.bot_webhook_secret.get_secret_value():
        raise SettingsError("BOT_WEBHOOK_SECRET is missing: BOT_WEBHOOK_URL needs it")
    return settings


def _first_fault(error: ValidationError) -> str:
    fault = error.errors(include_url=False, include_input=False)[0]
    name = str(fault["loc"][0]).upper()
    if fault["type"] == "missing":
        return f"{name} is missing: {_NEEDED.get(name, 'see .env.example')}"
    return f"{name} {fault['msg'].removeprefix('Value error, ')}"


_NEEDED = {
    "BOT_TOKEN": "the token @BotFather gave you",
    "PARTNER_ID": "the id GoMining gave you",
    "PUBLIC_URL": "the https address users open the Mini App at",
    "TOKEN_KEYS": "run `python -m core.settings new-keys`",
    "SESSION_KEY": "run `python -m core.settings new-keys`",
}


def _url(url: str) -> SplitResult:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("should be an address like https://example.org")
    return parts


def _is_loopback(host: str | None) -> bool:
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return host == "localhost"


def main(arguments: list[str] | None = None) -> int:
    """Print fresh keys, ready to be put into `.env`."""
    parser = argparse.ArgumentParser(prog="python -m core.settings", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("new-keys", help="print a fresh TOKEN_KEYS and SESSION_KEY")
    parser.parse_args(arguments)
    sys.stdout.write(f"TOKEN_KEYS={new_key()}\nSESSION_KEY={new_key()}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

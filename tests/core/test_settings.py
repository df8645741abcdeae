import subprocess
import sys
from pathlib import Path

import pytest

from core.errors import SettingsError
from core.keys import new_key, split_keys
from core.settings import main, read_settings
from tests.settings import NEEDED, settings

ROOT = Path(__file__).parents[2]


def test_what_is_not_said_has_a_sane_value() -> None:
    read = settings()

    assert read.host == "127.0.0.1"
    assert read.partner_api_url == "https://api.sandbox.gmt.io"
    assert read.ton_network == "-239"
    assert read.trusted_proxies == ()


def test_the_host_of_the_public_url_is_what_wallets_sign_for() -> None:
    assert settings(public_url="https://mini.example.org/").domain == "mini.example.org"
    assert settings(public_url="http://127.0.0.1:8080").domain == "127.0.0.1"


def test_a_bots_name_is_taken_with_its_sign_and_without() -> None:
    assert settings(bot_username="@miners_bot").bot_username == "miners_bot"
    assert settings(bot_username="miners_bot").bot_username == "miners_bot"


def test_trusted_proxies_are_networks_in_one_line() -> None:
    read = settings(trusted_proxies="10.0.0.0/8, 127.0.0.1")

    assert [str(network) for network in read.trusted_proxies] == ["10.0.0.0/8", "127.0.0.1/32"]


@pytest.mark.parametrize("name", ["bot_token", "partner_id", "public_url", "token_keys"])
def test_a_missing_setting_is_named(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(name.upper(), raising=False)
    given = {key: value for key, value in NEEDED.items() if key != name}

    with pytest.raises(SettingsError, match=rf"^{name.upper()} is missing: .+"):
        read_settings(_env_file=None, **given)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("bot_token", "hunter2", "@BotFather"),
        ("bot_username", "my bot", "without blanks"),
        ("public_url", "mini.example.org", "an address like"),
        ("public_url", "http://mini.example.org", "https"),
        ("public_url", "https://localhost", "with a dot"),
        ("public_url", "https://mini.example.org/app", "end after the host"),
        ("partner_api_url", "ftp://api.example.org", "an address like"),
        ("bot_webhook_url", "http://bot.example.org/hook", "https"),
        ("bot_webhook_secret", "no blanks!", "A-Z"),
        ("ton_network", "-1", "-239"),
        ("btc_network", "regtest", "testnet"),
        ("btc_screens", "perhaps", "boolean"),
        ("outside_links", "2", "boolean"),
        ("database_url", "mysql://secret@host/db", "postgresql://"),
        ("redis_url", "http://secret@host", "redis://"),
        ("token_keys", "c2VjcmV0", "new-keys"),
        ("token_keys", "not base64 at all!", "new-keys"),
        pytest.param("session_key", f"{new_key()},{new_key()}", "one key", id="two keys"),
        ("port", "eighty", "integer"),
        ("trusted_proxies", "everyone", "IP"),
        ("log_level", "LOUD", "INFO"),
    ],
)
def test_a_malformed_setting_is_named_and_never_repeated(name: str, value: str, said: str) -> None:
    with pytest.raises(SettingsError) as refused:
        settings(**{name: value})

    line = str(refused.value)
    assert line.startswith(name.upper())
    assert said in line
    assert value not in line
    assert "\n" not in line


def test_a_webhook_needs_its_secret() -> None:
    with pytest.raises(SettingsError, match="BOT_WEBHOOK_SECRET"):
        settings(bot_webhook_url="https://bot.example.org/hook")


def test_no_secret_is_shown() -> None:
    secrets = {
        "bot_token": NEEDED["bot_token"],
        "token_keys": NEEDED["token_keys"],
        "session_key": NEEDED["session_key"],
        "partner_api_key": "partner-key-1",
        "partner_api_secret": "partner-secret-1",
        "database_url": "postgresql://app:password-1@db/app",
        "redis_url": "redis://:password-2@cache",
        "bot_webhook_secret": "webhook-secret-1",
    }

    shown = repr(settings(**secrets)) + str(settings(**secrets))

    assert not [name for name, secret in secrets.items() if secret in shown]


def test_fresh_keys_are_keys(capsys: pytest.CaptureFixture[str]) -> None:
    main(["new-keys"])

    token_keys, session_key = (line.split("=", 1)[1] for line in capsys.readouterr().out.split())
    read = settings(token_keys=token_keys, session_key=session_key)
    assert split_keys(read.token_keys) != split_keys(read.session_key)
    assert len(split_keys(read.session_key)[0]) == 32


def test_the_start_stops_with_one_line(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "webapp"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PUBLIC_URL": "nonsense", "PARTNER_ID": "p"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert run.returncode == 2
    assert run.stderr.splitlines() == ["BOT_TOKEN is missing: the token @BotFather gave you"]

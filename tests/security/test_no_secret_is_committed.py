"""No secret stands in the repository; what looks like one is listed here with its reason."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from math import log2
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

SHAPES = {
    "a bot's token": r"\b\d{6,12}:[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])",
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE KEY-----",
    "a JWT": r"\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}",
    "an AWS key": r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b",
    "a GitHub token": r"\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{22,})\b",
    "an npm or PyPI token": r"\b(?:npm_[A-Za-z0-9]{36}|pypi-[A-Za-z0-9_-]{50,})\b",
    "a Google key": r"\bAIza[A-Za-z0-9_-]{35}\b",
    "a Slack token": r"\bxox[abprs]-[A-Za-z0-9-]{10,}",
    "a live payment key": r"\b[rs]k_live_[A-Za-z0-9]{16,}",
    "a password in a URL": r"\b[a-z][a-z0-9+]{2,}://[^/\s:@\"'`{}$]+:[^/\s:@\"'`{}$]{3,}@",
    "a DSN": r"https?://[0-9a-f]{32}@",
}
NAMED = re.compile(
    r"(?i)\b\w*(?:token|secret|password|passwd|api_?key|session_key|private_?key|dsn)\w*"
    r"[\"']?\s*[:=]\s*(?:b?[\"'])?([A-Za-z0-9+/_=-]{20,})"
)
"""A value given to what is named like a secret."""
ENTROPY = 3.7
"""Bits a character: words and identifiers stay below, random text of 20 characters is above."""

MADE_UP = {
    "123456:AAEhBP0av28GLfU7pMqzTBcrgOAMjSoHkYw": "the tests' bot: there is no such bot",
    "654321:BBEhBP0av28GLfU7pMqzTBcrgOAMjSoHkYw": "the tests' other bot",
    "123a6fd0-f542-46dc-a91b-627146deb6c9": "the example key of the partner's own document",
    "5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ": "the example of Bitcoin's own wiki",
    "postgresql://user:password@": "the form of DATABASE_URL",
    "postgresql://me:hush-hush@": "a test's password, to be found in no message",
    "postgresql://app:password-1@": "a test's password, to be found in no message",
    "postgresql://u:made-up-word@": "a test's password, to be found in no message",
}


def files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"],  # noqa: S607  # wherever it is installed
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a git repository: nothing says what is committed")
    return [ROOT / name for name in listed.stdout.split("\0") if name]


def entropy(text: str) -> float:
    """Return the bits of information in a character of *text*."""
    return -sum(count / len(text) * log2(count / len(text)) for count in Counter(text).values())


def looks_secret(text: str) -> Iterator[tuple[str, str]]:
    """Yield what in *text* looks like a secret, and what kind of."""
    for kind, shape in SHAPES.items():
        for found in re.finditer(shape, text):
            yield found[0], kind
    for found in NAMED.finditer(text):
        value = found[1]
        if entropy(value) >= ENTROPY and re.search(r"\d", value):
            yield value, "a random value with a secret's name"


def committed() -> Iterator[tuple[str, str, str]]:
    for file in files():
        try:
            text = file.read_text(encoding="utf-8")
        except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
            continue
        for value, kind in looks_secret(text):
            yield value, kind, str(file.relative_to(ROOT))


def test_what_looks_like_a_secret_is_known_to_be_made_up() -> None:
    found = list(committed())

    unknown = [one for one in found if one[0] not in MADE_UP]
    assert not unknown, "\n".join(
        f"{where}: {kind}: {value[:8]}…" for value, kind, where in unknown
    )
    assert {value for value, _, _ in found} == set(MADE_UP), "and the list holds no others"


REAL_LOOKING = [
    pytest.param("bot = '{}:{}'".format("7" * 10, "A1b2C3d4E5" * 3 + "F6g7H"), id="a bot's token"),
    pytest.param("-----BEGIN EC {} KEY-----".format("PRIVATE"), id="a private key"),
    pytest.param("eyJhbGciOiJI" + ".eyJzdWIiOjEyMz" + ".c2lnbmF0dXJl", id="a JWT"),
    pytest.param("AKIA" + "ABCDEFGH12345678", id="an AWS key"),
    pytest.param("ghp_" + "a1B2" * 9, id="a GitHub token"),
    pytest.param("postgresql://app:" + "hunter22@db/app", id="a password in a URL"),
    pytest.param("https://" + "0123456789abcdef" * 2 + "@sentry.example/1", id="a DSN"),
    pytest.param("SESSION_KEY=" + "q83vEjRWeJq83vEjRWeJq0K1mN2oP3qR4sT5uV6wX8=", id="a key"),
    pytest.param('"apiSecret": "' + 'f3A9kLm2Qz7Xw1Rt5Yb8Nc4V"', id="a secret in JSON"),
]


@pytest.mark.parametrize("text", REAL_LOOKING)
def test_a_secret_would_be_found(text: str) -> None:
    assert list(looks_secret(text))


@pytest.mark.parametrize(
    "text",
    [
        "session_key = split_keys(settings.session_key)[0]",
        'SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"',
        "token_keys: SecretStr",
        "TOKEN_KEYS=",
    ],
)
def test_code_is_no_secret(text: str) -> None:
    assert not list(looks_secret(text))


def test_what_holds_an_operators_secrets_is_not_committed() -> None:
    names = {str(file.relative_to(ROOT)) for file in files()}

    assert ".env.example" in names
    assert not {
        name for name in names if re.search(r"(^|/)\.env$|\.(pem|key|p12|db|sqlite3?)$", name)
    }
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    assert {".env", "data/"} <= set(ignored)

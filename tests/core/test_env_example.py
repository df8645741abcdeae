from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from dotenv import dotenv_values
from pydantic import SecretStr
from pydantic_core import PydanticUndefined

from core.settings import Settings

EXAMPLE = Path(__file__).parents[2] / ".env.example"
NEEDED = {
    "bot_token": "123456:" + "T" * 35,
    "public_url": "https://miners.example.org",
    "partner_id": "partner",
    "token_keys": "A" * 43 + "=",
    "session_key": "A" * 43 + "=",
}


def test_the_example_names_every_setting_once_and_nothing_else() -> None:
    lines = EXAMPLE.read_text().splitlines()

    named = [line.partition("=")[0] for line in lines if line and not line.startswith("#")]

    assert sorted(named) == sorted(name.upper() for name in Settings.model_fields)


def test_every_setting_of_the_example_is_explained_above_it() -> None:
    lines = ["", *EXAMPLE.read_text().splitlines()]

    settings = [
        (above, line) for above, line in pairwise(lines) if line and not line.startswith("#")
    ]

    assert settings
    assert [line for above, line in settings if not above.startswith("# ")] == []


def test_the_example_shows_no_value_where_one_must_be_chosen() -> None:
    shown = dotenv_values(EXAMPLE)

    chosen = {name for name, field in Settings.model_fields.items() if field.is_required()}

    assert chosen == NEEDED.keys()
    assert [name for name in chosen if shown[name.upper()]] == []


@pytest.mark.parametrize(
    "name", [name for name, field in Settings.model_fields.items() if not field.is_required()]
)
def test_a_value_in_the_example_is_the_default(
    name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    for field in Settings.model_fields:
        monkeypatch.delenv(field.upper(), raising=False)
    shown = dotenv_values(EXAMPLE)[name.upper()]
    default = Settings.model_fields[name].default
    assert default is not PydanticUndefined

    read = Settings.model_validate(NEEDED | ({name: shown} if shown else {}))

    assert getattr(read, name) == default
    is_shown = _plain(default) not in {None, "", ()}
    assert bool(shown) == is_shown, "a default that is shown, or nothing to show"


def _plain(value: Any) -> Any:  # noqa: ANN401  # of whatever type a setting has
    return value.get_secret_value() if isinstance(value, SecretStr) else value

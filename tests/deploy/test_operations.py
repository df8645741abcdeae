"""What the pages for operators tell people to type, and to set, is there."""

from __future__ import annotations

import re
import shlex
from importlib import import_module
from pathlib import Path

import pytest

from core.settings import Settings
from tests.deploy.dockerfile import ROOT

PAGES = [ROOT / "docs" / "operations.md", ROOT / "README.md"]
SETTINGS = {name.upper() for name in Settings.model_fields}
NO_SETTING = {"CHANGELOG", "POSTGRES_PASSWORD"}
COMMAND = re.compile(r"(?:python|python3) -m ((?:core|webapp|bot)[\w.]*(?: [\w.=/-]+)*)")
TEXT = {page: page.read_text() for page in PAGES}


def _commands() -> list[str]:
    found = {match for text in TEXT.values() for match in COMMAND.findall(text)}
    return sorted(found)


@pytest.mark.parametrize("command", _commands())
def test_a_command_is_one(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    module, *words = shlex.split(command)
    main = import_module(f"{module}.__main__" if _is_package(module) else module).main

    with pytest.raises(SystemExit) as ended:
        main([word for word in words[:1] if not word.startswith("-")] + ["--help"])

    assert ended.value.code == 0, capsys.readouterr()


def _is_package(module: str) -> bool:
    return (ROOT / Path(*module.split("."))).is_dir()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_link_leads_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\((?!https?:)([^)#]+)", TEXT[page]):
        assert (page.parent / link).exists(), link


def test_a_setting_is_one() -> None:
    named = {*re.findall(r"`([A-Z][A-Z_]{3,})(?:=[^`]*)?`", TEXT[PAGES[0]])}

    assert named
    assert named <= SETTINGS | NO_SETTING


def test_what_is_delivered_is_told_of() -> None:
    told = TEXT[PAGES[0]]

    for name in ("deploy/compose.yaml", "deploy/kubernetes", "deploy/systemd", "deploy/Dockerfile"):
        assert name in told
    for unit in (ROOT / "deploy" / "systemd").iterdir():
        assert unit.stem in told

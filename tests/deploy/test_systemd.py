"""The units: systemd's own verdict where it is installed, and what they must say anyway."""

from __future__ import annotations

import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from core.settings import Settings
from tests.deploy.dockerfile import ROOT

UNITS = sorted((ROOT / "deploy" / "systemd").glob("*.service"))
PYTHON = "/opt/gomining-miniapp/.venv/bin/python"
SETTINGS = {name.upper() for name in Settings.model_fields}
ANALYZE = shutil.which("systemd-analyze")

each = pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)


def _said(unit: Path) -> dict[str, list[str]]:
    said: dict[str, list[str]] = {}
    for line in unit.read_text().splitlines():
        if line and not line.startswith(("#", "[")):
            name, _, value = line.partition("=")
            said.setdefault(name, []).append(value)
    return said


def test_there_is_one_for_each_process() -> None:
    assert [unit.stem for unit in UNITS] == [
        "gomining-miniapp-bot",
        "gomining-miniapp-web",
        "gomining-miniapp-worker",
    ]


@each
def test_it_starts_a_module_of_ours(unit: Path) -> None:
    [command] = _said(unit)["ExecStart"]
    python, flag, module, *rest = command.split()

    assert (python, flag) == (PYTHON, "-m")
    assert find_spec(f"{module}.__main__")
    assert rest in ([], ["worker"], ["--workers", "2"])


@each
def test_what_it_sets_is_a_setting(unit: Path) -> None:
    names = {pair.partition("=")[0] for line in _said(unit)["Environment"] for pair in line.split()}

    assert names <= SETTINGS | {"PYTHONDONTWRITEBYTECODE", "MPLCONFIGDIR"}


@each
def test_it_has_time_to_finish_and_is_started_again(unit: Path) -> None:
    said = _said(unit)

    assert float(said["TimeoutStopSec"][0]) > 20
    assert said["Restart"] == ["always"]
    assert said["KillMode"] == ["mixed"], "the first process alone is asked; it asks its own"


@each
def test_it_is_shut_in_alike(unit: Path) -> None:
    own = {"Description", "ExecReload", "ExecStart", "MemoryMax", "TimeoutStopSec"}
    others = {name: value for name, value in _said(unit).items() if name not in own}

    assert others == {name: value for name, value in _said(UNITS[0]).items() if name not in own}
    for name in ("DynamicUser", "NoNewPrivileges", "MemoryDenyWriteExecute", "PrivateTmp"):
        assert others[name] == ["yes"]
    assert others["ProtectSystem"] == ["strict"]


@each
@pytest.mark.skipif(ANALYZE is None, reason="systemd is not installed")
def test_systemd_finds_nothing_wrong(unit: Path, tmp_path: Path) -> None:
    here = tmp_path / unit.name
    here.write_text(unit.read_text().replace(PYTHON, sys.executable))

    verdict = _run("verify", "--man=no", str(here))
    exposure = _run("security", "--offline=true", "--threshold=20", "--no-pager", str(here))

    assert verdict.returncode == 0, verdict
    assert unit.name not in verdict.stderr
    assert exposure.returncode == 0, exposure.stdout


def _run(*words: str) -> subprocess.CompletedProcess[str]:
    assert ANALYZE is not None
    return subprocess.run(
        [ANALYZE, *words], capture_output=True, text=True, check=False, timeout=60
    )

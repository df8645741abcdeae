"""The image, as far as it shows without an engine: its words, and what they point to."""

from __future__ import annotations

import asyncio
import re
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from core.settings import Settings
from tests.deploy.dockerfile import DOCKERFILE, ROOT, Stage, ignored, stages
from tests.processes import running_web
from webapp.routes import ROUTES

STAGES = stages(DOCKERFILE.read_text())
FINAL = STAGES[-1]
SETTINGS = {name.upper() for name in Settings.model_fields}
OF_OTHERS = {"PATH", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "MPLCONFIGDIR"}


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.name or "final")
def test_what_is_built_upon_is_pinned(stage: Stage) -> None:
    names = {each.name for each in STAGES}

    assert stage.image in names or re.search(r":\d+\.\d+\.\d+-", stage.image), stage.image


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.name or "final")
def test_what_is_copied_is_there(stage: Stage) -> None:
    names = {each.name for each in STAGES}
    for copy in stage.all("COPY"):
        *sources, _ = copy.words
        if "from" in copy.flags:
            assert copy.flags["from"] in names
            continue
        for source in sources:
            assert (ROOT / source).exists(), source
            assert not ignored(source), f"{source} never reaches the build"


@pytest.mark.parametrize(
    "path",
    [
        ".env",
        "data/app.db",
        ".git/config",
        "tests/house.py",
        "core/__pycache__/x.pyc",
        "static/node_modules/a/index.js",
        "deploy/Dockerfile",
    ],
)
def test_what_is_none_of_its_business_never_reaches_the_build(path: str) -> None:
    assert ignored(path)


@pytest.mark.parametrize("path", ["core/settings.py", "static/src/main.tsx", "bot/words/de.po"])
def test_what_it_is_made_of_does(path: str) -> None:
    assert not ignored(path)


def test_it_runs_as_nobody_in_particular() -> None:
    user, group = FINAL.last("USER").rest.split(":")

    assert int(user) > 999
    assert int(group) > 999
    after = FINAL.instructions[FINAL.instructions.index(FINAL.last("USER")) :]
    assert not {"RUN", "COPY"} & {each.keyword for each in after}


def test_nothing_in_it_needs_a_shell() -> None:
    for each in FINAL.instructions:
        if each.keyword in {"RUN", "ENTRYPOINT", "CMD"}:
            assert each.is_exec_form, each
    assert _health()[0] == "python"


def _health() -> list[str]:
    check = FINAL.last("HEALTHCHECK")
    said = check.rest.removeprefix("CMD ")
    assert said.startswith("["), "exec form"
    return type(check)("CMD", {}, said).words


def test_every_package_comes_by_its_hash() -> None:
    installing = [
        each.rest for stage in STAGES for each in stage.all("RUN") if "pip install" in each.rest
    ]
    locks = [word for each in STAGES[0].all("COPY") for word in each.words[:-1]]

    assert installing
    assert all("--require-hashes" in line for line in installing)
    assert STAGES[0].last("ARG").rest.partition("=")[2] in locks
    for lock in locks:
        pins = re.split(r"^(?=[a-z])", (ROOT / lock).read_text(), flags=re.MULTILINE)[1:]
        assert pins
        assert all("==" in pin and "--hash=sha256:" in pin for pin in pins)


def test_the_page_is_built_by_the_node_that_the_makefile_names() -> None:
    [version] = re.findall(r"^NODE_VERSION := (.+)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    [page] = [stage for stage in STAGES if stage.name == "page"]

    assert page.image == f"node:{version}-bookworm-slim"


def test_its_python_is_one_the_product_runs_on() -> None:
    [minor] = {stage.image.split(":")[1].rpartition(".")[0] for stage in (STAGES[0], FINAL)}

    assert STAGES[0].image == FINAL.image
    assert minor == f"{sys.version_info.major}.{sys.version_info.minor}", "what we test on"


def test_every_setting_it_makes_is_one() -> None:
    assert FINAL.environment.keys() <= SETTINGS | OF_OTHERS
    assert FINAL.environment["DATABASE_URL"].startswith("sqlite:////data/")


def test_it_starts_a_module_of_ours() -> None:
    assert FINAL.last("ENTRYPOINT").words == ["python", "-m"]
    [module] = FINAL.last("CMD").words
    assert find_spec(f"{module}.__main__")


def test_its_ports_are_those_of_the_settings() -> None:
    assert FINAL.environment["PORT"] in FINAL.last("EXPOSE").words


def test_its_health_is_asked_where_the_app_tells_it() -> None:
    [port, path] = re.findall(r"http://127\.0\.0\.1:(\d+)(/\w+)'", " ".join(_health()))[0]

    assert port == FINAL.environment["PORT"]
    assert path in {route.path for route in ROUTES}


async def test_its_health_check_says_yes_and_then_no(tmp_path: Path) -> None:
    async with running_web(tmp_path) as web:
        asking = " ".join(_health()[2:]).replace("http://127.0.0.1:8080", web.url)

        assert await _code(asking) == 0
        await web.stop()
        assert await _code(asking) != 0


async def _code(program: str) -> int:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, stderr=asyncio.subprocess.DEVNULL
    )
    return await process.wait()

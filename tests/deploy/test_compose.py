"""The compose file: what it names is there, and each service has what keeps it in its place."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from core.settings import Settings
from tests.deploy.dockerfile import ROOT

FOLDER = ROOT / "deploy"
FILE: dict[str, Any] = yaml.safe_load((FOLDER / "compose.yaml").read_text())
SERVICES: dict[str, dict[str, Any]] = FILE["services"]
OURS = {name: service for name, service in SERVICES.items() if "build" in service}
SETTINGS = {name.upper() for name in Settings.model_fields}
ON_TOP = {"POSTGRES_PASSWORD"}
"""What .env holds besides the settings; docs/operations.md says so."""

each = pytest.mark.parametrize("name", SERVICES)
each_of_ours = pytest.mark.parametrize("name", OURS)


def test_what_is_delivered_is_there() -> None:
    assert {"web-1", "web-2", "worker", "bot", "postgres", "valkey", "caddy"} == SERVICES.keys()
    assert OURS.keys() == {"web-1", "web-2", "worker", "bot"}


@each
def test_images_are_pinned(name: str) -> None:
    assert re.search(r":\d+\.\d+(\.\d+)?(-\w+)?$", SERVICES[name]["image"])


@each
def test_it_may_do_no_more_than_it_must(name: str) -> None:
    service = SERVICES[name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert "mem_limit" in service
    assert service["restart"] == "unless-stopped"
    assert "healthcheck" in service
    assert "privileged" not in service


@each
def test_nothing_of_it_needs_a_shell(name: str) -> None:
    health = SERVICES[name]["healthcheck"]

    assert health == {"disable": True} or health["test"][0] == "CMD"
    assert isinstance(SERVICES[name].get("command", []), list)


@each
def test_what_it_waits_for_is_there_and_can_be_healthy(name: str) -> None:
    awaited = SERVICES[name].get("depends_on", [])

    assert {*awaited} <= SERVICES.keys()
    for other in awaited:
        assert "test" in SERVICES[other]["healthcheck"]


@each
def test_its_networks_and_volumes_are_declared(name: str) -> None:
    service = SERVICES[name]

    assert {*service["networks"]} <= FILE["networks"].keys()
    for volume in service.get("volumes", []):
        source = volume.partition(":")[0]
        there = (FOLDER / source).exists() if source.startswith(".") else source in FILE["volumes"]
        assert there, source


@each_of_ours
def test_every_setting_of_ours_is_one(name: str) -> None:
    given = OURS[name]["environment"]

    assert given.keys() <= SETTINGS
    assert {"DATABASE_URL", "REDIS_URL", "TRUSTED_PROXIES"} <= given.keys()
    assert OURS[name]["user"] == "10001:10001"
    assert OURS[name]["env_file"] == "../.env"


@each_of_ours
def test_its_database_and_redis_are_services_it_reaches(name: str) -> None:
    for setting in ("DATABASE_URL", "REDIS_URL"):
        [(host, port)] = re.findall(
            r"//(?:[^@]*@)?([\w-]+):(\d+)/", OURS[name]["environment"][setting]
        )
        assert port in {"5432", "6379"}
        assert {*SERVICES[host]["networks"]} & {*OURS[name]["networks"]}


@each_of_ours
def test_there_is_time_to_finish(name: str) -> None:
    seconds = float(OURS[name]["environment"].get("DRAIN_SECONDS", 0))

    assert float(OURS[name]["stop_grace_period"].removesuffix("s")) > seconds + 20


def test_the_proxy_is_believed_and_nobody_else() -> None:
    [network] = FILE["networks"]["front"]["ipam"]["config"]

    assert {service["environment"]["TRUSTED_PROXIES"] for service in OURS.values()} == {
        network["subnet"]
    }
    assert SERVICES["caddy"]["networks"] == ["front"]


def test_only_the_proxy_is_reached_from_outside() -> None:
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}

    assert published == {"caddy": ["80:80", "443:443", "443:443/udp"]}
    assert FILE["networks"]["back"] == {"internal": True}
    for store in ("postgres", "valkey"):
        assert SERVICES[store]["networks"] == ["back"]


def test_what_it_takes_from_the_environment_is_a_setting_or_told_of() -> None:
    taken = {*re.findall(r"\$\{(\w+)", (FOLDER / "compose.yaml").read_text())}

    assert taken <= SETTINGS | ON_TOP
    told = (ROOT / "docs" / "operations.md").read_text()
    assert all(name in told for name in taken)


def test_the_proxy_asks_every_web_app_and_shows_no_figures() -> None:
    said = (FOLDER / "Caddyfile").read_text()
    webs = [f"{name}:8080" for name in SERVICES if name.startswith("web-")]

    assert f"reverse_proxy {' '.join(webs)} {{" in said
    assert "{$PUBLIC_URL} {" in said
    assert "health_uri /readyz" in said
    assert ":9100" not in said
    assert re.search(r"@inside path .*/metrics .*\n\trespond @inside 404", said)
    assert not re.search(r"^\s*log\b", said, re.MULTILINE), "an access log would keep tickets"
    assert said.count("{") == said.count("}")

"""The manifests: what they name is there, and the pods keep to the restricted standard."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

from core.settings import Settings
from tests.deploy.dockerfile import DOCKERFILE, ROOT, stages
from webapp.routes import ROUTES

FOLDER = ROOT / "deploy" / "kubernetes"
SETTINGS = {name.upper() for name in Settings.model_fields}
VERSIONS = {
    "ConfigMap": "v1",
    "Deployment": "apps/v1",
    "HorizontalPodAutoscaler": "autoscaling/v2",
    "Ingress": "networking.k8s.io/v1",
    "Namespace": "v1",
    "NetworkPolicy": "networking.k8s.io/v1",
    "PodDisruptionBudget": "policy/v1",
    "Secret": "v1",
    "Service": "v1",
}
KINDS = {"args", "envFrom", "image", "name", "ports", "resources", "securityContext"}
KINDS |= {"livenessProbe", "readinessProbe", "startupProbe", "volumeMounts"}

Thing = dict[str, Any]
KUSTOMIZATION: Thing = yaml.safe_load((FOLDER / "kustomization.yaml").read_text())


def _things() -> list[Thing]:
    files = [*KUSTOMIZATION["resources"], "secret.example.yaml"]
    return [thing for file in files for thing in yaml.safe_load_all((FOLDER / file).read_text())]


THINGS = _things()


def _of(kind: str) -> list[Thing]:
    return [thing for thing in THINGS if thing["kind"] == kind]


def _one(kind: str, name: str) -> Thing:
    [thing] = [thing for thing in _of(kind) if thing["metadata"]["name"] == name]
    return thing


DEPLOYMENTS = _of("Deployment")
WEB = _one("Deployment", "web")
each = pytest.mark.parametrize("deployment", DEPLOYMENTS, ids=lambda it: it["metadata"]["name"])


def _container(deployment: Thing) -> Thing:
    [container] = deployment["spec"]["template"]["spec"]["containers"]
    found: Thing = container
    return found


def test_every_file_is_applied_but_the_example() -> None:
    files = {path.name for path in FOLDER.glob("*.yaml")}

    assert files == {*KUSTOMIZATION["resources"], "kustomization.yaml", "secret.example.yaml"}


@pytest.mark.parametrize("thing", THINGS, ids=lambda it: f"{it['kind']} {it['metadata']['name']}")
def test_kinds_are_of_the_version_that_is_served(thing: Thing) -> None:
    assert thing["apiVersion"] == VERSIONS[thing["kind"]]
    assert re.fullmatch(r"[a-z0-9-]{1,63}", thing["metadata"]["name"])


@each
def test_a_deployment_finds_its_own_pods(deployment: Thing) -> None:
    labels = deployment["spec"]["template"]["metadata"]["labels"]

    assert deployment["spec"]["selector"]["matchLabels"].items() <= labels.items()


@each
def test_a_pod_keeps_to_the_restricted_standard(deployment: Thing) -> None:
    pod = deployment["spec"]["template"]["spec"]
    container = _container(deployment)

    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    user = stages(DOCKERFILE.read_text())[-1].last("USER").rest
    told = pod["securityContext"]
    assert f"{told['runAsUser']}:{told['runAsGroup']}" == user
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert pod["automountServiceAccountToken"] is False
    assert "memory" in container["resources"]["limits"]
    assert container["resources"]["requests"].keys() == {"cpu", "memory"}


@each
def test_a_container_says_nothing_unknown(deployment: Thing) -> None:
    container = _container(deployment)
    pod = deployment["spec"]["template"]["spec"]

    assert container.keys() <= KINDS
    assert {mount["name"] for mount in container["volumeMounts"]} == {
        volume["name"] for volume in pod["volumes"]
    }
    sources = {next(iter(source.values()))["name"] for source in container["envFrom"]}
    assert sources == {"settings", "secrets"}


@each
def test_it_runs_a_command_of_ours_in_a_pinned_image(deployment: Thing) -> None:
    container = _container(deployment)
    [image] = KUSTOMIZATION["images"]

    assert container["args"] in (["webapp"], ["bot"], ["bot", "worker"])
    assert "command" not in container, "the image's own entry point"
    assert container["image"] == image["name"]
    assert re.fullmatch(r"\d+\.\d+\.\d+", image["newTag"])


def test_every_setting_is_one_and_each_stands_once() -> None:
    plain, secret = _one("ConfigMap", "settings")["data"], _one("Secret", "secrets")["stringData"]

    assert plain.keys() | secret.keys() <= SETTINGS
    assert not plain.keys() & secret.keys()
    assert all(isinstance(value, str) for value in (*plain.values(), *secret.values()))
    needed = {name.upper() for name, it in Settings.model_fields.items() if it.is_required()}
    assert needed <= plain.keys() | secret.keys()


def test_what_is_secret_is_in_the_secret() -> None:
    types = {name.upper(): str(it.annotation) for name, it in Settings.model_fields.items()}
    plain = _one("ConfigMap", "settings")["data"]

    assert [name for name in plain if "SecretStr" in types[name]] == []


@each
def test_ports_are_those_of_the_settings(deployment: Thing) -> None:
    settings = _one("ConfigMap", "settings")["data"]
    meant = {"http": int(settings["PORT"]), "metrics": int(settings["METRICS_PORT"])}

    for port in _container(deployment)["ports"]:
        assert port["containerPort"] == meant[port["name"]]


def test_probes_ask_what_the_app_answers() -> None:
    container = _container(WEB)
    ports = {port["name"] for port in container["ports"]}
    paths = {route.path for route in ROUTES}

    for name in ("startupProbe", "livenessProbe", "readinessProbe"):
        asked = container[name]["httpGet"]
        assert asked["path"] in paths
        assert asked["port"] in ports
    assert container["livenessProbe"]["httpGet"]["path"] == "/healthz", "not the store's fault"
    assert container["readinessProbe"]["httpGet"]["path"] == "/readyz"


def test_a_pod_that_leaves_is_asked_no_more_before_it_stops() -> None:
    drain = float(_one("ConfigMap", "settings")["data"]["DRAIN_SECONDS"])
    probe = _container(WEB)["readinessProbe"]

    assert probe["periodSeconds"] * probe["failureThreshold"] < drain
    assert WEB["spec"]["template"]["spec"]["terminationGracePeriodSeconds"] > drain + 20
    assert WEB["spec"]["strategy"]["rollingUpdate"]["maxUnavailable"] == 0


def test_long_polling_is_for_one() -> None:
    bot = _one("Deployment", "bot")

    assert bot["spec"]["replicas"] == 1
    assert bot["spec"]["strategy"] == {"type": "Recreate"}


def test_the_service_leads_to_the_pods_and_the_ingress_to_it() -> None:
    service, ingress = _one("Service", "web"), _one("Ingress", "web")
    labels = WEB["spec"]["template"]["metadata"]["labels"]

    assert service["spec"]["selector"].items() <= labels.items()
    [port] = service["spec"]["ports"]
    assert port["targetPort"] in {it["name"] for it in _container(WEB)["ports"]}
    [rule] = ingress["spec"]["rules"]
    [path] = rule["http"]["paths"]
    assert path["backend"]["service"] == {"name": "web", "port": {"name": port["name"]}}
    host = urlsplit(_one("ConfigMap", "settings")["data"]["PUBLIC_URL"]).hostname
    assert rule["host"] == host
    assert ingress["spec"]["tls"][0]["hosts"] == [host]


def test_the_budget_and_the_scaling_are_of_the_web_pods() -> None:
    budget, scaling = (
        _one("PodDisruptionBudget", "web")["spec"],
        _one("HorizontalPodAutoscaler", "web")["spec"],
    )

    assert budget["selector"]["matchLabels"] == WEB["spec"]["selector"]["matchLabels"]
    assert scaling["scaleTargetRef"]["name"] == "web"
    assert scaling["minReplicas"] > 1
    assert "replicas" not in WEB["spec"], "it would undo the scaling at each apply"


def test_the_network_lets_in_and_out_what_is_needed() -> None:
    policy = _one("NetworkPolicy", "product")["spec"]
    [chosen] = policy["podSelector"]["matchExpressions"]

    assert {*chosen["values"]} == {it["metadata"]["name"] for it in DEPLOYMENTS}
    ports = {port["port"] for rule in policy["ingress"] for port in rule["ports"]}
    settings = _one("ConfigMap", "settings")["data"]
    assert ports == {int(settings["PORT"]), int(settings["METRICS_PORT"])}
    out = {port["port"] for rule in policy["egress"] for port in rule["ports"]}
    assert out == {53, 443, 5432, 6379}

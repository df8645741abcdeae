"""The dashboard and the alerts ask for what is counted, by the names and words it has."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client.metrics import MetricWrapperBase

from bot.progress import Progress
from core import errors, metrics, rate_limit
from core.rewards import Outcome
from core.ton_proof import Reason
from webapp.problems import HTTP_CODES

ROOT = Path(__file__).parents[2]
ALERTS = ROOT / "deploy" / "prometheus" / "alerts.yml"
SCRAPES = ROOT / "deploy" / "prometheus" / "prometheus.yml"
DASHBOARD = ROOT / "deploy" / "grafana" / "dashboard.json"
WATCHING = ROOT / "docs" / "watching.md"

JOB = "gomining-mini-app"
ADDED = {"job", "instance", "process"}
"""Labels that Prometheus adds."""
STANDARD = {"up", "process_resident_memory_bytes", "process_cpu_seconds_total"}
"""What Prometheus and its library count by themselves."""
WORDS = {
    "sum", "max", "count", "rate", "increase", "histogram_quantile", "scalar", "topk", "by", "on",
    "and", "or", "le",
}  # fmt: skip  # a list of words
ENDINGS = {"counter": {"_total"}, "gauge": {""}, "histogram": {"_bucket", "_sum", "_count"}}


def _codes(of: type[errors.AppError]) -> set[str]:
    return {of.code}.union(*(_codes(kind) for kind in of.__subclasses__()))


CODES = _codes(errors.AppError)
PARTNER = _codes(errors.PartnerError)
VALUES: dict[tuple[str, str], set[str]] = {
    ("miniapp_requests", "outcome"): {"ok", *HTTP_CODES.values()} | CODES,
    ("miniapp_partner_calls", "outcome"): {"ok", "given_up", "request_invalid"} | PARTNER,
    ("miniapp_refreshes", "outcome"): {"renewed", "overtaken", "refused", "lost"} | PARTNER,
    ("miniapp_proofs", "verdict"): {"valid", "undecidable", "refused"},
    ("miniapp_proofs", "reason"): {"none", "payload_unknown", "refused_by_partner"} | {*Reason},
    ("miniapp_cache_reads", "outcome"): {"hit", "miss", "stale"},
    ("miniapp_rate_limited", "rule"): {
        rule.name for rule in vars(rate_limit).values() if isinstance(rule, rate_limit.Rule)
    },
    ("miniapp_jobs", "task"): {"reward", "sweep", "worker"},
    ("miniapp_jobs", "outcome"): {
        "ok", "needless", "failed", "crashed", "resting", "blocked", "refused", "not_sent",
        "not_kept", *Outcome,
    },
    ("miniapp_bot_updates", "outcome"): {
        "ok", "unheard", "given_up", "bot_blocked", "telegram_unreachable", "crashed",
    } | CODES,
}  # fmt: skip  # one figure, one line
OURS = {
    figure._name: figure
    for figure in vars(metrics).values()
    if isinstance(figure, MetricWrapperBase)
}


def _series(name: str) -> tuple[str, set[str]] | None:
    """Return the figure that makes series of this name, and their labels."""
    if name in STANDARD:
        return name, set()
    for plain, figure in OURS.items():
        ending = name.removeprefix(plain) if name.startswith(plain) else None
        if ending in ENDINGS[str(figure._type)]:
            return plain, {*figure._labelnames, *({"le"} if ending == "_bucket" else ())}
    return None


def _faults(expression: str) -> Iterator[str]:
    """Yield what is wrong with *expression*: names, labels and words that nothing ever has."""
    labels: set[str] = set(ADDED)
    names = []
    for name, matchers in re.findall(r"\b((?:miniapp|process)_\w+|up\b)(\{[^}]*\})?", expression):
        names.append(name)
        if (found := _series(name)) is None:
            yield f"{name} is not counted"
        else:
            labels |= found[1]
            yield from _mismatched(name, matchers, *found)
    for grouping in re.findall(r"\bby \(([^)]*)\)", expression):
        yield from (
            f"{one} is no label" for one in re.findall(r"\w+", grouping) if one not in labels
        )
    if not names:
        yield "nothing is asked for"
    yield from _misspelt(expression)


def _mismatched(name: str, matchers: str, figure: str, known: set[str]) -> Iterator[str]:
    for label, values in re.findall(r'(\w+)\s*[=!]~?\s*"([^"]*)"', matchers):
        if label not in known | ADDED:
            yield f"{name} has no label {label}"
        allowed = VALUES.get((figure, label), {JOB} if label == "job" else set())
        yield from (
            f"{label} of {name} is never {value}"
            for value in values.split("|")
            if value not in allowed
        )


def _misspelt(expression: str) -> Iterator[str]:
    plain = re.sub(r'\{[^}]*\}|\[[^\]]*\]|\bby \([^)]*\)|"[^"]*"', "", expression)
    for word in re.findall(r"[a-z_]\w*", plain):
        if word not in WORDS and _series(word) is None:
            yield f"{word} is no function"
    for opening, closing in ("()", "{}", "[]"):
        if expression.count(opening) != expression.count(closing):
            yield f"{opening} without {closing}"


def _alerts() -> list[dict[str, Any]]:
    groups = yaml.safe_load(ALERTS.read_text())["groups"]
    return [rule for group in groups for rule in group["rules"]]


def _panels() -> list[dict[str, Any]]:
    panels: list[dict[str, Any]] = json.loads(DASHBOARD.read_text())["panels"]
    return panels


@pytest.mark.parametrize("alert", [pytest.param(one, id=one["alert"]) for one in _alerts()])
def test_each_alert_asks_for_what_is_counted_and_says_what_to_do(alert: dict[str, Any]) -> None:
    assert list(_faults(alert["expr"])) == []
    assert alert["labels"]["severity"] in {"page", "ticket"}
    assert set(alert["annotations"]) == {"summary", "todo"}
    assert all(len(said) > 20 for said in alert["annotations"].values())


@pytest.mark.parametrize(
    "panel",
    [pytest.param(one, id=one["title"]) for one in _panels() if one["type"] != "row"],
)
def test_each_panel_asks_for_what_is_counted(panel: dict[str, Any]) -> None:
    for target in panel["targets"]:
        assert list(_faults(target["expr"])) == []
        shown = re.findall(r"{{(\w+)}}", target["legendFormat"])
        summed = re.findall(r"\bby \(([^)]*)\)", target["expr"])
        assert not shown or shown[0] == "instance" or any(shown[0] in one for one in summed)
    assert panel["description"]


@pytest.mark.parametrize(
    "wrong",
    [
        "sum(rate(miniapp_requests[5m]))",
        "sum(rate(miniapp_requests_total[5m])",
        'sum(rate(miniapp_requests_total{rout="x"}[5m]))',
        'sum(rate(miniapp_requests_total{outcome="interal"}[5m]))',
        "sum by (operation) (rate(miniapp_requests_total[5m]))",
        "sum by (le) (rate(miniapp_requests_total[5m]))",
        "summ(rate(miniapp_requests_total[5m]))",
        "vector(1)",
    ],
)
def test_a_wrong_expression_is_found(wrong: str) -> None:
    assert list(_faults(wrong)) != []


def test_every_figure_is_on_the_dashboard() -> None:
    shown = " ".join(target["expr"] for panel in _panels() for target in panel.get("targets", ()))

    assert [name for name in OURS if name not in shown] == []


def test_the_panels_lie_beside_each_other_in_their_rows() -> None:
    panels = _panels()
    taken = [
        (x, y)
        for panel in panels
        for x in range(panel["gridPos"]["x"], panel["gridPos"]["x"] + panel["gridPos"]["w"])
        for y in range(panel["gridPos"]["y"], panel["gridPos"]["y"] + panel["gridPos"]["h"])
    ]

    assert len(taken) == len(set(taken))
    assert max(x for x, _ in taken) < 24
    assert len({panel["id"] for panel in panels}) == len(panels)
    assert [panel["title"] for panel in panels if panel["type"] == "row"] == [
        "What users see",
        "The partner",
        "Signing in",
        "Store and Redis",
        "Worker and Telegram",
        "Processes",
    ]


def test_the_processes_of_the_compose_file_are_read() -> None:
    scrapes = yaml.safe_load(SCRAPES.read_text())
    services = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text())["services"]
    (scrape,) = scrapes["scrape_configs"]
    hosts = [target for block in scrape["static_configs"] for target in block["targets"]]

    assert scrape["job_name"] == JOB
    assert scrapes["rule_files"] == [ALERTS.name]
    always = {
        f"{name}:9100"
        for name, service in services.items()
        if "9100" in service.get("expose", ()) and "profiles" not in service
    }
    assert set(hosts) == always


def test_the_table_of_figures_is_whole_and_true() -> None:
    rows = re.findall(r"^\| `(miniapp_\w+)` \| ([^|]*) \|", WATCHING.read_text(), re.MULTILINE)
    told = {name: tuple(re.findall(r"`(\w+)`", labels)) for name, labels in rows}
    made = {
        name + ("_total" if figure._type == "counter" else ""): tuple(figure._labelnames)
        for name, figure in OURS.items()
    }

    assert told == made


def test_what_becomes_of_a_job_is_listed_here() -> None:
    """Hold the list above to the code: each word that a teller counts."""
    source = (ROOT / "bot" / "telling.py").read_text() + (ROOT / "bot" / "jobs.py").read_text()
    said = re.findall(r'return "(\w+)"|outcome = "(\w+)"|labels\("sweep", "(\w+)"\)', source)
    words = {word for found in said for word in found if word}

    assert words <= VALUES["miniapp_jobs", "outcome"]
    assert Progress().outcomes == {}

"""Schemathesis as these tests use it: one run over the API, every check of its, in a table."""

from __future__ import annotations

import asyncio
import warnings
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import Status, events, from_schema

MAX_EXAMPLES = 8
"""Fuzzed requests to each operation, beside the hundreds that cover its description."""


@dataclass
class Found:
    """What a run saw: statuses by operation, and in words what broke the contract."""

    statuses: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    faults: list[str] = field(default_factory=list)
    requests: int = 0

    def add(self, event: events.EngineEvent) -> None:
        """Take in what the run tells."""
        match event:
            case events.ScenarioFinished():
                self.faults += _faults(event)
                for interaction in event.recorder.interactions.values():
                    self.requests += 1
                    if interaction.response is not None:
                        self.statuses[event.recorder.label].add(interaction.response.status_code)
            case events.NonFatalError():
                self.faults.append(f"{event.label}: {event.value!r}")
            case events.FatalError():
                raise event.exception
            case events.EngineFinished():
                self.faults += [str(failure) for failure in event.failures]


def _faults(event: events.ScenarioFinished) -> Iterator[str]:
    for case_id, checks in event.recorder.checks.items():
        for check in checks:
            if check.status is Status.FAILURE and check.failure_info is not None:
                case = event.recorder.cases[case_id].value
                response = event.recorder.interactions[case_id].response
                failure = check.failure_info.failure
                yield (
                    f"{event.recorder.label} · {check.name}: {failure.title}: {failure.message}\n"
                    f"  answer {response and response.text}\n"
                    f"  query {case.query!r} body {case.body!r}"
                )


async def fuzzed(url: str, *, examples: int = MAX_EXAMPLES, **config: Any) -> Found:  # noqa: ANN401  # schemathesis.toml's words
    """Run every check over the API that is described at *url*; the same requests each time."""
    return await asyncio.to_thread(_run, url, _config(examples, config))


def _config(examples: int, given: dict[str, Any]) -> SchemathesisConfig:
    return SchemathesisConfig.from_dict(
        {
            "seed": 1,
            "continue-on-failure": True,
            "request-timeout": 30,
            "generation": {"max-examples": examples, "deterministic": True, "database": "none"},
            "phases": {"coverage": {"generate-duplicate-query-parameters": True}},
            "cache": {"enabled": False},
        }
        | given
    )


def _run(url: str, config: SchemathesisConfig) -> Found:
    found = Found()
    with warnings.catch_warnings():
        # The library's own: it reaches for what jsonschema and Hypothesis have deprecated.
        warnings.simplefilter("ignore")
        schema = schemathesis.openapi.from_url(f"{url}/api/openapi.json", config=config)
        for event in from_schema(schema).execute():
            found.add(event)
    return found

"""Faults on demand: which calls go wrong, for good or one by one."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from sandbox.partner.breakage import WAYS
from sandbox.partner.options import Fault, PartnerOptions

EVERY = "*"
"""The operation that stands for all of them."""

MAX_WAIT_S = 60


class FaultPlan(BaseModel):
    """What `POST /_faults` takes; what is left out stays as it is."""

    model_config = ConfigDict(alias_generator=to_camel, extra="forbid")

    fail: dict[str, Fault | list[Fault]] | None = None
    latency: Annotated[float, Field(ge=0, le=MAX_WAIT_S)] | None = None
    error_rate: Annotated[float, Field(ge=0, le=1)] | None = None


class Faults:
    """Decides which call goes wrong, and how; `ValueError` for a plan that makes no sense."""

    def __init__(self, options: PartnerOptions, operations: Iterable[str]) -> None:
        self._options = options
        self._operations = frozenset(operations) | {EVERY}
        self._owed = 0.0
        self.reset()

    def reset(self) -> None:
        """Go back to what the options say."""
        self.apply(
            FaultPlan(
                fail={name: _plain(fault) for name, fault in self._options.fail.items()},
                latency=self._options.latency,
                errorRate=self._options.error_rate,
            )
        )

    def apply(self, plan: FaultPlan) -> None:
        """Follow *plan* from now on."""
        if plan.fail is not None:
            self._fail = {name: self._read(name, fault) for name, fault in plan.fail.items()}
        if plan.latency is not None:
            self.latency = plan.latency
        if plan.error_rate is not None:
            self.error_rate = plan.error_rate

    def as_json(self) -> dict[str, object]:
        """Return the plan that is being followed."""
        fail = {name: _plain(fault) for name, fault in self._fail.items()}
        return {"fail": fail, "latency": self.latency, "errorRate": self.error_rate}

    def next(self, operation: str) -> Fault | None:
        """Return what goes wrong with this call; errors by rate are spread evenly."""
        for name in (operation, EVERY):
            planned = self._fail.get(name)
            if isinstance(planned, deque):
                planned = planned.popleft() if planned else None
            if planned is not None:
                return planned
        self._owed += self.error_rate
        if self._owed < 1:
            return None
        self._owed -= 1
        return 500

    def _read(self, name: str, fault: Fault | Sequence[Fault]) -> Fault | deque[Fault]:
        if name not in self._operations:
            raise ValueError(f"{name} is no operation")
        for each in [fault] if isinstance(fault, int | str) else fault:
            if each not in WAYS and not (isinstance(each, int) and 400 <= each <= 599):  # noqa: PLR2004  # the errors of HTTP
                raise ValueError(f"{each} is neither a status from 400 to 599 nor a known way")
        return fault if isinstance(fault, int | str) else deque(fault)


def _plain(fault: Fault | Sequence[Fault]) -> Fault | list[Fault]:
    return fault if isinstance(fault, int | str) else list(fault)

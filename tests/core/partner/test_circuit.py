"""When the partner is asked, and when it is spared: decided by a clock that the tests turn."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from core.errors import PartnerAwayError, PartnerThrottledError
from core.partner.circuit import (
    COMPANIONS,
    FAILURES,
    LONGEST_WAIT,
    MAX_WAITING,
    PATIENCE,
    PAUSE,
    SAVED,
    SHARE,
    TOGETHER,
    Budget,
    Change,
    Circuit,
    Waits,
)

RECOVERY = 5.0
"""Seconds after its return in which the partner is asked as before."""


@dataclass
class Clock:
    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def circuit(clock: Clock) -> Circuit:
    return Circuit(clock)


def is_let_through(circuit: Circuit, *, is_read: bool = True) -> bool:
    try:
        circuit.enter(is_read=is_read)
    except PartnerAwayError:
        return False
    return True


def fail(circuit: Circuit, times: int = 1) -> list[Change | None]:
    return [circuit.failed(circuit.enter(is_read=True)) for _ in range(times)]


def test_failures_in_a_row_open_it_and_the_change_is_told_once(circuit: Circuit) -> None:
    changes = fail(circuit, FAILURES)

    assert changes == [None] * (FAILURES - 1) + [Change(is_open=True)]
    assert circuit.is_open
    assert not is_let_through(circuit)


def test_an_answer_in_between_begins_the_count_anew(circuit: Circuit, clock: Clock) -> None:
    fail(circuit, FAILURES - 1)
    circuit.answered()
    clock.now += 1

    fail(circuit, FAILURES - 1)

    assert not circuit.is_open


def test_who_is_refused_is_told_when_to_come_back(circuit: Circuit, clock: Clock) -> None:
    fail(circuit, FAILURES)
    with pytest.raises(PartnerAwayError) as reading:
        circuit.enter(is_read=True)
    with pytest.raises(PartnerAwayError) as writing:
        circuit.enter(is_read=False)

    assert (reading.value.retry_after, writing.value.retry_after) == (1, 2)
    clock.now += reading.value.retry_after
    assert is_let_through(circuit)


def test_one_screens_calls_at_a_time_see_whether_it_is_back(circuit: Circuit, clock: Clock) -> None:
    fail(circuit, FAILURES)
    clock.now += PAUSE

    assert is_let_through(circuit)
    assert not is_let_through(circuit, is_read=False)
    assert [is_let_through(circuit) for _ in range(100)].count(True) == COMPANIONS


def test_who_comes_long_after_a_probe_is_no_companion_of_it(circuit: Circuit, clock: Clock) -> None:
    fail(circuit, FAILURES)
    clock.now += PAUSE
    assert is_let_through(circuit)
    clock.now += TOGETHER

    assert not is_let_through(circuit)


def test_a_write_waits_for_a_read_to_be_the_probe_but_not_for_ever(
    circuit: Circuit, clock: Clock
) -> None:
    fail(circuit, FAILURES)
    clock.now += PAUSE

    assert not is_let_through(circuit, is_read=False)
    clock.now += PAUSE
    assert is_let_through(circuit, is_read=False)


def test_a_probe_that_is_answered_closes_it_and_says_how_long_it_took(
    circuit: Circuit, clock: Clock
) -> None:
    fail(circuit, FAILURES)
    clock.now += 3
    circuit.enter(is_read=True)

    assert circuit.answered() == Change(is_open=False, seconds=3)
    assert all(is_let_through(circuit, is_read=False) for _ in range(100))
    assert circuit.answered() is None


def test_a_probe_that_fails_is_followed_by_a_pause(circuit: Circuit, clock: Clock) -> None:
    fail(circuit, FAILURES)
    clock.now += PAUSE
    fail(circuit)
    clock.now += PAUSE - 0.01

    assert not is_let_through(circuit)
    clock.now += 0.01
    assert is_let_through(circuit)


def test_a_probe_that_hangs_keeps_the_next_one_back_for_a_while_only(
    circuit: Circuit, clock: Clock
) -> None:
    fail(circuit, FAILURES)
    clock.now += PAUSE
    circuit.enter(is_read=True)
    clock.now += PATIENCE - 0.01

    assert not is_let_through(circuit)
    clock.now += 0.01
    assert is_let_through(circuit)


def test_an_old_probe_that_ends_at_last_holds_the_next_one_back_no_longer(
    circuit: Circuit, clock: Clock
) -> None:
    fail(circuit, FAILURES)
    clock.now += PAUSE
    hanging = circuit.enter(is_read=True)
    clock.now += PATIENCE
    circuit.enter(is_read=True)
    clock.now += PATIENCE

    circuit.failed(hanging)

    assert is_let_through(circuit)


def test_calls_from_before_an_answer_say_nothing_by_failing_late(
    circuit: Circuit, clock: Clock
) -> None:
    hanging = [circuit.enter(is_read=True) for _ in range(500)]
    clock.now += 1
    circuit.answered()

    assert not any(circuit.failed(began) for began in hanging)
    assert not circuit.is_open


def test_calls_from_before_it_opened_do_not_keep_it_open(circuit: Circuit, clock: Clock) -> None:
    hanging = [circuit.enter(is_read=True) for _ in range(FAILURES + 1)]
    for began in hanging[:-1]:
        circuit.failed(began)
    clock.now += PAUSE

    circuit.failed(hanging[-1])

    assert is_let_through(circuit)


class Outage(RuleBasedStateMachine):
    """Calls come, hang, fail and are answered in any order, while time goes on."""

    @initialize()
    def begin(self) -> None:
        self.clock = Clock()
        self.circuit = Circuit(self.clock)
        self.under_way: list[float] = []
        self.probes: list[float] = []
        self.failed_since_answer = 0

    @rule(is_read=st.booleans())
    def ask(self, is_read: bool) -> None:  # noqa: FBT001  # Hypothesis passes by name
        was_open = self.circuit.is_open
        try:
            began = self.circuit.enter(is_read=is_read)
        except PartnerAwayError:
            assert was_open
            return
        self.under_way.append(began)
        if was_open:
            self.probes.append(began)

    @precondition(lambda self: self.under_way)
    @rule(data=st.data())
    def fail(self, data: st.DataObject) -> None:
        which = data.draw(st.integers(0, len(self.under_way) - 1))
        self.failed_since_answer += 1
        change = self.circuit.failed(self.under_way.pop(which))
        assert change is None or (change.is_open and self.failed_since_answer >= FAILURES)

    @precondition(lambda self: self.under_way)
    @rule(data=st.data())
    def answer(self, data: st.DataObject) -> None:
        self.under_way.pop(data.draw(st.integers(0, len(self.under_way) - 1)))
        was_open = self.circuit.is_open
        change = self.circuit.answered()
        self.failed_since_answer = 0
        assert (change is not None) == was_open
        assert not self.circuit.is_open

    @rule(seconds=st.floats(0.01, 4))
    def wait(self, seconds: float) -> None:
        self.clock.now += seconds

    @invariant()
    def probes_keep_their_distance(self) -> None:
        pairs = zip(self.probes, self.probes[1 + COMPANIONS :], strict=False)
        assert all(after - before >= PAUSE - TOGETHER for before, after in pairs)

    @invariant()
    def anybody_is_let_through_before_long(self) -> None:
        later = deepcopy(self.circuit)
        later._now.now += RECOVERY - 1  # type: ignore[attr-defined]  # the clock's own copy
        assert is_let_through(later, is_read=False)


TestOutage = Outage.TestCase
TestOutage.settings = settings(max_examples=100, stateful_step_count=40, deadline=None)


def test_further_tries_are_a_share_of_the_calls() -> None:
    budget, calls, tries = Budget(), 1000, 0
    for _ in range(calls):
        budget.earn()
        for _ in range(2):
            if budget.has_some:
                budget.spend()
                tries += 1

    assert tries <= SHARE * calls + SAVED
    assert tries >= SHARE * calls


def test_no_more_tries_are_saved_up_than_a_handful() -> None:
    budget = Budget()
    for _ in range(10_000):
        budget.earn()
    for _ in range(int(SAVED)):
        assert budget.has_some
        budget.spend()

    assert not budget.has_some


def test_who_is_told_to_wait_waits_and_nobody_else(clock: Clock) -> None:
    waits = Waits(clock)
    waits.told("anna", 7)
    clock.now += 2.5

    waits.check("boris")
    with pytest.raises(PartnerThrottledError) as caught:
        waits.check("anna")

    assert caught.value.retry_after == 5
    clock.now += 4.5
    waits.check("anna")
    assert not waits._until


@pytest.mark.parametrize("seconds", [None, 0])
def test_who_is_told_no_time_is_let_through(clock: Clock, seconds: int | None) -> None:
    waits = Waits(clock)
    waits.told("anna", seconds)

    waits.check("anna")
    assert not waits._until


def test_nobody_is_made_to_wait_for_a_day(clock: Clock) -> None:
    waits = Waits(clock)
    waits.told("anna", 86_400)
    clock.now += LONGEST_WAIT

    waits.check("anna")


def test_those_who_wait_are_remembered_up_to_a_number(clock: Clock) -> None:
    waits = Waits(clock)
    for who in range(2 * MAX_WAITING + 1):
        waits.told(who, 60)

    assert len(waits._until) <= MAX_WAITING

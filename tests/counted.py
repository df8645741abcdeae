"""What is counted, read as Prometheus reads it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from prometheus_client import REGISTRY
from prometheus_client.metrics_core import Metric
from prometheus_client.parser import text_string_to_metric_families

from core import tally

Labels = frozenset[tuple[str, str]]
Series = dict[tuple[str, Labels], float]


def series(text: str) -> Series:
    """Return every value of a scrape by its name and labels."""
    return _values(text_string_to_metric_families(text))


def here() -> Series:
    """Return every value of this process."""
    tally.settle()
    return _values(REGISTRY.collect())


@contextmanager
def rises() -> Iterator[Series]:
    """Yield what holds, once the block has ended, by how much each of our series rose in it."""
    before, risen = here(), Series()
    yield risen
    risen |= risen_since(before, here())


def risen_since(before: Series, after: Series) -> Series:
    """Return what is other than before, of our own series; times aside, for they are no promise."""
    return {
        key: value - before.get(key, 0.0)
        for key, value in after.items()
        if key[0].startswith("miniapp_")
        and not key[0].endswith(("_sum", "_bucket", "_created"))
        and value != before.get(key, 0.0)
    }


def one(name: str, **labels: str) -> tuple[str, Labels]:
    """Return the key of one series."""
    return name, frozenset(labels.items())


def _values(families: Iterable[Metric]) -> Series:
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in families
        for sample in family.samples
    }

import pytest

from core import metrics, tally
from tests.counted import here, one, rises


def test_what_was_counted_is_in_the_figures_once_they_are_read() -> None:
    calls = tally.of_calls("c2s/tallied")
    with rises() as risen:
        calls.add("ok", 0.001, tries=3)
        calls.add("partner_timeout", 10.5, tries=2)
        tally.settle()
        calls.add("ok", 0.001, tries=1)

    assert risen == {
        one("miniapp_partner_calls_total", operation="c2s/tallied", outcome="ok"): 2,
        one("miniapp_partner_calls_total", operation="c2s/tallied", outcome="partner_timeout"): 1,
        one("miniapp_partner_call_seconds_count", operation="c2s/tallied"): 3,
        one("miniapp_partner_tries_total", operation="c2s/tallied"): 6,
    }


@pytest.mark.parametrize("seconds", [0.0, 0.005, 0.0051, 0.5, 10.0, 10.1, 1000.0])
def test_a_time_falls_into_the_buckets_the_library_would_choose(seconds: float) -> None:
    metrics.REQUEST_SECONDS.labels("library").observe(seconds)
    tally.of_requests("ours").add("ok", seconds)

    figures = here()
    for bound in (*map(str, metrics.SECONDS), "+Inf"):
        assert (
            figures[one("miniapp_request_seconds_bucket", route="ours", le=bound)]
            == figures[one("miniapp_request_seconds_bucket", route="library", le=bound)]
        )
    for ending in ("sum", "count"):
        name = f"miniapp_request_seconds_{ending}"
        assert figures[one(name, route="ours")] == pytest.approx(
            figures[one(name, route="library")]
        )


def test_reads_are_counted_by_what_was_found() -> None:
    reads = tally.of_reads("tallied")
    with rises() as risen:
        reads.hit()
        reads.hit()
        reads.miss()
        reads.stale()

    assert risen == {
        one("miniapp_cache_reads_total", cache="tallied", outcome="hit"): 2,
        one("miniapp_cache_reads_total", cache="tallied", outcome="miss"): 1,
        one("miniapp_cache_reads_total", cache="tallied", outcome="stale"): 1,
    }


def test_one_thing_has_one_tally() -> None:
    assert tally.of_requests("once") is tally.of_requests("once")

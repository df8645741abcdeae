import json
import logging

import pytest
import structlog

from core import logs
from core.settings import LogFormat
from tests.settings import settings


@pytest.fixture(autouse=True)
def _unconfigured() -> object:
    yield
    logging.basicConfig(force=True, handlers=[logging.NullHandler()])


def test_a_line_for_machines_is_one_object(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(settings(log_format=LogFormat.JSON))

    structlog.get_logger().warning("refused", code="rate_limited")

    line = json.loads(capsys.readouterr().err)
    assert (line["event"], line["level"], line["code"]) == ("refused", "warning", "rate_limited")
    assert "timestamp" in line


def test_a_librarys_line_looks_like_ours(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(settings(log_format=LogFormat.JSON))

    logging.getLogger("some.library").error("it broke")

    assert json.loads(capsys.readouterr().err)["event"] == "it broke"


def test_below_the_level_nothing_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(settings(log_level="ERROR"))

    structlog.get_logger().warning("refused")
    logging.getLogger("some.library").warning("it creaks")

    assert capsys.readouterr().err == ""


def test_a_crash_shows_where_and_no_local_variable(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(settings())
    token = "secret-in-a-variable"

    try:
        _ = 1 / (len(token) - len(token))
    except ZeroDivisionError:
        structlog.get_logger().exception("crashed")

    shown = capsys.readouterr().err
    assert "ZeroDivisionError" in shown
    assert token not in shown

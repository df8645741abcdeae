import csv
import io
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from itertools import count, islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.arithmetic.rates import Rates
from core.income.csv import COLUMNS, csv_lines, harmless
from core.income.days import split_days
from core.income.row import IncomeRow
from tests.core.income.made import DAY, NEXT, World, figures, row

RATES = {DAY: World(btc=Decimal("78862.65")).rates()}
ONE = row(7, DAY, Decimal("0.0000024"), Decimal("2E-12"), Decimal("1E-9"), Decimal(0), Decimal(0))


def made(
    *rows: IncomeRow,
    names: Mapping[int, str] | None = None,
    rates: Mapping[date, Rates] | None = None,
    apart: bool = False,
) -> bytes:
    return b"".join(csv_lines(rows, names=names or {}, rates=rates or {}, maintenance_apart=apart))


def read(file: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.decode("utf-8-sig"), newline="")))


def test_a_file_says_what_was_credited() -> None:
    file = made(ONE, names={7: "Amber Lynx"}, rates=RATES)

    assert file == (
        b"\xef\xbb\xbf" + ",".join(COLUMNS).encode() + b"\r\n"
        b"2026-11-20,7,Amber Lynx,0.000002401002,0.000000000002,0.000000001,0,0,0.0000024,"
        b"78862.65,0.189270360\r\n"
    )


def test_a_file_without_rows_has_its_heads() -> None:
    assert read(made()) == []
    assert made().startswith(b"\xef\xbb\xbfday,")
    assert made().endswith(b"\r\n")


def test_what_is_not_known_stays_empty() -> None:
    [line] = read(made(row(7, NEXT, Decimal(1)), rates=RATES))

    assert (line["miner"], line["btc_price_usd"], line["net_usd"]) == ("", "", "")


def test_net_is_what_is_left_where_maintenance_is_paid_apart() -> None:
    [line] = read(made(row(7, DAY, Decimal(5), Decimal(7)), apart=True))

    assert (line["gross_btc"], line["net_btc"]) == ("5", "-2")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "\0", "\uff1d", "\uff20"])
def test_a_name_is_never_a_formula(start: str) -> None:
    name = f'{start}HYPERLINK("http://a.b","c")'

    [line] = read(made(ONE, names={7: name}))

    assert line["miner"] == f"'{name}"
    assert line["miner_id"] == "7"


@pytest.mark.parametrize("comma", [",", ";", "\t", "|", "\n"])
def test_a_name_is_no_formula_where_a_line_is_cut_elsewhere(comma: str) -> None:
    [line] = read(made(ONE, names={7: f"Amber{comma}=1+1"}))

    assert line["miner"] == f"Amber{comma}'=1+1"


@pytest.mark.parametrize(
    "name", ["", "Ада", 'He said "hi", twice', "two\r\nlines", "1-1", "矿机 ⛏", "'quoted", ",,;"]
)
def test_any_other_name_is_read_back_as_it_was(name: str) -> None:
    [line] = read(made(ONE, names={7: name}))

    assert line["miner"] == name


def test_half_a_character_in_a_name_costs_no_file() -> None:
    [line] = read(made(ONE, names={7: "a\ud83d"}))

    assert line["miner"] == "a?"


def test_only_the_lines_asked_for_are_made() -> None:
    endless = (row(number) for number in count())

    lines = csv_lines(endless, names={}, rates={}, maintenance_apart=False)

    assert len(list(islice(lines, 3))) == 3


def test_lines_end_as_rfc_4180_has_it() -> None:
    lines = made(ONE, ONE).split(b"\r\n")

    assert (len(lines), lines[-1]) == (4, b"")
    assert not any(b"\n" in line for line in lines)


FIGURES = figures(-60, 10)
ROWS = st.lists(
    st.builds(row, st.integers(0, 2**63), st.sampled_from([DAY, NEXT]), *[FIGURES] * 5), max_size=5
)


@given(ROWS, st.dictionaries(st.integers(0, 9), st.text()), st.booleans())
def test_sums_of_the_file_are_sums_of_the_rows(
    rows: list[IncomeRow],
    names: dict[int, str],
    apart: bool,  # noqa: FBT001  # drawn
) -> None:
    lines = read(made(*rows, names=names, rates=RATES, apart=apart))

    again = [
        row(
            int(line["miner_id"]),
            date.fromisoformat(line["day"]),
            Decimal(line["gross_btc"] if apart else line["net_btc"]),
            *(Decimal(line[name]) for name in COLUMNS[4:8]),
        )
        for line in lines
    ]
    assert split_days(again, maintenance_apart=apart) == split_days(rows, maintenance_apart=apart)
    assert not any("E" in line["gross_btc"] + line["net_usd"] for line in lines)


@given(st.text() | st.text(alphabet="=+-@,;\t\r\n|'a"))
def test_a_harmless_text_starts_no_formula(text: str) -> None:
    assert harmless(text)[:1] not in set("=+-@\t\r\n")
    assert harmless(text).replace("'", "") == text.replace("'", "")
    assert not re.search("[,;|\t\r\n][-=+@]", harmless(text))

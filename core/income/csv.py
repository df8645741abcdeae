"""Income rows as a file that spreadsheets open: RFC 4180, UTF-8, ISO dates, plain decimals."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal, localcontext

from core.arithmetic.rates import Rates
from core.income.row import SUMS, IncomeRow

COLUMNS = (
    "day",
    "miner_id",
    "miner",
    "gross_btc",
    "electricity_btc",
    "service_btc",
    "service_3_btc",
    "service_4_btc",
    "net_btc",
    "btc_price_usd",
    "net_usd",
)
BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel on Windows takes UTF-8 for the machine's old code page; the others skip it."""
_FORMULA = "-=+@\uff0d\uff1d\uff0b\uff20"
FORMULA_START = re.compile(rf"^(?=[{_FORMULA}\t\r\n\0])|(?<=[,;|\t\r\n])(?=[{_FORMULA}])")
"""Where a spreadsheet would reckon; the last four are the full-width forms of the first.

At the start of a text, and behind what another country's spreadsheet takes for the comma.
"""


class _Line:
    """Where the csv module leaves the line it wrote last."""

    text = ""

    def write(self, text: str) -> int:
        self.text = text
        return len(text)


def csv_lines(
    rows: Iterable[IncomeRow],
    *,
    names: Mapping[int, str],
    rates: Mapping[date, Rates],
    maintenance_apart: bool,
) -> Iterator[bytes]:
    """Yield the file, a line for the heads and one for each row, as far as one asks.

    *names* are the miners', *rates* those recorded on the days: where one is missing, its fields
    are empty. Figures are as exact as the partner's.
    """
    line = _Line()
    writer = csv.writer(line)  # its "excel" dialect is RFC 4180, with CRLF
    writer.writerow(COLUMNS)
    yield (BYTE_ORDER_MARK + line.text).encode()
    for row in rows:
        price = rates[row.day].btc if row.day in rates else None
        name = harmless(names.get(row.miner, ""))
        writer.writerow(
            [row.day.isoformat(), row.miner, name, *_figures(row, price, apart=maintenance_apart)]
        )
        yield line.text.encode(errors="replace")  # a name may hold half a character


def harmless(text: str) -> str:
    """Return *text* so that a spreadsheet shows it: an apostrophe before whatever is a formula.

    So OWASP advises ("CSV Injection"). Our own figures may begin with a minus and stay numbers.
    """
    return FORMULA_START.sub("'", text)


def _figures(row: IncomeRow, price: Decimal | None, *, apart: bool) -> list[str]:
    net = row.net(maintenance_apart=apart)
    with localcontext(SUMS):
        net_usd = None if price is None else net * price
    figures = (
        row.gross(maintenance_apart=apart),
        row.electricity,
        row.service,
        row.service_3,
        row.service_4,
        net,
        price,
        net_usd,
    )
    return ["" if figure is None else f"{figure:f}" for figure in figures]

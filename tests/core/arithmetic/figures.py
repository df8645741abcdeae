"""The rates of domain.md's example, and figures as they come or as somebody hostile sends them."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from core.arithmetic.net import Setup
from core.arithmetic.rates import Rates

TODAY = Rates(
    income_per_th=Decimal("0.03895125"),
    btc=Decimal("78862.65"),
    gomining=Decimal("0.42"),
    kwh_price=Decimal("0.05"),
    service_cost=Decimal("0.0089"),
)
"""0.62322 USD of 16 TH; to five places the payout is 0.03895 USD or 4.94E-7 BTC, as printed."""

SIXTEEN = Setup(Decimal(16), Decimal(15))


def between(low: str, high: str, places: int) -> st.SearchStrategy[Decimal]:
    return st.decimals(Decimal(low), Decimal(high), places=places)


PAYOUTS = st.one_of(between("1E-8", "0.00009", 12), between("0.0011", "9", 8))
PLAUSIBLE = st.builds(
    Rates,
    income_per_th=PAYOUTS,
    btc=between("1", "1000000", 2),
    gomining=between("0.0001", "100", 4),
    kwh_price=between("0.001", "1", 4),
    service_cost=between("0", "0.1", 5),
)
SETUPS = st.builds(
    Setup,
    power=between("0.01", "100000", 2),
    efficiency=between("0", "200", 2),
    discount=between("0", "1", 2),
)

HOSTILE = st.one_of(
    st.decimals(allow_nan=False, allow_infinity=False),
    st.builds(
        lambda digits, exponent: Decimal(digits).scaleb(exponent),
        st.integers(-(10**59), 10**59),
        st.integers(-400, 340),
    ),
    st.sampled_from([Decimal(0), Decimal("-0"), Decimal("1E-400"), Decimal("9E+400"), Decimal(-1)]),
).filter(lambda figure: abs(figure.adjusted()) <= 400)
"""Whatever the partner's reader lets pass: up to 60 digits, exponents to 400, either sign."""

HOSTILE_RATES = st.builds(
    Rates,
    income_per_th=st.one_of(PAYOUTS, HOSTILE),
    btc=HOSTILE,
    gomining=HOSTILE,
    kwh_price=HOSTILE,
    service_cost=HOSTILE,
)
HOSTILE_SETUPS = st.builds(Setup, power=HOSTILE, efficiency=HOSTILE, discount=HOSTILE)

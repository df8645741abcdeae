"""Two readers of one model: the quick one must not let pass what the exact one refuses."""

from __future__ import annotations

import contextlib
import json
from copy import deepcopy
from datetime import datetime
from decimal import Decimal
from itertools import product
from typing import Annotated, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, Field, ValidationError

from core.errors import PartnerBrokenError
from core.partner import operations
from core.partner.answer import Answer, Form
from core.partner.operations import Operation
from tests.core.partner.samples import GOOD, MINERS, RATES, TOKENS, WALLET

FORMS: dict[str, Form[Any]] = {
    each.name: each.form for each in vars(operations).values() if isinstance(each, Operation)
}
MINER = operations.MINERS.form
PER_TH = operations.INCOME_PER_TH.form


def wire(data: object) -> bytes:
    return json.dumps({"data": data}).encode()


def test_there_are_nineteen_operations() -> None:
    assert len(FORMS) == 19
    assert FORMS.keys() == GOOD.keys()


@pytest.mark.parametrize("name", GOOD)
def test_a_documented_answer_is_taken_with_fields_nobody_documented(name: str) -> None:
    def grown(value: object) -> object:
        if isinstance(value, dict):
            return {key: grown(inner) for key, inner in value.items()} | {"new": {"a": [1.5]}}
        return [grown(inner) for inner in value] if isinstance(value, list) else value

    for data in (GOOD[name], grown(GOOD[name])):
        answer = Answer(wire(data), FORMS[name])

        assert answer.value is answer.value
        assert answer.body == wire(data)


def spoilt_in_turn(value: Any) -> list[Any]:  # noqa: ANN401  # any JSON
    """Return *value* with each of its fields, however deep, left out, null, and of another kind."""
    spoilt: list[Any] = []
    for key in list(value) if isinstance(value, dict) else range(len(value)):
        inner = value[key]
        replacements: list[Any] = [None, {}, [], "x" if not isinstance(inner, str) else 7]
        if isinstance(inner, int | float) and not isinstance(inner, bool):
            replacements += [str(inner), True]
        if isinstance(inner, dict | list):
            replacements = [None, "x", 7, *spoilt_in_turn(inner)]
        for replacement in replacements:
            copy = deepcopy(value)
            copy[key] = replacement
            spoilt.append(copy)
        if isinstance(value, dict):
            spoilt.append({name: kept for name, kept in value.items() if name != key})
    return spoilt


@pytest.mark.parametrize("name", GOOD)
def test_a_field_missing_null_or_of_another_kind_breaks_the_answer(name: str) -> None:
    data = deepcopy(GOOD[name])
    if name.endswith("find-total-by-user"):
        del data["lastIncome"]

    for spoilt in spoilt_in_turn({"data": data}):
        with pytest.raises(PartnerBrokenError):
            Answer(json.dumps(spoilt).encode(), FORMS[name])


@pytest.mark.parametrize("last", [None, {}, {"anything": [1, {"goes": None}]}])
def test_the_last_income_may_be_anything_the_document_does_not_show(last: object) -> None:
    data = GOOD["c2s/nft-income/find-total-by-user"] | {"lastIncome": last}

    assert Answer(wire(data), operations.TOTAL_INCOME.form).value.last == last


@pytest.mark.parametrize(
    "figure",
    [
        "16.123456789012345678901234567890",
        "0.1",
        "4.94e-7",
        "9007199254740993",
        "123456789012345678901234567890",
        "1E+30",
        "-0.0",
        "1.7976931348623157e308",
        "1e-330",
    ],
)
def test_figures_are_read_to_the_last_digit(figure: str) -> None:
    body = wire(RATES | {"btcRate": "FIGURE"}).replace(b'"FIGURE"', figure.encode())

    rate = Answer(body, PER_TH).value.btc_rate

    assert isinstance(rate, Decimal)
    assert rate == Decimal(figure)


def test_a_figure_longer_than_any_is_rounded() -> None:
    body = wire(RATES | {"btcRate": "FIGURE"}).replace(b'"FIGURE"', b"0." + b"3" * 100_000)

    assert len(Answer(body, PER_TH).value.btc_rate.as_tuple().digits) == 60


def test_a_figure_smaller_than_any_is_nothing() -> None:
    body = wire(RATES | {"btcRate": "FIGURE"}).replace(b'"FIGURE"', b"1e-999999999")

    assert Answer(body, PER_TH).value.btc_rate == 0


DEEP = b"[" * 100_000 + b"]" * 100_000


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"<html><body>502</body></html>", id="HTML"),
        pytest.param(b'{"data":{"array":[{"id":', id="half"),
        pytest.param(b'{"data":{"array":[]}} x', id="trailing"),
        pytest.param(b'{"data":{"array":[]}}\x00', id="trailing NUL"),
        pytest.param(b'\xef\xbb\xbf{"data":{"array":[]}}', id="byte order mark"),
        pytest.param('{"data":{"array":[]}}'.encode("utf-16"), id="UTF-16"),
        pytest.param(b'{"data":{"array":[]},"x":"\xff"}', id="not UTF-8"),
        pytest.param(b'{"data":{"array":[]},"\xff":1}', id="key not UTF-8"),
        pytest.param(b'{"data":{"array":[]},"x":"\\ud800"}', id="half a character"),
        pytest.param(b'{"data":{"array":[]},"x":"\x01"}', id="control character"),
        pytest.param(b'{"data":{"array":[]},"x":NaN}', id="NaN in an unknown field"),
        pytest.param(b'{"data":{"array":[]},"x":-Infinity}', id="-Infinity in an unknown field"),
        pytest.param(DEEP, id="deep"),
        pytest.param(b'{"data":{"array":[]},"x":' + DEEP + b"}", id="deep in an unknown field"),
        pytest.param(b'{"array":[]}', id="no envelope"),
        pytest.param(b'{"data":[]}', id="bare list"),
        pytest.param(b'{"data":null}', id="null"),
        pytest.param(b"[]", id="list"),
        pytest.param(b"null", id="null alone"),
    ],
)
def test_a_body_that_is_no_answer_is_broken_to_both_readers(body: bytes) -> None:
    with pytest.raises(PartnerBrokenError) as caught:
        MINER.check(body)
    assert caught.value.__suppress_context__

    if b"\\ud800" not in body:  # harmless where the field is ignored
        with pytest.raises(PartnerBrokenError):
            MINER.read(body)


@pytest.mark.parametrize(
    "figure", ["NaN", "Infinity", "1e309", "1e99999", "1" * 400, '"1"', "true", "null"]
)
def test_what_is_no_figure_is_broken(figure: str) -> None:
    body = wire(RATES | {"btcRate": "FIGURE"}).replace(b'"FIGURE"', figure.encode())

    with pytest.raises(PartnerBrokenError):
        Answer(body, PER_TH)


@pytest.mark.parametrize(
    "number", ["7.0", "7.5", "1e2", "-1", '"7"', "true", "9223372036854775808"]
)
def test_what_is_no_id_is_broken(number: str) -> None:
    body = wire(MINERS["data"]).replace(b'"id": 7', f'"id": {number}'.encode())

    with pytest.raises(PartnerBrokenError):
        Answer(body, MINER)


@pytest.mark.parametrize(
    "moment", ['"2019-08-24T14:15:22"', '"2019-08-24"', '"soon"', "1566656122", '""']
)
def test_what_is_no_moment_is_broken(moment: str) -> None:
    body = wire(MINERS["data"]).replace(b'"2019-08-24T14:15:22Z"', moment.encode())

    with pytest.raises(PartnerBrokenError):
        Answer(body, MINER)


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2019-08-24T14:15:22.123Z", "2019-08-24T14:15:22.123+00:00"),
        ("2019-08-24T14:15:22.123456+00:00", "2019-08-24T14:15:22.123456+00:00"),
        ("2019-08-24T14:15:22-03:30", "2019-08-24T14:15:22-03:30"),
        ("2019-08-24t14:15:22z", "2019-08-24T14:15:22+00:00"),
        ("2019-08-24 14:15:22Z", "2019-08-24T14:15:22+00:00"),
    ],
)
def test_a_moment_may_be_written_in_several_ways(moment: str, said: str) -> None:
    body = wire(MINERS["data"]).replace(b"2019-08-24T14:15:22Z", moment.encode())

    assert Answer(body, MINER).value[0].created_at == datetime.fromisoformat(said)


DATES = ("2019-08-24", "0000-01-01", "0001-01-01", "9999-12-31", "2019-02-29", "1900-02-29")
HOURS = ("14:15:22", "14:15", "23:59:60", "24:00:00", "141522", "14:15:22.", "14:15:22.1")
FINE_HOURS = ("14:15:22.123456789", "23:59:59.9999999", "14:15:22,5", "14:60:00", "4:15:22")
ZONES = ("Z", "z", "+00:00", "-00:00", "+0530", "+05", "-23:59", "+24:00", "+14:60", "", " Z")
MOMENTS = ["".join(each) for each in product(DATES, "Tt _", HOURS + FINE_HOURS, ZONES)]


def test_no_moment_passes_the_quick_reader_that_the_exact_one_refuses() -> None:
    passed = 0
    for moment in MOMENTS:
        body = wire({"array": [WALLET]}).replace(b"2019-08-24T14:15:22.5+02:00", moment.encode())
        try:
            operations.BTC_WALLETS.form.check(body)
        except PartnerBrokenError:
            continue
        passed += 1
        operations.BTC_WALLETS.form.read(body)

    assert passed > len(MOMENTS) / 20  # the table is not all nonsense


@pytest.mark.parametrize("odd", [b"9" * 5000, b"-1e99999", b"1e-99999"])
def test_an_odd_value_may_stand_where_nobody_reads_it(odd: bytes) -> None:
    body = b'{"data":{"array":[]},"x":' + odd + b"}"

    assert Answer(body, MINER).value == []


def test_only_answers_to_deeds_are_checked_by_the_exact_reader() -> None:
    exact = {name for name, form in FORMS.items() if form._quick == form.read}

    assert exact == {
        *("c2s/auth/generate-payload", "c2s/auth/check-proof", "c2s/auth/refresh"),
        *("s2s/auth/refresh", "s2s/auth/init", "s2s/nft-payment/success"),
        *("c2s/wallet/create-btc", "s2s/wallet/create-btc"),
    }


class Bounded(BaseModel):
    figure: Annotated[Decimal, Field(ge=0)]


class Multiple(BaseModel):
    number: Annotated[int, Field(multiple_of=3)]


class Patterned(BaseModel):
    text: Annotated[str, Field(pattern="^a$")]


class Inner(BaseModel):
    rows: list[Bounded]


@pytest.mark.parametrize(
    ("model", "good", "bad"),
    [
        (Bounded, b'{"figure":0.5}', b'{"figure":-1e-400}'),
        (Multiple, b'{"number":3}', b'{"number":4}'),
        (Patterned, b'{"text":"a"}', b'{"text":"b"}'),
        (Inner, b'{"rows":[{"figure":0.5}]}', b'{"rows":[{"figure":-1e-400}]}'),
    ],
)
def test_what_the_quick_reader_cannot_be_told_is_left_to_the_exact_one(
    model: type[BaseModel], good: bytes, bad: bytes
) -> None:
    form = Form(model, lambda whole: whole)

    form.check(good)
    with pytest.raises(PartnerBrokenError):
        form.check(bad)


def test_the_words_nan_and_infinity_may_be_said() -> None:
    body = wire(MINERS["data"]).replace(b"Miner #7", b"NaN to Infinity")

    assert Answer(body, MINER).value[0].name == "NaN to Infinity"


@pytest.mark.parametrize("token", ["", "a b", "a\n", "ключ", "a" * 8193])
def test_a_token_that_fits_no_header_is_broken(token: str) -> None:
    for name in TOKENS:
        with pytest.raises(PartnerBrokenError):
            Answer(wire(TOKENS | {name: token}), operations.REFRESH.form)


def test_tokens_are_not_shown() -> None:
    tokens = Answer(wire(TOKENS), operations.REFRESH.form).value

    assert "a.b.c" not in repr(tokens)
    assert "a.b.c" not in repr(tokens.pair())
    assert tokens.pair().jwt.get_secret_value() == "a.b.c"
    assert tokens.pair().refresh.get_secret_value() == "r"


@pytest.mark.parametrize("said", ["false", "1", "null", '"true"'])
def test_a_deed_is_done_only_by_the_word_true(said: str) -> None:
    with pytest.raises(PartnerBrokenError):
        Answer(f'{{"data":{said}}}'.encode(), operations.BIND_BTC.form)


def test_a_fault_quotes_nothing_of_the_partners_data() -> None:
    with pytest.raises(PartnerBrokenError) as caught:
        Answer(wire({"array": [{"name": "a secret"}]}), MINER)

    assert str(caught.value) == "6 faults in the answer's shape"


def test_of_a_key_given_twice_the_last_counts_and_each_must_be_of_the_form() -> None:
    payment = b'{"data":{"value":1,"externalId":"e","value":2}}'
    first_bad = b'{"data":{"array":7},"data":{"array":[]}}'
    last_bad = b'{"data":{"array":[]},"data":{"array":7}}'

    assert Answer(payment, operations.INIT_PAYMENT.form).value.value == 2
    for body in (first_bad, last_bad):
        with pytest.raises(PartnerBrokenError):
            Answer(body, MINER)


def test_answers_do_not_change() -> None:
    miner = Answer(wire(MINERS["data"]), MINER).value[0]

    with pytest.raises(ValidationError):
        miner.name = "another"  # type: ignore[misc]  # that is the point


NUMBERS = st.sampled_from(
    [
        *(b"0", b"-0", b"1", b"-1", b"7.0", b"1e5", b"1E-400", b"1e308", b"1e309", b"0.1", b"NaN"),
        *(b"0e99999", b"1e-99999", b"0e" + b"9" * 30, b"1e-" + b"9" * 30, b"-" + b"9" * 61),
        *(b"0." + b"0" * 400 + b"1e500", b"9223372036854775807", b"9223372036854775808"),
        *(b"9" * 17, b"9" * 300, b"9" * 400, b"2" * 5000, b"1." + b"3" * 80, b"Infinity", b"-0e-0"),
    ]
)
VALUES = (
    NUMBERS
    | st.floats().map(lambda figure: json.dumps(figure).encode())
    | st.integers(-(2**70), 2**70).map(lambda number: b"%d" % number)
    | st.datetimes().map(lambda moment: json.dumps(f"{moment.isoformat()}Z").encode())
    | st.sampled_from(MOMENTS).map(lambda moment: json.dumps(moment).encode())
    | st.text(max_size=12).map(lambda text: json.dumps(text).encode())
    | st.text(max_size=12).map(lambda text: f'"{text}"'.encode("utf-8", "surrogatepass"))
    | st.sampled_from([b"null", b"true", b"{}", b"[]", b'"2019-08-24T14:15:22Z"', b'"\\ud800"'])
    | st.sampled_from([b'"\\ud83d\\ude00"', b'"\\ude00\\ud83d"', b'"\\ud83dx"', b'"\\ud83d\\n"'])
    | st.sampled_from([rb'"\ud83d\ude00"', rb'"\ude00\ud83d"', rb'"\ud83dx"', rb'"\ud83d\n"'])
    | st.integers(1, 400).map(lambda depth: b"[" * depth + b"]" * depth)
)


@st.composite
def strange_bodies(draw: st.DrawFn) -> tuple[Form[Any], bytes]:
    name = draw(st.sampled_from(sorted(GOOD)))
    body = wire(GOOD[name])
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(body)))
        to = draw(st.integers(at, min(len(body), at + 12)))
        inserted = draw(VALUES | st.binary(max_size=3) | st.sampled_from([b'"x":1,', b"\\u00e9"]))
        body = body[:at] + inserted + body[to:]
    return FORMS[name], body


@st.composite
def strange_values(draw: st.DrawFn) -> tuple[Form[Any], bytes]:
    name = draw(st.sampled_from(sorted(GOOD)))
    text = wire(GOOD[name])
    pieces = text.split(b": ")
    at = draw(st.integers(0, len(pieces) - 1))
    piece = pieces[at]
    ends = [piece.find(mark) for mark in (b", ", b"}", b"]") if mark in piece]
    pieces[at] = draw(VALUES) + piece[min(ends, default=len(piece)) :]
    return FORMS[name], b": ".join(pieces)


@settings(max_examples=500, deadline=None)
@given(strange_bodies() | strange_values())
def test_what_the_quick_reader_lets_pass_the_exact_one_reads(case: tuple[Form[Any], bytes]) -> None:
    form, body = case
    try:
        form.check(body)
    except PartnerBrokenError:
        with contextlib.suppress(PartnerBrokenError):
            form.read(body)
        return

    form.read(body)

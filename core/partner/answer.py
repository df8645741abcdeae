"""An answer of the partner: its own bytes, checked at once, read exactly when asked for."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Context, Decimal
from typing import Annotated, Any, Generic, NoReturn, NotRequired, TypeVar, get_args, get_origin

from pydantic import BaseModel, FiniteFloat, TypeAdapter, ValidationError
from typing_extensions import TypedDict  # Python 3.11's own hides from pydantic what is required

from core.errors import PartnerBrokenError

T = TypeVar("T")

_FIGURES = Context(prec=60, Emin=-400, Emax=400, traps=[])
"""Longer figures are rounded, so that none can cost more to reckon with than a figure should."""


class Form(Generic[T]):
    """What an answer must look like: two readers of one pydantic *model*.

    pydantic reads a JSON number into `Decimal` by way of a float and loses digits; reading
    exactly, by way of `json`, takes three times as long. So `check` is quick and keeps nothing,
    and whatever it lets pass, `read` reads. Of keys given twice the last counts, as it does in
    the browser that is handed the bytes.
    """

    def __init__(self, model: type[BaseModel], pick: Callable[[Any], T]) -> None:
        self._model = model
        self._twin: TypeAdapter[Any] = TypeAdapter(_twin(model))
        self._pick = pick

    def check(self, body: bytes) -> None:
        """Raise `PartnerBrokenError` unless *body* is of this form; its message quotes nothing."""
        try:
            self._twin.validator.validate_json(body, strict=True)
        except ValidationError as error:
            raise _broken(error) from None
        # pydantic takes NaN and Infinity where it ignores a field; a browser would choke on them.
        if (b"N" in body and b"NaN" in body) or (b"I" in body and b"Infinity" in body):
            self.read(body)

    def read(self, body: bytes) -> T:
        """Return what *body* says, to the last of 60 digits; raise as `check` does."""
        try:
            said = json.loads(
                body.decode(), parse_float=_FIGURES.create_decimal, parse_constant=_no_figure
            )
            return self._pick(self._model.model_validate(said))
        except ValidationError as error:
            raise _broken(error) from None
        except (ValueError, RecursionError):
            raise PartnerBrokenError("the answer is not JSON") from None


class Answer(Generic[T]):
    """The partner's own bytes, of the right form, and what they say."""

    __slots__ = ("_form", "_value", "body")

    _value: T

    def __init__(self, body: bytes, form: Form[T]) -> None:
        form.check(body)
        self.body = body
        self._form = form

    @property
    def value(self) -> T:
        """What was answered, read exactly, once."""
        try:
            return self._value
        except AttributeError:
            self._value = self._form.read(self.body)
            return self._value


def _broken(error: ValidationError) -> PartnerBrokenError:
    return PartnerBrokenError(f"{error.error_count()} faults in the answer's shape")


def _no_figure(_: str) -> NoReturn:
    raise ValueError("JSON knows neither NaN nor Infinity")


def _twin(kind: Any) -> Any:  # noqa: ANN401  # any annotation in, any out
    """Return *kind* with every model as a `TypedDict` of the wire, every `Decimal` as a float."""
    if kind is Decimal:
        return FiniteFloat
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return TypedDict(kind.__name__, _wire_fields(kind))  # type: ignore[operator]  # made at run time
    if get_origin(kind) is list:
        return list[_twin(*get_args(kind))]  # type: ignore[misc]  # made at run time
    return kind


def _wire_fields(model: type[BaseModel]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        kind = _twin(field.annotation)
        for constraint in field.metadata:
            kind = Annotated[kind, constraint]
        fields[field.alias or name] = kind if field.is_required() else NotRequired[kind]
    return fields

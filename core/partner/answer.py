"""An answer of the partner: its own bytes, checked at once, read exactly when asked for."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, is_dataclass
from datetime import datetime
from decimal import Context, Decimal
from typing import Annotated, Any, Generic, NoReturn, TypeVar, get_args, get_origin

import msgspec
from pydantic import AwareDatetime, BaseModel, Strict, ValidationError, WithJsonSchema
from pydantic.fields import FieldInfo

from core.errors import PartnerBrokenError

T = TypeVar("T")

_FIGURES = Context(prec=60, Emin=-400, Emax=400, traps=[])
"""Longer figures are rounded, so that none can cost more to reckon with than a figure should."""
_TWINS: dict[Any, Any] = {
    Decimal: float,
    AwareDatetime: Annotated[datetime, msgspec.Meta(tz=True)],
    dict[str, Any] | None: dict[str, Any] | None,
    bool: bool,
    int: int,
    str: str,
}


class Form(Generic[T]):
    """What an answer must look like: two readers of one pydantic *model*.

    Most answers are only handed on, and reading one exactly takes ten times as long as seeing
    that it can be read. So `check` is quick and keeps nothing, and whatever it lets pass, `read`
    reads, short of nesting that fills the stack. Of keys given twice the last counts, as it does
    in the browser that is handed the bytes; `check` wants every one of them in form.
    """

    def __init__(self, model: type[BaseModel], pick: Callable[[Any], T]) -> None:
        self._model = model
        self._pick = pick
        try:
            self._quick: Callable[[bytes], object] = msgspec.json.Decoder(_twin(model)).decode
        except _NoTwinError:
            self._quick = self.read

    def check(self, body: bytes) -> None:
        """Raise `PartnerBrokenError` unless *body* is of this form; its message quotes nothing."""
        try:
            self._quick(body)
            if not body.isascii():
                body.decode()  # msgspec does not look into the text of fields it ignores
        except msgspec.ValidationError:
            self.read(body)  # which counts the faults, but takes text for a number
            raise PartnerBrokenError("a value of another kind in the answer") from None
        except (ValueError, RecursionError):
            raise _no_json() from None

    def read(self, body: bytes) -> T:
        """Return what *body* says, to the last of 60 digits; raise as `check` does."""
        try:
            said = json.loads(
                body.decode(),
                parse_float=_FIGURES.create_decimal,
                parse_int=_whole,
                parse_constant=_no_figure,
            )
            return self._pick(self._model.model_validate(said))
        except ValidationError as error:
            faults = error.error_count()
            raise PartnerBrokenError(f"{faults} faults in the answer's shape") from None
        except (ValueError, RecursionError):
            raise _no_json() from None


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


def _no_json() -> PartnerBrokenError:
    return PartnerBrokenError("the answer is not JSON")


def _no_figure(_: str) -> NoReturn:
    raise ValueError("JSON knows neither NaN nor Infinity")


def _whole(digits: str) -> int | Decimal:
    """Return a number `int` would refuse, or take long over, as a figure."""
    return int(digits) if len(digits) <= _FIGURES.prec else _FIGURES.create_decimal(digits)


class _NoTwinError(TypeError):
    """A model says something that msgspec has no word for."""


def _twin(kind: Any) -> Any:  # noqa: ANN401  # any annotation in, any out
    """Return *kind* in msgspec's words: a model as a struct of the wire, a `Decimal` as a float."""
    if kind in _TWINS:
        return _TWINS[kind]
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        fields = [_wire_field(name, field) for name, field in kind.model_fields.items()]
        return msgspec.defstruct(kind.__name__, fields, kw_only=True, gc=False)
    if get_origin(kind) is list:
        return list[_twin(*get_args(kind))]  # type: ignore[misc]  # made at run time
    raise _NoTwinError


def _wire_field(name: str, field: FieldInfo) -> tuple[str, Any, Any]:
    kind = _twin(field.annotation)
    bounds: dict[str, int] = {}
    for constraint in field.metadata:
        bounds |= _bounds(constraint)
    if bounds:
        if kind is not int:  # as a float, a figure could be rounded past its bound
            raise _NoTwinError
        kind = Annotated[int, msgspec.Meta(ge=bounds.get("ge"), le=bounds.get("le"))]
    default = msgspec.NODEFAULT if field.is_required() else field.default
    return name, kind, msgspec.field(name=field.alias or name, default=default)


def _bounds(constraint: object) -> dict[str, Any]:
    if isinstance(constraint, Strict | WithJsonSchema):
        return {}  # msgspec is always strict, and no schema is made of a twin
    bounds = asdict(constraint) if is_dataclass(constraint) else {}  # type: ignore[arg-type]  # no class
    if bounds.keys() not in ({"ge"}, {"le"}):
        raise _NoTwinError
    return bounds

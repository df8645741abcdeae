"""Everything of ours: each module of the product, each class in it that holds fields."""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from types import ModuleType
from typing import Any, NamedTuple

from pydantic import BaseModel

import bot
import core
import webapp

PACKAGES = (core, webapp, bot)
MIGRATIONS = "core.store.migrations"
"""Alembic runs these; they cannot be imported by themselves."""


class Field(NamedTuple):
    """One field of a class of ours: its dotted name, its type as text, whether `repr` shows it."""

    name: str
    kind: str
    shown: bool


def modules() -> Iterator[ModuleType]:
    """Yield every module of the product, imported."""
    for package in PACKAGES:
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not found.name.startswith(MIGRATIONS):
                yield importlib.import_module(found.name)


def classes() -> Iterator[type]:
    """Yield every class that a module of the product defines."""
    for module in modules():
        for found in vars(module).values():
            if inspect.isclass(found) and found.__module__ == module.__name__:
                yield found


def fields(kind: type) -> Iterator[Field]:
    """Yield the fields of a model, a dataclass or a named tuple; of anything else none."""
    where = f"{kind.__module__}.{kind.__qualname__}"
    if issubclass(kind, BaseModel):
        for name, info in kind.model_fields.items():
            yield Field(f"{where}.{name}", _text(info.annotation), info.repr)
    elif dataclasses.is_dataclass(kind):
        for field in dataclasses.fields(kind):
            yield Field(f"{where}.{field.name}", _text(field.type), field.repr)
    elif issubclass(kind, tuple):
        for name in getattr(kind, "_fields", ()):
            yield Field(f"{where}.{name}", _text(kind.__annotations__[name]), shown=True)


def _text(annotation: Any) -> str:  # noqa: ANN401  # annotations are anything
    return annotation.__name__ if inspect.isclass(annotation) else str(annotation)

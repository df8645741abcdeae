"""What a database does wrong, in our word for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from core.errors import StoreError


@contextmanager
def store_faults() -> Iterator[None]:
    """Raise `StoreError` for whatever the database, its driver or the network raises.

    The cause is left behind: drivers quote the row or the address in their messages.
    """
    try:
        yield
    except (SQLAlchemyError, OSError) as error:  # TimeoutError is an OSError
        raise StoreError(_named(error)) from None


def _named(error: SQLAlchemyError | OSError) -> str:
    """Return the fault's class and code: SQLITE_FULL, SQLSTATE 53300, Connection refused."""
    name = type(error).__name__
    if isinstance(error, DBAPIError):
        origin = error.orig
        code = getattr(origin, "sqlite_errorname", None) or getattr(origin, "sqlstate", None)
    else:
        code = getattr(error, "strerror", None)
    return f"{name}: {code}" if code else name

"""What a database does wrong, in our word for it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import SQLAlchemyError

from core import metrics
from core.errors import StoreError


@contextmanager
def store_faults() -> Iterator[None]:
    """Raise `StoreError` for whatever the database, its driver or the network raises.

    The cause is left behind: drivers quote the row or the address in their messages.
    """
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:  # TimeoutError is an OSError
        metrics.STORE_FAULTS.inc()
        raise StoreError(_named(error)) from None


def _named(error: Exception) -> str:
    """Return the fault's class and code: SQLITE_FULL, SQLSTATE 53300, Connection refused."""
    origin = getattr(error, "orig", error)
    codes = (getattr(origin, name, None) for name in ("sqlite_errorname", "sqlstate", "strerror"))
    return ": ".join([type(error).__name__, *filter(None, codes)])

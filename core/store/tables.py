"""The tables, as the code reads them; `migrations/` makes them, and a test compares the two.

Times are whole Unix seconds: one form, compared alike, in both databases.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, MetaData, Table

metadata = MetaData()

# SQLite keeps a row under its INTEGER PRIMARY KEY itself: one tree to walk instead of two.
_USER_KEY = BigInteger().with_variant(Integer(), "sqlite")

accounts = Table(
    "accounts",
    metadata,
    Column("user_id", _USER_KEY, primary_key=True, autoincrement=False),
    Column("tokens", LargeBinary, nullable=False),
    Column("wallet", LargeBinary, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("updated_at", BigInteger, nullable=False),
)

login_attempts = Table(
    "login_attempts",
    metadata,
    Column("payload_hash", LargeBinary(32), primary_key=True),
    Column("user_id", BigInteger, nullable=False, index=True),
    Column("expires_at", BigInteger, nullable=False, index=True),
    sqlite_with_rowid=False,
)

"""The tables, as the code reads them; `migrations/` makes them, and a test compares the two.

Times are whole Unix seconds, days ISO dates and figures plain text: one form, compared alike and
exact, in both databases. A row about a user bears their `user_id`, by which it is forgotten.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
)

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

preferences = Table(
    "preferences",
    metadata,
    Column("user_id", _USER_KEY, primary_key=True, autoincrement=False),
    Column("language", Text),
    Column("currency", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("notify", Boolean, nullable=False),
    Column("notify_hour", SmallInteger, nullable=False),
    Column("time_zone", Text, nullable=False),
    Column("maintenance_apart", Boolean, nullable=False),
    Column("reward_above", Text),
    Column("reward_below", Text),
    Column("spoken", Text),
)

# For the question "whose hour has come in this zone?". The migration makes it of those alone who
# want to be told; saying so here would load PostgreSQL's dialect into each process (4 MiB).
Index(
    "ix_preferences_subscribed",
    preferences.c.time_zone,
    preferences.c.notify_hour,
    preferences.c.user_id,
)

daily_rates = Table(
    "daily_rates",
    metadata,
    Column("day", Text, primary_key=True),
    Column("income_per_th", Text, nullable=False),
    Column("btc", Text, nullable=False),
    Column("gomining", Text, nullable=False),
    Column("kwh_price", Text, nullable=False),
    Column("service_cost", Text, nullable=False),
    sqlite_with_rowid=False,
)

# What a connector in the chat must find again after a restart; `value` is sealed.
connections = Table(
    "connections",
    metadata,
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("name", Text, primary_key=True),
    Column("value", LargeBinary, nullable=False),
    Column("expires_at", BigInteger, nullable=False, index=True),
    sqlite_with_rowid=False,
)

# The mined days users were told of: a claim comes first, so that nobody is told twice.
told = Table(
    "told",
    metadata,
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("day", Text, primary_key=True),
    Column("claimed_at", BigInteger, nullable=False, index=True),
    Column("told_at", BigInteger),
    sqlite_with_rowid=False,
)

# Who signed in when, counted from 1 for each user; `details` is sealed.
sign_ins = Table(
    "sign_ins",
    metadata,
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False, index=True),
    Column("details", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

# Sessions and init data issued to a user before `since` count no more.
revoked = Table(
    "revoked",
    metadata,
    Column("user_id", _USER_KEY, primary_key=True, autoincrement=False),
    Column("since", BigInteger, nullable=False, index=True),
)

# Versions of accounts that a sign-in or a sign-out ended: by this other processes learn which JWTs
# to use no more. Nothing about a user.
ended = Table(
    "ended",
    metadata,
    Column("at", BigInteger, primary_key=True, autoincrement=False),
    Column("version", BigInteger, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

# What each worker last said of how it gets on; nothing about a user.
workers = Table(
    "workers",
    metadata,
    Column("name", Text, primary_key=True),
    Column("said", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

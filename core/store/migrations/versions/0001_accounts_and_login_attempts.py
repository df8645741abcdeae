"""Accounts with their sealed tokens, and the sign-ins under way."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the two tables."""
    op.create_table(
        "accounts",
        sa.Column(
            "user_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("tokens", sa.LargeBinary, nullable=False),
        sa.Column("wallet", sa.LargeBinary, nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("updated_at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "login_attempts",
        sa.Column("payload_hash", sa.LargeBinary(32), primary_key=True),
        sa.Column("user_id", sa.BigInteger, nullable=False, index=True),
        sa.Column("expires_at", sa.BigInteger, nullable=False, index=True),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Drop them: every user signs in again."""
    op.drop_table("login_attempts")
    op.drop_table("accounts")

"""Wallets connected in the chat, and the rewards that users were told of."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the two tables, and room for the limits of a reward."""
    op.add_column("preferences", sa.Column("reward_above", sa.Text))
    op.add_column("preferences", sa.Column("reward_below", sa.Text))
    op.create_table(
        "connections",
        sa.Column("user_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("value", sa.LargeBinary, nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False, index=True),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "told",
        sa.Column("user_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("day", sa.Text, primary_key=True),
        sa.Column("claimed_at", sa.BigInteger, nullable=False, index=True),
        sa.Column("told_at", sa.BigInteger),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Drop them: wallets are not told of a sign-out, and the last days may be told again."""
    op.drop_table("told")
    op.drop_table("connections")
    op.drop_column("preferences", "reward_below")
    op.drop_column("preferences", "reward_above")

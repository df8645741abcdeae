"""How users want things shown and told, and the partner's rates of each day."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the two tables."""
    op.create_table(
        "preferences",
        sa.Column(
            "user_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("language", sa.Text),
        sa.Column("currency", sa.Text, nullable=False),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("notify", sa.Boolean, nullable=False),
        sa.Column("notify_hour", sa.SmallInteger, nullable=False),
        sa.Column("time_zone", sa.Text, nullable=False),
        sa.Column("maintenance_apart", sa.Boolean, nullable=False),
    )
    op.create_index(
        "ix_preferences_subscribed",
        "preferences",
        ["time_zone", "notify_hour", "user_id"],
        sqlite_where=sa.text("notify = 1"),
        postgresql_where=sa.text("notify"),
    )
    op.create_table(
        "daily_rates",
        sa.Column("day", sa.Text, primary_key=True),
        sa.Column("income_per_th", sa.Text, nullable=False),
        sa.Column("btc", sa.Text, nullable=False),
        sa.Column("gomining", sa.Text, nullable=False),
        sa.Column("kwh_price", sa.Text, nullable=False),
        sa.Column("service_cost", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Drop them: users choose again, and the history of rates begins anew."""
    op.drop_table("daily_rates")
    op.drop_table("preferences")

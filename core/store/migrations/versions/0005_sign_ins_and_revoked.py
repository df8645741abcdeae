"""Who signed in when and with what, and since when a user's sessions count."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the two tables: sign-ins are noted from now on."""
    op.create_table(
        "sign_ins",
        sa.Column("user_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("at", sa.BigInteger, nullable=False, index=True),
        sa.Column("details", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "revoked",
        sa.Column(
            "user_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("since", sa.BigInteger, nullable=False, index=True),
    )


def downgrade() -> None:
    """Drop them: sessions that users have ended count again until they are over by themselves."""
    op.drop_table("revoked")
    op.drop_table("sign_ins")

"""The language that Telegram speaks with a user, for messages that answer nothing."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for it; it is known from the next time a user is heard of."""
    op.add_column("preferences", sa.Column("spoken", sa.Text))


def downgrade() -> None:
    """Drop it: who never chose a language is told of rewards in English."""
    op.drop_column("preferences", "spoken")

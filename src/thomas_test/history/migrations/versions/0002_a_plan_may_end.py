"""A plan may be ended before its weeks are over."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for the day on which a plan was ended."""
    with op.batch_alter_table("plan") as table:
        table.add_column(sa.Column("ended", sa.Date(), nullable=True))

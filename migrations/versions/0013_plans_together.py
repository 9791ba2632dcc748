"""Plans for several incidents of equal priority."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013_plans_together"
down_revision = "0012_least_calls"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "dispatch_plan",
        sa.Column("beside", postgresql.ARRAY(sa.Uuid()), nullable=False, server_default="{}"),
    )


def downgrade() -> None:
    op.drop_column("dispatch_plan", "beside")

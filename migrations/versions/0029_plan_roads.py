"""How full a plan's trips make the roads."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0029_plan_roads"
down_revision = "0028_own_persons"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("dispatch_plan", sa.Column("roads", postgresql.JSONB(), nullable=True))


def downgrade() -> None:
    op.drop_column("dispatch_plan", "roads")

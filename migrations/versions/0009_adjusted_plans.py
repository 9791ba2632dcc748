"""Plans that are made from earlier ones."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009_adjusted_plans"
down_revision = "0008_closures"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("dispatch_plan", sa.Column("earlier_id", sa.Uuid(), nullable=True))
    op.add_column("dispatch_plan", sa.Column("adjustment", postgresql.JSONB(), nullable=True))
    op.create_foreign_key(
        op.f("fk_dispatch_plan_earlier_id_dispatch_plan"), "dispatch_plan", "dispatch_plan", ["earlier_id"], ["id"]
    )
    op.create_check_constraint(
        "adjustment_with_earlier", "dispatch_plan", "(earlier_id IS NULL) = (adjustment IS NULL)"
    )


def downgrade() -> None:
    op.drop_constraint("adjustment_with_earlier", "dispatch_plan", type_="check")
    op.drop_constraint(op.f("fk_dispatch_plan_earlier_id_dispatch_plan"), "dispatch_plan", type_="foreignkey")
    op.drop_column("dispatch_plan", "adjustment")
    op.drop_column("dispatch_plan", "earlier_id")

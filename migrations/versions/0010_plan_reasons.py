"""What was found out about a plan after it was made: causes and remedies, prices, and answers to 为什么."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010_plan_reasons"
down_revision = "0009_adjusted_plans"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "plan_reasons",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("reasons", postgresql.JSONB(), nullable=False),
        sa.Column("report", postgresql.JSONB(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["dispatch_plan.id"]),
        sa.PrimaryKeyConstraint("plan_id"),
    )
    op.create_table(
        "plan_answer",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("answer", postgresql.JSONB(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["dispatch_plan.id"]),
        sa.PrimaryKeyConstraint("plan_id", "kind", "subject", "target"),
    )


def downgrade() -> None:
    op.drop_table("plan_answer")
    op.drop_table("plan_reasons")

"""Answers to 为什么 are found anew: those kept so far told estimates, not what an adjusted plan is worth."""

from __future__ import annotations

from alembic import op

revision = "0030_answers_anew"
down_revision = "0029_plan_roads"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DELETE FROM plan_answer")


def downgrade() -> None:
    """Answers of either kind are found again when they are asked for."""
    op.execute("DELETE FROM plan_answer")

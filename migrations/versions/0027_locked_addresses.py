"""Locked addresses can be named, so that they can be let in again before their time."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027_locked_addresses"
down_revision = "0026_plan_life"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("failed_sign_ins", sa.Column("address", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("failed_sign_ins", "address")

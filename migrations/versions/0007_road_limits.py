"""Tunnels and weight limits of road links."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007_road_limits"
down_revision = "0006_plans"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("road_link", sa.Column("tunnel", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.alter_column("road_link", "tunnel", server_default=None)
    op.add_column("road_link", sa.Column("limit_kg", sa.Integer(), nullable=True))
    op.create_check_constraint("limit_positive", "road_link", "limit_kg > 0")


def downgrade() -> None:
    op.drop_constraint("limit_positive", "road_link", type_="check")
    op.drop_column("road_link", "limit_kg")
    op.drop_column("road_link", "tunnel")

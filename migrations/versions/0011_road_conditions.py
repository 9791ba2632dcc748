"""What slows every road in an incident, as reported."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011_road_conditions"
down_revision = "0010_plan_reasons"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("incident", sa.Column("road_conditions", postgresql.ARRAY(sa.Text()), nullable=True))
    op.create_check_constraint("road_conditions_known", "incident", "road_conditions <@ ARRAY['rain', 'debris']")


def downgrade() -> None:
    op.drop_constraint("road_conditions_known", "incident", type_="check")
    op.drop_column("incident", "road_conditions")

"""The least quantity that may be called of an agreement or of production."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012_least_calls"
down_revision = "0011_road_conditions"
branch_labels = None
depends_on = None

TABLES = ("agreement_reserve", "capacity_reserve")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("least_call", sa.BigInteger(), nullable=False, server_default="0"))
        op.alter_column(table, "least_call", server_default=None)
        op.create_check_constraint("least_call_not_negative", table, "least_call >= 0")
    op.create_check_constraint("least_call_guaranteed", TABLES[0], "least_call <= guaranteed_quantity")


def downgrade() -> None:
    op.drop_constraint("least_call_guaranteed", TABLES[0], type_="check")
    for table in TABLES:
        op.drop_constraint("least_call_not_negative", table, type_="check")
        op.drop_column(table, "least_call")

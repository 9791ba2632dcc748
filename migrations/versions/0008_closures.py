"""Closures of the whole district, of bridges, tunnels and road classes, and for heavy vehicles only."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008_closures"
down_revision = "0007_road_limits"
branch_labels = None
depends_on = None

CLASSES = "road_class IN ('expressway', 'class_2', 'class_3', 'class_4', 'village')"


def upgrade() -> None:
    for column in ("structure", "road_class"):
        op.add_column("closure", sa.Column(column, sa.Text(), nullable=True))
    op.add_column("closure", sa.Column("limit_kg", sa.Integer(), nullable=True))
    op.create_check_constraint("structure_known", "closure", "structure IN ('bridge', 'tunnel')")
    op.create_check_constraint("road_class_known", "closure", CLASSES)
    op.create_check_constraint(
        "link_not_narrowed", "closure", "kind <> 'link' OR (structure IS NULL AND road_class IS NULL)"
    )
    op.create_check_constraint("limit_positive", "closure", "limit_kg > 0")
    _kinds("'link', 'line', 'polygon', 'district'", "kind IN ('link', 'district')")


def downgrade() -> None:
    """Rows that the older tables cannot express go: without their column they would close other roads."""
    op.execute(
        "DELETE FROM closure WHERE kind = 'district' OR structure IS NOT NULL OR road_class IS NOT NULL"
        " OR (limit_kg IS NOT NULL AND speed_percent = 0)"
    )
    _kinds("'link', 'line', 'polygon'", "kind = 'link'")
    for constraint in ("limit_positive", "link_not_narrowed", "road_class_known", "structure_known"):
        op.drop_constraint(constraint, "closure", type_="check")
    for column in ("limit_kg", "road_class", "structure"):
        op.drop_column("closure", column)


def _kinds(known: str, undrawn: str) -> None:
    op.drop_constraint("kind_known", "closure", type_="check")
    op.drop_constraint("geometry_drawn", "closure", type_="check")
    op.create_check_constraint("kind_known", "closure", f"kind IN ({known})")
    op.create_check_constraint("geometry_drawn", "closure", f"({undrawn}) = (geometry IS NULL)")

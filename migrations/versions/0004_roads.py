"""Map layers, road graph and drawn features."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004_roads"
down_revision = "0003_inventory"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "map_layer",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("district", sa.Text(), sa.ForeignKey("division.code"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("district", "kind"),
        sa.CheckConstraint("kind IN ('roads', 'rivers', 'outline')", name="kind_known"),
        sa.CheckConstraint("version > 0", name="version_positive"),
    )
    op.create_table(
        "road_node",
        sa.Column("layer_id", sa.Uuid(), sa.ForeignKey("map_layer.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("lon", sa.Float(), nullable=False),
        sa.Column("lat", sa.Float(), nullable=False),
        sa.CheckConstraint("lon BETWEEN -180 AND 180", name="lon_range"),
        sa.CheckConstraint("lat BETWEEN -90 AND 90", name="lat_range"),
    )
    op.create_table(
        "road_link",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("layer_id", sa.Uuid(), sa.ForeignKey("map_layer.id", ondelete="CASCADE"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("start_node", sa.Integer(), nullable=False),
        sa.Column("end_node", sa.Integer(), nullable=False),
        sa.Column("length_m", sa.Integer(), nullable=False),
        sa.Column("road_class", sa.Text(), nullable=False),
        sa.Column("oneway", sa.Boolean(), nullable=False),
        sa.Column("bridge", sa.Boolean(), nullable=False),
        sa.Column("river", sa.Text(), nullable=True),
        sa.Column("geometry", postgresql.JSONB(), nullable=True),
        sa.ForeignKeyConstraint(["layer_id", "start_node"], ["road_node.layer_id", "road_node.number"]),
        sa.ForeignKeyConstraint(["layer_id", "end_node"], ["road_node.layer_id", "road_node.number"]),
        sa.CheckConstraint(
            "road_class IN ('expressway', 'class_2', 'class_3', 'class_4', 'village')", name="road_class_known"
        ),
        sa.CheckConstraint("length_m > 0", name="length_positive"),
    )
    op.create_index(op.f("ix_road_link_layer_id"), "road_link", ["layer_id"])
    op.create_table(
        "map_feature",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("layer_id", sa.Uuid(), sa.ForeignKey("map_layer.id", ondelete="CASCADE"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("geometry", postgresql.JSONB(), nullable=False),
    )
    op.create_index(op.f("ix_map_feature_layer_id"), "map_feature", ["layer_id"])


def downgrade() -> None:
    for table in ("map_feature", "road_link", "road_node", "map_layer"):
        op.drop_table(table)

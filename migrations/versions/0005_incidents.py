"""Incidents with their areas, villages, closures, mission needs and duty log; the mission rules."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005_incidents"
down_revision = "0004_forces"
branch_labels = None
depends_on = None

SKILL_KNOWN = (
    "skill IN ('flood', 'forest_fire', 'landslide', 'water_rescue', 'hazardous_chemicals', 'mine', 'medical',"
    " 'communications', 'power', 'transport', 'drone')"
)

# Planning values, editable: code, name, basis, per, skill, people, from and until (hours), severity, kinds
RULES = [
    ("guide", "转移引导", "township_people", 100, "transport", 2, 0, 6, 4, []),
    ("care", "安置医疗保障", "township_people", 500, "medical", 2, 2, 10, 3, []),
    ("patients", "伤病员救护", "patients", 10, "medical", 2, 0, 4, 5, []),
    ("water_rescue", "水上救援", "cut_off_village", 1, "water_rescue", 8, 0, 6, 5, ["flood"]),
    ("rescue", "搜救", "cut_off_village", 1, "landslide", 10, 0, 6, 5, ["earthquake", "landslide"]),
    ("signal", "应急通信", "cut_off_village", 1, "communications", 2, 1, 10, 3, []),
    ("clear_road", "道路抢通", "closed_road", 1, "landslide", 10, 1, 12, 3, []),
    ("flood_fighting", "抗洪抢险", "incident", 1, "flood", 30, 0, 6, 4, ["flood"]),
    ("fire_fighting", "山火扑救", "incident", 1, "forest_fire", 50, 0, 6, 5, ["forest_fire"]),
    ("chemical_response", "危化品处置", "incident", 1, "hazardous_chemicals", 20, 0, 4, 5, ["chemical"]),
    ("power", "电力抢修", "incident", 1, "power", 6, 3, 12, 2, []),
]


def upgrade() -> None:
    op.create_table(
        "mission_rule",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("per", sa.Integer(), nullable=False),
        sa.Column("skill", sa.Text(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("from_s", sa.Integer(), nullable=False),
        sa.Column("until_s", sa.Integer(), nullable=False),
        sa.Column("severity", sa.Integer(), nullable=False),
        sa.Column("kinds", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "basis IN ('people_moved', 'township_people', 'patients', 'cut_off_village', 'closed_road', 'incident')",
            name="basis_known",
        ),
        sa.CheckConstraint(SKILL_KNOWN, name="skill_known"),
        sa.CheckConstraint("from_s >= 0 AND until_s > from_s", name="window"),
        sa.CheckConstraint("per > 0 AND people > 0", name="amounts_positive"),
        sa.CheckConstraint("severity BETWEEN 1 AND 5", name="severity_range"),
        sa.PrimaryKeyConstraint("code"),
    )
    op.create_table(
        "incident",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("plan_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("exercise", sa.Boolean(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("needs_corrected", sa.Boolean(), nullable=False),
        sa.Column("opened_by", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed_at_when_closed"),
        sa.CheckConstraint(
            "kind IN ('flood', 'earthquake', 'landslide', 'forest_fire', 'drought', 'snow_ice', 'chemical')",
            name="kind_known",
        ),
        sa.CheckConstraint("level IN ('I', 'II', 'III', 'IV')", name="level_known"),
        sa.CheckConstraint("state IN ('open', 'closed')", name="state_known"),
        sa.CheckConstraint("plan_from >= started_at", name="plan_after_start"),
        sa.ForeignKeyConstraint(["district"], ["division.code"]),
        sa.ForeignKeyConstraint(["opened_by"], ["person.code"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
    )
    op.create_index(op.f("ix_incident_district"), "incident", ["district"])
    op.create_table(
        "incident_area",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("geometry", postgresql.JSONB(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_incident_area_incident_id"), "incident_area", ["incident_id"])
    op.create_table(
        "affected_village",
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("division", sa.Text(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("elderly", sa.Integer(), nullable=False),
        sa.Column("disabled", sa.Integer(), nullable=False),
        sa.Column("infants", sa.Integer(), nullable=False),
        sa.Column("patients", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "elderly BETWEEN 0 AND people AND disabled BETWEEN 0 AND people"
            " AND infants BETWEEN 0 AND people AND patients BETWEEN 0 AND people",
            name="special_within_people",
        ),
        sa.CheckConstraint("people >= 0", name="people_not_negative"),
        sa.ForeignKeyConstraint(["division"], ["division.code"]),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("incident_id", "division"),
    )
    op.create_table(
        "closure",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("link_id", sa.Text(), nullable=True),
        sa.Column("geometry", postgresql.JSONB(), nullable=True),
        sa.Column("speed_percent", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reported_by", sa.Text(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(kind = 'link') = (geometry IS NULL)", name="geometry_drawn"),
        sa.CheckConstraint("(kind = 'link') = (link_id IS NOT NULL)", name="link_named"),
        sa.CheckConstraint("kind IN ('link', 'line', 'polygon')", name="kind_known"),
        sa.CheckConstraint("speed_percent BETWEEN 0 AND 99", name="speed_slower"),
        sa.CheckConstraint("until IS NULL OR until > since", name="until_after_since"),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["reported_by"], ["person.code"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_closure_incident_id"), "closure", ["incident_id"])
    op.create_table(
        "closed_site",
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"]),
        sa.PrimaryKeyConstraint("incident_id", "site_id"),
    )
    op.create_table(
        "mission_need",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("division", sa.Text(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("skill", sa.Text(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("from_s", sa.Integer(), nullable=False),
        sa.Column("until_s", sa.Integer(), nullable=False),
        sa.Column("severity", sa.Integer(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("rule_code", sa.Text(), nullable=True),
        sa.CheckConstraint("origin IN ('rule', 'manual')", name="origin_known"),
        sa.CheckConstraint(SKILL_KNOWN, name="skill_known"),
        sa.CheckConstraint("(lon IS NULL) = (lat IS NULL)", name="lon_with_lat"),
        sa.CheckConstraint("division IS NOT NULL OR lon IS NOT NULL", name="somewhere"),
        sa.CheckConstraint("from_s >= 0 AND until_s > from_s", name="window"),
        sa.CheckConstraint("lon BETWEEN -180 AND 180 AND lat BETWEEN -90 AND 90", name="on_earth"),
        sa.CheckConstraint("people > 0", name="people_positive"),
        sa.CheckConstraint("severity BETWEEN 1 AND 5", name="severity_range"),
        sa.ForeignKeyConstraint(["division"], ["division.code"]),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["rule_code"], ["mission_rule.code"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_mission_need_incident_id"), "mission_need", ["incident_id"])
    op.create_table(
        "log_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('event', 'note')", name="kind_known"),
        sa.ForeignKeyConstraint(["actor"], ["person.code"]),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_log_entry_incident_id"), "log_entry", ["incident_id"])
    columns = ("code", "name", "basis", "per", "skill", "people", "from_s", "until_s", "severity", "kinds")
    rule = sa.table(
        "mission_rule",
        *map(sa.column, columns[:-1]),
        sa.column("kinds", postgresql.ARRAY(sa.Text())),
        *map(sa.column, ("active", "note", "version")),
    )
    planning_value = {"active": True, "note": "规划值，可修改", "version": 1}
    rows = [dict(zip(columns, row, strict=True)) | planning_value for row in RULES]
    op.bulk_insert(rule, [row | {name: row[name] * 3600 for name in ("from_s", "until_s")} for row in rows])


def downgrade() -> None:
    for table in (
        "log_entry",
        "mission_need",
        "closed_site",
        "closure",
        "affected_village",
        "incident_area",
        "incident",
        "mission_rule",
    ):
        op.drop_table(table)

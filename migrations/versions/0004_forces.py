"""Teams and the assembly profile, shelters, vehicles."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004_forces"
down_revision = "0004_roads"
branch_labels = None
depends_on = None

SKILL_KNOWN = (
    "skill IN ('flood', 'forest_fire', 'landslide', 'water_rescue', 'hazardous_chemicals', 'mine', 'medical',"
    " 'communications', 'power', 'transport', 'drone')"
)

# Planning values. "252" is a published name without a published meaning, so its limits are an assumption.
PROFILES = [
    {
        "code": "252",
        "name": "252 集结机制",
        "note": "假设：响应 2 分钟、集结 5 分钟、最近队伍 20 分钟到场；公开资料未给出定义，可修改",
        "active": True,
        "version": 1,
    },
    {
        "code": "tiered",
        "name": "分级到场时限",
        "note": "假设：村级 20 分钟、街镇 50 分钟、区级 2 小时到场；可修改",
        "active": False,
        "version": 1,
    },
]
STAGES = [
    ("252", 1, "response", None, 120),
    ("252", 2, "assembly", None, 300),
    ("252", 3, "on_scene", None, 1200),
    ("tiered", 1, "on_scene", "village", 1200),
    ("tiered", 2, "on_scene", "township", 3000),
    ("tiered", 3, "on_scene", None, 7200),
]


def upgrade() -> None:
    op.create_table(
        "team",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("division", sa.Text(), nullable=False),
        sa.Column("base_site_id", sa.Uuid(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("on_duty", sa.Integer(), nullable=False),
        sa.Column("home_cover", sa.Integer(), nullable=False),
        sa.Column("self_support_days", sa.Integer(), nullable=False),
        sa.Column("response_s", sa.Integer(), nullable=False),
        sa.Column("assembly_s", sa.Integer(), nullable=False),
        sa.Column("contact_name", sa.Text(), nullable=False),
        sa.Column("contact_phone", sa.Text(), nullable=False),
        sa.Column("deputy_name", sa.Text(), nullable=False),
        sa.Column("deputy_phone", sa.Text(), nullable=False),
        sa.Column("ready_checked_on", sa.Date(), nullable=True),
        sa.Column("out_of_service", sa.Boolean(), nullable=False),
        sa.Column("out_of_service_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=True),
        sa.CheckConstraint("level IN ('district', 'department', 'township', 'village', 'social')", name="level_known"),
        sa.CheckConstraint("out_of_service = (out_of_service_reason <> '')", name="reason_when_out"),
        sa.CheckConstraint("(lon IS NULL) = (lat IS NULL)", name="lon_with_lat"),
        sa.CheckConstraint("home_cover >= 0", name="home_cover_not_negative"),
        sa.CheckConstraint("lon BETWEEN -180 AND 180 AND lat BETWEEN -90 AND 90", name="on_earth"),
        sa.CheckConstraint("people >= 0 AND on_duty BETWEEN 0 AND people", name="on_duty_within_people"),
        sa.CheckConstraint("response_s >= 0 AND assembly_s >= 0", name="times_not_negative"),
        sa.CheckConstraint("self_support_days >= 0", name="self_support_not_negative"),
        sa.ForeignKeyConstraint(["base_site_id"], ["site.id"]),
        sa.ForeignKeyConstraint(["division"], ["division.code"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
    )
    op.create_index(op.f("ix_team_base_site_id"), "team", ["base_site_id"])
    op.create_index(op.f("ix_team_division"), "team", ["division"])
    op.create_table(
        "team_skill",
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("skill", sa.Text(), nullable=False),
        sa.CheckConstraint(SKILL_KNOWN, name="skill_known"),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("team_id", "skill"),
    )
    op.create_index(op.f("ix_team_skill_skill"), "team_skill", ["skill"])
    op.create_table(
        "assembly_profile",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code"),
    )
    op.create_index(
        "uq_assembly_profile_active", "assembly_profile", ["active"], unique=True, postgresql_where=sa.text("active")
    )
    op.create_table(
        "assembly_stage",
        sa.Column("profile_code", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=True),
        sa.Column("limit_s", sa.Integer(), nullable=False),
        sa.CheckConstraint("level IN ('district', 'department', 'township', 'village', 'social')", name="level_known"),
        sa.CheckConstraint("stage IN ('response', 'assembly', 'on_scene')", name="stage_known"),
        sa.CheckConstraint("limit_s > 0", name="limit_positive"),
        sa.ForeignKeyConstraint(["profile_code"], ["assembly_profile.code"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("profile_code", "position"),
        sa.UniqueConstraint("profile_code", "stage", "level", postgresql_nulls_not_distinct=True),
    )
    op.create_table(
        "shelter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("division", sa.Text(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("shelter_class", sa.Text(), nullable=False),
        sa.Column("grade", sa.Text(), nullable=False),
        sa.Column("indoor_places", sa.Integer(), nullable=False),
        sa.Column("outdoor_places", sa.Integer(), nullable=False),
        sa.Column("special_places", sa.Integer(), nullable=False),
        sa.Column("usable_area_m2", sa.Integer(), nullable=False),
        sa.Column("area_per_person_cm2", sa.Integer(), nullable=False),
        sa.Column("day_capacity", sa.Integer(), nullable=False),
        sa.Column("night_capacity", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("ready_s", sa.Integer(), nullable=False),
        sa.Column("docks", sa.Integer(), nullable=False),
        sa.Column("stop_s", sa.Integer(), nullable=False),
        sa.Column("handling_s_per_t", sa.Integer(), nullable=False),
        sa.Column("contact_name", sa.Text(), nullable=False),
        sa.Column("contact_phone", sa.Text(), nullable=False),
        sa.Column("out_of_service", sa.Boolean(), nullable=False),
        sa.Column("out_of_service_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=True),
        sa.CheckConstraint("grade IN ('district', 'township', 'village')", name="grade_known"),
        sa.CheckConstraint("out_of_service = (out_of_service_reason <> '')", name="reason_when_out"),
        sa.CheckConstraint("shelter_class IN ('emergency', 'short', 'long')", name="shelter_class_known"),
        sa.CheckConstraint(
            "state IN ('standby', 'preparing', 'open', 'full', 'closed', 'recovering')", name="state_known"
        ),
        sa.CheckConstraint("(lon IS NULL) = (lat IS NULL)", name="lon_with_lat"),
        sa.CheckConstraint("day_capacity >= 0 AND night_capacity >= 0", name="capacity_not_negative"),
        sa.CheckConstraint(
            "docks > 0 AND stop_s >= 0 AND handling_s_per_t >= 0 AND ready_s >= 0", name="handling_sensible"
        ),
        sa.CheckConstraint("indoor_places >= 0 AND outdoor_places >= 0", name="places_not_negative"),
        sa.CheckConstraint("lon BETWEEN -180 AND 180 AND lat BETWEEN -90 AND 90", name="on_earth"),
        sa.CheckConstraint("special_places BETWEEN 0 AND indoor_places + outdoor_places", name="special_within_places"),
        sa.CheckConstraint("usable_area_m2 >= 0 AND area_per_person_cm2 > 0", name="area_sensible"),
        sa.ForeignKeyConstraint(["division"], ["division.code"]),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
        sa.UniqueConstraint("site_id"),
    )
    op.create_index(op.f("ix_shelter_division"), "shelter", ["division"])
    op.create_table(
        "shelter_function",
        sa.Column("shelter_id", sa.Uuid(), nullable=False),
        sa.Column("function", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "function IN ('water', 'power', 'toilets', 'medical', 'kitchen', 'accessible')", name="function_known"
        ),
        sa.ForeignKeyConstraint(["shelter_id"], ["shelter.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("shelter_id", "function"),
    )
    op.create_table(
        "shelter_exposure",
        sa.Column("shelter_id", sa.Uuid(), nullable=False),
        sa.Column("hazard", sa.Text(), nullable=False),
        sa.CheckConstraint("hazard IN ('flood', 'landslide', 'earthquake', 'fire')", name="hazard_known"),
        sa.ForeignKeyConstraint(["shelter_id"], ["shelter.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("shelter_id", "hazard"),
    )
    op.create_table(
        "vehicle",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("profile", sa.Text(), nullable=False),
        sa.Column("division", sa.Text(), nullable=False),
        sa.Column("base_site_id", sa.Uuid(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("capacity_g", sa.Integer(), nullable=False),
        sa.Column("capacity_cm3", sa.Integer(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=True),
        sa.Column("mobilisation_s", sa.Integer(), nullable=False),
        sa.Column("driver_name", sa.Text(), nullable=False),
        sa.Column("driver_phone", sa.Text(), nullable=False),
        sa.Column("out_of_service", sa.Boolean(), nullable=False),
        sa.Column("out_of_service_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=True),
        sa.CheckConstraint("(owner = 'haulier') = (partner_id IS NOT NULL)", name="haulier_named"),
        sa.CheckConstraint("out_of_service = (out_of_service_reason <> '')", name="reason_when_out"),
        sa.CheckConstraint("owner IN ('own', 'haulier')", name="owner_known"),
        sa.CheckConstraint("profile IN ('truck', 'bus', 'light', 'motorcycle', 'boat', 'drone')", name="profile_known"),
        sa.CheckConstraint(
            "type IN ('micro', 'truck_4m2', 'truck_6m8', 'truck_9m6', 'bus', 'minibus', 'motorcycle',"
            " 'assault_boat', 'cargo_drone')",
            name="type_known",
        ),
        sa.CheckConstraint("(capacity_g > 0 AND capacity_cm3 > 0) OR seats > 0", name="carries_something"),
        sa.CheckConstraint("(lon IS NULL) = (lat IS NULL)", name="lon_with_lat"),
        sa.CheckConstraint("capacity_g >= 0 AND capacity_cm3 >= 0 AND seats >= 0", name="capacity_not_negative"),
        sa.CheckConstraint("lon BETWEEN -180 AND 180 AND lat BETWEEN -90 AND 90", name="on_earth"),
        sa.CheckConstraint("mobilisation_s >= 0", name="mobilisation_not_negative"),
        sa.ForeignKeyConstraint(["base_site_id"], ["site.id"]),
        sa.ForeignKeyConstraint(["division"], ["division.code"]),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.site_id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
    )
    op.create_index(op.f("ix_vehicle_base_site_id"), "vehicle", ["base_site_id"])
    op.create_index(op.f("ix_vehicle_division"), "vehicle", ["division"])
    op.create_index(op.f("ix_vehicle_partner_id"), "vehicle", ["partner_id"])
    profile = sa.table("assembly_profile", *map(sa.column, ("code", "name", "note", "active", "version")))
    op.bulk_insert(profile, PROFILES)
    columns = ("profile_code", "position", "stage", "level", "limit_s")
    stage = sa.table("assembly_stage", *map(sa.column, columns))
    op.bulk_insert(stage, [dict(zip(columns, row, strict=True)) for row in STAGES])


def downgrade() -> None:
    for table in (
        "vehicle",
        "shelter_exposure",
        "shelter_function",
        "shelter",
        "assembly_stage",
        "assembly_profile",
        "team_skill",
        "team",
    ):
        op.drop_table(table)

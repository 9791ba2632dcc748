"""Dispatch plans: frozen records of a checked plan."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006_plans"
down_revision = "0005_incidents"
branch_labels = None
depends_on = None

FREEZE = """
CREATE FUNCTION dispatch_plan_freeze() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a dispatch plan is never deleted' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (to_jsonb(NEW) - 'state') IS DISTINCT FROM (to_jsonb(OLD) - 'state') THEN
        RAISE EXCEPTION 'a dispatch plan never changes' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$
"""


def upgrade() -> None:
    op.create_table(
        "dispatch_plan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("input_hash", sa.Text(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("effort", sa.Integer(), nullable=False),
        sa.Column("time_limit_s", sa.Float(), nullable=False),
        sa.Column("ended", sa.Text(), nullable=False),
        sa.Column("problem", sa.LargeBinary(), nullable=False),
        sa.Column("plan", postgresql.JSONB(), nullable=False),
        sa.Column("report", postgresql.JSONB(), nullable=False),
        sa.Column("map", postgresql.JSONB(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number"),
        sa.CheckConstraint("state IN ('draft')", name="state_known"),
        sa.CheckConstraint("effort > 0", name="effort_positive"),
    )
    op.create_index(op.f("ix_dispatch_plan_incident_id_input_hash"), "dispatch_plan", ["incident_id", "input_hash"])
    op.execute(FREEZE)
    op.execute(
        "CREATE TRIGGER dispatch_plan_freeze BEFORE UPDATE OR DELETE ON dispatch_plan"
        " FOR EACH ROW EXECUTE FUNCTION dispatch_plan_freeze()"
    )


def downgrade() -> None:
    op.drop_table("dispatch_plan")
    op.execute("DROP FUNCTION dispatch_plan_freeze()")

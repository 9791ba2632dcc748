"""Life of a plan: draft → submitted → approved (or sent back) → issued, each step once and signed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026_plan_life"
down_revision = "0025_sealed_secrets"
branch_labels = None
depends_on = None

_APPROVED_BEFORE = (
    "(state = 'approved') = (approved_by IS NOT NULL) AND (state = 'approved') = (approved_at IS NOT NULL)"
)
_APPROVED = (
    "(approved_by IS NULL) = (approved_at IS NULL) AND (approved_by IS NOT NULL OR state <> 'approved')"
    " AND (approved_by IS NULL OR state IN ('approved', 'issued'))"
)
_ISSUED = "(state = 'issued') = (issued_by IS NOT NULL) AND (state = 'issued') = (issued_at IS NOT NULL)"

FROZEN = """
CREATE OR REPLACE FUNCTION dispatch_plan_freeze() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    moving CONSTANT text[] := ARRAY['state', 'approved_by', 'approved_at', 'issued_by', 'issued_at'];
    steps CONSTANT text[] := ARRAY[
        'draft submitted', 'submitted draft', 'submitted refused', 'refused submitted', 'submitted approved',
        'approved issued', 'draft issued'
    ];
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a dispatch plan is never deleted' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW IS NOT DISTINCT FROM OLD THEN
        RETURN NEW;
    END IF;
    IF (to_jsonb(NEW) - moving) IS DISTINCT FROM (to_jsonb(OLD) - moving)
        OR (OLD.state || ' ' || NEW.state) <> ALL (steps)
        OR (NEW.state <> 'approved'
            AND (NEW.approved_by, NEW.approved_at) IS DISTINCT FROM (OLD.approved_by, OLD.approved_at))
    THEN
        RAISE EXCEPTION 'a dispatch plan never changes' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$
"""

FROZEN_BEFORE = """
CREATE OR REPLACE FUNCTION dispatch_plan_freeze() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a dispatch plan is never deleted' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (to_jsonb(NEW) - 'state' - 'approved_by' - 'approved_at')
        IS DISTINCT FROM (to_jsonb(OLD) - 'state' - 'approved_by' - 'approved_at')
        OR ((NEW.state, NEW.approved_by, NEW.approved_at) IS DISTINCT FROM (OLD.state, OLD.approved_by, OLD.approved_at)
            AND (OLD.state, NEW.state) IS DISTINCT FROM ('draft', 'approved'))
    THEN
        RAISE EXCEPTION 'a dispatch plan never changes' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$
"""


def _check(name: str, condition: str) -> None:
    op.drop_constraint(name, "dispatch_plan", type_="check")
    op.create_check_constraint(name, "dispatch_plan", condition)


def upgrade() -> None:
    op.add_column("dispatch_plan", sa.Column("issued_by", sa.Text(), sa.ForeignKey("person.code"), nullable=True))
    op.add_column("dispatch_plan", sa.Column("issued_at", sa.DateTime(timezone=True), nullable=True))
    _check("state_known", "state IN ('draft', 'submitted', 'refused', 'approved', 'issued')")
    _check("approved_whole", _APPROVED)
    op.create_check_constraint("issued_whole", "dispatch_plan", _ISSUED)
    op.execute(FROZEN)
    _follow(
        "UPDATE dispatch_plan SET state = 'submitted' WHERE state = 'draft' AND id IN (SELECT plan_id"
        " FROM approval_request WHERE state = 'waiting')"
    )


def downgrade() -> None:
    """Issued plans are approved ones again where somebody approved them; all others are drafts."""
    op.drop_constraint("issued_whole", "dispatch_plan", type_="check")
    _follow("UPDATE dispatch_plan SET state = CASE WHEN approved_by IS NULL THEN 'draft' ELSE 'approved' END")
    _check("approved_whole", _APPROVED_BEFORE)
    _check("state_known", "state IN ('draft', 'approved')")
    op.drop_column("dispatch_plan", "issued_at")
    op.drop_column("dispatch_plan", "issued_by")
    op.execute(FROZEN_BEFORE)


def _follow(statement: str) -> None:
    """Bring the states in line, which the trigger would let nobody else do."""
    op.execute("ALTER TABLE dispatch_plan DISABLE TRIGGER USER")
    op.execute(statement)
    op.execute("ALTER TABLE dispatch_plan ENABLE TRIGGER USER")

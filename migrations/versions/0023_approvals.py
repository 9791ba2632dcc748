"""Approvals: which acts need one, who asked, who decided; what waits for them; tokens that two people make."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0023_approvals"
down_revision = "0022_inbox"
branch_labels = None
depends_on = None

_KINDS = "'receipt', 'issue', 'transfer', 'plan'"
_STATES = ("draft", "submitted", "approved", "posted", "reversed")
_REFUSED = "USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT ="

# What waits for approval keeps what was asked for; what was refused or taken back stays as it is.
DOCUMENT_WAITS = f"""
CREATE FUNCTION submitted_document_waits() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    moving CONSTANT text[] := ARRAY['state', 'occurred_at', 'recorded_at', 'approved_by', 'version'];
BEGIN
    IF OLD.state IN ('refused', 'withdrawn') OR TG_OP = 'DELETE'
        OR NEW.state NOT IN ('submitted', 'posted', 'refused', 'withdrawn')
        OR (to_jsonb(NEW) - moving) IS DISTINCT FROM (to_jsonb(OLD) - moving)
    THEN
        RAISE EXCEPTION 'a submitted document waits unchanged' {_REFUSED} 'submitted_document_waits';
    END IF;
    RETURN NEW;
END $$
"""

PLAN_FROZEN = """
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

PLAN_FROZEN_BEFORE = """
CREATE OR REPLACE FUNCTION dispatch_plan_freeze() RETURNS trigger LANGUAGE plpgsql AS $$
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


def _instant(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _code(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.Text(), sa.ForeignKey("person.code"), nullable=nullable)


def _state_known(table: str, *states: str) -> None:
    op.drop_constraint("state_known", table, type_="check")
    op.create_check_constraint("state_known", table, f"state IN ({', '.join(map(repr, states))})")


def upgrade() -> None:
    _documents()
    _plans()
    _tokens()
    _approvals()
    op.add_column("job", sa.Column("division", sa.Text(), nullable=True))


def _documents() -> None:
    _state_known("document", *_STATES, "refused", "withdrawn")
    op.add_column("document", _code("approved_by"))
    op.create_check_constraint("author_never_approves", "document", "approved_by <> actor")
    op.execute(DOCUMENT_WAITS)
    op.execute(
        "CREATE TRIGGER submitted_waits BEFORE UPDATE OR DELETE ON document FOR EACH ROW"
        " WHEN (OLD.state IN ('submitted', 'refused', 'withdrawn')) EXECUTE FUNCTION submitted_document_waits()"
    )


def _plans() -> None:
    _state_known("dispatch_plan", "draft", "approved")
    op.add_column("dispatch_plan", _code("approved_by"))
    op.add_column("dispatch_plan", _instant("approved_at", nullable=True))
    op.create_check_constraint(
        "approved_whole",
        "dispatch_plan",
        "(state = 'approved') = (approved_by IS NOT NULL) AND (state = 'approved') = (approved_at IS NOT NULL)",
    )
    op.create_check_constraint("author_never_approves", "dispatch_plan", "approved_by <> actor")
    op.execute(PLAN_FROZEN)


def _tokens() -> None:
    """A token made by one person works once another has approved it; uses are counted by the minute."""
    op.add_column("access_token", sa.Column("approved_by", sa.Uuid(), sa.ForeignKey("person.id"), nullable=True))
    op.add_column("access_token", _instant("approved_at", nullable=True))
    op.add_column("access_token", sa.Column("revoked_by", sa.Uuid(), sa.ForeignKey("person.id"), nullable=True))
    op.add_column("access_token", _instant("minute", nullable=True))
    op.add_column("access_token", sa.Column("uses", sa.Integer(), nullable=False, server_default="0"))
    op.alter_column("access_token", "uses", server_default=None)
    op.create_check_constraint("maker_never_approves", "access_token", "approved_by <> made_by")
    op.create_check_constraint("approved_whole", "access_token", "(approved_by IS NULL) = (approved_at IS NULL)")
    op.create_check_constraint(
        "a_year_at_most", "access_token", "expires_at > made_at AND expires_at <= made_at + interval '366 days'"
    )


def _approvals() -> None:
    op.create_table(
        "approval_policy",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("division", sa.Text(), nullable=True),
        sa.Column("site_id", sa.Uuid(), sa.ForeignKey("site.id"), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        _code("set_by", nullable=False),
        _instant("set_at"),
        sa.CheckConstraint(f"kind IN ({_KINDS})", name="kind_known"),
        sa.CheckConstraint("(division IS NULL) <> (site_id IS NULL)", name="one_place"),
        sa.UniqueConstraint("division", "site_id", "kind", postgresql_nulls_not_distinct=True),
    )
    op.create_table(
        "approval_request",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Uuid(), sa.ForeignKey("document.id"), nullable=True, unique=True),
        sa.Column("plan_id", sa.Uuid(), sa.ForeignKey("dispatch_plan.id"), nullable=True),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("division", sa.Text(), nullable=True),
        sa.Column("site_id", sa.Uuid(), sa.ForeignKey("site.id"), nullable=True),
        sa.Column("command", postgresql.JSONB(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        _code("author", nullable=False),
        _instant("submitted_at"),
        _code("decided_by"),
        _instant("decided_at", nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(f"kind IN ({_KINDS})", name="kind_known"),
        sa.CheckConstraint("state IN ('waiting', 'approved', 'refused', 'withdrawn')", name="state_known"),
        sa.CheckConstraint(
            "(kind = 'plan') = (plan_id IS NOT NULL) AND (kind = 'plan') = (document_id IS NULL)", name="one_subject"
        ),
        sa.CheckConstraint(
            "(state = 'waiting') = (decided_by IS NULL) AND (state = 'waiting') = (decided_at IS NULL)",
            name="decided_whole",
        ),
        sa.CheckConstraint(
            "state = 'waiting' OR (state = 'withdrawn') = (decided_by = author)", name="author_never_decides"
        ),
    )
    op.create_index(
        "uq_approval_request_plan",
        "approval_request",
        ["plan_id"],
        unique=True,
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index("ix_approval_request_state_id", "approval_request", ["state", "id"])
    op.create_index("ix_approval_request_author_id", "approval_request", ["author", "id"])


def downgrade() -> None:
    """What waits, was refused or withdrawn has moved nothing: it goes with the states that it was in."""
    op.drop_column("job", "division")
    op.drop_table("approval_request")
    op.drop_table("approval_policy")
    for name in ("a_year_at_most", "approved_whole", "maker_never_approves"):
        op.drop_constraint(name, "access_token", type_="check")
    for column in ("uses", "minute", "revoked_by", "approved_at", "approved_by"):
        op.drop_column("access_token", column)
    op.execute("DROP TRIGGER dispatch_plan_freeze ON dispatch_plan")
    for name in ("author_never_approves", "approved_whole"):
        op.drop_constraint(name, "dispatch_plan", type_="check")
    op.execute("UPDATE dispatch_plan SET state = 'draft'")
    op.drop_column("dispatch_plan", "approved_at")
    op.drop_column("dispatch_plan", "approved_by")
    _state_known("dispatch_plan", "draft")
    op.execute(PLAN_FROZEN_BEFORE)
    op.execute(
        "CREATE TRIGGER dispatch_plan_freeze BEFORE UPDATE OR DELETE ON dispatch_plan"
        " FOR EACH ROW EXECUTE FUNCTION dispatch_plan_freeze()"
    )
    op.execute("DROP TRIGGER submitted_waits ON document")
    op.execute("DROP FUNCTION submitted_document_waits()")
    op.execute("DELETE FROM document WHERE state IN ('submitted', 'refused', 'withdrawn')")
    op.drop_constraint("author_never_approves", "document", type_="check")
    op.drop_column("document", "approved_by")
    _state_known("document", *_STATES)

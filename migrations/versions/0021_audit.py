"""The audit: entries that are only ever added, and the chain that seals them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from app.kernel.errors import ServerFault

revision = "0021_audit"
down_revision = "0020_people"
branch_labels = None
depends_on = None

_GUARD = """
CREATE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = '23514', CONSTRAINT = 'audit_only_grows',
        MESSAGE = 'audit rows are never changed or deleted';
END $$
"""
TABLES = ("audit_entry", "audit_link")


def upgrade() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("roles", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("operation", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("before", postgresql.JSONB(), nullable=True),
        sa.Column("after", postgresql.JSONB(), nullable=True),
        sa.CheckConstraint("outcome IN ('done', 'refused', 'failed', 'exported')", name="outcome_known"),
    )
    op.create_index("ix_audit_entry_at", "audit_entry", ["at"])
    op.create_index("ix_audit_entry_actor_id", "audit_entry", ["actor", "id"])
    op.create_index("ix_audit_entry_operation_id", "audit_entry", ["operation", "id"])
    op.create_index("ix_audit_entry_subject_id", "audit_entry", ["subject_id"])
    op.create_index("ix_audit_entry_request_id", "audit_entry", ["request_id"])
    op.create_table(
        "audit_link",
        sa.Column("position", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False, unique=True),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.execute(_GUARD)
    for table in TABLES:
        op.execute(
            f"CREATE TRIGGER audit_only_grows BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION audit_only_grows()"
        )
        op.execute(
            f"CREATE TRIGGER audit_never_emptied BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION audit_only_grows()"
        )


def downgrade() -> None:
    """The audit is kept for half a year at least: no way down leads over it before."""
    kept = "SELECT count(*) FROM audit_entry WHERE at > now() - interval '180 days'"
    if young := op.get_bind().execute(sa.text(kept)).scalar_one():
        raise ServerFault(f"审计记录须保留至少 180 天，现有 {young} 行未满，不能退回到没有审计的版本。")
    for table in TABLES:
        op.drop_table(table)
    op.execute("DROP FUNCTION audit_only_grows()")

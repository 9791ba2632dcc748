"""Stored answers, document numbers, settings, people, jobs and the queue that delivers them."""

from uuid import UUID

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.queue_schema import INSTALL, UNINSTALL

revision = "0001_kernel"
down_revision = None

# Until accounts and rights exist, commands are signed by one of these; their ids are fixed so that copies agree.
_PEOPLE = (
    ("keeper", "仓管员（演示）"),
    ("duty", "值班员（演示）"),
    ("approver", "审批人（演示）"),
    ("planner", "规划员（演示）"),
    ("sysadmin", "系统管理员（演示）"),
    ("security", "安全管理员（演示）"),
    ("auditor", "审计管理员（演示）"),
)


def _instant(name: str, *, nullable: bool = False, default: bool = False) -> sa.Column[object]:
    return sa.Column(
        name, sa.DateTime(timezone=True), nullable=nullable, server_default=sa.func.now() if default else None
    )


def upgrade() -> None:
    _kernel()
    _people()
    _jobs()
    for statement in INSTALL:
        op.execute(statement)


def _kernel() -> None:
    op.create_table(
        "idempotency_key",
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("request_hash", sa.String(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.Column("headers", postgresql.JSONB(), nullable=True),
        _instant("created_at", default=True),
        sa.PrimaryKeyConstraint("actor", "key", name="pk_idempotency_key"),
        sa.CheckConstraint("(status IS NULL) = (answer IS NULL)", name="answered_whole"),
    )
    op.create_index("ix_idempotency_key_created_at", "idempotency_key", ["created_at"])
    op.create_table(
        "document_number",
        sa.Column("site_code", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("site_code", "kind", "year", name="pk_document_number"),
        sa.CheckConstraint("last > 0", name="last_positive"),
    )
    op.create_table(
        "setting",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", postgresql.JSONB(), nullable=False),
        _instant("updated_at", default=True),
        sa.PrimaryKeyConstraint("key", name="pk_setting"),
    )


def _people() -> None:
    person = op.create_table(
        "person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        sa.UniqueConstraint("code", name="uq_person_code"),
        sa.CheckConstraint(
            "role IN ('keeper', 'duty', 'approver', 'planner', 'sysadmin', 'security', 'auditor')",
            name="role_known",
        ),
    )
    op.bulk_insert(
        person,
        [
            {"id": UUID(int=number), "code": role, "name": name, "role": role}
            for number, (role, name) in enumerate(_PEOPLE, start=1)
        ],
    )


def _jobs() -> None:
    op.create_table(
        "job",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("payload", postgresql.JSONB(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("progress", postgresql.JSONB(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("cancel_requested", sa.Boolean(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("result", postgresql.JSONB(), nullable=True),
        sa.Column("requested_by", sa.String(), nullable=False),
        _instant("created_at", default=True),
        _instant("started_at", nullable=True),
        _instant("finished_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_job"),
        sa.CheckConstraint("state IN ('queued', 'running', 'done', 'failed', 'cancelled')", name="state_known"),
        sa.CheckConstraint("attempts >= 0", name="attempts_not_negative"),
        sa.CheckConstraint("(finished_at IS NULL) = (state IN ('queued', 'running'))", name="finished_when_over"),
    )
    op.create_index("ix_job_state", "job", ["state"])


def downgrade() -> None:
    for statement in UNINSTALL:
        op.execute(statement)
    for table in ("job", "person", "setting", "document_number", "idempotency_key"):
        op.drop_table(table)

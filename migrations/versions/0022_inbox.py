"""Messages to persons."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022_inbox"
down_revision = "0021_audit"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "inbox_message",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('approval', 'decision', 'plan', 'incident', 'account')", name="kind_known"),
    )
    op.create_index("ix_inbox_message_person_id_id", "inbox_message", ["person_id", "id"])
    op.create_index(
        "ix_inbox_message_unread", "inbox_message", ["person_id"], postgresql_where=sa.text("read_at IS NULL")
    )


def downgrade() -> None:
    op.drop_table("inbox_message")

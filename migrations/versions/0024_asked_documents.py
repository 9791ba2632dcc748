"""A document keeps what was asked for, so that whoever sees it waiting sees its lines; what was sent back is mended by
a new document. Adjustments and disposals may need approval. What was said on submitting stays beside the decision."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0024_asked_documents"
down_revision = "0023_approvals"
branch_labels = None
depends_on = None

_BEFORE = ("receipt", "issue", "transfer", "plan")
_KINDS = ("receipt", "issue", "transfer", "adjustment", "disposal", "plan")
_ASKED = "state NOT IN ('submitted', 'refused', 'withdrawn') OR command IS NOT NULL"


def _kinds_known(kinds: Sequence[str]) -> None:
    for table in ("approval_policy", "approval_request"):
        op.drop_constraint("kind_known", table, type_="check")
        op.create_check_constraint("kind_known", table, f"kind IN ({', '.join(map(repr, kinds))})")


def _carry(target: str, source: str, key: str) -> None:
    """Copy the commands from one table to the other; what waits is otherwise never touched."""
    op.execute(f"ALTER TABLE {target} DISABLE TRIGGER USER")
    op.execute(f"UPDATE {target} t SET command = s.command FROM {source} s WHERE {key}")
    op.execute(f"ALTER TABLE {target} ENABLE TRIGGER USER")


def upgrade() -> None:
    op.add_column("document", sa.Column("command", postgresql.JSONB(), nullable=True))
    op.add_column("document", sa.Column("mends", sa.Uuid(), sa.ForeignKey("document.id"), nullable=True, unique=True))
    _carry("document", "approval_request", "s.document_id = t.id")
    op.create_check_constraint("asked_whole", "document", _ASKED)
    op.create_check_constraint("mends_another", "document", "mends IS NULL OR mends <> id")
    op.drop_column("approval_request", "command")
    op.add_column("approval_request", sa.Column("note", sa.Text(), nullable=False, server_default=""))
    op.alter_column("approval_request", "note", server_default=None)
    op.execute("UPDATE approval_request SET note = reason, reason = '' WHERE state IN ('waiting', 'withdrawn')")
    _kinds_known(_KINDS)


def downgrade() -> None:
    """Adjustments and disposals that waited have moved nothing: they go with their kinds."""
    op.execute("DELETE FROM approval_policy WHERE kind IN ('adjustment', 'disposal')")
    op.execute("DELETE FROM approval_request WHERE kind IN ('adjustment', 'disposal')")
    _kinds_known(_BEFORE)
    op.execute("UPDATE approval_request SET reason = note WHERE state IN ('waiting', 'withdrawn')")
    op.drop_column("approval_request", "note")
    op.add_column("approval_request", sa.Column("command", postgresql.JSONB(), nullable=True))
    _carry("approval_request", "document", "t.document_id = s.id")
    for name in ("mends_another", "asked_whole"):
        op.drop_constraint(name, "document", type_="check")
    op.execute("ALTER TABLE document DISABLE TRIGGER USER")
    op.execute(
        "DELETE FROM document d WHERE state IN ('submitted', 'refused', 'withdrawn')"
        " AND NOT EXISTS (SELECT 1 FROM approval_request WHERE document_id = d.id)"
    )
    op.execute("ALTER TABLE document ENABLE TRIGGER USER")
    op.drop_column("document", "mends")
    op.drop_column("document", "command")

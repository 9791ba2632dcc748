"""Every person was entered by somebody: those of the first migration go, unless an account or paper is theirs."""

from __future__ import annotations

from alembic import op

revision = "0028_own_persons"
down_revision = "0027_locked_addresses"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        DO $$
        DECLARE
            first uuid;
        BEGIN
            FOR first IN
                SELECT person.id FROM person
                WHERE id IN (SELECT lpad(to_hex(number), 32, '0')::uuid FROM generate_series(1, 7) AS number)
                    AND NOT EXISTS (SELECT FROM dispatch_plan WHERE person.code IN (actor, issued_by, approved_by))
            LOOP
                BEGIN
                    DELETE FROM person WHERE id = first;
                EXCEPTION WHEN foreign_key_violation THEN
                    NULL; -- it has an account, or signed something
                END;
            END LOOP;
        END $$
    """)


def downgrade() -> None:
    """Persons whom nothing names are not missed."""

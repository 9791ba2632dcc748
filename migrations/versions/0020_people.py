"""Persons with grants, accounts, sign-ins, one-time codes and access tokens."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0020_people"
down_revision = "0013_plans_together"
branch_labels = None
depends_on = None

_ROLES = "'keeper', 'duty', 'approver', 'planner', 'sysadmin', 'security', 'auditor'"

# 三权分立: whoever holds one of the three administrative roles holds no other role at all. Grants to one person are
# judged one after the other: the person's row is locked first.
_SEPARATION = """
CREATE FUNCTION grants_stay_apart() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.ended_at IS NOT NULL THEN
        RETURN NEW;
    END IF;
    PERFORM FROM person WHERE id = NEW.person_id FOR NO KEY UPDATE;
    IF EXISTS (
        SELECT FROM role_grant g
        WHERE g.person_id = NEW.person_id AND g.ended_at IS NULL AND g.id <> NEW.id AND g.role <> NEW.role
          AND (g.role IN ('sysadmin', 'security', 'auditor') OR NEW.role IN ('sysadmin', 'security', 'auditor'))
    ) THEN
        RAISE EXCEPTION USING ERRCODE = '23514', CONSTRAINT = 'administrative_roles_apart',
            MESSAGE = 'administrative roles are never held beside another role';
    END IF;
    RETURN NEW;
END $$
"""


def _instant(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _person(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.Uuid(), sa.ForeignKey("person.id"), nullable=nullable)


def upgrade() -> None:
    _persons()
    _grants()
    _accounts()
    _tokens()
    op.execute(_SEPARATION)
    op.execute(
        "CREATE TRIGGER grants_stay_apart BEFORE INSERT OR UPDATE ON role_grant"
        " FOR EACH ROW EXECUTE FUNCTION grants_stay_apart()"
    )


def _persons() -> None:
    """Roles become grants. Persons of the first migration stay as signatures of what was signed; none can sign in."""
    op.drop_constraint("role_known", "person", type_="check")
    op.drop_column("person", "role")
    op.add_column("person", sa.Column("phone", sa.Text(), nullable=False, server_default=""))
    op.add_column("person", sa.Column("division", sa.Text(), sa.ForeignKey("division.code"), nullable=True))
    op.add_column("person", sa.Column("post", sa.Text(), nullable=False, server_default=""))
    op.add_column("person", _instant("left_at", nullable=True))
    for column in ("phone", "post"):
        op.alter_column("person", column, server_default=None)


def _grants() -> None:
    op.create_table(
        "role_grant",
        sa.Column("id", sa.Uuid(), primary_key=True),
        _person("person_id", nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("reads", sa.Text(), nullable=False),
        sa.Column("writes", sa.Text(), nullable=True),
        sa.Column("site_id", sa.Uuid(), sa.ForeignKey("site.id"), nullable=True),
        _person("granted_by"),
        _instant("granted_at"),
        _person("ended_by"),
        _instant("ended_at", nullable=True),
        sa.CheckConstraint(f"role IN ({_ROLES})", name="role_known"),
        sa.CheckConstraint("granted_by IS DISTINCT FROM person_id", name="not_to_oneself"),
        sa.CheckConstraint("ended_at >= granted_at", name="ended_later"),
    )
    op.create_index("ix_role_grant_live", "role_grant", ["person_id"], postgresql_where=sa.text("ended_at IS NULL"))


def _accounts() -> None:
    op.create_table(
        "account",
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("name", sa.Text(), nullable=False, unique=True),
        sa.Column("password_hash", sa.Text(), nullable=True),
        _instant("password_set_at", nullable=True),
        sa.Column("earlier_hashes", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("totp_secret", sa.Text(), nullable=True),
        _instant("totp_confirmed_at", nullable=True),
        sa.Column("totp_last_step", sa.Integer(), nullable=True),
        sa.Column("openid_subject", sa.Text(), nullable=True, unique=True),
        _instant("disabled_at", nullable=True),
        _instant("created_at"),
    )
    op.create_table(
        "one_time_code",
        sa.Column("code_hash", sa.Text(), primary_key=True),
        _person("person_id", nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        _person("made_by"),
        _instant("expires_at"),
        _instant("used_at", nullable=True),
        sa.CheckConstraint("purpose IN ('first_password', 'reset', 'demo')", name="purpose_known"),
    )
    op.create_index("ix_one_time_code_person_id", "one_time_code", ["person_id"])
    op.create_table(
        "sign_in",
        sa.Column("token_hash", sa.Text(), primary_key=True),
        sa.Column("id", sa.Uuid(), nullable=False, unique=True),
        _person("person_id", nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("kiosk", sa.Boolean(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("agent", sa.Text(), nullable=False),
        _instant("began_at"),
        _instant("seen_at"),
        _instant("ends_at"),
        _instant("ended_at", nullable=True),
        sa.CheckConstraint("stage IN ('full', 'password', 'second_factor', 'second_factor_setup')", name="stage_known"),
    )
    op.create_index("ix_sign_in_person_id", "sign_in", ["person_id"])
    op.create_table(
        "failed_sign_ins",
        sa.Column("key", sa.Text(), primary_key=True),
        sa.Column("count", sa.Integer(), nullable=False),
        _instant("last_at"),
        _instant("locked_until", nullable=True),
    )


def _tokens() -> None:
    op.create_table(
        "access_token",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False, unique=True),
        sa.Column("subjects", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("reads", sa.Text(), nullable=False),
        _person("made_by", nullable=False),
        _instant("made_at"),
        _instant("expires_at"),
        _instant("revoked_at", nullable=True),
        _instant("last_used_at", nullable=True),
    )
    op.create_table(
        "security_policy",
        sa.Column("key", sa.Text(), primary_key=True),
        sa.Column("value", postgresql.JSONB(), nullable=False),
        _person("set_by"),
        _instant("set_at"),
    )


def downgrade() -> None:
    for table in ("security_policy", "access_token", "failed_sign_ins", "sign_in", "one_time_code", "account"):
        op.drop_table(table)
    op.drop_table("role_grant")
    op.execute("DROP FUNCTION grants_stay_apart()")
    for column in ("left_at", "post", "division", "phone"):
        op.drop_column("person", column)
    op.add_column("person", sa.Column("role", sa.Text(), nullable=True))
    op.execute(f"UPDATE person SET role = CASE WHEN code IN ({_ROLES}) THEN code ELSE 'duty' END")
    op.alter_column("person", "role", nullable=False)
    op.create_check_constraint("role_known", "person", f"role IN ({_ROLES})")

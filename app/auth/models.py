"""Persons, their grants and accounts, and what proves that a request comes from one of them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Index, Text, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field, SQLModel

from app.auth.rights import Role
from app.kernel.ids import uuid7
from app.kernel.types import LabeledEnum, enum_check, enum_column, instant_column, json_column


class Person(SQLModel, table=True):
    """Somebody who acts; documents name him by ``code``. ``division`` is where he works."""

    __tablename__ = "person"

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    code: str = Field(unique=True)
    name: str
    phone: str = Field(default="", sa_type=Text)
    division: str | None = Field(default=None, foreign_key="division.code", sa_type=Text)
    post: str = Field(default="", sa_type=Text)
    left_at: datetime | None = Field(default=None, sa_column=instant_column(nullable=True))


class Grant(SQLModel, table=True):
    """A role at a place, until ``ended_at``. Reading and writing reach their own sub-trees.

    ``reads`` and ``writes`` are division codes ("" = the whole installation); a ``site_id`` narrows writing to one site
    and lets it be read. ``writes`` is null where the role may only read.
    """

    __tablename__ = "role_grant"
    __table_args__ = (
        enum_check("role", Role),
        CheckConstraint("granted_by IS DISTINCT FROM person_id", name="not_to_oneself"),
        CheckConstraint("ended_at >= granted_at", name="ended_later"),
        Index("ix_role_grant_live", "person_id", postgresql_where=text("ended_at IS NULL")),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id")
    role: Role = Field(sa_column=enum_column(Role))
    reads: str = Field(sa_type=Text)
    writes: str | None = Field(default=None, sa_type=Text)
    site_id: UUID | None = Field(default=None, foreign_key="site.id")
    granted_by: UUID | None = Field(default=None, foreign_key="person.id")
    granted_at: datetime = Field(sa_column=instant_column())
    ended_by: UUID | None = Field(default=None, foreign_key="person.id")
    ended_at: datetime | None = Field(default=None, sa_column=instant_column(nullable=True))


class Account(SQLModel, table=True):
    """How one person signs in. ``password_hash`` is null until the first password is chosen with a one-time code;
    ``totp_secret`` is sealed by the installation's key."""

    __tablename__ = "account"
    __table_args__ = (CheckConstraint("totp_secret LIKE '1.%'", name="totp_secret_sealed"),)

    person_id: UUID = Field(foreign_key="person.id", primary_key=True)
    name: str = Field(sa_type=Text, unique=True)
    password_hash: str | None = Field(default=None, sa_type=Text)
    password_set_at: datetime | None = Field(default=None, sa_column=instant_column(nullable=True))
    earlier_hashes: list[str] = Field(default_factory=list, sa_column=Column(ARRAY(Text), nullable=False))
    totp_secret: str | None = Field(default=None, sa_type=Text)
    totp_confirmed_at: datetime | None = Field(default=None, sa_column=instant_column(nullable=True))
    totp_last_step: int | None = None
    openid_subject: str | None = Field(default=None, sa_type=Text, unique=True)
    disabled_at: datetime | None = Field(default=None, sa_column=instant_column(nullable=True))
    created_at: datetime = Field(sa_column=instant_column())


class CodePurpose(LabeledEnum):
    FIRST_PASSWORD = "first_password", "设置首个口令", "primary"
    RESET = "reset", "重设口令", "warning"
    DEMO = "demo", "演示登录", "info"


class OneTimeCode(SQLModel, table=True):
    """A code that lets its holder in once, kept as a hash."""

    __tablename__ = "one_time_code"
    __table_args__ = (enum_check("purpose", CodePurpose),)

    code_hash: str = Field(primary_key=True, sa_type=Text)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    purpose: CodePurpose = Field(sa_column=enum_column(CodePurpose))
    made_by: UUID | None = Field(default=None, foreign_key="person.id")
    expires_at: datetime = Field(sa_column=instant_column())
    used_at: datetime | None = Field(default=None, sa_column=instant_column(nullable=True))


class Stage(LabeledEnum):
    """What is still to be done before anything else."""

    FULL = "full", "已登录", "success"
    PASSWORD = "password", "须设置口令", "warning"
    SECOND_FACTOR = "second_factor", "须验证动态口令", "warning"
    SECOND_FACTOR_SETUP = "second_factor_setup", "须启用动态口令", "warning"


class SignIn(SQLModel, table=True):
    """A session on the server. The browser holds the token, we only its hash."""

    __tablename__ = "sign_in"
    __table_args__ = (enum_check("stage", Stage),)

    token_hash: str = Field(primary_key=True, sa_type=Text)
    id: UUID = Field(default_factory=uuid7, unique=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    stage: Stage = Field(sa_column=enum_column(Stage))
    kiosk: bool = False
    address: str = Field(default="", sa_type=Text)
    agent: str = Field(default="", sa_type=Text)
    began_at: datetime = Field(sa_column=instant_column())
    seen_at: datetime = Field(sa_column=instant_column())
    ends_at: datetime = Field(sa_column=instant_column())
    ended_at: datetime | None = Field(default=None, sa_column=instant_column(nullable=True))


class FailedSignIns(SQLModel, table=True):
    """Failures in a row of one account name or one address (``key`` is a digest, known or unknown names alike).

    Only addresses are kept in the clear too: people type their password where the name belongs.
    """

    __tablename__ = "failed_sign_ins"

    key: str = Field(primary_key=True, sa_type=Text)
    address: str | None = Field(default=None, sa_type=Text)
    count: int
    last_at: datetime = Field(sa_column=instant_column())
    locked_until: datetime | None = Field(default=None, sa_column=instant_column(nullable=True))


class AccessToken(SQLModel, table=True):
    """A read-only token of another system, kept as a hash; ``subjects`` are what it may read, ``reads`` where.

    Whoever makes it hands it on; it works once another person has approved it. ``uses`` are counted in ``minute``.
    """

    __tablename__ = "access_token"
    __table_args__ = (
        CheckConstraint("approved_by <> made_by", name="maker_never_approves"),
        CheckConstraint("(approved_by IS NULL) = (approved_at IS NULL)", name="approved_whole"),
        CheckConstraint("expires_at > made_at AND expires_at <= made_at + interval '366 days'", name="a_year_at_most"),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    name: str = Field(sa_type=Text)
    token_hash: str = Field(sa_type=Text, unique=True)
    subjects: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    reads: str = Field(sa_type=Text)
    made_by: UUID = Field(foreign_key="person.id")
    made_at: datetime = Field(sa_column=instant_column())
    approved_by: UUID | None = Field(default=None, foreign_key="person.id")
    approved_at: datetime | None = Field(default=None, sa_column=instant_column(nullable=True))
    expires_at: datetime = Field(sa_column=instant_column())
    revoked_by: UUID | None = Field(default=None, foreign_key="person.id")
    revoked_at: datetime | None = Field(default=None, sa_column=instant_column(nullable=True))
    last_used_at: datetime | None = Field(default=None, sa_column=instant_column(nullable=True))
    minute: datetime | None = Field(default=None, sa_column=instant_column(nullable=True))
    uses: int = 0


class SecurityPolicy(SQLModel, table=True):
    """The security administrator's settings, by key; absent = the default in ``policy``."""

    __tablename__ = "security_policy"

    key: str = Field(primary_key=True, sa_type=Text)
    value: Any = Field(sa_column=json_column())
    set_by: UUID | None = Field(default=None, foreign_key="person.id")
    set_at: datetime = Field(sa_column=instant_column())

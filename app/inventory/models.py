"""The stock ledger: lots, documents, two-ended entries, balances and reservations.

The database itself keeps the core honest (see the migration): entries cannot be changed or deleted, inserting an entry
moves the two balances, a balance moves in no other way, and active reservations never exceed what is on hand.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKeyConstraint, Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from app.kernel.ids import uuid7
from app.kernel.types import LabeledEnum, enum_check, enum_column, instant_column, json_column


class Owner(LabeledEnum):
    DISTRICT = "district", "本区", "primary"
    CITY = "city", "市级代储", "warning"


class Condition(LabeledEnum):
    USABLE = "usable", "完好", "success"
    QUARANTINE = "quarantine", "待检", "warning"
    REPAIR = "repair", "待修", "warning"
    DAMAGED = "damaged", "损坏", "danger"


class DocumentKind(LabeledEnum):
    OPENING = "opening", "期初", "info"
    RECEIPT = "receipt", "入库", "success"
    ISSUE = "issue", "出库", "warning"
    TRANSFER = "transfer", "调拨", "primary"
    RETURN = "return", "回收", "success"
    ADJUSTMENT = "adjustment", "调整", "warning"
    MOVE = "move", "移位", "info"
    CONDITION = "condition", "状态变更", "info"
    DISPOSAL = "disposal", "报废", "danger"


class Reason(LabeledEnum):
    """Why a document moves goods. Which kinds a reason belongs to stands in ``effects``."""

    OPENING = "opening", "期初建账", "info"
    PURCHASE = "purchase", "采购入库", "success"
    DONATION = "donation", "捐赠入库", "success"
    ALLOCATED = "allocated", "市级调入", "success"
    LOAN_RETURN = "loan_return", "借用归还", "success"
    DISTRIBUTION = "distribution", "发放", "warning"
    LOAN = "loan", "借出", "warning"
    ROTATION = "rotation", "轮换", "warning"
    EXERCISE = "exercise", "演练", "warning"
    ALLOCATION = "allocation", "调拨", "primary"
    RECOVERY = "recovery", "回收入库", "success"
    FOUND = "found", "盘盈", "success"
    MISSING = "missing", "盘亏", "danger"
    TIDY = "tidy", "整理移位", "info"
    INSPECTION = "inspection", "检验", "info"
    REPAIR = "repair", "维修", "info"
    EXPIRED = "expired", "过期报废", "danger"
    BROKEN = "broken", "损坏报废", "danger"


class DocumentState(LabeledEnum):
    DRAFT = "draft", "草稿", "info"
    SUBMITTED = "submitted", "已提交", "primary"
    APPROVED = "approved", "已审核", "primary"
    POSTED = "posted", "已过账", "success"
    REVERSED = "reversed", "已红冲", "danger"
    REFUSED = "refused", "已退回", "danger"
    WITHDRAWN = "withdrawn", "已撤回", "info"


class HoldState(LabeledEnum):
    ACTIVE = "active", "占用中", "warning"
    RELEASED = "released", "已释放", "info"
    FULFILLED = "fulfilled", "已出库", "success"


class HoldPurpose(LabeledEnum):
    HOLD = "hold", "人工占用", "warning"
    PLAN = "plan", "方案占用", "primary"


class Lot(SQLModel, table=True):
    """A batch of one item under one owner. Expired is derived from ``expires_on``, never stored."""

    __tablename__ = "lot"
    __table_args__ = (
        enum_check("owner", Owner),
        UniqueConstraint("item_id", "lot_no", "owner"),
        UniqueConstraint("id", "item_id", "owner"),
        CheckConstraint("expires_on > made_on", name="life_ordered"),
        CheckConstraint("unit_cost_fen >= 0", name="unit_cost_counted"),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    item_id: UUID = Field(foreign_key="item.id")
    lot_no: str = Field(sa_type=Text)
    owner: Owner = Field(default=Owner.DISTRICT, sa_column=enum_column(Owner))
    made_on: date | None = None
    expires_on: date | None = None
    source: str = Field(default="", sa_type=Text)
    unit_cost_fen: int | None = Field(default=None, sa_type=BigInteger)
    synthetic: bool = False


class Document(SQLModel, table=True):
    """A document (单据). ``occurred_at`` is when the goods moved, ``recorded_at`` when it was written down.

    One that had to wait keeps the ``command`` that it was submitted with; ``mends`` is the one, sent back or taken
    back, that it is asked for instead of.
    """

    __tablename__ = "document"
    __table_args__ = (
        enum_check("kind", DocumentKind),
        enum_check("reason", Reason),
        enum_check("state", DocumentState),
        UniqueConstraint("id", "occurred_at"),
        CheckConstraint("occurred_at <= recorded_at", name="not_in_future"),
        CheckConstraint("reverses IS NULL OR reverses <> id", name="reverses_another"),
        CheckConstraint("mends IS NULL OR mends <> id", name="mends_another"),
        CheckConstraint("approved_by <> actor", name="author_never_approves"),
        CheckConstraint(
            "state NOT IN ('submitted', 'refused', 'withdrawn') OR command IS NOT NULL", name="asked_whole"
        ),
        Index("ix_document_site_id_id", "site_id", "id"),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    number: str = Field(sa_type=Text, unique=True)
    kind: DocumentKind = Field(sa_column=enum_column(DocumentKind))
    reason: Reason = Field(sa_column=enum_column(Reason))
    state: DocumentState = Field(sa_column=enum_column(DocumentState))
    site_id: UUID = Field(foreign_key="site.id")
    counterpart_id: UUID | None = Field(default=None, foreign_key="site.id")
    occurred_at: datetime = Field(sa_column=instant_column())
    recorded_at: datetime = Field(sa_column=instant_column())
    actor: str = Field(foreign_key="person.code", sa_type=Text)
    approved_by: str | None = Field(default=None, foreign_key="person.code", sa_type=Text)
    note: str = Field(default="", sa_type=Text)
    reverses: UUID | None = Field(default=None, foreign_key="document.id", unique=True)
    mends: UUID | None = Field(default=None, foreign_key="document.id", unique=True)
    command: dict[str, Any] | None = Field(default=None, sa_column=json_column(nullable=True))
    version: int = 1


class DocumentLine(SQLModel, table=True):
    """A line as it was asked for; the ledger entries of the document say what it did."""

    __tablename__ = "document_line"
    __table_args__ = (
        enum_check("condition", Condition),
        enum_check("to_condition", Condition),
        CheckConstraint("quantity > 0", name="quantity_positive"),
    )

    document_id: UUID = Field(foreign_key="document.id", primary_key=True)
    number: int = Field(primary_key=True)
    item_id: UUID = Field(foreign_key="item.id")
    lot_id: UUID = Field(foreign_key="lot.id")
    bin_id: UUID = Field(foreign_key="bin.id")
    to_bin_id: UUID | None = Field(default=None, foreign_key="bin.id")
    condition: Condition = Field(sa_column=enum_column(Condition))
    to_condition: Condition = Field(sa_column=enum_column(Condition))
    quantity: int = Field(sa_type=BigInteger)


class LedgerEntry(SQLModel, table=True):
    """``quantity`` units of a lot went from one (site, bin, condition) to another. Never updated, never deleted."""

    __tablename__ = "ledger_entry"
    __table_args__ = (
        enum_check("owner", Owner),
        enum_check("from_condition", Condition),
        enum_check("to_condition", Condition),
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("(from_bin_id, from_condition) IS DISTINCT FROM (to_bin_id, to_condition)", name="two_ends"),
        ForeignKeyConstraint(["document_id", "occurred_at"], ["document.id", "document.occurred_at"]),
        ForeignKeyConstraint(["lot_id", "item_id", "owner"], ["lot.id", "lot.item_id", "lot.owner"]),
        ForeignKeyConstraint(["from_bin_id", "from_site_id"], ["bin.id", "bin.site_id"]),
        ForeignKeyConstraint(["to_bin_id", "to_site_id"], ["bin.id", "bin.site_id"]),
        Index("ix_ledger_entry_from", "from_site_id", "lot_id", "occurred_at"),
        Index("ix_ledger_entry_to", "to_site_id", "lot_id", "occurred_at"),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    document_id: UUID = Field(index=True)
    line: int
    occurred_at: datetime = Field(sa_column=instant_column())
    item_id: UUID
    lot_id: UUID
    owner: Owner = Field(sa_column=enum_column(Owner))
    quantity: int = Field(sa_type=BigInteger)
    from_site_id: UUID
    from_bin_id: UUID
    from_condition: Condition = Field(sa_column=enum_column(Condition))
    to_site_id: UUID
    to_bin_id: UUID
    to_condition: Condition = Field(sa_column=enum_column(Condition))


class Balance(SQLModel, table=True):
    """On hand of one whole key, the sum of its ledger entries; written by the ledger's trigger alone."""

    __tablename__ = "balance"
    __table_args__ = (
        enum_check("owner", Owner),
        enum_check("condition", Condition),
        CheckConstraint("quantity >= 0 OR NOT bounded", name="not_negative"),
        ForeignKeyConstraint(["site_id", "bounded"], ["site.id", "site.bounded"]),
        ForeignKeyConstraint(["bin_id", "site_id"], ["bin.id", "bin.site_id"]),
        ForeignKeyConstraint(["lot_id", "item_id", "owner"], ["lot.id", "lot.item_id", "lot.owner"]),
        Index("ix_balance_item_id_site_id", "item_id", "site_id"),
        Index("ix_balance_lot_id", "lot_id"),
    )

    site_id: UUID = Field(primary_key=True)
    bin_id: UUID = Field(primary_key=True)
    item_id: UUID = Field(primary_key=True)
    lot_id: UUID = Field(primary_key=True)
    owner: Owner = Field(sa_column=enum_column(Owner, primary_key=True))
    condition: Condition = Field(sa_column=enum_column(Condition, primary_key=True))
    bounded: bool
    quantity: int = Field(default=0, sa_type=BigInteger)


class Hold(SQLModel, table=True):
    """A hold (占用) on goods: one purpose, one reason, many reservations; closed as a whole."""

    __tablename__ = "hold"
    __table_args__ = (
        enum_check("purpose", HoldPurpose),
        enum_check("state", HoldState),
        CheckConstraint("(state = 'active') = (closed_at IS NULL)", name="closed_whole"),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    number: str = Field(sa_type=Text, unique=True)
    purpose: HoldPurpose = Field(sa_column=enum_column(HoldPurpose))
    subject: UUID | None = Field(default=None, index=True)
    state: HoldState = Field(default=HoldState.ACTIVE, sa_column=enum_column(HoldState))
    site_id: UUID = Field(foreign_key="site.id")
    reason: str = Field(default="", sa_type=Text)
    actor: str = Field(foreign_key="person.code", sa_type=Text)
    created_at: datetime = Field(sa_column=instant_column())
    closed_at: datetime | None = Field(default=None, sa_column=instant_column(nullable=True))
    closed_by: str | None = Field(default=None, foreign_key="person.code", sa_type=Text)
    version: int = 1


class Reservation(SQLModel, table=True):
    """``quantity`` of one balance that only its hold may take. Active while ``released_at`` is null."""

    __tablename__ = "reservation"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity_positive"),
        ForeignKeyConstraint(
            ["site_id", "bin_id", "item_id", "lot_id", "owner", "condition"],
            [
                "balance.site_id",
                "balance.bin_id",
                "balance.item_id",
                "balance.lot_id",
                "balance.owner",
                "balance.condition",
            ],
            name="fk_reservation_balance",
        ),
        Index(
            "ix_reservation_active",
            "site_id",
            "bin_id",
            "item_id",
            "lot_id",
            "owner",
            "condition",
            postgresql_where=text("released_at IS NULL"),
        ),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    hold_id: UUID = Field(foreign_key="hold.id", index=True)
    site_id: UUID
    bin_id: UUID
    item_id: UUID
    lot_id: UUID
    owner: Owner = Field(sa_column=enum_column(Owner))
    condition: Condition = Field(sa_column=enum_column(Condition))
    quantity: int = Field(sa_type=BigInteger)
    released_at: datetime | None = Field(default=None, sa_column=instant_column(nullable=True))

"""The stock ledger: lots, documents, entries, balances, holds; and the triggers that keep it honest."""

import sqlalchemy as sa
from alembic import op

from migrations.ledger_guards import FUNCTIONS, GUARDS

revision = "0003_inventory"
down_revision = "0002_places"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _documents()
    _ledger()
    _holds()
    for statement in GUARDS:
        op.execute(statement)


def _documents() -> None:
    op.create_table(
        "lot",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("lot_no", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("unit_cost_fen", sa.BigInteger(), nullable=True),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.CheckConstraint("owner IN ('district', 'city')", name=op.f("ck_lot_owner_known")),
        sa.CheckConstraint("expires_on > made_on", name=op.f("ck_lot_life_ordered")),
        sa.CheckConstraint("unit_cost_fen >= 0", name=op.f("ck_lot_unit_cost_counted")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_lot_item_id_item")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lot")),
        sa.UniqueConstraint("id", "item_id", "owner", name=op.f("uq_lot_id_item_id_owner")),
        sa.UniqueConstraint("item_id", "lot_no", "owner", name=op.f("uq_lot_item_id_lot_no_owner")),
    )
    op.create_table(
        "document",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("counterpart_id", sa.Uuid(), nullable=True),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("reverses", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('opening', 'receipt', 'issue', 'transfer', 'return', 'adjustment', 'move', "
            "'condition', 'disposal')",
            name=op.f("ck_document_kind_known"),
        ),
        sa.CheckConstraint(
            "reason IN ('opening', 'purchase', 'donation', 'allocated', 'loan_return', 'distribution', "
            "'loan', 'rotation', 'exercise', 'allocation', 'recovery', 'found', 'missing', 'tidy', "
            "'inspection', 'repair', 'expired', 'broken')",
            name=op.f("ck_document_reason_known"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'submitted', 'approved', 'posted', 'reversed')", name=op.f("ck_document_state_known")
        ),
        sa.CheckConstraint("occurred_at <= recorded_at", name=op.f("ck_document_not_in_future")),
        sa.CheckConstraint("reverses IS NULL OR reverses <> id", name=op.f("ck_document_reverses_another")),
        sa.ForeignKeyConstraint(["actor"], ["person.code"], name=op.f("fk_document_actor_person")),
        sa.ForeignKeyConstraint(["counterpart_id"], ["site.id"], name=op.f("fk_document_counterpart_id_site")),
        sa.ForeignKeyConstraint(["reverses"], ["document.id"], name=op.f("fk_document_reverses_document")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_document_site_id_site")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("id", "occurred_at", name=op.f("uq_document_id_occurred_at")),
        sa.UniqueConstraint("number", name=op.f("uq_document_number")),
        sa.UniqueConstraint("reverses", name=op.f("uq_document_reverses")),
    )
    op.create_index("ix_document_site_id_id", "document", ["site_id", "id"], unique=False)
    op.create_table(
        "document_line",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("lot_id", sa.Uuid(), nullable=False),
        sa.Column("bin_id", sa.Uuid(), nullable=False),
        sa.Column("to_bin_id", sa.Uuid(), nullable=True),
        sa.Column("condition", sa.Text(), nullable=False),
        sa.Column("to_condition", sa.Text(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "condition IN ('usable', 'quarantine', 'repair', 'damaged')", name=op.f("ck_document_line_condition_known")
        ),
        sa.CheckConstraint(
            "to_condition IN ('usable', 'quarantine', 'repair', 'damaged')",
            name=op.f("ck_document_line_to_condition_known"),
        ),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_document_line_quantity_positive")),
        sa.ForeignKeyConstraint(["bin_id"], ["bin.id"], name=op.f("fk_document_line_bin_id_bin")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_document_line_document_id_document")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_document_line_item_id_item")),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_document_line_lot_id_lot")),
        sa.ForeignKeyConstraint(["to_bin_id"], ["bin.id"], name=op.f("fk_document_line_to_bin_id_bin")),
        sa.PrimaryKeyConstraint("document_id", "number", name=op.f("pk_document_line")),
    )


def _ledger() -> None:
    op.create_table(
        "ledger_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("lot_id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("from_site_id", sa.Uuid(), nullable=False),
        sa.Column("from_bin_id", sa.Uuid(), nullable=False),
        sa.Column("from_condition", sa.Text(), nullable=False),
        sa.Column("to_site_id", sa.Uuid(), nullable=False),
        sa.Column("to_bin_id", sa.Uuid(), nullable=False),
        sa.Column("to_condition", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "from_condition IN ('usable', 'quarantine', 'repair', 'damaged')",
            name=op.f("ck_ledger_entry_from_condition_known"),
        ),
        sa.CheckConstraint("owner IN ('district', 'city')", name=op.f("ck_ledger_entry_owner_known")),
        sa.CheckConstraint(
            "to_condition IN ('usable', 'quarantine', 'repair', 'damaged')",
            name=op.f("ck_ledger_entry_to_condition_known"),
        ),
        sa.CheckConstraint(
            "(from_bin_id, from_condition) IS DISTINCT FROM (to_bin_id, to_condition)",
            name=op.f("ck_ledger_entry_two_ends"),
        ),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_ledger_entry_quantity_positive")),
        sa.ForeignKeyConstraint(
            ["document_id", "occurred_at"],
            ["document.id", "document.occurred_at"],
            name=op.f("fk_ledger_entry_document_id_occurred_at_document"),
        ),
        sa.ForeignKeyConstraint(
            ["from_bin_id", "from_site_id"],
            ["bin.id", "bin.site_id"],
            name=op.f("fk_ledger_entry_from_bin_id_from_site_id_bin"),
        ),
        sa.ForeignKeyConstraint(
            ["lot_id", "item_id", "owner"],
            ["lot.id", "lot.item_id", "lot.owner"],
            name=op.f("fk_ledger_entry_lot_id_item_id_owner_lot"),
        ),
        sa.ForeignKeyConstraint(
            ["to_bin_id", "to_site_id"],
            ["bin.id", "bin.site_id"],
            name=op.f("fk_ledger_entry_to_bin_id_to_site_id_bin"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entry")),
    )
    op.create_index(op.f("ix_ledger_entry_document_id"), "ledger_entry", ["document_id"], unique=False)
    op.create_index("ix_ledger_entry_from", "ledger_entry", ["from_site_id", "lot_id", "occurred_at"], unique=False)
    op.create_index("ix_ledger_entry_to", "ledger_entry", ["to_site_id", "lot_id", "occurred_at"], unique=False)
    op.create_table(
        "balance",
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("bin_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("lot_id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("condition", sa.Text(), nullable=False),
        sa.Column("bounded", sa.Boolean(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "condition IN ('usable', 'quarantine', 'repair', 'damaged')", name=op.f("ck_balance_condition_known")
        ),
        sa.CheckConstraint("owner IN ('district', 'city')", name=op.f("ck_balance_owner_known")),
        sa.CheckConstraint("quantity >= 0 OR NOT bounded", name=op.f("ck_balance_not_negative")),
        sa.ForeignKeyConstraint(
            ["bin_id", "site_id"], ["bin.id", "bin.site_id"], name=op.f("fk_balance_bin_id_site_id_bin")
        ),
        sa.ForeignKeyConstraint(
            ["lot_id", "item_id", "owner"],
            ["lot.id", "lot.item_id", "lot.owner"],
            name=op.f("fk_balance_lot_id_item_id_owner_lot"),
        ),
        sa.ForeignKeyConstraint(
            ["site_id", "bounded"], ["site.id", "site.bounded"], name=op.f("fk_balance_site_id_bounded_site")
        ),
        sa.PrimaryKeyConstraint(
            "site_id", "bin_id", "item_id", "lot_id", "owner", "condition", name=op.f("pk_balance")
        ),
    )
    op.create_index("ix_balance_item_id_site_id", "balance", ["item_id", "site_id"], unique=False)
    op.create_index("ix_balance_lot_id", "balance", ["lot_id"], unique=False)


def _holds() -> None:
    op.create_table(
        "hold",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("subject", sa.Uuid(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'active') = (closed_at IS NULL)", name=op.f("ck_hold_closed_whole")),
        sa.CheckConstraint("purpose IN ('hold', 'plan')", name=op.f("ck_hold_purpose_known")),
        sa.CheckConstraint("state IN ('active', 'released', 'fulfilled')", name=op.f("ck_hold_state_known")),
        sa.ForeignKeyConstraint(["actor"], ["person.code"], name=op.f("fk_hold_actor_person")),
        sa.ForeignKeyConstraint(["closed_by"], ["person.code"], name=op.f("fk_hold_closed_by_person")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_hold_site_id_site")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hold")),
        sa.UniqueConstraint("number", name=op.f("uq_hold_number")),
    )
    op.create_index(op.f("ix_hold_subject"), "hold", ["subject"], unique=False)
    op.create_table(
        "reservation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("hold_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("bin_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("lot_id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("condition", sa.Text(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_reservation_quantity_positive")),
        sa.ForeignKeyConstraint(["hold_id"], ["hold.id"], name=op.f("fk_reservation_hold_id_hold")),
        sa.ForeignKeyConstraint(
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
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reservation")),
    )
    op.create_index(
        "ix_reservation_active",
        "reservation",
        ["site_id", "bin_id", "item_id", "lot_id", "owner", "condition"],
        unique=False,
        postgresql_where=sa.text("released_at IS NULL"),
    )
    op.create_index(op.f("ix_reservation_hold_id"), "reservation", ["hold_id"], unique=False)


def downgrade() -> None:
    for table in ("reservation", "hold", "balance", "ledger_entry", "document_line", "document", "lot"):
        op.drop_table(table)
    for name in FUNCTIONS:
        op.execute(f"DROP FUNCTION {name}()")

"""Divisions, items with kits and standards, sites with bins and partners; the virtual ends of every movement."""

from uuid import UUID

import sqlalchemy as sa
from alembic import op

revision = "0002_places"
down_revision = "0001_kernel"
branch_labels = None
depends_on = None

# Fixed ids: the program names these sites without asking the database.
_VIRTUAL = (
    ("supplier", "供应商", False),
    ("transit", "在途", True),
    ("consumed", "已发放", True),
    ("loss", "损耗", False),
    ("donor", "捐赠方", False),
    ("upper_level", "市级", False),
)

_TABLES = (
    *("capacity_reserve", "agreement_reserve", "partner"),
    *("reserve_floor", "minimum_stock", "bin", "site"),
    *("standard", "kit_line", "kit", "item_substitute", "item_package", "item", "division"),
)


def upgrade() -> None:
    _divisions()
    _catalog()
    _sites()
    _partners()
    _virtual_sites()


def _divisions() -> None:
    op.create_table(
        "division",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("parent", sa.Text(), nullable=True),
        sa.Column("population", sa.Integer(), nullable=True),
        sa.Column("hazard_prone", sa.Boolean(), nullable=False),
        sa.Column("remote", sa.Boolean(), nullable=False),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.CheckConstraint("(parent IS NULL) = (kind = 'district')", name=op.f("ck_division_parent_unless_district")),
        sa.CheckConstraint(
            "code ~ '^[0-9]+$' AND length(code) = CASE kind WHEN 'district' THEN 6 WHEN 'township' THEN 9 ELSE 12 END",
            name=op.f("ck_division_code_length"),
        ),
        sa.CheckConstraint("kind IN ('district', 'township', 'village')", name=op.f("ck_division_kind_known")),
        sa.CheckConstraint("lat BETWEEN -90 AND 90", name=op.f("ck_division_lat_range")),
        sa.CheckConstraint("lon BETWEEN -180 AND 180", name=op.f("ck_division_lon_range")),
        sa.CheckConstraint("population IS NULL OR population >= 0", name=op.f("ck_division_population_counted")),
        sa.CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name=op.f("ck_division_validity_ordered")),
        sa.ForeignKeyConstraint(["parent"], ["division.code"], name=op.f("fk_division_parent_division")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_division")),
    )
    op.create_index(op.f("ix_division_parent"), "division", ["parent"], unique=False)


def _catalog() -> None:
    op.create_table(
        "item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("spec", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("mass_g", sa.Integer(), nullable=False),
        sa.Column("volume_cm3", sa.Integer(), nullable=False),
        sa.Column("shelf_life_days", sa.Integer(), nullable=True),
        sa.Column("storage", sa.Text(), nullable=False),
        sa.Column("nature", sa.Text(), nullable=False),
        sa.Column("gb_code", sa.Text(), nullable=True),
        sa.Column("life_critical", sa.Boolean(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=True),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("gb_code ~ '^[123][0-9]{6}$'", name=op.f("ck_item_gb_code_format")),
        sa.CheckConstraint("nature IN ('consumable', 'reusable', 'equipment')", name=op.f("ck_item_nature_known")),
        sa.CheckConstraint(
            "storage IN ('general', 'cool_dry', 'food', 'medical', 'hazardous')", name=op.f("ck_item_storage_known")
        ),
        sa.CheckConstraint("mass_g > 0", name=op.f("ck_item_mass_positive")),
        sa.CheckConstraint("priority > 0", name=op.f("ck_item_priority_positive")),
        sa.CheckConstraint("shelf_life_days > 0", name=op.f("ck_item_shelf_life_positive")),
        sa.CheckConstraint("volume_cm3 > 0", name=op.f("ck_item_volume_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item")),
        sa.UniqueConstraint("code", name=op.f("uq_item_code")),
    )
    op.create_table(
        "item_package",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("factor", sa.Integer(), nullable=False),
        sa.CheckConstraint("factor > 1", name=op.f("ck_item_package_factor_above_one")),
        sa.CheckConstraint("level > 0", name=op.f("ck_item_package_level_positive")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_item_package_item_id_item")),
        sa.PrimaryKeyConstraint("item_id", "level", name=op.f("pk_item_package")),
    )
    op.create_table(
        "item_substitute",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("substitute_id", sa.Uuid(), nullable=False),
        sa.Column("numerator", sa.Integer(), nullable=False),
        sa.Column("denominator", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint("item_id <> substitute_id", name=op.f("ck_item_substitute_another_item")),
        sa.CheckConstraint("numerator > 0 AND denominator > 0", name=op.f("ck_item_substitute_factor_positive")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_item_substitute_item_id_item")),
        sa.ForeignKeyConstraint(["substitute_id"], ["item.id"], name=op.f("fk_item_substitute_substitute_id_item")),
        sa.PrimaryKeyConstraint("item_id", "substitute_id", name=op.f("pk_item_substitute")),
    )
    op.create_table(
        "kit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("season", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint("season IN ('winter', 'summer')", name=op.f("ck_kit_season_known")),
        sa.CheckConstraint("days > 0", name=op.f("ck_kit_days_positive")),
        sa.CheckConstraint("version > 0", name=op.f("ck_kit_version_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kit")),
        sa.UniqueConstraint("code", "season", "version", name=op.f("uq_kit_code_season_version")),
    )
    op.create_table(
        "kit_line",
        sa.Column("kit_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("first_day_units", sa.Integer(), nullable=True),
        sa.Column("first_day_people", sa.Integer(), nullable=True),
        sa.Column("essential", sa.Boolean(), nullable=False),
        sa.Column("indoor_replaces", sa.Boolean(), nullable=False),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.CheckConstraint("basis IN ('durable', 'per_day')", name=op.f("ck_kit_line_basis_known")),
        sa.CheckConstraint(
            "(first_day_units IS NULL) = (first_day_people IS NULL)", name=op.f("ck_kit_line_first_day_ratio_whole")
        ),
        sa.CheckConstraint(
            "first_day_units > 0 AND first_day_people > 0", name=op.f("ck_kit_line_first_day_ratio_positive")
        ),
        sa.CheckConstraint("units > 0 AND people > 0", name=op.f("ck_kit_line_ratio_positive")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_kit_line_item_id_item")),
        sa.ForeignKeyConstraint(["kit_id"], ["kit.id"], name=op.f("fk_kit_line_kit_id_kit")),
        sa.PrimaryKeyConstraint("kit_id", "item_id", name=op.f("pk_kit_line")),
    )
    op.create_table(
        "standard",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("metric", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("scope_kind", sa.Text(), nullable=False),
        sa.Column("division", sa.Text(), nullable=True),
        sa.Column("scope_flag", sa.Text(), nullable=False),
        sa.Column("comparison", sa.Text(), nullable=False),
        sa.Column("threshold", sa.Numeric(precision=14, scale=3), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("clause", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("example", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint("comparison IN ('at_least', 'at_most')", name=op.f("ck_standard_comparison_known")),
        sa.CheckConstraint("scope_flag IN ('', 'hazard_prone_or_remote')", name=op.f("ck_standard_scope_flag_known")),
        sa.CheckConstraint(
            "scope_kind IN ('district', 'township', 'village')", name=op.f("ck_standard_scope_kind_known")
        ),
        sa.ForeignKeyConstraint(["division"], ["division.code"], name=op.f("fk_standard_division_division")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standard")),
    )
    op.create_index(op.f("ix_standard_metric"), "standard", ["metric"], unique=False)


def _sites() -> None:
    op.create_table(
        "site",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("bounded", sa.Boolean(), nullable=False),
        sa.Column("division", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("floor_area_m2", sa.Integer(), nullable=True),
        sa.Column("keeper", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("hours", sa.Text(), nullable=False),
        sa.Column("key_holder", sa.Text(), nullable=False),
        sa.Column("docks", sa.Integer(), nullable=False),
        sa.Column("stop_s", sa.Integer(), nullable=False),
        sa.Column("handling_s_per_t", sa.Integer(), nullable=False),
        sa.Column("out_of_service", sa.Boolean(), nullable=False),
        sa.Column("out_of_service_reason", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=True),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "bounded = (kind NOT IN ('supplier', 'loss', 'donor', 'upper_level'))",
            name=op.f("ck_site_bounded_by_kind"),
        ),
        sa.CheckConstraint(
            "kind IN ('district_depot', 'township_point', 'village_room', 'partner', 'shelter', 'team_base', "
            "'vehicle', 'supplier', 'transit', 'consumed', 'loss', 'donor', 'upper_level')",
            name=op.f("ck_site_kind_known"),
        ),
        sa.CheckConstraint(
            "kind IN ('supplier', 'transit', 'consumed', 'loss', 'donor', 'upper_level')"
            " OR (division IS NOT NULL AND lon IS NOT NULL AND lat IS NOT NULL)",
            name=op.f("ck_site_located"),
        ),
        sa.CheckConstraint("docks > 0", name=op.f("ck_site_docks_positive")),
        sa.CheckConstraint("floor_area_m2 >= 0", name=op.f("ck_site_floor_area_counted")),
        sa.CheckConstraint("lat BETWEEN -90 AND 90", name=op.f("ck_site_lat_range")),
        sa.CheckConstraint("lon BETWEEN -180 AND 180", name=op.f("ck_site_lon_range")),
        sa.CheckConstraint("stop_s >= 0 AND handling_s_per_t >= 0", name=op.f("ck_site_handling_counted")),
        sa.ForeignKeyConstraint(["division"], ["division.code"], name=op.f("fk_site_division_division")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site")),
        sa.UniqueConstraint("code", name=op.f("uq_site_code")),
        sa.UniqueConstraint("id", "bounded", name=op.f("uq_site_id_bounded")),
    )
    op.create_index(op.f("ix_site_division"), "site", ["division"], unique=False)
    op.create_table(
        "bin",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_bin_site_id_site")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bin")),
        sa.UniqueConstraint("id", "site_id", name=op.f("uq_bin_id_site_id")),
        sa.UniqueConstraint("site_id", "code", name=op.f("uq_bin_site_id_code")),
    )
    op.create_table(
        "minimum_stock",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=True),
        sa.Column("site_kind", sa.Text(), nullable=True),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "site_kind IN ('district_depot', 'township_point', 'village_room', 'partner', 'shelter', "
            "'team_base', 'vehicle', 'supplier', 'transit', 'consumed', 'loss', 'donor', 'upper_level')",
            name=op.f("ck_minimum_stock_site_kind_known"),
        ),
        sa.CheckConstraint("(site_id IS NULL) <> (site_kind IS NULL)", name=op.f("ck_minimum_stock_one_scope")),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_minimum_stock_quantity_positive")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_minimum_stock_item_id_item")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_minimum_stock_site_id_site")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minimum_stock")),
        sa.UniqueConstraint(
            "site_id",
            "site_kind",
            "item_id",
            name=op.f("uq_minimum_stock_site_id_site_kind_item_id"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_table(
        "reserve_floor",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("released_by", sa.Text(), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(released_by IS NULL) = (released_at IS NULL)", name=op.f("ck_reserve_floor_release_whole")
        ),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_reserve_floor_quantity_positive")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_reserve_floor_item_id_item")),
        sa.ForeignKeyConstraint(["released_by"], ["person.code"], name=op.f("fk_reserve_floor_released_by_person")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_reserve_floor_site_id_site")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reserve_floor")),
    )
    op.create_index(
        "uq_reserve_floor_active",
        "reserve_floor",
        ["site_id", "item_id"],
        unique=True,
        postgresql_where=sa.text("released_at IS NULL"),
    )


def _partners() -> None:
    op.create_table(
        "partner",
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('goods', 'transport')", name=op.f("ck_partner_kind_known")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_partner_site_id_site")),
        sa.PrimaryKeyConstraint("site_id", name=op.f("pk_partner")),
    )
    op.create_table(
        "agreement_reserve",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("guaranteed_quantity", sa.BigInteger(), nullable=False),
        sa.Column("response_s", sa.Integer(), nullable=False),
        sa.Column("radius_m", sa.Integer(), nullable=True),
        sa.Column("price_basis", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.CheckConstraint("guaranteed_quantity > 0", name=op.f("ck_agreement_reserve_quantity_positive")),
        sa.CheckConstraint("radius_m > 0", name=op.f("ck_agreement_reserve_radius_positive")),
        sa.CheckConstraint("response_s >= 0", name=op.f("ck_agreement_reserve_response_counted")),
        sa.CheckConstraint("valid_to >= valid_from", name=op.f("ck_agreement_reserve_validity_ordered")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_agreement_reserve_item_id_item")),
        sa.ForeignKeyConstraint(["site_id"], ["partner.site_id"], name=op.f("fk_agreement_reserve_site_id_partner")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_reserve")),
    )
    op.create_index(op.f("ix_agreement_reserve_site_id"), "agreement_reserve", ["site_id"], unique=False)
    op.create_table(
        "capacity_reserve",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("per_day", sa.BigInteger(), nullable=False),
        sa.Column("ramp_up_s", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.CheckConstraint("per_day > 0", name=op.f("ck_capacity_reserve_per_day_positive")),
        sa.CheckConstraint("ramp_up_s >= 0", name=op.f("ck_capacity_reserve_ramp_up_counted")),
        sa.CheckConstraint("valid_to >= valid_from", name=op.f("ck_capacity_reserve_validity_ordered")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_capacity_reserve_item_id_item")),
        sa.ForeignKeyConstraint(["site_id"], ["partner.site_id"], name=op.f("fk_capacity_reserve_site_id_partner")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_capacity_reserve")),
    )
    op.create_index(op.f("ix_capacity_reserve_site_id"), "capacity_reserve", ["site_id"], unique=False)


def downgrade() -> None:
    for table in _TABLES:
        op.drop_table(table)


def _virtual_sites() -> None:
    insert_site = sa.text(
        "INSERT INTO site (id, code, name, kind, bounded, address, keeper, phone, hours, key_holder, docks, stop_s,"
        " handling_s_per_t, out_of_service, out_of_service_reason, source, synthetic, version)"
        " VALUES (:id, :code, :name, :kind, :bounded, '', '', '', '', '', 1, 0, 0, false, '', '', false, 1)"
    )
    insert_bin = sa.text("INSERT INTO bin (id, site_id, code, name) VALUES (:id, :id, '-', :name)")
    for number, (kind, name, bounded) in enumerate(_VIRTUAL, start=1):
        identity = UUID(int=0x7000_8000_0000_0000_0000 + number)
        op.execute(insert_site.bindparams(id=identity, code=kind.upper(), name=name, kind=kind, bounded=bounded))
        op.execute(insert_bin.bindparams(id=identity, name=name))

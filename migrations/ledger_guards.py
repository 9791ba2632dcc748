"""SQL that keeps the stock ledger honest inside the database, whoever writes to it."""

_KEY = "site_id, bin_id, item_id, lot_id, owner, condition"
_REFUSED = "USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT ="

APPEND_ONLY = f"""
CREATE FUNCTION ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is append-only: % refused', TG_OP {_REFUSED} 'ledger_append_only';
END $$
"""

# One statement's entries move their balances; missing rows are made first, in the order of the whole key.
# (An upsert cannot do it: a CHECK judges the proposed row, and the proposed row of a debit is negative.)
MOVES_BALANCES = f"""
CREATE FUNCTION ledger_moves_balances() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO balance ({_KEY}, bounded, quantity)
    SELECT ends.*, site.bounded, 0
    FROM (
        SELECT from_site_id AS site_id, from_bin_id AS bin_id, item_id, lot_id, owner, from_condition AS condition
        FROM added
        UNION
        SELECT to_site_id, to_bin_id, item_id, lot_id, owner, to_condition FROM added
    ) AS ends JOIN site ON site.id = ends.site_id
    ORDER BY {_KEY}
    ON CONFLICT DO NOTHING;

    UPDATE balance SET quantity = balance.quantity + moved.change
    FROM (
        SELECT {_KEY}, sum(change) AS change
        FROM (
            SELECT from_site_id AS site_id, from_bin_id AS bin_id, item_id, lot_id, owner,
                   from_condition AS condition, -quantity AS change
            FROM added
            UNION ALL
            SELECT to_site_id, to_bin_id, item_id, lot_id, owner, to_condition, quantity FROM added
        ) AS ends
        GROUP BY {_KEY}
        HAVING sum(change) <> 0
    ) AS moved
    WHERE (balance.site_id, balance.bin_id, balance.item_id, balance.lot_id, balance.owner, balance.condition)
        = (moved.site_id, moved.bin_id, moved.item_id, moved.lot_id, moved.owner, moved.condition);
    RETURN NULL;
END $$
"""

# Depth 1 is a statement of a client, depth 2 the ledger's own trigger. An empty row may be made to be locked.
ONLY_BY_LEDGER = f"""
CREATE FUNCTION balance_only_by_ledger() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF pg_trigger_depth() < 2 AND (TG_OP <> 'INSERT' OR NEW.quantity <> 0) THEN
        RAISE EXCEPTION 'a balance moves only by ledger entries' {_REFUSED} 'balance_only_by_ledger';
    END IF;
    RETURN NEW;
END $$
"""

# Second line behind the ordered locks: at commit, whatever is reserved of a balance is there.
RESERVED_ON_HAND = f"""
CREATE FUNCTION reserved_is_on_hand() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    present bigint;
    reserved bigint;
BEGIN
    SELECT quantity INTO present FROM balance
    WHERE ({_KEY}) = (NEW.site_id, NEW.bin_id, NEW.item_id, NEW.lot_id, NEW.owner, NEW.condition)
    FOR NO KEY UPDATE;
    SELECT coalesce(sum(quantity), 0) INTO reserved FROM reservation
    WHERE ({_KEY}) = (NEW.site_id, NEW.bin_id, NEW.item_id, NEW.lot_id, NEW.owner, NEW.condition)
        AND released_at IS NULL;
    IF reserved > present THEN
        RAISE EXCEPTION 'reserved % of % on hand', reserved, present {_REFUSED} 'reserved_on_hand';
    END IF;
    RETURN NULL;
END $$
"""

# A posted document stays as it is: only its state may go on to reversed, with its version.
DOCUMENT_FROZEN = f"""
CREATE FUNCTION posted_document_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state IN ('posted', 'reversed') AND (
        TG_OP = 'DELETE'
        OR (to_jsonb(NEW) - 'state' - 'version') IS DISTINCT FROM (to_jsonb(OLD) - 'state' - 'version')
        OR NEW.state NOT IN ('posted', 'reversed')
        OR (OLD.state = 'reversed' AND NEW.state <> 'reversed')
    ) THEN
        RAISE EXCEPTION 'a posted document never changes' {_REFUSED} 'posted_document_frozen';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$
"""

LINES_FROZEN = f"""
CREATE FUNCTION posted_lines_are_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM document WHERE id = OLD.document_id AND state IN ('posted', 'reversed')) THEN
        RAISE EXCEPTION 'lines of a posted document never change' {_REFUSED} 'posted_document_frozen';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$
"""

FUNCTIONS = (
    "ledger_is_append_only",
    "ledger_moves_balances",
    "balance_only_by_ledger",
    "reserved_is_on_hand",
    "posted_document_is_frozen",
    "posted_lines_are_frozen",
)

TRIGGERS = (
    """CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entry
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only()""",
    """CREATE TRIGGER moves_balances AFTER INSERT ON ledger_entry REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_moves_balances()""",
    """CREATE TRIGGER only_by_ledger_rows BEFORE INSERT ON balance
    FOR EACH ROW EXECUTE FUNCTION balance_only_by_ledger()""",
    """CREATE TRIGGER only_by_ledger BEFORE UPDATE OR DELETE OR TRUNCATE ON balance
    FOR EACH STATEMENT EXECUTE FUNCTION balance_only_by_ledger()""",
    """CREATE CONSTRAINT TRIGGER reserved_on_hand AFTER INSERT OR UPDATE ON reservation
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.released_at IS NULL)
    EXECUTE FUNCTION reserved_is_on_hand()""",
    """CREATE CONSTRAINT TRIGGER reserved_on_hand AFTER UPDATE ON balance
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.quantity < OLD.quantity AND NEW.bounded)
    EXECUTE FUNCTION reserved_is_on_hand()""",
    """CREATE TRIGGER posted_frozen BEFORE UPDATE OR DELETE ON document
    FOR EACH ROW EXECUTE FUNCTION posted_document_is_frozen()""",
    """CREATE TRIGGER posted_frozen BEFORE UPDATE OR DELETE ON document_line
    FOR EACH ROW EXECUTE FUNCTION posted_lines_are_frozen()""",
)

GUARDS = (APPEND_ONLY, MOVES_BALANCES, ONLY_BY_LEDGER, RESERVED_ON_HAND, DOCUMENT_FROZEN, LINES_FROZEN, *TRIGGERS)

GUARDED = (
    ("ledger_entry", "append_only"),
    ("ledger_entry", "moves_balances"),
    ("balance", "only_by_ledger_rows"),
    ("balance", "only_by_ledger"),
    ("reservation", "reserved_on_hand"),
    ("balance", "reserved_on_hand"),
    ("document", "posted_frozen"),
    ("document_line", "posted_frozen"),
)
"""(table, trigger) of every guard: the proof of the books asks whether they are on."""

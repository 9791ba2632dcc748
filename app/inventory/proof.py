"""The proof of the books: every rule that the ledger must keep, asked of the rows themselves. Reads, never repairs."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from migrations.ledger_guards import GUARDED


@dataclass(frozen=True)
class Breach:
    """One broken rule: ``rule`` for programs, ``text`` in Chinese for people."""

    rule: str
    text: str


_KEY = "site_id, bin_id, item_id, lot_id, owner, condition"
_MOVES = """
    SELECT from_site_id AS site_id, from_bin_id AS bin_id, item_id, lot_id, owner, from_condition AS condition,
           occurred_at, -quantity AS change
    FROM ledger_entry
    UNION ALL
    SELECT to_site_id, to_bin_id, item_id, lot_id, owner, to_condition, occurred_at, quantity FROM ledger_entry
"""
_NAMED = """
    JOIN site ON site.id = broken.site_id JOIN bin ON bin.id = broken.bin_id
    JOIN item ON item.id = broken.item_id JOIN lot ON lot.id = broken.lot_id
"""
_PLACE = "format('%s 货位 %s，%s 批号 %s', site.name, bin.code, item.name, lot.lot_no)"

# Each rule selects one Chinese sentence for every breach.
RULES: dict[str, str] = {
    "balance_is_ledger": f"""
        SELECT format('%s：结存 %s，流水合计 %s', {_PLACE}, broken.held, broken.moved)
        FROM (
            SELECT {_KEY}, coalesce(balance.quantity, 0) AS held, coalesce(ledger.moved, 0) AS moved
            FROM balance FULL JOIN (SELECT {_KEY}, sum(change) AS moved FROM ({_MOVES}) AS moves GROUP BY {_KEY})
                AS ledger USING ({_KEY})
            WHERE coalesce(balance.quantity, 0) <> coalesce(ledger.moved, 0)
        ) AS broken {_NAMED} ORDER BY 1
    """,
    "reserved_on_hand": f"""
        SELECT format('%s：占用 %s，结存只有 %s', {_PLACE}, broken.reserved, broken.quantity)
        FROM (
            SELECT {_KEY}, max(balance.quantity) AS quantity, sum(reservation.quantity) AS reserved
            FROM reservation LEFT JOIN balance USING ({_KEY})
            WHERE reservation.released_at IS NULL
            GROUP BY {_KEY} HAVING sum(reservation.quantity) > coalesce(max(balance.quantity), 0)
        ) AS broken {_NAMED} ORDER BY 1
    """,
    "never_negative": f"""
        SELECT format('%s：%s 时结存曾为 %s', {_PLACE},
                      to_char(broken.occurred_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI:SS'), broken.balance)
        FROM (
            SELECT DISTINCT ON ({_KEY}) {_KEY}, occurred_at, balance
            FROM (
                SELECT {_KEY}, occurred_at, sum(sum(change)) OVER (PARTITION BY {_KEY} ORDER BY occurred_at) AS balance
                FROM ({_MOVES}) AS moves GROUP BY {_KEY}, occurred_at
            ) AS running
            WHERE balance < 0
            ORDER BY {_KEY}, occurred_at
        ) AS broken {_NAMED} WHERE site.bounded ORDER BY 1
    """,
    "bounded_by_site": f"""
        SELECT format('%s：结存的下限标记与库点类型不符', {_PLACE})
        FROM balance AS broken {_NAMED} WHERE broken.bounded <> site.bounded ORDER BY 1
    """,
    "two_ends": """
        SELECT format('单据 %s 第 %s 行：流水两端相同或数量不为正', document.number, entry.line)
        FROM ledger_entry AS entry JOIN document ON document.id = entry.document_id
        WHERE entry.quantity <= 0
            OR (entry.from_bin_id, entry.from_condition) = (entry.to_bin_id, entry.to_condition)
        ORDER BY 1
    """,
    "entries_of_posted": """
        SELECT format('单据 %s（%s）有流水，但没有过账', document.number, document.state)
        FROM document WHERE state NOT IN ('posted', 'reversed')
            AND EXISTS (SELECT 1 FROM ledger_entry WHERE document_id = document.id)
        UNION ALL
        SELECT format('单据 %s 已过账，但没有流水', document.number)
        FROM document WHERE state IN ('posted', 'reversed')
            AND NOT EXISTS (SELECT 1 FROM ledger_entry WHERE document_id = document.id)
        UNION ALL
        SELECT format('单据 %s 的流水发生时间与单据不符', document.number)
        FROM document WHERE EXISTS (
            SELECT 1 FROM ledger_entry WHERE document_id = document.id AND occurred_at <> document.occurred_at)
        ORDER BY 1
    """,
    "lines_are_entries": """
        SELECT format('单据 %s 第 %s 行：明细与流水不符', document.number, coalesce(line.number, entry.line))
        FROM document_line AS line
        FULL JOIN ledger_entry AS entry ON entry.document_id = line.document_id AND entry.line = line.number
        JOIN document ON document.id = coalesce(line.document_id, entry.document_id)
        WHERE document.state IN ('posted', 'reversed')
            AND (line.item_id, line.lot_id, line.quantity)
                IS DISTINCT FROM (entry.item_id, entry.lot_id, entry.quantity)
        ORDER BY 1
    """,
    "transit_empty": f"""
        SELECT format('%s：没有在途单据，却有在途数量 %s', {_PLACE}, broken.quantity)
        FROM balance AS broken {_NAMED} WHERE site.kind = 'transit' AND broken.quantity <> 0 ORDER BY 1
    """,
    "reversal_whole": """
        SELECT format('单据 %s 已红冲，但没有红冲单', original.number)
        FROM document AS original LEFT JOIN document AS reversal ON reversal.reverses = original.id
        WHERE original.state = 'reversed' AND reversal.id IS NULL
        UNION ALL
        SELECT format('单据 %s 有红冲单 %s，但状态不是已红冲', original.number, reversal.number)
        FROM document AS original JOIN document AS reversal ON reversal.reverses = original.id
        WHERE original.state <> 'reversed'
        UNION ALL
        SELECT DISTINCT format('红冲单 %s 与原单 %s 的流水不相抵', reversal.number, original.number)
        FROM document AS original JOIN document AS reversal ON reversal.reverses = original.id
        CROSS JOIN LATERAL (
            SELECT 1 FROM (
                SELECT from_bin_id AS a, from_condition AS b, to_bin_id AS c, to_condition AS d, lot_id, quantity
                FROM ledger_entry WHERE document_id = original.id
                UNION ALL
                SELECT to_bin_id, to_condition, from_bin_id, from_condition, lot_id, -quantity
                FROM ledger_entry WHERE document_id = reversal.id
            ) AS both_ways GROUP BY a, b, c, d, lot_id HAVING sum(quantity) <> 0
        ) AS unequal
        ORDER BY 1
    """,
    "holds_closed": """
        SELECT format('占用单 %s 已结束，仍有占用明细', hold.number)
        FROM hold WHERE state <> 'active'
            AND EXISTS (SELECT 1 FROM reservation WHERE hold_id = hold.id AND released_at IS NULL)
        ORDER BY 1
    """,
}

_GUARDS = text("""
    SELECT guard.table_name, guard.trigger_name
    FROM unnest(CAST(:tables AS text[]), CAST(:triggers AS text[])) AS guard (table_name, trigger_name)
    LEFT JOIN pg_trigger ON tgrelid = to_regclass(guard.table_name) AND tgname = guard.trigger_name
    WHERE tgenabled IS DISTINCT FROM 'O' ORDER BY 1, 2
""")


async def prove(session: AsyncSession) -> list[Breach]:
    """Every breach of every rule; empty when the books are right. In a snapshot, all rules see one state."""
    breaches = []
    for rule, query in RULES.items():
        # A percent sign or colon in the texts is literal: exec_driver_sql takes the statement as it stands.
        connection = await session.connection()
        rows = (await connection.exec_driver_sql(query)).all()
        breaches += [Breach(rule, row[0]) for row in rows]
    return breaches + await _missing_guards(session)


async def _missing_guards(session: AsyncSession) -> list[Breach]:
    tables, triggers = zip(*GUARDED, strict=True)
    arrays: dict[str, Any] = {"tables": list(tables), "triggers": list(triggers)}
    rows = await session.execute(_GUARDS, arrays)
    return [Breach("guards_on", f"数据库守护触发器 {table}.{trigger} 缺失或被停用") for table, trigger in rows]

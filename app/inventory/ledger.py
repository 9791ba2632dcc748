"""Reading, locking and moving balances. The one door to ``ledger_entry``."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from app.inventory.effects import Key, Movement
from app.inventory.models import Condition, Document, Owner
from app.kernel.ids import uuid7

_COLUMNS = "site_id, bin_id, item_id, lot_id, owner, condition"
_KEYS = """
    unnest(CAST(:sites AS uuid[]), CAST(:bins AS uuid[]), CAST(:items AS uuid[]), CAST(:lots AS uuid[]),
           CAST(:owners AS text[]), CAST(:conditions AS text[]))
    AS key (site_id, bin_id, item_id, lot_id, owner, condition)
"""
_SAME = " AND ".join(f"balance.{name} = key.{name}" for name in _COLUMNS.split(", "))
_ORDER = ", ".join(f"balance.{name}" for name in _COLUMNS.split(", "))
_BALANCES = f"SELECT {_ORDER}, balance.quantity FROM balance JOIN {_KEYS} ON {_SAME} ORDER BY {_ORDER}"

_MAKE = text(f"""
    INSERT INTO balance ({_COLUMNS}, bounded, quantity)
    SELECT key.*, site.bounded, 0 FROM {_KEYS} JOIN site ON site.id = key.site_id
    ORDER BY {_COLUMNS} ON CONFLICT DO NOTHING
""")
_READ = text(_BALANCES)
_LOCK = text(f"{_BALANCES} FOR NO KEY UPDATE OF balance")
_RESERVED = text(f"""
    SELECT {", ".join(f"reservation.{name}" for name in _COLUMNS.split(", "))}, sum(reservation.quantity)
    FROM reservation JOIN {_KEYS} ON {_SAME.replace("balance.", "reservation.")}
    WHERE reservation.released_at IS NULL AND reservation.hold_id IS DISTINCT FROM :except_hold
    GROUP BY {", ".join(f"reservation.{name}" for name in _COLUMNS.split(", "))}
""")

_WRITE = text(
    "INSERT INTO ledger_entry SELECT * FROM jsonb_populate_recordset(CAST(NULL AS ledger_entry), CAST(:rows AS jsonb))"
)


def _end(side: str, sign: str) -> str:
    return f"""
        SELECT key.*, entry.occurred_at, {sign}entry.quantity AS change
        FROM {_KEYS} JOIN ledger_entry AS entry
        ON entry.{side}_site_id = key.site_id AND entry.{side}_bin_id = key.bin_id AND entry.item_id = key.item_id
            AND entry.lot_id = key.lot_id AND entry.owner = key.owner AND entry.{side}_condition = key.condition
        WHERE entry.occurred_at > :since
    """


_LATER = text(f"""
    SELECT {_COLUMNS}, occurred_at, sum(change) FROM ({_end("from", "-")} UNION ALL {_end("to", "")}) AS moved
    GROUP BY {_COLUMNS}, occurred_at ORDER BY occurred_at
""")


def _arrays(keys: Iterable[Key]) -> dict[str, Any]:
    rows = sorted(set(keys))
    names = ("sites", "bins", "items", "lots", "owners", "conditions")
    return {name: [row[place] for row in rows] for place, name in enumerate(names)}


def _key(row: Any) -> Key:
    return Key(row[0], row[1], row[2], row[3], Owner[row[4].upper()], Condition[row[5].upper()])


async def read(session: AsyncSession, keys: Iterable[Key]) -> dict[Key, int]:
    """On hand of each key that has a balance, without locking."""
    return {_key(row): row[6] for row in await session.execute(_READ, _arrays(keys))}


async def lock(session: AsyncSession, keys: Iterable[Key]) -> dict[Key, int]:
    """On hand of every key, its row made where missing and locked until the transaction ends.

    Rows are made and locked in the order of the whole key, so rivals wait for each other and never deadlock: take
    all balances of a command in one call.
    """
    arrays = _arrays(keys)
    await session.execute(_MAKE, arrays)
    return {_key(row): row[6] for row in await session.execute(_LOCK, arrays)}


async def reserved(session: AsyncSession, keys: Iterable[Key], *, except_hold: UUID | None = None) -> dict[Key, int]:
    """Active reservations of each key, those of ``except_hold`` left out."""
    rows = await session.execute(_RESERVED, {**_arrays(keys), "except_hold": except_hold})
    return {_key(row): int(row[6]) for row in rows}


async def later_changes(session: AsyncSession, keys: Iterable[Key], since: datetime) -> dict[Key, list[int]]:
    """What happened to each key after ``since``: the net change of each instant, oldest first."""
    changes: dict[Key, list[int]] = {}
    for row in await session.execute(_LATER, {**_arrays(keys), "since": since}):
        changes.setdefault(_key(row), []).append(int(row[7]))
    return changes


def _row(identity: UUID, document: Document, movement: Movement) -> dict[str, Any]:
    source, target = movement.source, movement.target
    return {
        "id": identity,
        "document_id": document.id,
        "line": movement.line,
        "occurred_at": document.occurred_at,
        "item_id": source.item,
        "lot_id": source.lot,
        "owner": source.owner,
        "quantity": movement.quantity,
        "from_site_id": source.site,
        "from_bin_id": source.bin,
        "from_condition": source.condition,
        "to_site_id": target.site,
        "to_bin_id": target.bin,
        "to_condition": target.condition,
    }


async def write(session: AsyncSession, entries: Sequence[tuple[Document, Movement]]) -> None:
    """Insert the entries, their ids in their order, by one statement, with which the database moves the balances."""
    ids = sorted(uuid7() for _ in entries)
    rows = [_row(identity, *entry) for identity, entry in zip(ids, entries, strict=True)]
    await session.execute(_WRITE, {"rows": json.dumps(rows, default=str)})

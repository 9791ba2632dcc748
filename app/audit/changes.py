"""What a transaction changed, row by row: collected while SQLAlchemy writes, so that no command has to tell.

Only a unit of work that belongs to an act is watched (``session.info[ACT]``). Secrets never reach the audit; what is
long is named by its digest.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Delete, Insert, Table, Update, event, inspect, select
from sqlalchemy.orm import ORMExecuteState, Session
from sqlalchemy.orm.unitofwork import UOWTransaction

ACT = "audit.act"
_CHANGES = "audit.changes"

UNWATCHED = frozenset({"audit_entry", "audit_link", "idempotency_key", "document_number", "failed_sign_ins", "job"})
"""Book-keeping of the program itself, not acts of a person."""

SECRET = frozenset(
    {"password_hash", "earlier_hashes", "totp_secret", "token_hash", "code_hash", "openid_subject", "totp_last_step"}
)
ROWS_LIMIT = 200
"""Rows of one act that are kept in full; more are counted."""

_LONG = 2_000

Row = dict[str, Any]


class Changes:
    """Rows before and after, by table."""

    def __init__(self) -> None:
        self._before: dict[str, list[Row]] = defaultdict(list)
        self._after: dict[str, list[Row]] = defaultdict(list)
        self._rows = 0
        self.unkept = 0

    def __bool__(self) -> bool:
        return self._rows > 0

    @property
    def before(self) -> dict[str, Any] | None:
        return dict(self._before) or None

    @property
    def after(self) -> dict[str, Any] | None:
        after: dict[str, Any] = dict(self._after)
        if self.unkept:
            after["unkept_rows"] = self.unkept
        return after or None

    def add(self, table: str, *, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> None:
        self._rows += 1
        if self._rows > ROWS_LIMIT:
            self.unkept += 1
            return
        if before is not None:
            self._before[table].append(plain(before))
        if after is not None:
            self._after[table].append(plain(after))


def changes_of(session: Session) -> Changes:
    found: Changes = session.info.setdefault(_CHANGES, Changes())
    return found


def forget(session: Session) -> None:
    session.info.pop(_CHANGES, None)


def plain(row: Mapping[str, Any]) -> Row:
    """The row as JSON values: secrets as a mark, long content as its digest."""
    return {name: "（不记录）" if name in SECRET else _value(value) for name, value in row.items()}


def _value(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, bytes):
        return _digest(value)
    if isinstance(value, dict | list):
        written = json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
        return json.loads(written) if len(written) <= _LONG else _digest(written.encode())
    text = str(value)
    return text if len(text) <= _LONG else _digest(text.encode())


def _digest(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}（{len(content)} 字节）"


def watched(table: str) -> bool:
    return table not in UNWATCHED


@event.listens_for(Session, "after_flush")
def _flushed(session: Session, _flush: UOWTransaction) -> None:
    if ACT not in session.info:
        return
    changes = changes_of(session)
    for row in session.new:
        _note(changes, row, before=False, after=True)
    for row in session.deleted:
        _note(changes, row, before=True, after=False)
    for row in session.dirty:
        if session.is_modified(row):
            _modified(changes, row)


def _note(changes: Changes, row: object, *, before: bool, after: bool) -> None:
    table = _table(row)
    if watched(table.name):
        values = {column.name: getattr(row, column.name) for column in table.columns}
        changes.add(table.name, before=values if before else None, after=values if after else None)


def _modified(changes: Changes, row: object) -> None:
    """Only what changed, with the key that says of which row."""
    table, state = _table(row), inspect(row)
    if not watched(table.name) or state is None:
        return
    key = {column.name: getattr(row, column.name) for column in table.primary_key}
    before, after = dict(key), dict(key)
    for name in (column.name for column in table.columns):
        history = state.attrs[name].history
        if history.has_changes():
            before[name] = history.deleted[0] if history.deleted else None
            after[name] = history.added[0] if history.added else None
    if before != after:
        changes.add(table.name, before=before, after=after)


def _table(row: object) -> Table:
    table = inspect(row).mapper.local_table
    assert isinstance(table, Table)
    return table


@event.listens_for(Session, "do_orm_execute")
def _executed(call: ORMExecuteState) -> None:
    """Whole statements: rows inserted are their parameters, rows updated or deleted are read just before."""
    statement = call.statement
    if ACT not in call.session.info or not isinstance(statement, Insert | Update | Delete):
        return
    table = statement.table
    if not isinstance(table, Table) or not watched(table.name):
        return
    changes = changes_of(call.session)
    if isinstance(statement, Insert):
        for row in _inserted(statement, call):
            changes.add(table.name, before=None, after=row)
        return
    query = select(*table.columns)
    if statement.whereclause is not None:
        query = query.where(statement.whereclause)
    values = _set(statement) if isinstance(statement, Update) else None
    for found in call.session.execute(query.limit(ROWS_LIMIT + 1)).mappings():
        before = dict(found)
        changes.add(table.name, before=before, after=None if values is None else {**before, **values})


def _inserted(statement: Insert, call: ORMExecuteState) -> Iterable[Mapping[str, Any]]:
    parameters = call.parameters
    if isinstance(parameters, Mapping) and parameters:
        return [parameters]
    if parameters:
        return [row for row in parameters if isinstance(row, Mapping)]
    return [statement.compile().params]


def _set(statement: Update) -> dict[str, Any]:
    columns = {column.name for column in statement.table.columns}
    return {name: value for name, value in statement.compile().params.items() if name in columns}

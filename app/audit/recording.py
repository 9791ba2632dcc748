"""An act from its beginning to its row: done in the act's own transaction, refused in one that follows."""

import getpass
from dataclasses import dataclass
from typing import Any

from sqlalchemy import event, insert
from sqlalchemy.orm import Session
from sqlmodel.ext.asyncio.session import AsyncSession

from app.audit.changes import ACT, Changes, changes_of, forget
from app.audit.models import AuditEntry, Outcome
from app.kernel import clock
from app.kernel.database import Database
from app.kernel.ids import uuid7

DETAIL_LIMIT = 500


@dataclass
class Act:
    """Who acts, from where, on what. ``operation`` is the API's operation id or the command's name."""

    operation: str
    actor: str = ""
    actor_name: str = ""
    roles: tuple[str, ...] = ()
    address: str = ""
    request_id: str = ""
    subject_id: str = ""
    detail: str = ""
    said: Outcome | None = None
    """How the act came out, where it is recorded although it changes no row that is watched."""


@dataclass(frozen=True)
class Refusal:
    """Why an act did not happen."""

    outcome: Outcome
    detail: str


def begin(session: AsyncSession, act: Act) -> None:
    """From here on what ``session`` changes belongs to ``act``; its row is written when the transaction commits."""
    session.info[ACT] = act


def exports(session: AsyncSession, detail: str) -> None:
    """The act of ``session`` carries data out: recorded although it changes nothing."""
    _say(session, Outcome.EXPORTED, detail)


def done(session: AsyncSession, detail: str) -> None:
    """The act of ``session`` is recorded although it changes no row that is watched."""
    _say(session, Outcome.DONE, detail)


def _say(session: AsyncSession, outcome: Outcome, detail: str) -> None:
    act: Act = session.info[ACT]
    act.said, act.detail = outcome, detail


def machine() -> str:
    """Whoever acts on the command line, by the name of his account on the machine."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = "未知"
    return f"命令行（{user}）"


def by_machine(operation: str, *, subject_id: str = "", detail: str = "") -> Act:
    """An act of whoever runs the machine."""
    return Act(operation, actor_name=machine(), subject_id=subject_id, detail=detail)


async def refuse(database: Database, act: Act, refusal: Refusal) -> None:
    """Record an act that was rolled back."""
    async with database.transaction() as session:
        await session.execute(insert(AuditEntry).values(**_row(act, refusal.outcome, refusal.detail)))


async def record(session: AsyncSession, act: Act, outcome: Outcome = Outcome.DONE) -> None:
    """Record at once an act that changes no row, such as a sign-in that failed."""
    await session.execute(insert(AuditEntry).values(**_row(act, outcome, act.detail)))


@event.listens_for(Session, "before_commit")
def _committing(session: Session) -> None:
    act: Act | None = session.info.get(ACT)
    if act is None or session.in_nested_transaction():
        return
    session.flush()
    changes = changes_of(session)
    forget(session)
    del session.info[ACT]
    if changes or act.said:
        outcome = act.said or Outcome.DONE
        session.execute(insert(AuditEntry).values(**_row(act, outcome, act.detail, changes)))


@event.listens_for(Session, "after_rollback")
def _rolled_back(session: Session) -> None:
    if not session.in_nested_transaction():
        session.info.pop(ACT, None)
        forget(session)


def _row(act: Act, outcome: Outcome, detail: str, changes: Changes | None = None) -> dict[str, Any]:
    return {
        "id": uuid7(),
        "at": clock.now(),
        "actor": act.actor,
        "actor_name": act.actor_name,
        "roles": sorted(act.roles),
        "address": act.address,
        "request_id": act.request_id,
        "operation": act.operation,
        "subject_id": act.subject_id,
        "outcome": outcome,
        "detail": detail[:DETAIL_LIMIT],
        "before": changes.before if changes else None,
        "after": changes.after if changes else None,
    }

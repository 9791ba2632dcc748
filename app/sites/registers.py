"""Registers of what stands at a place and can be taken out of service: teams, shelters, vehicles.

One way for all of them to be added, changed, stopped and put back. What differs is told by the room: the table, what
its rows are called, and what may be wrong with one.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from pydantic import BaseModel
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import Actor
from app.kernel.errors import Conflict, Fault, NotFound, refuse_if
from app.kernel.events import publish
from app.kernel.versions import require
from app.sites.bases import null_faults
from app.sites.models import Registered, Serviceable


def take_out(row: Serviceable, called: str, reason: str) -> None:
    if row.out_of_service:
        raise Conflict(f"{called}“{row.name}”已经停用：{row.out_of_service_reason}")
    row.out_of_service, row.out_of_service_reason = True, reason


def put_back(row: Serviceable, called: str) -> None:
    if not row.out_of_service:
        raise Conflict(f"{called}“{row.name}”没有停用")
    row.out_of_service, row.out_of_service_reason = False, ""


Row = TypeVar("Row", bound=Registered)
Values = dict[str, Any]


async def _no_lists(session: AsyncSession, row_id: UUID, lists: Values) -> None:
    """Rows of most registers are one row of one table."""


@dataclass(frozen=True)
class Register(Generic[Row]):
    """``event`` names the live event of a change, ``site_field`` the field with its site. ``lists`` are the fields that
    ``set_lists`` keeps in tables of their own.
    """

    table: type[Row]
    called: str
    missing: str
    event: str
    site_field: str
    nullable: frozenset[str]
    faults: Callable[[AsyncSession, Values], Awaitable[list[Fault]]]
    lists: frozenset[str] = frozenset()
    set_lists: Callable[[AsyncSession, UUID, Values], Awaitable[None]] = _no_lists

    async def add(self, session: AsyncSession, *, actor: Actor, values: Values) -> Row:
        own = {name: value for name, value in values.items() if name not in self.lists}
        await self._check(session, actor, own)
        row = self.table(**own)
        session.add(row)
        await session.flush()
        await self.set_lists(session, row.id, {name: values[name] for name in self.lists})
        return await self._told(session, row)

    async def update(self, session: AsyncSession, *, actor: Actor, row_id: UUID, seen: int, command: BaseModel) -> Row:
        row = await self._locked(session, actor, row_id)
        require(row.version, seen)
        changes = command.model_dump(exclude_unset=True)
        refuse_if(null_faults(changes, self.nullable))
        lists = {name: changes.pop(name) for name in self.lists & changes.keys()}
        await self._check(session, actor, row.model_dump() | changes)
        row.sqlmodel_update(changes)
        await self.set_lists(session, row.id, lists)
        return await self._changed(session, row)

    async def take_out(self, session: AsyncSession, *, actor: Actor, row_id: UUID, reason: str) -> Row:
        row = await self._locked(session, actor, row_id)
        take_out(row, self.called, reason)
        return await self._changed(session, row)

    async def put_back(self, session: AsyncSession, *, actor: Actor, row_id: UUID) -> Row:
        row = await self._locked(session, actor, row_id)
        put_back(row, self.called)
        return await self._changed(session, row)

    async def _check(self, session: AsyncSession, actor: Actor, values: Values) -> None:
        """Where it is, or where a change would put it."""
        actor.require(*self._place(values))
        refuse_if(await self.faults(session, values))

    def _place(self, values: Mapping[str, Any]) -> tuple[str, UUID | None]:
        return values["division"], values[self.site_field]

    async def _locked(self, session: AsyncSession, actor: Actor, row_id: UUID) -> Row:
        row = await session.get(self.table, row_id, with_for_update={"key_share": True})
        missing = NotFound(self.missing)
        if row is None:
            raise missing
        actor.require(*self._place(row.model_dump()), missing=missing)
        return row

    async def _told(self, session: AsyncSession, row: Row) -> Row:
        await session.flush()
        told = {"id": str(row.id), "version": row.version}
        await publish(session, self.event, told, places=[self._place(row.model_dump())])
        return row

    async def _changed(self, session: AsyncSession, row: Row) -> Row:
        row.version += 1
        return await self._told(session, row)

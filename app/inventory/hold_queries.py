"""Reading holds with what they keep."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import ColumnElement, Row
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import Person, Scope
from app.catalog.models import Item
from app.catalog.packages import in_packages
from app.catalog.queries import packages_of
from app.inventory.models import Hold, HoldState, Lot, Reservation
from app.inventory.schemas import HoldList, HoldOut, ReservationOut
from app.kernel.errors import NotFound
from app.kernel.paging import after_key, cut, decode_cursor, encode_cursor
from app.sites.models import Bin, Site


def _within(scope: Scope) -> ColumnElement[bool]:
    return scope.within(col(Site.division), col(Site.id))


def _rows() -> sa.Select[Hold, str, str]:
    """Holds with the names of their sites and authors."""
    return (
        sa.select(Hold, col(Site.name), col(Person.name))
        .join(Site, col(Site.id) == col(Hold.site_id))
        .join(Person, col(Person.code) == col(Hold.actor))
    )


async def holds(
    session: AsyncSession, *, scope: Scope, site_id: UUID | None, state: HoldState | None, after: str | None, limit: int
) -> HoldList:
    """Newest first."""
    query = _rows().where(_within(scope))
    if site_id:
        query = query.where(col(Hold.site_id) == site_id)
    if state:
        query = query.where(col(Hold.state) == state)
    key = decode_cursor(after, [UUID]) if after else None
    found = (await session.execute(after_key(query, [col(Hold.id)], key, limit=limit, descending=True))).all()
    page, more = cut(found, limit)
    return HoldList(
        items=await _shown(session, page),
        next=encode_cursor([page[-1][0].id]) if more else None,
    )


async def hold(session: AsyncSession, hold_id: UUID, *, scope: Scope) -> HoldOut:
    query = _rows().where(col(Hold.id) == hold_id, _within(scope))
    found = (await session.execute(query)).one_or_none()
    if found is None:
        raise NotFound("没有这个占用单")
    [shown] = await _shown(session, [found])
    return shown


async def _shown(session: AsyncSession, found: Sequence[Row[Hold, str, str]]) -> list[HoldOut]:
    query = (
        select(Reservation, Item, Lot.lot_no, Bin.code)
        .join(Item, col(Item.id) == col(Reservation.item_id))
        .join(Lot, col(Lot.id) == col(Reservation.lot_id))
        .join(Bin, col(Bin.id) == col(Reservation.bin_id))
        .where(col(Reservation.hold_id).in_([held.id for held, *_ in found]))
        .order_by(col(Item.code), col(Lot.expires_on), col(Reservation.id))
    )
    rows = (await session.exec(query)).all()
    packages = await packages_of(session, {item.id for _, item, _, _ in rows})
    lines: dict[UUID, list[ReservationOut]] = defaultdict(list)
    for reservation, item, lot_no, bin_code in rows:
        lines[reservation.hold_id].append(
            ReservationOut(
                item_id=item.id,
                item_name=item.name,
                unit=item.unit,
                lot_id=reservation.lot_id,
                lot_no=lot_no,
                bin_code=bin_code,
                quantity=reservation.quantity,
                quantity_text=in_packages(reservation.quantity, item.unit, packages.get(item.id, ())),
            )
        )
    return [
        HoldOut.model_validate({**held.model_dump(), "site_name": site, "actor_name": author, "lines": lines[held.id]})
        for held, site, author in found
    ]

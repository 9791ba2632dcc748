"""A draft as people read it: every physical balance that it touches, before and after."""

from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.catalog.packages import in_packages
from app.catalog.queries import packages_of
from app.inventory.books import net_changes
from app.inventory.drafting import Draft
from app.inventory.effects import Key
from app.inventory.models import DocumentKind, Lot
from app.inventory.schemas import BalanceEffect, PreviewOut
from app.sites.models import VIRTUAL_SITES, Bin, Site

_VIRTUAL = frozenset(VIRTUAL_SITES.values())


async def show(session: AsyncSession, kind: DocumentKind, made: Draft) -> PreviewOut:
    changes = {key: change for key, change in net_changes(made.steps).items() if key.site not in _VIRTUAL}
    sites = await session.exec(select(Site).where(col(Site.id).in_({key.site for key in changes})))
    by_id = {site.id: site for site in sites}
    codes = await session.exec(select(Bin.id, Bin.code).where(col(Bin.id).in_({key.bin for key in changes})))
    bins = dict(codes.all())
    known = set(await session.exec(select(Lot.id).where(col(Lot.id).in_({key.lot for key in changes}))))
    packages = await packages_of(session, {key.item for key in changes})
    first_line: dict[Key, int] = {}
    for step in made.steps:
        for end in (step.source, step.target):
            first_line.setdefault(end, step.line)

    def effect(key: Key, change: int) -> BalanceEffect:
        item, lot = made.refs.items[key.item], made.refs.lots[key.lot]
        before = made.before.get(key, 0)
        levels = packages.get(key.item, ())
        return BalanceEffect(
            line=first_line[key],
            site_id=key.site,
            site_name=by_id[key.site].name,
            site_kind=by_id[key.site].kind,
            bin_code=bins[key.bin],
            item_id=key.item,
            item_name=item.name,
            unit=item.unit,
            lot_id=_stored(key.lot, known),
            lot_no=lot.lot_no,
            owner=key.owner,
            condition=key.condition,
            before=before,
            change=change,
            after=before + change,
            reserved=made.books.reserved.get(key, 0),
            before_text=in_packages(before, item.unit, levels),
            after_text=in_packages(before + change, item.unit, levels),
        )

    effects = [effect(key, change) for key, change in changes.items()]
    return PreviewOut(kind=kind, occurred_at=made.occurred_at, effects=sorted(effects, key=lambda one: one.line))


def _stored(lot: UUID, known: set[UUID]) -> UUID | None:
    return lot if lot in known else None

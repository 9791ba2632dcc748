"""Whether the goods that a plan loads are still there: plans are advice, the ledger decides."""

from collections import Counter
from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.dispatch import queries
from app.dispatch.schemas import CargoLine, PlanTrip
from app.inventory.queries import available_for_plan
from optimize.plan import Action


async def missing_stock(session: AsyncSession, plan_id: UUID) -> list[str]:
    """In words, each lot of which less is available now than the plan still loads; partners' reserves are theirs."""
    report = await queries.get_report(session, plan_id)
    rows = await available_for_plan(session)
    return missing(report.trips, {f"{row.lot_id}@{row.site_id}": row.available for row in rows})


def missing(trips: Iterable[PlanTrip], there: Mapping[str, int]) -> list[str]:
    """``there``: what is available, by the lots' names in plans; those of the ledger are ``lot@site``."""
    wanted: Counter[str] = Counter()
    first: dict[str, tuple[str, CargoLine]] = {}
    for trip in trips:
        for stop in trip.stops if not trip.fixed else ():
            for line in stop.lines if stop.action == Action.LOAD else ():
                wanted[line.lot] += line.quantity
                first.setdefault(line.lot, (stop.place_name, line))
    return [
        f"{first[lot][0]}的{first[lot][1].item_name}（批号 {first[lot][1].lot_no}）：方案要装 {quantity:,}"
        f" {first[lot][1].unit}，现可用 {there.get(lot, 0):,}"
        for lot, quantity in wanted.items()
        if "@" in lot and quantity > there.get(lot, 0)
    ]

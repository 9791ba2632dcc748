"""Stock and partners' reserves → sources, lots, floors and withheld goods. Pure."""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID

from app.inventory.queries import PlanFloor, PlanStock
from app.kernel.clock import SHANGHAI
from app.sites.facts import Agreement, Capacity, Giving, GivingSite
from app.sites.models import SiteKind
from optimize.figures import rate
from optimize.problem import Arrival, Floor, KitLine, Lot, Shelter, Source, Terms, Tier, Withheld

TIERS = {
    SiteKind.VILLAGE_ROOM: Tier.VILLAGE,
    SiteKind.TOWNSHIP_POINT: Tier.TOWNSHIP,
    SiteKind.DISTRICT_DEPOT: Tier.DISTRICT,
}


class Supply(NamedTuple):
    sources: tuple[Source, ...]
    lots: tuple[Lot, ...]
    floors: tuple[Floor, ...]
    terms: tuple[Terms, ...]
    withheld: tuple[Withheld, ...]


class Clockwork(NamedTuple):
    """What turns dates into seconds of the plan."""

    issued_at: datetime
    horizon_s: int
    release_s: int


def expires_s(expires_on: date | None, issued_at: datetime) -> int | None:
    """Goods are good through the day printed on them: the second when that day ends in Asia/Shanghai."""
    if expires_on is None:
        return None
    end = datetime.combine(expires_on + timedelta(days=1), time(), SHANGHAI)
    return max(0, int((end - issued_at).total_seconds()) - 1)


def stock_lots(rows: Sequence[PlanStock], sites: Mapping[UUID, GivingSite], clockwork: Clockwork) -> list[Lot]:
    """What may be taken of each lot at each site; bins are the keeper's business."""
    return [
        Lot(
            id=f"{row.lot_id}@{row.site_id}",
            name=row.lot_no,
            source=str(row.site_id),
            item=str(row.item_id),
            quantity=row.available,
            expires_s=expires_s(row.expires_on, clockwork.issued_at),
        )
        for row in rows
        if row.available > 0 and row.site_id in sites
    ]


def agreement_lots(rows: Sequence[Agreement]) -> list[Lot]:
    return [
        Lot(
            id=f"agreement:{row.id}",
            name="协议储备",
            source=str(row.site),
            item=str(row.item),
            quantity=row.quantity,
            ready_s=row.response_s,
        )
        for row in rows
    ]


def capacity_lots(rows: Sequence[Capacity], clockwork: Clockwork) -> list[Lot]:
    """Production leaves in releases: what was made since the last one, until the horizon."""
    lots = []
    for row in rows:
        for number in range(1, (clockwork.horizon_s - row.ramp_up_s) // clockwork.release_s + 1):
            made = row.per_day * clockwork.release_s * number // 86_400
            before = row.per_day * clockwork.release_s * (number - 1) // 86_400
            if made > before:
                lots.append(
                    Lot(
                        id=f"capacity:{row.id}:{number}",
                        name=f"产能第{number}批",
                        source=f"{row.site}/capacity",
                        item=str(row.item),
                        quantity=made - before,
                        ready_s=row.ramp_up_s + number * clockwork.release_s,
                    )
                )
    return lots


def terms_of(
    giving: Giving, lots: Sequence[Lot], reach: Mapping[UUID, tuple[str, ...]], clockwork: Clockwork
) -> list[Terms]:
    """What agreements and production ask beyond their goods' readiness; none where they ask for nothing."""
    known = {lot.id for lot in lots}
    made: defaultdict[str, list[str]] = defaultdict(list)
    for lot in lots:
        if lot.id.startswith("capacity:"):
            made[lot.id.rsplit(":", 1)[0]].append(lot.id)
    rows: list[tuple[tuple[str, ...], Agreement | Capacity, tuple[str, ...] | None]] = [
        *(((f"agreement:{row.id}",), row, reach.get(row.id)) for row in giving.agreements),
        *((tuple(made[f"capacity:{row.id}"]), row, None) for row in giving.capacities),
    ]
    found = []
    for names, row, shelters in rows:
        until_s = expires_s(row.valid_to, clockwork.issued_at)
        until_s = until_s if until_s is not None and until_s < clockwork.horizon_s else None
        if known.issuperset(names) and names and (row.least_call or until_s is not None or shelters is not None):
            found.append(Terms(lots=names, minimum=row.least_call, until_s=until_s, reach=shelters))
    return found


def source_of(site: GivingSite, tier: Tier, source_id: str) -> Source:
    return Source(
        id=source_id,
        name=site.name,
        tier=tier,
        township=site.division[:9],
        location=f"site:{site.id}",
        docks=site.docks,
        stop_s=site.stop_s,
        handling_s_per_t=site.handling_s_per_t,
    )


def sources_of(lots: Sequence[Lot], sites: Sequence[GivingSite]) -> list[Source]:
    """Sites that have something to give; a partner gives its guaranteed goods and its production on their own terms."""
    giving = {lot.source for lot in lots}
    sources = []
    for site in sites:
        if str(site.id) in giving:
            sources.append(source_of(site, TIERS.get(site.kind, Tier.AGREEMENT), str(site.id)))
        if f"{site.id}/capacity" in giving:
            sources.append(source_of(site, Tier.CAPACITY, f"{site.id}/capacity"))
    return sources


def floors_of(
    rows: Sequence[PlanFloor], lots: Sequence[Lot], sites: Mapping[UUID, GivingSite], shelters: Sequence[Shelter]
) -> list[Floor]:
    """A floor does not bind shelters in the site's own township; a district depot's floor binds always."""
    stocked = {(lot.source, lot.item) for lot in lots}
    own: defaultdict[str, list[str]] = defaultdict(list)
    for shelter in shelters:
        own[shelter.township].append(shelter.id)
    return [
        Floor(
            source=str(row.site_id),
            item=str(row.item_id),
            quantity=row.quantity,
            free_shelters=tuple(own[sites[row.site_id].division[:9]]),
        )
        for row in rows
        if row.site_id in sites and (str(row.site_id), str(row.item_id)) in stocked
    ]


def withheld_of(rows: Sequence[PlanStock], sites: Mapping[UUID, GivingSite]) -> list[Withheld]:
    """Reserved, expired and unusable goods of sites that could give (the city's count only after its release)."""
    totals: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in rows:
        if row.site_id in sites:
            totals[str(row.site_id), str(row.item_id)].update(
                on_hand=row.on_hand, reserved=row.reserved, expired=row.expired, unusable=row.unusable + row.city
            )
    return [
        Withheld(source=source, item=item, **totals[source, item])
        for source, item in sorted(totals)
        if totals[source, item]["on_hand"] and any(totals[source, item][k] for k in ("reserved", "expired", "unusable"))
    ]


def arrivals_of(
    rows: Sequence[PlanStock],
    shelters: Mapping[UUID, Shelter],
    kit: Sequence[KitLine],
    clockwork: Clockwork,
) -> tuple[Arrival, ...]:
    """What stands at shelters' own sites is there already: for the line that is due first as much as its places could
    need, then for the next; what is left then does for lines of other items. ``shelters`` by their site."""
    left = [row.available for row in rows]
    there: defaultdict[tuple[str, str, str], int] = defaultdict(int)
    wanted = {
        (row.id, line.id): -(-row.places * line.units // line.people) for row in shelters.values() for line in kit
    }
    for own in (True, False):
        for number, row in enumerate(rows):
            shelter, item = shelters.get(row.site_id), str(row.item_id)
            lines = (line for line in kit if item in line.items and own == (line.item == item))
            for line in sorted(lines, key=lambda line: line.due_s) if shelter else ():
                good_s = expires_s(row.expires_on, clockwork.issued_at)
                if shelter is None or (good_s is not None and good_s < line.due_s):
                    continue
                share = rate(line, item)
                units = min(left[number], math.ceil(wanted[shelter.id, line.id] / share))
                wanted[shelter.id, line.id] = max(0, wanted[shelter.id, line.id] - int(units * share))
                there[shelter.id, line.id, item] += units
                left[number] -= units
    own_item = {line.id: line.item for line in kit}
    return tuple(
        Arrival(shelter=shelter, line=line, quantity=units, arrive_s=0, item=None if item == own_item[line] else item)
        for (shelter, line, item), units in sorted(there.items())
        if units
    )


def supply_of(
    stock: Sequence[PlanStock],
    floors: Sequence[PlanFloor],
    giving: Giving,
    *,
    reach: Mapping[UUID, tuple[str, ...]],
    shelters: Sequence[Shelter],
    items: frozenset[str],
    closed_sites: frozenset[UUID],
    clockwork: Clockwork,
) -> Supply:
    """Everything that could be sent of the items that somebody needs."""
    open_sites = [site for site in giving.sites if site.id not in closed_sites]
    sites = {site.id: site for site in open_sites}
    lots = stock_lots(stock, sites, clockwork)
    lots += agreement_lots([row for row in giving.agreements if row.site in sites and reach.get(row.id, True)])
    lots += capacity_lots([row for row in giving.capacities if row.site in sites], clockwork)
    lots = [lot for lot in lots if lot.item in items]
    return Supply(
        sources=tuple(sources_of(lots, open_sites)),
        lots=tuple(lots),
        floors=tuple(floors_of(floors, lots, sites, shelters)),
        terms=tuple(terms_of(giving, lots, reach, clockwork)),
        withheld=tuple(row for row in withheld_of(stock, sites) if row.item in items),
    )

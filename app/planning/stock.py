"""Persons supported by the district depot and by each hazard-prone or remote township, against the standards."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.catalog import queries as catalog
from app.catalog.models import NeedBasis, Season
from app.catalog.packages import Package, in_packages
from app.catalog.schemas import KitOut, StandardOut
from app.divisions.models import Division, DivisionKind
from app.inventory.queries import available_for_plan, floors_for_plan
from app.planning.gap import LineGap, Ratio, Stock, StockGap, stock_gap, summed, whole_duration, whole_packages
from app.planning.schemas import ItemGap, PlaceGap
from app.shelters.queries import UsableShelter
from app.sites.facts import GivingSite, giving_sites
from app.sites.models import SiteKind

METRIC = "persons_supported"
KINDS = {DivisionKind.DISTRICT: SiteKind.DISTRICT_DEPOT, DivisionKind.TOWNSHIP: SiteKind.TOWNSHIP_POINT}
"""Whose stock answers for which kind of division."""


@dataclass(frozen=True)
class Books:
    """What lies where now, with the packages to buy in."""

    sites: tuple[GivingSite, ...]
    stocks: dict[UUID, list[tuple[UUID, Stock]]]
    packages: dict[UUID, tuple[Package, ...]]

    def of(self, place: Division) -> list[GivingSite]:
        """The sites whose stock answers for a place."""
        kind = KINDS[place.kind]
        return [site for site in self.sites if site.kind == kind and site.division.startswith(place.code)]


async def read_kit(session: AsyncSession, season: Season, on: date) -> KitOut | None:
    """The kit of the season, or None where none is valid."""
    kits = await catalog.list_kits(session, at=on, season=season)
    return kits[0] if kits else None


def essential_ratios(kit: KitOut) -> list[Ratio]:
    """Essential lines over the kit's whole duration."""
    ratios = []
    for line in kit.lines:
        if not line.essential:
            continue
        first = (line.first_day_units, line.first_day_people)
        units, people = whole_duration(
            units=line.units,
            people=line.people,
            per_day=line.basis == NeedBasis.PER_DAY,
            days=kit.days,
            first_day=(first[0], first[1]) if first[0] is not None and first[1] is not None else None,
        )
        ratios.append(Ratio(line.item_id, line.item_name, line.unit, units, people, line.indoor_replaces))
    return ratios


async def read_books(session: AsyncSession, district: str, on: date, items: Sequence[UUID]) -> Books:
    """Stock of the district's sites in service: available goods count (floors included), all others do not."""
    sites = (await giving_sites(session, district, on)).sites
    floors = {(floor.site_id, floor.item_id): floor.quantity for floor in await floors_for_plan(session)}
    stocks: dict[UUID, list[tuple[UUID, Stock]]] = {}
    for row in await available_for_plan(session, on):
        stock = Stock(row.available, 0, row.reserved, row.expired, row.unusable + row.city)
        stocks.setdefault(row.site_id, []).append((row.item_id, stock))
    for (site, item), quantity in floors.items():
        stocks.setdefault(site, []).append((item, Stock(floor=quantity)))
    return Books(sites, stocks, await catalog.packages_of(session, items))


def place_gaps(
    places: Sequence[Division],
    standards: Sequence[StandardOut],
    kit: KitOut,
    books: Books,
    shelters: Sequence[UsableShelter],
) -> list[PlaceGap]:
    """One row per place that a standard names; the district before its townships."""
    ratios = essential_ratios(kit)
    found = []
    for place in places:
        standard = standard_of(place, standards)
        if standard is None:
            continue
        sites = [
            site
            for site in books.sites
            if site.kind == KINDS[place.kind] and site.division[: len(place.code)] == place.code
        ]
        indoor = sum(shelter.indoor_places for shelter in shelters if shelter.division.startswith(place.code))
        stocks = summed(row for site in sites for row in books.stocks.get(site.id, ()))
        gap = stock_gap(ratios, stocks, target=int(standard.threshold), indoor_places=indoor)
        found.append(_shown(place, standard, gap, books=books, indoor=indoor))
    return found


def standard_of(place: Division, standards: Sequence[StandardOut]) -> StandardOut | None:
    """The target of a place: its own before that of its kind; None where no standard speaks of it."""
    fitting = [
        standard
        for standard in standards
        if standard.metric == METRIC
        and standard.scope_kind == place.kind
        and (standard.division is None or place.code.startswith(standard.division))
        and (not standard.scope_flag or place.hazard_prone or place.remote)
    ]
    return max(fitting, key=lambda standard: len(standard.division or ""), default=None)


def words_of(standard: StandardOut) -> str:
    """Document, clause and note of a standard, as one line."""
    source = f"《{standard.document}》{standard.clause}"
    return f"{source}（{standard.note}）" if standard.note else source


def _shown(place: Division, standard: StandardOut, gap: StockGap, *, books: Books, indoor: int) -> PlaceGap:
    return PlaceGap(
        division=place.code,
        name=place.name,
        scope="district" if place.kind == DivisionKind.DISTRICT else "township",
        hazard_prone=place.hazard_prone,
        remote=place.remote,
        source=place.source,
        sites=[site.name for site in books.of(place)],
        indoor_places=indoor,
        target=gap.target,
        standard=words_of(standard),
        example=standard.example,
        persons=gap.persons,
        gap=gap.gap,
        limiting=[line.ratio.name for line in gap.limiting],
        items=[_item(line, books.packages.get(line.ratio.item, ())) for line in gap.lines],
    )


def _item(line: LineGap, packages: Sequence[Package]) -> ItemGap:
    ratio, stock = line.ratio, line.stock
    ordered = whole_packages(line.lacking, packages[0].units if packages else 1)
    return ItemGap(
        item=ratio.item,
        name=ratio.name,
        unit=ratio.unit,
        usable=stock.usable,
        floor=stock.floor,
        reserved=stock.reserved,
        expired=stock.expired,
        held=stock.held,
        persons=line.persons,
        required=line.required,
        lacking=line.lacking,
        packages=in_packages(ordered, ratio.unit, packages) if line.lacking else "",
        limiting=line.limiting,
    )

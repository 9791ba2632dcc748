"""Stock and reserves become sources, lots, floors and withheld goods."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from app.dispatch.supply import Clockwork, Supply, arrivals_of, capacity_lots, expires_s, supply_of
from app.inventory.queries import PlanFloor, PlanStock
from app.sites.facts import Agreement, Capacity, Giving, GivingSite
from app.sites.models import SiteKind
from optimize.problem import KitLine, Shelter, Substitute, Tier

CLOCK = Clockwork(datetime(2026, 7, 16, 0, 0, tzinfo=UTC), 72 * 3600, 6 * 3600)
WATER = uuid4()
LATER = date(2026, 12, 31)


def site(kind: SiteKind, division: str = "500154101") -> GivingSite:
    return GivingSite(uuid4(), kind.label, kind, division, 108.4, 31.1, 2, 600, 1080)


def stocked(at: GivingSite, **amounts: int) -> PlanStock:
    given = {"reserved": 0, "unusable": 0, "expired": 0, "city": 0, "available": 0} | amounts
    return PlanStock(at.id, uuid4(), WATER, "L1", None, sum(given.values()), **given)


def shelter(name: str, township: str) -> Shelter:
    return Shelter(
        id=name, name=name, township=township, location=name, places=9, indoor_places=9, special_places=0,
        ready_s=0, docks=1, stop_s=0, handling_s_per_t=0,
    )  # fmt: skip


def supplied(
    sites: list[GivingSite],
    stock: list[PlanStock],
    floors: list[PlanFloor],
    *,
    agreements: tuple[Agreement, ...] = (),
    capacities: tuple[Capacity, ...] = (),
    reach: dict[UUID, tuple[str, ...]] | None = None,
    closed: frozenset[UUID] = frozenset(),
) -> Supply:
    giving = Giving(tuple(sites), agreements, capacities)
    shelters = [shelter("近", "500154101"), shelter("远", "500154999")]
    return supply_of(
        stock,
        floors,
        giving,
        reach=reach or {},
        shelters=shelters,
        items=frozenset({str(WATER)}),
        closed_sites=closed,
        clockwork=CLOCK,
    )


def test_goods_are_good_through_the_printed_day_in_shanghai() -> None:
    issued = datetime(2026, 7, 16, 8, 0, tzinfo=UTC)  # 16:00 in Shanghai: eight hours left today
    assert expires_s(date(2026, 7, 16), issued) == 8 * 3600 - 1
    assert expires_s(None, issued) is None


def test_held_and_city_goods_are_no_supply_but_are_told() -> None:
    depot = site(SiteKind.DISTRICT_DEPOT)
    made = supplied([depot], [stocked(depot, available=5, reserved=2, expired=3, city=4)], [])
    assert [lot.quantity for lot in made.lots] == [5]
    (told,) = made.withheld
    assert (told.on_hand, told.reserved, told.expired, told.unusable) == (14, 2, 3, 4)


def test_a_floor_binds_outside_the_own_township_only() -> None:
    point = site(SiteKind.TOWNSHIP_POINT)
    made = supplied([point], [stocked(point, available=10)], [PlanFloor(point.id, WATER, 6)])
    (floor,) = made.floors
    assert (floor.quantity, floor.free_shelters) == (6, ("近",))


def test_a_depots_floor_always_binds() -> None:
    depot = site(SiteKind.DISTRICT_DEPOT, "500154")
    made = supplied([depot], [stocked(depot, available=10)], [PlanFloor(depot.id, WATER, 6)])
    assert made.floors[0].free_shelters == ()


def test_a_closed_site_gives_nothing() -> None:
    depot = site(SiteKind.DISTRICT_DEPOT)
    made = supplied([depot], [stocked(depot, available=10)], [], closed=frozenset({depot.id}))
    assert made.lots == () and made.sources == ()


def test_partners_give_guaranteed_goods_and_production_on_their_own_terms() -> None:
    partner = site(SiteKind.PARTNER)
    made = supplied(
        [partner],
        [],
        [],
        agreements=(Agreement(uuid4(), partner.id, WATER, 100, 7200, None, 0, LATER),),
        capacities=(Capacity(uuid4(), partner.id, WATER, 86_400, 12 * 3600, 0, LATER),),
    )
    assert [source.tier for source in made.sources] == [Tier.AGREEMENT, Tier.CAPACITY]
    assert made.lots[0].ready_s == 7200


def test_production_adds_up_to_what_is_made_until_the_horizon() -> None:
    capacity = Capacity(uuid4(), uuid4(), WATER, 1001, 12 * 3600, 0, LATER)
    lots = capacity_lots([capacity], CLOCK)
    assert sum(lot.quantity for lot in lots) == 1001 * (72 - 12) * 3600 // 86_400
    assert [lot.ready_s for lot in lots] == [12 * 3600 + k * 6 * 3600 for k in range(1, 11)]


def test_terms_tell_least_calls_radius_and_the_last_day() -> None:
    partner = site(SiteKind.PARTNER)
    near, far = uuid4(), uuid4()
    agreements = (
        Agreement(near, partner.id, WATER, 100, 0, 5000, 40, date(2026, 7, 17)),
        Agreement(far, partner.id, WATER, 100, 0, 5000, 0, LATER),
        Agreement(uuid4(), partner.id, WATER, 100, 0, None, 0, LATER),
    )
    capacity = Capacity(uuid4(), partner.id, WATER, 86_400, 12 * 3600, 1000, LATER)
    made = supplied([partner], [], [], agreements=agreements, capacities=(capacity,), reach={near: ("近",), far: ()})
    agreed, produced = made.terms
    assert (agreed.lots, agreed.minimum, agreed.reach) == ((f"agreement:{near}",), 40, ("近",))
    assert agreed.until_s == 40 * 3600 - 1
    assert (produced.minimum, produced.until_s, produced.reach) == (1000, None, None)
    assert set(produced.lots) == {lot.id for lot in made.lots if lot.id.startswith("capacity:")}
    assert f"agreement:{far}" not in {lot.id for lot in made.lots}


def test_what_stands_at_a_shelter_is_there_for_what_is_due_first() -> None:
    here = site(SiteKind.SHELTER)
    first, later = (
        KitLine(
            id=name, item=str(WATER), name=name, units=units, people=1, due_s=due_s, weight=1, life_critical=True,
            first_day=due_s < 30_000,
        )
        for name, units, due_s in (("first", 3, 21_600), ("later", 6, 86_400))
    )  # fmt: skip
    stock = [stocked(here, available=20), stocked(site(SiteKind.TOWNSHIP_POINT), available=99)]
    rows = arrivals_of(stock, {here.id: shelter("近", "500154101")}, [later, first], CLOCK)
    assert [(row.shelter, row.line, row.quantity, row.arrive_s) for row in rows] == [("近", "first", 20, 0)]
    rows = arrivals_of([stocked(here, available=99)], {here.id: shelter("近", "500154101")}, [later, first], CLOCK)
    assert [(row.line, row.quantity) for row in rows] == [("first", 27), ("later", 54)]


def test_what_is_left_at_a_shelter_does_for_other_items() -> None:
    """Of 19 towels nine are for the nine people; of the other ten two do for a quilt."""
    here, towel, quilt = site(SiteKind.SHELTER), uuid4(), uuid4()

    def line(item: UUID, *others: Substitute) -> KitLine:
        return KitLine(
            id=str(item), item=str(item), name="", units=1, people=1, due_s=21_600, weight=1, life_critical=True,
            first_day=True, substitutes=others,
        )  # fmt: skip

    kit = [line(quilt, Substitute(item=str(towel), units=2, replaces=1)), line(towel)]
    stock = [stocked(here, available=19)._replace(item_id=towel)]
    rows = arrivals_of(stock, {here.id: shelter("近", "500154101")}, kit, CLOCK)
    found = {(row.line, row.item): row.quantity for row in rows}
    assert found == {(str(towel), None): 9, (str(quilt), str(towel)): 10}

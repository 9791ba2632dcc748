"""What boats, motorcycles and drones do where no truck gets: small cases with known answers."""

import pytest

from optimize.index import Index
from optimize.intake.reading import check
from optimize.packed import Rows
from optimize.people.ways import find_ways
from optimize.plan import Action, Cause, Plan, Trip
from optimize.planner import solve
from optimize.problem import Item, KitLine, Lot, Problem, TravelMatrix, Vehicle
from optimize.validate import Code, validate
from tests.optimize.goods import HOUR
from tests.optimize.tiny import tiny_problem

AT = {"at-d0": 0, "at-s0": 8000, "at-g0": 8800, "at-s1": 16_000, "at-g1": 24_000}


def closed(matrix: TravelMatrix, place: str) -> TravelMatrix:
    """The same roads, none of which leads to or from a place."""
    ends = [[place in (a, b) and a != b for b in matrix.destinations] for a in matrix.origins]

    def without(rows: Rows) -> Rows:
        return tuple(
            tuple(-1 if shut else value for value, shut in zip(row, flags, strict=True))
            for row, flags in zip(rows, ends, strict=True)
        )

    return matrix.model_copy(update={"seconds": without(matrix.seconds), "metres": without(matrix.metres)})


def ways(profile: str, metres_per_s: int, *places: str) -> TravelMatrix:
    metres = tuple(tuple(abs(AT[a] - AT[b]) for b in places) for a in places)
    return TravelMatrix(
        profile=profile, origins=places, destinations=places, metres=metres,
        seconds=tuple(tuple(-(-value // metres_per_s) for value in row) for row in metres),
    )  # fmt: skip


def craft(profile: str, grams: int, cm3: int, seats: int = 0, at: str = "at-d0") -> Vehicle:
    return Vehicle(
        id=f"{profile}0", name=profile, kind=profile, profile=profile, location=at, ready_s=0, capacity_g=grams,
        capacity_cm3=cm3, seats=seats,
    )  # fmt: skip


def island(*vehicles: Vehicle, travel: TravelMatrix, **update: object) -> Problem:
    """``tiny_problem`` where neither truck nor bus gets to s1, with further vehicles and their ways."""
    problem = tiny_problem()
    roads = tuple(closed(row, "at-s1") if row.profile in ("truck", "bus") else row for row in problem.travel)
    return problem.model_copy(
        update={"travel": (*roads, travel), "vehicles": (*problem.vehicles, *vehicles), "floors": (), **update}
    )


def checked(problem: Problem) -> Plan:
    assert list(check(problem)) == []
    plan = solve(problem, effort=50)
    assert validate(problem, plan) == ()
    return plan


def trips_of(plan: Plan, vehicle: str) -> list[Trip]:
    return [trip for trip in plan.trips if trip.vehicle == vehicle]


def test_a_shelter_without_a_road_gets_people_and_then_goods_by_boat() -> None:
    boat = craft("boat", 800_000, 2_000_000, seats=8, at="at-g1")
    plan = checked(island(boat, travel=ways("boat", 4, "at-d0", "at-s1", "at-g1")))
    (row,) = (row for row in plan.assignments if row.group == "g1")
    assert (row.shelter, row.mode, row.travel_s) == ("s1", "boat", 2000)
    rides = [trip for trip in trips_of(plan, "boat0") if trip.stops[0].action is Action.BOARD]
    assert sorted(trip.stops[0].passengers[0].people for trip in rides) == [6, 8, 8, 8]
    handling = sum(2 * (300 + 3 * people) for people in (8, 8, 8, 6))
    assert row.arrive_s == handling + 4 * 2000 + 3 * 2000
    goods = [trip for trip in trips_of(plan, "boat0") if trip.stops[0].action is Action.LOAD]
    assert min(trip.start_s for trip in goods) >= row.arrive_s
    assert goods[0].from_location == "at-s1"
    assert {delivery.shelter for delivery in plan.deliveries if delivery.trip in {t.id for t in goods}} == {"s1"}
    assert plan.people.placed == 50


def lack_of(problem: Problem, group: str) -> Cause:
    """Why a group has no place."""
    [row] = [row for row in checked(problem).shortages if (row.kind, row.subject) == ("place", group)]
    return row.cause


def test_people_whom_only_a_boat_fetches_lack_boats_not_buses() -> None:
    boat = craft("boat", 0, 0, seats=8, at="at-g1")
    problem = island(boat, travel=ways("boat", 4, "at-s1", "at-g1"))
    late = problem.policy.model_copy(update={"place_by_s": 4000})
    cause = lack_of(problem.model_copy(update={"policy": late}), "g1")
    assert (cause.code, "1 辆（艘）运力已用完" in cause.text, cause.remedy) == (
        "vehicles",
        True,
        "增调boat，座位不少于 30",
    )


def test_idle_buses_do_not_lower_the_bound_of_those_whom_only_a_boat_fetches() -> None:
    boat = craft("boat", 0, 0, seats=8, at="at-g1")
    problem = island(boat, travel=ways("boat", 4, "at-s1", "at-g1"))
    for place_by_s, unplaced in ((9_000, 30), (20_000, 0)):
        limit = problem.policy.model_copy(update={"place_by_s": place_by_s})
        goal = checked(problem.model_copy(update={"policy": limit})).objective[0]
        assert (goal.key, goal.value, goal.bound) == ("people_unplaced", unplaced, unplaced)


def test_a_village_that_vehicles_cannot_enter_lacks_its_road() -> None:
    problem = tiny_problem()
    roads = tuple(closed(row, "at-d0") if row.profile == "bus" else row for row in problem.travel)
    cut = tuple(
        row.model_copy(update={"cut_by": ("沿江公路",)}) if row.id == "at-g1" else row for row in problem.locations
    )
    cause = lack_of(problem.model_copy(update={"travel": roads, "locations": cut}), "g1")
    assert (cause.code, "1 辆（艘）载人车船" in cause.text) == ("road", True)
    assert cause.remedy == "抢通道路（沿江公路），或用船艇、直升机转移 30 人"


def test_boats_wait_where_buses_come_in_time() -> None:
    problem = tiny_problem()
    boat = craft("boat", 0, 0, seats=8, at="at-g1")
    travel = (*problem.travel, ways("boat", 100, "at-g1", "at-s1"))
    problem = problem.model_copy(update={"travel": travel, "vehicles": (*problem.vehicles, boat)})
    found = find_ways(Index(problem))
    assert found.profiles == ("bus", "boat")
    assert found.mode(1, 1) == "bus"
    assert (found.ride_s[1, 1], found.least_ride_s[1, 1]) == (1000, 80)


AID = Item(id="aid", name="急救包", unit="个", mass_g=3000, volume_cm3=10_000)
AID_LINE = KitLine(
    id="aid-1", item="aid", name="急救包", units=1, people=2, due_s=2 * HOUR, weight=3, life_critical=True,
    first_day=True,
)  # fmt: skip


def test_a_drone_brings_what_it_holds_and_nothing_heavier() -> None:
    problem = tiny_problem()
    drone, boat = craft("drone", 30_000, 150_000), craft("boat", 0, 0, seats=40, at="at-g1")
    problem = island(
        drone, boat, travel=ways("drone", 16, "at-d0", "at-s1"), items=(*problem.items, AID),
        kit=(problem.kit[1], AID_LINE), lots=(problem.lots[1], Lot(id="l9", source="d0", item="aid", quantity=40)),
    )  # fmt: skip
    plan = checked(with_boat_ways(problem))
    needs = {(need.shelter, need.line): need for need in plan.needs}
    assert needs["s1", "aid-1"].on_time == needs["s1", "aid-1"].required == 15
    assert needs["s1", "tent-1"].unmet == needs["s1", "tent-1"].required == 5
    flights = trips_of(plan, "drone0")
    assert [trip.peak_g for trip in flights] == [30_000, 15_000]
    assert {cargo.lot for trip in flights for stop in trip.stops for cargo in stop.cargo} == {"l9"}


def with_boat_ways(problem: Problem) -> Problem:
    return problem.model_copy(update={"travel": (*problem.travel, ways("boat", 4, "at-g1", "at-s1"))})


def test_a_motorcycle_goes_as_often_as_it_takes() -> None:
    motorcycle, boat = craft("motorcycle", 40_000, 150_000), craft("boat", 0, 0, seats=40, at="at-g1")
    lots = (tiny_problem().lots[0].model_copy(update={"quantity": 300}), tiny_problem().lots[1])
    plan = checked(with_boat_ways(island(motorcycle, boat, travel=ways("motorcycle", 8, "at-d0", "at-s1"), lots=lots)))
    trips = trips_of(plan, "motorcycle0")
    units = [stop.cargo[0].quantity for trip in trips for stop in trip.stops if stop.action is Action.UNLOAD]
    assert sorted(units) == [18, 24, 24, 24]
    assert all(trip.peak_g <= 40_000 for trip in trips)
    (tents,) = (row for row in plan.shortages if row.site == "s1" and row.subject == "tent-1" and not row.late)
    assert tents.quantity == 5


def test_a_shelter_that_only_a_boat_reaches_counts_for_fairness() -> None:
    boat = craft("boat", 800_000, 2_000_000, seats=8, at="at-g1")
    problem = island(boat, travel=ways("boat", 4, "at-d0", "at-s1", "at-g1"))
    without = problem.model_copy(update={"lots": ()})
    assert {goal.key: goal.value for goal in checked(without).objective}["lowest_on_time_share"] == 0


@pytest.mark.parametrize("mode", ["bus", "train", "foot"])
def test_a_group_rides_in_vehicles_of_its_mode(mode: str) -> None:
    boat = craft("boat", 800_000, 2_000_000, seats=8, at="at-g1")
    problem = island(boat, travel=ways("boat", 4, "at-d0", "at-s1", "at-g1"))
    plan = checked(problem)
    rows = tuple(row.model_copy(update={"mode": mode}) if row.group == "g1" else row for row in plan.assignments)
    assert {violation.code for violation in validate(problem, plan.model_copy(update={"assignments": rows}))} & {
        Code.MODE, Code.NO_WAY, Code.NOT_CARRIED, Code.WALK_LIMIT
    }  # fmt: skip


def test_nobody_may_drive_on_foot() -> None:
    problem = tiny_problem().model_copy(update={"vehicles": (craft("foot", 0, 0, seats=3),)})
    (fault,) = check(problem)
    assert fault.field == "$.vehicles[0].profile"

"""Late goods come in time where trucks can change what they carry, and nothing else becomes late for it."""

import math
from collections.abc import Sequence
from dataclasses import replace

from optimize.execution import Candidate, drive, settle, with_goods
from optimize.goods.flows import Flow
from optimize.goods.supply import Supply
from optimize.index import Index
from optimize.missions.assignment import MissionResult
from optimize.people.shelters import place_greedily, prepare
from optimize.people.ways import Ways, find_ways
from optimize.plan import Action, Cargo, Delivery, Stop, Trip
from optimize.problem import Location, Lot, Problem, TravelMatrix
from optimize.progress import Control
from optimize.replanning.rescue import rescue
from tests.optimize.goods import HOUR
from tests.optimize.tiny import tiny_problem

NOBODY = MissionResult((), {}, 0, 0.0, 0.0, proven=False)
AT = {"at-d0": 0, "at-s0": 8000, "at-s1": -16000, "at-s2": 8800}
"""Metres along a road, at 8 m/s: from the depot 1000 s to s0 and 100 s on to s2, 2000 s the other way to s1."""
DUE_S = 6 * HOUR


def crossroads(ready_s: Sequence[int]) -> Problem:
    """Ten people live at each of three shelters and need 30 L of water; trucks are ready at these seconds."""
    tiny = tiny_problem()
    names = tuple(AT)

    def matrix(profile: str, speed: float) -> TravelMatrix:
        metres = tuple(tuple(abs(AT[a] - AT[b]) for b in names) for a in names)
        seconds = tuple(tuple(math.ceil(m / speed) for m in row) for row in metres)
        return TravelMatrix(profile=profile, origins=names, destinations=names, metres=metres, seconds=seconds)

    shelters = tuple(
        tiny.shelters[1].model_copy(update={"id": f"s{n}", "location": f"at-s{n}", "places": 10, "docks": 1})
        for n in range(3)
    )
    groups = tuple(
        tiny.groups[0].model_copy(update={"id": f"g{n}", "location": f"at-s{n}", "people": 10, "special": 0})
        for n in range(3)
    )
    vehicles = tuple(
        tiny.vehicles[0].model_copy(update={"id": f"t{n}", "ready_s": second}) for n, second in enumerate(ready_s)
    )
    return tiny.model_copy(
        update={
            "locations": tuple(Location(id=name, name=name, township="甲镇") for name in names),
            "travel": (matrix("truck", 8), matrix("foot", 0.8)),
            "shelters": shelters,
            "groups": groups,
            "kit": tiny.kit[:1],
            "sources": (tiny.sources[0].model_copy(update={"docks": 3}),),
            "lots": (Lot(id="l0", source="d0", item="water", quantity=90),),
            "floors": (),
            "withheld": (),
            "vehicles": vehicles,
            "teams": (),
            "missions": (),
        }
    )


def each_its_own(problem: Problem, ways: Ways) -> Candidate:
    """The plan in which truck n brings shelter n its water, as soon as it is ready."""
    placing, quick = prepare(ways), Control(effort=1)
    settled = settle(ways, placing, place_greedily(placing), quick)
    trips, deliveries = list[Trip](), list[Delivery]()
    for n, truck in enumerate(problem.vehicles):
        cargo = (Cargo(lot="l0", shelter=f"s{n}", quantity=30),)
        loaded_s, metres = truck.ready_s + 300 + 10, abs(AT[f"at-s{n}"])
        there_s = loaded_s + metres // 8
        load = Stop(
            action=Action.LOAD, place="d0", location="at-d0", arrive_s=truck.ready_s, start_s=truck.ready_s,
            leave_s=loaded_s, cargo=cargo,
        )  # fmt: skip
        unload = Stop(
            action=Action.UNLOAD, place=f"s{n}", location=f"at-s{n}", arrive_s=there_s, start_s=there_s,
            leave_s=there_s + 300 + 29, cargo=cargo,
        )  # fmt: skip
        trips.append(
            Trip(
                id=f"k{n}", vehicle=truck.id, from_location="at-d0", start_s=truck.ready_s, end_s=unload.leave_s,
                metres=metres, peak_g=31_200, peak_cm3=51_000, stops=(load, unload),
            )
        )  # fmt: skip
        deliveries.append(
            Delivery(lot="l0", shelter=f"s{n}", line="water-1", quantity=30, trip=f"k{n}", arrive_s=unload.leave_s)
        )
    flows = tuple(Flow(row.lot, row.shelter, row.line, row.quantity) for row in deliveries)
    return with_goods(ways, replace(drive(ways, settled, (), NOBODY, quick), flows=flows), trips, deliveries, NOBODY)


def test_a_truck_hands_its_goods_on_to_bring_others_in_time() -> None:
    """The truck for s1 comes 1039 s late; the one for s0 could go there, if the one for s2 called at s0 for it."""
    problem = crossroads([18_000, 20_000, 18_000])
    ways = find_ways(Index(problem))
    before = each_its_own(problem, ways)
    assert [need.late for need in before.figures.needs] == [0, 30, 0]
    after = rescue(Supply(ways.index), ways, before, NOBODY, Control())
    assert all(need.on_time == 30 for need in after.figures.needs)
    by = {row.shelter: row.trip for row in after.figures.execution.deliveries}
    vehicle = {trip.id: trip.vehicle for trip in after.figures.execution.trips}
    assert {shelter: vehicle[trip] for shelter, trip in by.items()} == {"s0": "t2", "s1": "t0", "s2": "t2"}


def test_goods_that_nobody_could_bring_in_time_stay_where_they_are() -> None:
    """No truck could be at s1 in time: whoever could have handed something on has not."""
    problem = crossroads([19_500, 20_000, 18_990])
    ways = find_ways(Index(problem))
    before = each_its_own(problem, ways)
    after = rescue(Supply(ways.index), ways, before, NOBODY, Control())
    assert [need.late for need in after.figures.needs] == [0, 30, 0]
    stands = [
        {(trip.vehicle, trip.stops) for trip in candidate.figures.execution.trips} for candidate in (before, after)
    ]
    assert stands[0] == stands[1]

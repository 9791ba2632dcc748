"""How good a set of goods trips is, in the order of the plan's goals; smaller is better."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from optimize.figures import counted, lacking, needing
from optimize.goods.flows import Move
from optimize.goods.freight import Freight
from optimize.problem import KitLine, Problem
from optimize.trips.tours import TimedTour

Rating = tuple[int | tuple[float, ...], ...]
"""Life-critical person-items late, losses of on-time share (worst first), person-item-seconds late and cost in fen, in
the order of the policy."""

RATED = frozenset(("life_critical_unmet", "lowest_on_time_share", "late_person_item_hours", "cost_fen"))


class Judge:
    """Rates tours by the persons who wait for them. People count where the moves, or fixed rows, place them."""

    def __init__(self, problem: Problem, freight: Freight, moves: Sequence[Move]) -> None:
        self.freight = freight
        self.policy = problem.policy
        self.order = [key for key in problem.policy.goals if key in RATED]
        placed: dict[str, int] = defaultdict(int, freight.index.settled)
        for move in moves:
            placed[move.shelter] += move.people
        self.brought = {
            (number, line.id): rows
            for number, shelter in enumerate(freight.shelters)
            for line in problem.kit
            if (rows := freight.index.arrived.get((shelter.id, line.id)))
        }
        """(second, item, units) that fixed trips bring."""
        self.demands: list[tuple[int, KitLine, int]] = [
            (number, line, persons)
            for number, shelter in enumerate(freight.shelters)
            for line in problem.kit
            if (persons := needing(line, shelter, placed[shelter.id]))
        ]

    def rate(self, tours: Iterable[TimedTour]) -> Rating:
        arrived: dict[tuple[int, str], list[tuple[int, str, int]]] = defaultdict(list)
        for key, rows in self.brought.items():
            arrived[key] += rows
        cost = 0
        for timed in tours:
            cost += self._fen(timed)
            for position, (shelter, handled) in enumerate(timed.tour.unloads):
                second = timed.unloaded_s(position)
                for number, quantity in handled:
                    parcel = self.freight.parcels[number]
                    arrived[shelter, parcel.flow.line].append((second, parcel.item, quantity))
        critical = late = 0
        met: dict[int, int] = defaultdict(int)
        whole: dict[int, int] = defaultdict(int)
        for number, line, persons in self.demands:
            without, waited_s = _waiting(line, persons, arrived[number, line.id], self.freight.horizon_s)
            late += line.weight * waited_s
            if line.life_critical:
                lack = line.weight * without
                critical += lack
                whole[number] += line.weight * persons
                met[number] += line.weight * persons - lack
        losses = sorted((1 - met[number] / whole[number] for number in whole), reverse=True)
        rated: dict[str, int | tuple[float, ...]] = {
            "life_critical_unmet": critical,
            "lowest_on_time_share": tuple(round(loss, 4) for loss in losses),
            "late_person_item_hours": late,
            "cost_fen": cost,
        }
        return tuple(rated[key] for key in self.order)

    def critical(self, rating: Rating) -> int:
        """The life-critical need that a rating tells of."""
        found = rating[self.order.index("life_critical_unmet")]
        assert isinstance(found, int)
        return found

    def _fen(self, timed: TimedTour) -> int:
        metres = self.freight.tour_metres(timed.tour.truck, timed.from_place, [visit.place for visit in timed.visits])
        seconds = timed.end_s - timed.start_s
        return -(-seconds * self.policy.vehicle_hour_fen // 3600) + -(-metres * self.policy.km_fen // 1000)


def _waiting(line: KitLine, persons: int, rows: list[tuple[int, str, int]], horizon_s: int) -> tuple[int, int]:
    """(persons without the line at its due time, person-seconds that they wait for it until the horizon)."""
    arrived = counted(line, rows)
    units = sum(quantity for second, quantity in arrived if second <= line.due_s)
    without = still = lacking(line, persons, units)
    waited, since = 0, line.due_s
    if without and horizon_s > line.due_s:
        for second, quantity in sorted(row for row in arrived if row[0] > line.due_s):
            waited, since, units = waited + still * (second - since), second, units + quantity
            still = lacking(line, persons, units)
        waited += still * (horizon_s - since)
    return without, waited

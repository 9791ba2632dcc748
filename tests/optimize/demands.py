"""Plain moves and flows to try trips on, without the planner: nearest shelter with room, nearest lots with goods."""

from collections import defaultdict
from collections.abc import Sequence

from optimize.figures import Execution, Figures, needing, required
from optimize.goods.flows import Flow, Move, Schedule
from optimize.index import Index
from optimize.plan import Assignment, Ended, People, Plan, Targets
from optimize.problem import Group, Problem
from optimize.validate import Violation
from optimize.validation.cargo import check_cargo
from optimize.validation.driving import check_driving
from optimize.validation.facts import Facts
from optimize.validation.people import check_people
from optimize.validation.report import Code, Report
from optimize.validation.stock import check_stock


def nearest_moves(problem: Problem, index: Index) -> tuple[Move, ...]:
    room = {s.id: s.places for s in problem.shelters if not s.exposed_to}
    special = {s.id: s.special_places for s in problem.shelters}
    moves = []
    for group in sorted(problem.groups, key=lambda g: (-g.people, g.id)):
        ways = [
            way
            for way in _ways(problem, index, group)
            if room.get(way[1], 0) >= group.people and special[way[1]] >= group.special
        ]
        if ways:
            _, shelter, mode = min(ways)
            room[shelter] -= group.people
            special[shelter] -= group.special
            moves.append(Move(group.id, shelter, group.people, mode))
    return tuple(moves)


def _ways(problem: Problem, index: Index, group: Group) -> list[tuple[int, str, str]]:
    found = []
    for shelter in problem.shelters:
        foot = index.seconds("foot", group.location, shelter.location)
        bus = index.seconds("bus", group.location, shelter.location)
        if 0 <= foot <= problem.policy.walk_limit_s:
            found.append((foot // 4, shelter.id, "foot"))
        if bus >= 0:
            found.append((bus + 1800, shelter.id, "bus"))
    return found


def nearest_flows(problem: Problem, index: Index, moves: Sequence[Move]) -> tuple[Flow, ...]:
    """Every line of every shelter from the lots that can be there first; floors are kept by asking for less."""
    people: dict[str, int] = defaultdict(int)
    for move in moves:
        people[move.shelter] += move.people
    left = {lot.id: lot.quantity for lot in problem.lots if (lot.source, lot.item) not in index.floors}
    flows = []
    for line in sorted(problem.kit, key=lambda line: line.due_s):
        for ident, count in people.items():
            shelter = index.shelters[ident]
            wanted = required(line, needing(line, shelter, count))
            reach = sorted(
                (lot.ready_s + way, lot.id)
                for lot in problem.lots
                if lot.item == line.item
                and (way := index.seconds("truck", index.sources[lot.source].location, shelter.location)) >= 0
            )
            for _, lot_id in reach:
                quantity = min(wanted, left.get(lot_id, 0))
                if quantity:
                    flows.append(Flow(lot_id, ident, line.id, quantity))
                    left[lot_id] -= quantity
                    wanted -= quantity
    return tuple(flows)


def executed(index: Index, moves: Sequence[Move], schedule: Schedule) -> Execution:
    """The rows of a plan that come from a schedule."""
    rows = []
    for move in moves:
        if move.group in schedule.arrivals:
            start, end = index.groups[move.group].location, index.shelters[move.shelter].location
            rows.append(
                Assignment(
                    group=move.group, shelter=move.shelter, people=move.people, mode=move.mode,
                    travel_s=index.seconds(move.mode, start, end), arrive_s=schedule.arrivals[move.group],
                )
            )  # fmt: skip
    return Execution(rows, schedule.deliveries, schedule.trips, ())


def violations(index: Index, moves: Sequence[Move], schedule: Schedule) -> list[Violation]:
    """What the validator finds wrong with people, stock, cargo and driving of a schedule. Goods for people whom no bus
    can bring are no fault of the trips."""
    execution = executed(index, moves, schedule)
    plan = Plan(
        incident="", input_hash="", seed=0, effort=0, ended=Ended.EFFORT, solver="", needs=(), objective=(),
        shortages=(), postings=(), people=People(to_place=0, placed=0, unplaced=0),
        targets=Targets(first_batch_h=None, basic_needs_h=None), assignments=tuple(execution.assignments),
        deliveries=tuple(schedule.deliveries), trips=schedule.trips,
    )  # fmt: skip
    report, facts = Report(), Facts(index.problem, plan)
    for check in (check_people, check_stock, check_cargo, check_driving):
        check(facts, report)
    return [found for found in report.violations if found.code != Code.OVER_DELIVERY or not schedule.unmoved]


def figures(index: Index, moves: Sequence[Move], schedule: Schedule) -> Figures:
    return Figures(index, executed(index, moves, schedule))

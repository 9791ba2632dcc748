"""The goods trips of an executed plan as rounds on exact dock calendars, changed, and written down again."""

from collections.abc import Callable

from optimize.execution import Candidate, with_goods
from optimize.goods.freight import Freight
from optimize.goods.supply import Supply, needs_of
from optimize.missions.assignment import MissionResult
from optimize.people.ways import Ways
from optimize.trips.rounds import Board
from optimize.trips.waybills import written


def reworked(
    supply: Supply, ways: Ways, candidate: Candidate, missions: MissionResult, change: Callable[[Board], None]
) -> Candidate:
    """The plan with its rounds changed; people and teams stay as they are. Stores with anything needed are on the
    board."""
    found = candidate.schedule
    goods = {row.trip for row in found.deliveries}
    if not goods:
        return candidate
    others = [trip for trip in found.trips if trip.id not in goods]
    problem, needs = ways.index.problem, needs_of(ways.index, candidate.settled.people_at())
    wanted = {item for need in needs for item in need.line.items}
    stores = {problem.sources[pool.source].id for pool in supply.pools if pool.item in wanted}
    board = Board(Freight(problem, ways.index, candidate.flows, stores, others), supply, needs)
    board.take(found.trips, found.deliveries)
    change(board)
    trips, deliveries = written(board, others)
    return with_goods(ways, candidate, trips, deliveries, missions)

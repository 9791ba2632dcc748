"""Rounds written down as trips and deliveries: which lots are taken is settled here, first expiry first."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import count

from optimize.plan import Action, Cargo, Delivery, Stop, Trip
from optimize.trips.rounds import Board, TimedRound

Taken = tuple[str, int, int]
"""(lot, need, units)"""


def written(board: Board, others: Sequence[Trip]) -> tuple[tuple[Trip, ...], tuple[Delivery, ...]]:
    """All rounds and the other trips, numbered in the order in which they set off, past the fixed ones."""
    lots = _lots(board)
    trucks = board.freight.trucks
    rows: list[tuple[int, str, int, Trip | int]] = [
        *((trip.start_s, trip.vehicle, 0, trip) for trip in others),
        *((timed.start_s, trucks[timed.round.truck].id, 1, number) for number, timed in board.timed.items()),
    ]
    names = (name for number in count(1) if (name := f"T{number:04d}") not in board.freight.index.fixed_trips)
    trips, deliveries = list[Trip](), list[Delivery]()
    for name, (_, _, _, row) in zip(names, sorted(rows, key=lambda entry: entry[:3]), strict=False):
        if isinstance(row, Trip):
            trips.append(row.model_copy(update={"id": name}))
        else:
            trips.append(_trip(board, name, board.timed[row], lots[row]))
            deliveries += _deliveries(board, name, board.timed[row], lots[row])
    return tuple(trips), tuple(deliveries)


def _lots(board: Board) -> dict[int, list[Taken]]:
    """Per round the lots of its cargo: of each pool the first to expire goes to what is due first."""
    wanted: dict[int, list[tuple[int, int, int, int, int]]] = defaultdict(list)
    for number, timed in board.timed.items():
        for (pool, need, _), units in timed.round.cargo.items():
            wanted[pool].append((board.needs[need].line.due_s, timed.start_s, number, need, units))
    found: dict[int, list[Taken]] = defaultdict(list)
    for pool in sorted(wanted):
        lots, left, lot = iter(board.supply.pools[pool].lots), 0, ""
        for _, _, number, need, units in sorted(wanted[pool]):
            missing = units
            while missing:
                if not left:
                    first = next(lots)
                    lot, left = first.id, first.quantity
                taken = min(missing, left)
                found[number].append((lot, need, taken))
                left, missing = left - taken, missing - taken
    return found


def _trip(board: Board, name: str, timed: TimedRound, taken: Sequence[Taken]) -> Trip:
    freight, row = board.freight, timed.round
    stops = []
    for call, visit in zip(row.calls, timed.visits, strict=True):
        place = freight.sources[call.site] if call.load else freight.shelters[call.site]
        here = [
            (lot, need, units)
            for lot, need, units in taken
            if (board.pool_source[board.pool_of[lot]] if call.load else board.need_shelter[need]) == call.site
        ]
        stops.append(
            Stop(
                action=Action.LOAD if call.load else Action.UNLOAD,
                place=place.id,
                location=place.location,
                arrive_s=visit.arrive_s,
                start_s=visit.start_s,
                leave_s=visit.leave_s,
                cargo=_cargo(board, here),
            )
        )
    return Trip(
        id=name,
        vehicle=freight.trucks[row.truck].id,
        from_location=freight.locations[timed.from_place],
        start_s=timed.start_s,
        stops=tuple(stops),
        end_s=timed.end_s,
        metres=freight.tour_metres(row.truck, timed.from_place, [visit.place for visit in timed.visits]),
        peak_g=row.grams,
        peak_cm3=row.cm3,
    )


def _cargo(board: Board, taken: Sequence[Taken]) -> tuple[Cargo, ...]:
    """Units of one lot for one shelter are one row, whatever lines they serve."""
    units: dict[tuple[str, int], int] = defaultdict(int)
    for lot, need, count_ in taken:
        units[lot, board.need_shelter[need]] += count_
    shelters = board.freight.shelters
    return tuple(Cargo(lot=lot, shelter=shelters[row].id, quantity=quantity) for (lot, row), quantity in units.items())


def _deliveries(board: Board, trip: str, timed: TimedRound, taken: Sequence[Taken]) -> list[Delivery]:
    shelters = board.freight.shelters
    done = dict(zip(timed.round.shelters, timed.visits[-len(timed.round.shelters) :], strict=True))
    units: dict[tuple[str, int], int] = defaultdict(int)
    for lot, need, count_ in taken:
        units[lot, need] += count_
    return [
        Delivery(
            lot=lot,
            shelter=shelters[board.need_shelter[need]].id,
            line=board.needs[need].line.id,
            quantity=quantity,
            trip=trip,
            arrive_s=done[board.need_shelter[need]].leave_s,
        )
        for (lot, need), quantity in units.items()
    ]

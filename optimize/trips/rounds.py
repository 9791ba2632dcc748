"""Goods trips as rounds on exact dock calendars: the rounds of a few trucks can change while all others stay."""

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from math import inf

from optimize.goods.freight import Freight
from optimize.goods.supply import Need, Supply
from optimize.plan import Action, Delivery, Trip
from optimize.trips.docks import Docks
from optimize.trips.tours import Visit

Entry = tuple[int, int, int]
"""(pool, need, second by which it must be unloaded): what a cargo consists of."""


@dataclass(frozen=True, slots=True)
class Call:
    """A stop without its time: a source (``load``) or shelter by its number, and by when it must be left."""

    load: bool
    site: int
    place: int
    ready_s: int
    duration_s: int
    latest_s: int


@dataclass(frozen=True, slots=True)
class Pace:
    """A round without queues: who arrives at its first call at t, by ``latest_s``, ends at max(t + ``takes_s``,
    ``end_s``)."""

    takes_s: int
    end_s: int
    latest_s: int


@dataclass(slots=True, eq=False)
class Round:
    """A trip of a truck: sources, then shelters, in this order, and the units that it carries. Never changed."""

    truck: int
    sources: tuple[int, ...]
    shelters: tuple[int, ...]
    cargo: Mapping[Entry, int]
    calls: tuple[Call, ...] = ()
    grams: int = 0
    cm3: int = 0
    pace: Pace = Pace(0, 0, 0)


@dataclass(frozen=True, slots=True, eq=False)
class TimedRound:
    round: Round
    from_place: int
    start_s: int
    visits: tuple[Visit, ...]

    @property
    def end_s(self) -> int:
        return self.visits[-1].leave_s


@dataclass(eq=False)
class Board:
    """Who drives which rounds when. Everything here keeps docks, capacities, readiness and latest times."""

    freight: Freight
    supply: Supply
    needs: Sequence[Need]
    ids: "count[int]" = field(default_factory=count)

    def __post_init__(self) -> None:
        freight, supply, index = self.freight, self.supply, self.freight.index
        self.source_number = {row.id: number for number, row in enumerate(freight.sources)}
        self.shelter_number = {row.id: number for number, row in enumerate(freight.shelters)}
        self.pool_of = {lot.id: number for number, pool in enumerate(supply.pools) for lot in pool.lots}
        problem = index.problem
        sources = [self.source_number.get(row.id, -1) for row in problem.sources]
        shelters = [self.shelter_number.get(row.id, -1) for row in problem.shelters]
        self.need_of = {
            (problem.shelters[need.shelter].id, need.line.id): number for number, need in enumerate(self.needs)
        }
        self.pool_source = [sources[pool.source] for pool in supply.pools]
        self.need_shelter = [shelters[need.shelter] for need in self.needs]
        items = [index.items[pool.item] for pool in supply.pools]
        self.unit_g, self.unit_cm3 = [item.mass_g for item in items], [item.volume_cm3 for item in items]
        self.ready_s = [pool.ready_s for pool in supply.pools]
        self.load_until_s: list[int] = supply.load_until_s.tolist()
        self.last_s = [min(pool.expires_s, freight.horizon_s) for pool in supply.pools]
        self.source_docks = [freight.docks(row) for row in freight.sources]
        self.shelter_docks = [freight.docks(row) for row in freight.shelters]
        self.of_truck: list[list[int]] = [[] for _ in freight.trucks]
        self.timed: dict[int, TimedRound] = {}

    # -- filling the board

    def take(self, trips: Sequence[Trip], deliveries: Sequence[Delivery]) -> None:
        """Start with the goods trips among these, at their times."""
        carried: dict[str, list[Delivery]] = defaultdict(list)
        first = self._first_batches(deliveries)
        for delivery in deliveries:
            carried[delivery.trip].append(delivery)
        trucks = {truck.id: number for number, truck in enumerate(self.freight.trucks)}
        for trip in sorted((trip for trip in trips if trip.id in carried), key=lambda row: (row.start_s, row.vehicle)):
            number, truck = next(self.ids), trucks[trip.vehicle]
            sources = [self.source_number[stop.place] for stop in trip.stops if stop.action is Action.LOAD]
            shelters = [self.shelter_number[stop.place] for stop in trip.stops if stop.action is Action.UNLOAD]
            row = self.round(truck, tuple(sources), tuple(shelters), self._cargo(carried[trip.id], first))
            place = self.freight.number
            visits = [Visit(place[stop.location], stop.arrive_s, stop.start_s, stop.leave_s) for stop in trip.stops]
            self.of_truck[truck].append(number)
            self.timed[number] = TimedRound(row, place[trip.from_location], trip.start_s, tuple(visits))
            self._book(self.timed[number])

    def _first_batches(self, deliveries: Sequence[Delivery]) -> frozenset[Delivery]:
        """The first life-critical delivery of each township."""
        index, first = self.freight.index, dict[str, Delivery]()
        for row in sorted(deliveries, key=lambda row: (row.arrive_s, row.trip, row.lot, row.shelter, row.line)):
            if index.lines[row.line].life_critical:
                first.setdefault(index.shelters[row.shelter].township, row)
        return frozenset(first.values())

    def _cargo(self, deliveries: Sequence[Delivery], first: Container[Delivery]) -> dict[Entry, int]:
        """What is in time stays so, what is late comes no later; first batches keep their target."""
        index, cargo = self.freight.index, dict[Entry, int]()
        first_s = index.problem.policy.first_batch_s
        for row in deliveries:
            pool, due_s = self.pool_of[row.lot], index.lines[row.line].due_s
            wanted_s = min(due_s, first_s) if row in first else due_s
            latest = min(max(wanted_s, row.arrive_s), self.last_s[pool])
            entry = (pool, self.need_of[row.shelter, row.line], latest)
            cargo[entry] = cargo.get(entry, 0) + row.quantity
        return cargo

    def round(
        self, truck: int, sources: tuple[int, ...], shelters: tuple[int, ...], cargo: Mapping[Entry, int]
    ) -> Round:
        """A round with its calls worked out; places where nothing is handled are left out."""
        freight, horizon_s = self.freight, self.freight.horizon_s
        pool_source, need_shelter, unit_g, unit_cm3 = self.pool_source, self.need_shelter, self.unit_g, self.unit_cm3
        load_g, ready = dict.fromkeys(sources, 0), dict.fromkeys(sources, 0)
        until = dict.fromkeys(sources, horizon_s)
        unload_g, latest = dict.fromkeys(shelters, 0), dict.fromkeys(shelters, horizon_s)
        cm3 = 0
        for (pool, need, limit), units in cargo.items():
            source, shelter, grams = pool_source[pool], need_shelter[need], units * unit_g[pool]
            load_g[source] += grams
            unload_g[shelter] += grams
            cm3 += units * unit_cm3[pool]
            ready[source] = max(ready[source], self.ready_s[pool])
            until[source] = min(until[source], self.load_until_s[pool])
            latest[shelter] = min(latest[shelter], limit)
        sources = tuple(source for source in sources if load_g[source])
        shelters = tuple(shelter for shelter in shelters if unload_g[shelter])
        calls = [
            Call(True, s, freight.place_of_source[s], ready[s], service, min(until[s] + service, horizon_s))
            for s in sources
            for service in (freight.loading_s(s, load_g[s]),)
        ]
        calls += [
            Call(
                False, s, freight.place_of_shelter[s], freight.shelters[s].ready_s, freight.unloading_s(s, unload_g[s]),
                latest[s],
            )
            for s in shelters
        ]  # fmt: skip
        return Round(truck, sources, shelters, cargo, tuple(calls), sum(load_g.values()), cm3, self._pace(truck, calls))

    def _pace(self, truck: int, calls: Sequence[Call]) -> Pace:
        seconds, takes, end, latest = self.freight.seconds[truck], 0, 0, self.freight.horizon_s
        place = calls[0].place if calls else 0
        for call in calls:
            way, place = seconds[place][call.place], call.place
            takes += way + call.duration_s
            end = max(end + way, call.ready_s) + call.duration_s
            latest = min(latest, call.latest_s - takes, latest if end <= call.latest_s else -1)
        return Pace(takes, end, latest)

    def fits(self, row: Round) -> bool:
        freight = self.freight
        truck = freight.trucks[row.truck]
        return bool(
            row.grams <= truck.capacity_g
            and row.cm3 <= truck.capacity_cm3
            and all(freight.may_load[row.truck, source] for source in row.sources)
            and all(freight.may_unload[row.truck, shelter] for shelter in row.shelters)
        )

    # -- changes

    def replace(self, changes: Mapping[int, Round], *, fen: float = inf, yielding: Sequence[int] = ()) -> bool:
        """Put these rounds (by id, a new id goes last) in place of the old ones, if all stays in time.

        ``fen`` is the most that the trucks concerned may cost together. ``yielding`` trucks come to the docks after
        those, in this order. If False, nothing has changed.
        """
        trucks = sorted(
            {row.truck for row in changes.values()} | {self.truck_of(n) for n in changes if n in self.timed}
        )
        if not all(self.fits(row) for row in changes.values()):
            return False
        trucks += [truck for truck in dict.fromkeys(yielding) if truck not in trucks]
        order = {truck: self._order(changes, truck) for truck in trucks}
        if any(self._late_anyway(changes, truck, numbers) for truck, numbers in order.items()):
            return False
        before = {number: self.timed[number] for truck in trucks for number in self.of_truck[truck]}
        for timed in before.values():
            self._release(timed)
        found = self._timed(changes, order)
        if found is None or (fen < inf and sum(self.fen(row) for row in found.values()) > fen):
            for timed in (found or {}).values():
                self._release(timed)
            for timed in before.values():
                self._book(timed)
            return False
        for number in before:
            del self.timed[number]
        self.timed |= found
        for truck, numbers in order.items():
            self.of_truck[truck] = numbers
        return True

    def go_back(self, timed: Mapping[int, TimedRound], of_truck: Sequence[Sequence[int]]) -> set[int]:
        """Let everything stand as it did once, at the same times; the trucks for which that was otherwise."""
        gone = [row for number, row in self.timed.items() if timed.get(number) is not row]
        back = [row for number, row in timed.items() if self.timed.get(number) is not row]
        for row in gone:
            self._release(row)
        for row in back:
            self._book(row)
        self.timed, self.of_truck = dict(timed), [list(numbers) for numbers in of_truck]
        return {row.round.truck for row in (*gone, *back)}

    def handled(self, entry: Entry, call: Call) -> bool:
        """Whether it is loaded or unloaded at this call, if its round makes it."""
        return (self.pool_source[entry[0]] if call.load else self.need_shelter[entry[1]]) == call.site

    def truck_of(self, number: int) -> int:
        return self.timed[number].round.truck

    def _order(self, changes: Mapping[int, Round], truck: int) -> list[int]:
        """The rounds of a truck after these changes; those that come to it go last."""
        stay = [n for n in self.of_truck[truck] if n not in changes or changes[n].truck == truck]
        come = [n for n, row in changes.items() if row.truck == truck and n not in stay]
        return [n for n in (*stay, *come) if n not in changes or changes[n].cargo]

    def _late_anyway(self, changes: Mapping[int, Round], truck: int, numbers: Iterable[int]) -> bool:
        """Whether these rounds would come too late even if no dock were ever taken."""
        now, place, seconds = self.freight.free_s[truck], self.freight.base_of[truck], self.freight.seconds[truck]
        for number in numbers:
            row = changes[number] if number in changes else self.timed[number].round
            arrive = now + seconds[place][row.calls[0].place]
            if arrive > row.pace.latest_s:
                return True
            now, place = max(arrive + row.pace.takes_s, row.pace.end_s), row.calls[-1].place
        return False

    def _timed(self, changes: Mapping[int, Round], order: Mapping[int, Sequence[int]]) -> dict[int, TimedRound] | None:
        """New times of all rounds of these trucks, booked; None (nothing booked) if one comes too late."""
        found: dict[int, TimedRound] = {}
        for truck, numbers in order.items():
            now, place = self.freight.free_s[truck], self.freight.base_of[truck]
            for number in numbers:
                row = changes[number] if number in changes else self.timed[number].round
                timed = self._time(row, now, place)
                if timed is None:
                    for done in found.values():
                        self._release(done)
                    return None
                found[number] = timed
                now, place = timed.end_s, timed.visits[-1].place
        return found

    def _time(self, row: Round, now: int, place: int) -> TimedRound | None:
        """The earliest times of a round, booked; None (nothing booked) if it comes too late somewhere."""
        seconds, begin, start_place, visits = self.freight.seconds[row.truck], now, place, list[Visit]()
        for call in row.calls:
            arrive = now + seconds[place][call.place]
            docks = (self.source_docks if call.load else self.shelter_docks)[call.site]
            start = docks.take(max(arrive, call.ready_s), call.duration_s)
            if start + call.duration_s > call.latest_s:
                docks.release(start, call.duration_s)
                for done, visit in zip(row.calls, visits, strict=False):
                    self._docks(done).release(visit.start_s, done.duration_s)
                return None
            if not visits:
                begin, arrive = now + start - arrive, start
            now, place = start + call.duration_s, call.place
            visits.append(Visit(place, arrive, start, now))
        return TimedRound(row, start_place, begin, tuple(visits))

    def _docks(self, call: Call) -> Docks:
        return (self.source_docks if call.load else self.shelter_docks)[call.site]

    def _book(self, timed: TimedRound) -> None:
        for call, visit in zip(timed.round.calls, timed.visits, strict=True):
            self._docks(call).put_back(visit.start_s, call.duration_s)

    def _release(self, timed: TimedRound) -> None:
        for call, visit in zip(timed.round.calls, timed.visits, strict=True):
            self._docks(call).release(visit.start_s, call.duration_s)

    # -- figures

    def fen(self, timed: TimedRound) -> int:
        policy = self.freight.index.problem.policy
        metres = self.freight.tour_metres(timed.round.truck, timed.from_place, [visit.place for visit in timed.visits])
        seconds = timed.end_s - timed.start_s
        return -(-seconds * policy.vehicle_hour_fen // 3600) + -(-metres * policy.km_fen // 1000)

    def fen_of(self, trucks: Iterable[int]) -> int:
        """What all rounds of these trucks cost."""
        return sum(self.fen(self.timed[number]) for truck in set(trucks) for number in self.of_truck[truck])

    def slack_s(self, number: int) -> int:
        """Seconds by which this round may take longer before it, or a later one of its truck, is late."""
        truck = self.truck_of(number)
        numbers = self.of_truck[truck]
        return min(
            call.latest_s - visit.leave_s
            for later in numbers[numbers.index(number) :]
            for call, visit in zip(self.timed[later].round.calls, self.timed[later].visits, strict=True)
        )

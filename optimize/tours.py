"""Goods trips as decisions without times (``Tour``), and the clockwork that gives them exact times (``Timeline``)."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from optimize.docks import Docks
from optimize.freight import Freight, Handled


@dataclass(slots=True)
class Tour:
    """One trip of a truck: what to load where, then what to unload where, in this order."""

    truck: int
    loads: list[tuple[int, Handled]] = field(default_factory=list)
    unloads: list[tuple[int, Handled]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Visit:
    """A timed stop: service in [start_s, leave_s) after waiting since arrive_s."""

    place: int
    arrive_s: int
    start_s: int
    leave_s: int


@dataclass(frozen=True, slots=True)
class TimedTour:
    tour: Tour
    from_place: int
    start_s: int
    visits: tuple[Visit, ...]

    @property
    def end_s(self) -> int:
        return self.visits[-1].leave_s

    def unloaded_s(self, position: int) -> int:
        """When the unload stop number ``position`` is finished."""
        return self.visits[len(self.tour.loads) + position].leave_s


class Timeline:
    """Where each truck is, when it is free, and which docks are taken. Tours are committed one after the other."""

    def __init__(self, freight: Freight) -> None:
        self.freight = freight
        self.free_s = [truck.ready_s for truck in freight.trucks]
        self.at = list(freight.base_of)
        self.source_docks = [Docks(source.docks) for source in freight.sources]
        self.shelter_docks = [Docks(shelter.docks) for shelter in freight.shelters]
        self.tours: list[TimedTour] = []

    def preview(self, tour: Tour) -> TimedTour:
        """The earliest times that disturb no committed tour. A truck sets off so as not to wait at its first stop."""
        now, place = self.free_s[tour.truck], self.at[tour.truck]
        visits: list[Visit] = []
        for docks, there, ready_s, duration_s in self._services(tour):
            arrive = now + self.freight.seconds[place][there]
            start = docks.earliest(max(arrive, ready_s), duration_s)
            if not visits:
                begin, arrive = now + start - arrive, start
            visits.append(Visit(there, arrive, start, start + duration_s))
            now, place = start + duration_s, there
        return TimedTour(tour, self.at[tour.truck], begin, tuple(visits))

    def commit(self, timed: TimedTour) -> None:
        """Book the docks and move the truck as previewed."""
        for (docks, _, _, duration_s), visit in zip(self._services(timed.tour), timed.visits, strict=True):
            docks.book(visit.start_s, duration_s)
        self.free_s[timed.tour.truck], self.at[timed.tour.truck] = timed.end_s, timed.visits[-1].place
        self.tours.append(timed)

    def _services(self, tour: Tour) -> Iterator[tuple[Docks, int, int, int]]:
        """(docks, place, ready_s, duration_s) of each stop in order."""
        freight = self.freight
        for source, handled in tour.loads:
            ready = max(freight.parcels[parcel].ready_s for parcel, _ in handled)
            service = freight.loading_s(source, freight.grams(handled))
            yield self.source_docks[source], freight.place_of_source[source], ready, service
        for shelter, handled in tour.unloads:
            service = freight.unloading_s(shelter, freight.grams(handled))
            yield (
                self.shelter_docks[shelter],
                freight.place_of_shelter[shelter],
                freight.shelters[shelter].ready_s,
                service,
            )

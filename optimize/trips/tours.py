"""Goods trips as decisions without times (``Tour``), and the clockwork that gives them exact times (``Timeline``)."""

from dataclasses import dataclass, field

from optimize.goods.freight import Freight, Handled
from optimize.trips.docks import Docks


@dataclass(slots=True)
class Tour:
    """One trip of a truck: what to load where, then what to unload where, in this order.

    ``not_before``: seconds before which its services do not begin, for one that is to keep its times.
    """

    truck: int
    loads: list[tuple[int, Handled]] = field(default_factory=list)
    unloads: list[tuple[int, Handled]] = field(default_factory=list)
    not_before: tuple[int, ...] = ()
    _services: "tuple[_Service, ...]" = ()

    def services(self, freight: Freight) -> "tuple[_Service, ...]":
        """What each stop takes; worked out once, since a tour is timed over and over."""
        if not self._services:
            loading = (_loading(freight, source, handled) for source, handled in self.loads)
            unloading = (_unloading(freight, shelter, handled) for shelter, handled in self.unloads)
            self._services = (*loading, *unloading)
        return self._services

    def allowed(self, freight: Freight) -> bool:
        """Whether the truck holds the load and may go to all these places."""
        aboard = [row for _, handled in self.loads for row in handled]
        return bool(
            freight.grams(aboard) <= freight.capacity_g[self.truck]
            and freight.cm3(aboard) <= freight.capacity_cm3[self.truck]
            and all(freight.may_load[self.truck, source] for source, _ in self.loads)
            and all(freight.may_unload[self.truck, shelter] for shelter, _ in self.unloads)
        )


@dataclass(frozen=True, slots=True)
class _Service:
    """A stop without its time: ``site`` is the number of a source (``load``) or shelter, ``place`` its location."""

    load: bool
    site: int
    place: int
    ready_s: int
    duration_s: int


def _loading(freight: Freight, source: int, handled: Handled) -> _Service:
    ready = max(freight.parcels[parcel].ready_s for parcel, _ in handled)
    duration = freight.loading_s(source, freight.grams(handled))
    return _Service(True, source, freight.place_of_source[source], ready, duration)


def _unloading(freight: Freight, shelter: int, handled: Handled) -> _Service:
    duration = freight.unloading_s(shelter, freight.grams(handled))
    return _Service(False, shelter, freight.place_of_shelter[shelter], freight.shelters[shelter].ready_s, duration)


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
        self.free_s = list(freight.free_s)
        self.at = list(freight.base_of)
        self.source_docks = [freight.docks(source) for source in freight.sources]
        self.shelter_docks = [freight.docks(shelter) for shelter in freight.shelters]
        self.tours: list[TimedTour] = []

    def preview(self, tour: Tour) -> TimedTour:
        """The earliest times that disturb no committed tour. A truck sets off so as not to wait at its first stop."""
        begin = now = self.free_s[tour.truck]
        place, seconds = self.at[tour.truck], self.freight.seconds[tour.truck]
        visits: list[Visit] = []
        services = tour.services(self.freight)
        for service, hold_s in zip(services, tour.not_before or (0,) * len(services), strict=True):
            arrive = now + seconds[place][service.place]
            start = self._docks(service).earliest(max(arrive, service.ready_s, hold_s), service.duration_s)
            if not visits:
                begin, arrive = now + start - arrive, start
            now, place = start + service.duration_s, service.place
            visits.append(Visit(place, arrive, start, now))
        return TimedTour(tour, self.at[tour.truck], begin, tuple(visits))

    def commit(self, timed: TimedTour) -> None:
        """Book the docks and move the truck as previewed."""
        for service, visit in zip(timed.tour.services(self.freight), timed.visits, strict=True):
            self._docks(service).book(visit.start_s, service.duration_s)
        self.free_s[timed.tour.truck], self.at[timed.tour.truck] = timed.end_s, timed.visits[-1].place
        self.tours.append(timed)

    def _docks(self, service: _Service) -> Docks:
        return (self.source_docks if service.load else self.shelter_docks)[service.site]

"""Goods that no tour carries yet: taken along on tours that pass by, or on tours of their own."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from optimize.goods.freight import Freight, Handled, Leg
from optimize.trips.haulage import Style
from optimize.trips.improvement import rebuild
from optimize.trips.pool import Pool
from optimize.trips.rating import Judge
from optimize.trips.tours import TimedTour, Tour

MOST_LEGS = 6
"""Legs for which tours that pass by are tried; beyond, whole trips pay."""
MOST_TOURS = 8
"""Tours that are tried for a leg, those with the smallest detour."""


def taken_along(freight: Freight, judge: Judge, tours: Sequence[Tour]) -> list[TimedTour]:
    """All goods on tours: the given ones, with what little is open taken along where that is best, and new ones."""
    best, kept = rebuild(freight, tours, Style()), list(tours)
    rating = judge.rate(best)
    for leg in _open_legs(freight, kept):
        for changed in _with_leg(freight, kept, leg):
            found = rebuild(freight, changed, Style())
            found_rating = judge.rate(found)
            if found_rating < rating:
                best, rating, kept = found, found_rating, changed
    return best


def _open_legs(freight: Freight, tours: Iterable[Tour]) -> list[tuple[Leg, Handled]]:
    """What no tour carries, by leg, if it is little."""
    pool = Pool(freight, _left(freight, tours))
    legs = [(leg, [(parcel, pool.left[parcel]) for parcel in pool.open[leg]]) for leg in sorted(pool.open)]
    return legs if len(legs) <= MOST_LEGS else []


def _left(freight: Freight, tours: Iterable[Tour]) -> list[int]:
    left = [parcel.flow.quantity for parcel in freight.parcels]
    for tour in tours:
        for _, handled in tour.unloads:
            for parcel, quantity in handled:
                left[parcel] -= quantity
    return left


def _with_leg(freight: Freight, tours: list[Tour], entry: tuple[Leg, Handled]) -> Iterator[list[Tour]]:
    """The tours with one of them carrying the leg's goods as well, the smallest detours first."""
    (source, shelter, _), handled = entry
    options = []
    for number, tour in enumerate(tours):
        if _calls(tour.loads, source) or _calls(tour.unloads, shelter):
            metres = freight.metres[tour.truck]
            loads = _inserted(metres, tour.loads, source, handled, freight.place_of_source)
            unloads = _inserted(metres, tour.unloads, shelter, handled, freight.place_of_shelter)
            further = Tour(tour.truck, loads, unloads)
            if further.allowed(freight):
                options.append((_metres(freight, further) - _metres(freight, tour), number, further))
    for _, number, further in sorted(options, key=lambda row: row[:2])[:MOST_TOURS]:
        yield [*tours[:number], further, *tours[number + 1 :]]


def _calls(stops: Iterable[tuple[int, Handled]], place: int) -> bool:
    return any(number == place for number, _ in stops)


def _inserted(
    metres: Callable[[int, int], int],
    stops: Sequence[tuple[int, Handled]],
    place: int,
    handled: Handled,
    places: Sequence[int],
) -> list[tuple[int, Handled]]:
    """The stops with the goods at this place: at the stop there is, else at a further one where it is nearest."""
    if _calls(stops, place):
        return [(number, [*rows, *handled] if number == place else rows) for number, rows in stops]
    near = min(range(len(stops)), key=lambda row: (metres(places[stops[row][0]], places[place]), row))
    return [*stops[: near + 1], (place, handled), *stops[near + 1 :]]


def _metres(freight: Freight, tour: Tour) -> int:
    stops = [freight.place_of_source[number] for number, _ in tour.loads]
    stops += [freight.place_of_shelter[number] for number, _ in tour.unloads]
    return freight.tour_metres(tour.truck, stops[0], stops[1:])

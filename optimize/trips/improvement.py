"""Better goods trips by ruin and recreate: take some tours apart, time the rest anew, fill trucks in another style."""

from collections.abc import Callable, Sequence
from random import Random

from optimize.goods.freight import Freight
from optimize.progress import Control
from optimize.trips.haulage import Style, fill, too_late
from optimize.trips.pool import Pool
from optimize.trips.rating import Judge
from optimize.trips.tours import TimedTour, Timeline, Tour

STAGE = "trips"
ROUNDS = 100
"""Rounds at the standard effort."""
REPORT_EVERY = 20
MOST_RUINED = 16
"""Tours taken apart in one round, at most."""

Ruin = Callable[[Freight, Sequence[TimedTour], Random], set[int]]


def improve(freight: Freight, judge: Judge, tours: list[TimedTour], control: Control) -> list[TimedTour]:
    """The best tours found within the effort; never worse than the given ones."""
    random = Random(control.seed)
    best, rating = tours, judge.rate(tours)
    for number in range(control.scaled(ROUNDS) if len(tours) > 1 else 0):
        if control.stopped():
            break
        ordered = sorted(best, key=lambda timed: (timed.start_s, timed.tour.truck))
        ruined = random.choice(RUINS)(freight, ordered, random)
        kept = [timed.tour for position, timed in enumerate(ordered) if position not in ruined]
        found = rebuild(freight, kept, _style(freight, random), control)
        found_rating = judge.rate(found)
        if number % REPORT_EVERY == 0:
            control.report(STAGE, "incumbent", level=3, incumbent=judge.critical(min(found_rating, rating)))
        if found_rating <= rating:
            best, rating = found, found_rating
    return best


def rebuild(freight: Freight, kept: Sequence[Tour], style: Style, control: Control | None = None) -> list[TimedTour]:
    """Time the kept tours in their order, then fill trucks with everything that they do not carry."""
    timeline = Timeline(freight)
    left = [parcel.flow.quantity for parcel in freight.parcels]
    for tour in kept:
        timed = timeline.preview(tour)
        if too_late(freight, timed):
            continue
        timeline.commit(timed)
        for _, handled in tour.unloads:
            for parcel, quantity in handled:
                left[parcel] -= quantity
    fill(timeline, Pool(freight, left), style, control)
    return timeline.tours


def _style(freight: Freight, random: Random) -> Style:
    return Style(
        split=random.uniform(0, 1),
        waste=random.uniform(0, 1.5),
        detour=random.uniform(0.3, 1.3),
        loads=random.randint(2, 8),
        unloads=random.randint(1, 5),
        shy=[random.uniform(0, 1800) for _ in freight.trucks],
        eager={shelter: random.uniform(0.6, 1.4) for shelter in range(len(freight.shelters))},
    )


def _of_trucks(freight: Freight, tours: Sequence[TimedTour], random: Random) -> set[int]:
    """All tours of two or three trucks."""
    trucks = sorted({timed.tour.truck for timed in tours})
    picked = set(random.sample(trucks, min(len(trucks), random.randint(2, 3))))
    return _few([n for n, timed in enumerate(tours) if timed.tour.truck in picked], random)


def _of_shelters(freight: Freight, tours: Sequence[TimedTour], random: Random) -> set[int]:
    """The tours to a shelter and to the nearest ones around it."""
    centre = random.randrange(len(freight.shelters))
    place = freight.place_of_shelter
    away = freight.seconds_of[:, place[centre], :].min(axis=0).tolist()
    near = sorted(range(len(place)), key=lambda n: (away[place[n]], n))
    picked = set(near[: random.randint(1, 3)])
    return _few([n for n, timed in enumerate(tours) if any(s in picked for s, _ in timed.tour.unloads)], random)


def _of_source(freight: Freight, tours: Sequence[TimedTour], random: Random) -> set[int]:
    """The tours from one source."""
    source = random.randrange(len(freight.sources))
    return _few([n for n, timed in enumerate(tours) if any(s == source for s, _ in timed.tour.loads)], random)


def _emptiest(freight: Freight, tours: Sequence[TimedTour], random: Random) -> set[int]:
    """Some of the tours with most space left."""

    def load(number: int) -> float:
        tour = tours[number].tour
        grams = sum(freight.grams(handled) for _, handled in tour.loads) / freight.trucks[tour.truck].capacity_g
        cm3 = sum(freight.cm3(handled) for _, handled in tour.loads) / freight.trucks[tour.truck].capacity_cm3
        return max(grams, cm3)

    ordered = sorted(range(len(tours)), key=lambda n: (load(n), n))
    return set(random.sample(ordered[: 2 * MOST_RUINED], min(len(ordered), random.randint(2, 8))))


def _latest(freight: Freight, tours: Sequence[TimedTour], random: Random) -> set[int]:
    """Tours that bring goods after their due time, or any if none is late."""

    def late_s(timed: TimedTour) -> int:
        return max(
            timed.unloaded_s(position) - freight.parcels[parcel].due_s
            for position, (_, handled) in enumerate(timed.tour.unloads)
            for parcel, _ in handled
        )

    late = [n for n, timed in enumerate(tours) if late_s(timed) > 0] or list(range(len(tours)))
    return set(random.sample(late, min(len(late), random.randint(2, 8))))


RUINS: tuple[Ruin, ...] = (_of_trucks, _of_shelters, _of_source, _emptiest, _latest)


def _few(numbers: list[int], random: Random) -> set[int]:
    return set(random.sample(numbers, min(len(numbers), MOST_RUINED)))

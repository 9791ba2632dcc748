"""What is best, by trying everything: for districts so small and so well served that vehicles bind nothing.

Placings, postings and allocations are enumerated one by one. Only levels 1 to 5 that do not depend on trips are
answered; a district is ``ample`` when its trucks and buses are many and its ways are short.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations, permutations, product
from typing import NamedTuple

from optimize.problem import Group, KitLine, MissionNeed, Problem, Shelter, Source, Team
from tests.optimize.instances import random_problem

AMPLE_ODD = (
    "no_buses",
    "cut_off_shelter",
    "exposed_shelter",
    "few_places",
    "special_needs",
    "closed_floor",
    "area_floor",
    "no_stock",
    "no_skill",
    "no_profile",
    "boats",
)

Placing = tuple[Shelter | None, ...]


class Best(NamedTuple):
    """Optimal values in lexicographic order; fairness is what is best once need is least."""

    people_unplaced: int
    life_critical_unmet: int
    lowest_on_time_share: Fraction


def ample_problem(seed: int, odd: Sequence[str] = ()) -> Problem:
    """Four small groups, two shelters, many vehicles, ways of minutes."""
    return random_problem(
        seed, groups=4, shelters=2, sources=3, items=4, vehicles=9, teams=3, missions=3, tight=1.4, odd=odd,
        side_m=4000, sizes=(2, 9),
    )  # fmt: skip


# people


def can_reach(problem: Problem, group: Group, shelter: Shelter) -> bool:
    walk = _seconds(problem, "foot", group.location, shelter.location)
    on_foot = 0 <= walk <= min(problem.policy.walk_limit_s, problem.policy.place_by_s)
    seats = {vehicle.profile for vehicle in problem.vehicles if vehicle.seats}
    return on_foot or any(_seconds(problem, ride, group.location, shelter.location) >= 0 for ride in seats)


def placings(problem: Problem) -> Iterator[Placing]:
    """Every choice of safe shelters with places; None = nowhere."""
    choices = [
        [None, *(s for s in problem.shelters if not s.exposed_to and can_reach(problem, group, s))]
        for group in problem.groups
    ]
    for placing in product(*choices):
        if all(_fits(problem, placing, shelter) for shelter in problem.shelters):
            yield placing


def _fits(problem: Problem, placing: Placing, shelter: Shelter) -> bool:
    here = [group for group, choice in zip(problem.groups, placing, strict=True) if choice is shelter]
    people, special = sum(group.people for group in here), sum(group.special for group in here)
    return people <= shelter.places and special <= shelter.special_places


def unplaced(problem: Problem, placing: Placing) -> int:
    return sum(group.people for group, choice in zip(problem.groups, placing, strict=True) if choice is None)


# goods


def best(problem: Problem) -> Best:
    """The best of levels 1, 3 and 4, as if every source had a truck waiting."""
    everything = list(placings(problem))
    fewest = min(unplaced(problem, placing) for placing in everything)
    candidates = [_supplied(problem, placing) for placing in everything if unplaced(problem, placing) == fewest]
    unmet, share = min(candidates, key=lambda row: (row[0], -row[1]))
    return Best(fewest, unmet, share)


def _supplied(problem: Problem, placing: Placing) -> tuple[int, Fraction]:
    """Least weighted persons lacking, and the highest lowest share among the ways to get there."""
    people = {
        shelter.id: sum(g.people for g, choice in zip(problem.groups, placing, strict=True) if choice is shelter)
        for shelter in problem.shelters
    }
    lines = [line for line in problem.kit if line.life_critical]
    options = [_least_lacking(problem, line, people) for line in lines]
    persons = [_persons(line, problem.shelters, people) for line in lines]
    unmet = sum(line.weight * sum(rows[0]) for line, rows in zip(lines, options, strict=True))
    shares = (_lowest_share(problem, lines, persons, lacking) for lacking in product(*options))
    return unmet, max(shares)


def _persons(line: KitLine, shelters: Sequence[Shelter], people: dict[str, int]) -> list[int]:
    return [max(0, people[s.id] - (s.indoor_places if line.outdoor_only else 0)) for s in shelters]


def _least_lacking(problem: Problem, line: KitLine, people: dict[str, int]) -> list[tuple[int, ...]]:
    """All vectors (persons lacking per shelter) with the least sum; one critical line per item is taken for granted."""
    persons = _persons(line, problem.shelters, people)
    found: dict[int, list[tuple[int, ...]]] = {}
    for units in product(*(range(-(-p * line.units // line.people) + 1) for p in persons)):
        lacking = tuple(max(0, p - q * line.people // line.units) for p, q in zip(persons, units, strict=True))
        if sum(lacking) <= min(found, default=sum(persons)) and _deliverable(problem, line.item, units):
            found.setdefault(sum(lacking), []).append(lacking)
    return sorted(set(found[min(found)]))


def _deliverable(problem: Problem, item: str, units: Sequence[int]) -> bool:
    """Rado's condition: no set of shelters wants more than the sources together can give to that set."""
    numbers = [n for n, quantity in enumerate(units) if quantity]
    for size in range(1, len(numbers) + 1):
        for subset in combinations(numbers, size):
            shelters = [problem.shelters[n] for n in subset]
            if sum(units[n] for n in subset) > sum(_can_give(problem, s, item, shelters) for s in problem.sources):
                return False
    return True


def _can_give(problem: Problem, source: Source, item: str, shelters: Sequence[Shelter]) -> int:
    held = sum(lot.quantity for lot in problem.lots if (lot.source, lot.item) == (source.id, item))
    near = [shelter for shelter in shelters if _leads(problem, source, shelter, item)]
    floor = next((f for f in problem.floors if (f.source, f.item) == (source.id, item)), None)
    if not near or floor is None or any(s.id in floor.free_shelters for s in near):
        return held if near else 0
    return max(0, held - floor.quantity)


def _leads(problem: Problem, source: Source, shelter: Shelter, item: str | None = None) -> bool:
    """Whether vehicles go from the one to the other, if asked some that hold a unit of the item."""
    unit = next((row for row in problem.items if row.id == item), None)
    return any(
        _seconds(problem, row.profile, source.location, shelter.location) >= 0
        for row in problem.vehicles
        if row.capacity_g >= (unit.mass_g if unit else 1) and row.capacity_cm3 >= (unit.volume_cm3 if unit else 1)
    )


def _lowest_share(
    problem: Problem, lines: Sequence[KitLine], persons: Sequence[Sequence[int]], lacking: Sequence[Sequence[int]]
) -> Fraction:
    shares = []
    for n, shelter in enumerate(problem.shelters):
        wanted = sum(line.weight * row[n] for line, row in zip(lines, persons, strict=True))
        missed = sum(line.weight * row[n] for line, row in zip(lines, lacking, strict=True))
        reached = any(_leads(problem, source, shelter) for source in problem.sources)
        if wanted and reached:
            shares.append(Fraction(wanted - missed, wanted))
    return min(shares, default=Fraction(1))


# teams


def best_missions(problem: Problem) -> tuple[int, int]:
    """Least severity × people missing, then least seconds over the profile."""
    tours = [list(_tours(problem, team)) for team in problem.teams]
    return min(_rescued(problem, chosen) for chosen in product(*tours))


class _Arrival(NamedTuple):
    second: int
    team: str
    level: str
    people: int
    mission: str


def _tours(problem: Problem, team: Team) -> Iterator[tuple[_Arrival, ...]]:
    """Every order of missions that a team can serve one after the other, home in between."""
    for size in range(len(problem.missions) + 1):
        for order in permutations(problem.missions, size):
            arrivals = _tour(problem, team, order)
            if arrivals is not None:
                yield arrivals


def _tour(problem: Problem, team: Team, order: Sequence[MissionNeed]) -> tuple[_Arrival, ...] | None:
    free_s = team.response_s + team.assembly_s
    people = team.on_duty - team.home_cover
    arrivals = []
    for mission in order:
        way = _seconds(problem, team.profile, team.location, mission.location)
        if mission.skill not in team.skills or people <= 0 or way < 0 or free_s + way >= mission.until_s:
            return None
        arrivals.append(_Arrival(free_s + way, team.id, team.level, people, mission.id))
        free_s = mission.until_s + way
    return tuple(arrivals)


def _rescued(problem: Problem, chosen: Sequence[Sequence[_Arrival]]) -> tuple[int, int]:
    unmet = over_s = 0
    for mission in problem.missions:
        here = sorted(arrival for tour in chosen for arrival in tour if arrival.mission == mission.id)
        unmet += mission.severity * max(0, mission.people - sum(arrival.people for arrival in here))
        first = here[0] if here else _Arrival(mission.until_s, "", "any", 0, mission.id)
        limits = {row.level: row.limit_s for row in problem.assembly if row.stage == "on_scene"}
        limit = limits.get(first.level, limits.get("any"))
        over_s += 0 if limit is None else max(0, first.second - mission.from_s - limit)
    return unmet, over_s


def _seconds(problem: Problem, profile: str, start: str, end: str) -> int:
    if start == end:
        return 0
    for matrix in problem.travel:
        if matrix.profile == profile and start in matrix.origins and end in matrix.destinations:
            return matrix.seconds[matrix.origins.index(start)][matrix.destinations.index(end)]
    return -1

"""A plane with places on it, and the travel matrices that follow."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from optimize.problem import (
    BY_BOAT,
    BY_ROAD,
    UNREACHABLE,
    Group,
    MissionNeed,
    Shelter,
    Source,
    Team,
    TravelMatrix,
    Vehicle,
)

Point = tuple[float, float]

DETOUR = 1.4
METRES_PER_SECOND = {
    "truck": 8.0,
    "bus": 8.0,
    "foot": 0.8,
    "light": 11.0,
    "light_boat": 6.0,
    "boat": 4.0,
    "motorcycle": 8.0,
    "drone": 16.0,
}


@dataclass(frozen=True)
class Ground:
    """Where each location lies, and which locations no road reaches (per profile)."""

    points: dict[str, Point]
    cut: dict[str, frozenset[str]]

    def matrix(
        self, profile: str, origins: Sequence[str], destinations: Sequence[str], *, also: Sequence[str] = ()
    ) -> TravelMatrix:
        """The soonest ways of the profile and those that it may take as well. Times of whole seconds; rounding up keeps
        the triangle inequality."""
        ways = [[self._soonest((profile, *also), a, b) for b in destinations] for a in origins]
        seconds, metres = (tuple(tuple(way[part] for way in row) for row in ways) for part in (0, 1))
        return TravelMatrix(
            profile=profile, origins=tuple(origins), destinations=tuple(destinations), seconds=seconds, metres=metres
        )

    def _soonest(self, profiles: Sequence[str], a: str, b: str) -> tuple[int, int]:
        ways = [(math.ceil(m / METRES_PER_SECOND[p]), m) for p in profiles if (m := self._metres(p, a, b)) >= 0]
        return min(ways, default=(UNREACHABLE, UNREACHABLE))

    def _metres(self, profile: str, a: str, b: str) -> int:
        cut = self.cut.get(profile, frozenset())
        if a == b:
            return 0
        if a in cut or b in cut:
            return UNREACHABLE
        (ax, ay), (bx, by) = self.points[a], self.points[b]
        return math.ceil(DETOUR * math.hypot(ax - bx, ay - by))


def unique(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))


def travel_matrices(
    ground: Ground,
    *,
    groups: Sequence[Group],
    shelters: Sequence[Shelter],
    sources: Sequence[Source],
    vehicles: Sequence[Vehicle],
    teams: Sequence[Team],
    missions: Sequence[MissionNeed],
) -> tuple[TravelMatrix, ...]:
    safe = [s.location for s in shelters]
    homes = [g.location for g in groups]
    trucks = unique([*(s.location for s in sources), *safe, *(v.location for v in vehicles if v.profile == "truck")])
    buses = unique([*homes, *safe, *(v.location for v in vehicles if v.profile == "bus")])
    anywhere = unique([*(s.location for s in sources), *homes, *safe])
    called = unique(t.location for t in teams), unique(m.location for m in missions)
    afloat = any(team.profile == BY_BOAT for team in teams)
    lighter = dict.fromkeys(v.profile for v in vehicles if v.profile not in ("truck", "bus"))
    return (
        ground.matrix("truck", trucks, trucks),
        ground.matrix("bus", buses, buses),
        ground.matrix("foot", unique(homes), unique(safe)),
        ground.matrix(BY_ROAD, *called),
        *((ground.matrix(BY_BOAT, *called, also=(BY_ROAD,)),) if afloat else ()),
        *(ground.matrix(profile, anywhere, anywhere) for profile in lighter),
    )

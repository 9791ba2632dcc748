"""A plane with places on it, and the travel matrices that follow."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from optimize.problem import UNREACHABLE, Group, MissionNeed, Shelter, Source, Team, TravelMatrix, Vehicle

Point = tuple[float, float]

DETOUR = 1.4
METRES_PER_SECOND = {
    "truck": 8.0,
    "bus": 8.0,
    "foot": 0.8,
    "light": 11.0,
    "boat": 4.0,
    "motorcycle": 8.0,
    "drone": 16.0,
}


@dataclass(frozen=True)
class Ground:
    """Where each location lies, and which locations no road reaches (per profile)."""

    points: dict[str, Point]
    cut: dict[str, frozenset[str]]

    def matrix(self, profile: str, origins: Sequence[str], destinations: Sequence[str]) -> TravelMatrix:
        """Times of whole seconds; rounding up keeps the triangle inequality."""
        metres = tuple(tuple(self._metres(profile, a, b) for b in destinations) for a in origins)
        speed = METRES_PER_SECOND[profile]
        seconds = tuple(tuple(UNREACHABLE if m < 0 else math.ceil(m / speed) for m in row) for row in metres)
        return TravelMatrix(
            profile=profile, origins=tuple(origins), destinations=tuple(destinations), seconds=seconds, metres=metres
        )

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
    lighter = dict.fromkeys(v.profile for v in vehicles if v.profile not in ("truck", "bus"))
    return (
        ground.matrix("truck", trucks, trucks),
        ground.matrix("bus", buses, buses),
        ground.matrix("foot", unique(homes), unique(safe)),
        ground.matrix("light", unique(t.location for t in teams), unique(m.location for m in missions)),
        *(ground.matrix(profile, anywhere, anywhere) for profile in lighter),
    )

"""How long the ways that closures took away would be without them: for advice, never for plans."""

from collections.abc import Collection, Mapping, Sequence

from gis.network import Closures, open_roads, travel
from gis.roads import Profile, RoadNetwork
from gis.snapping import Snap
from optimize.problem import UNREACHABLE, TravelMatrix


def reopened(
    network: RoadNetwork,
    profiles: Mapping[str, Profile],
    matrices: Sequence[TravelMatrix],
    cut: Collection[str],
    snaps: Mapping[str, Snap],
) -> tuple[TravelMatrix, ...]:
    """Per profile the ways from the cut-off places and, taken as long, those to them; none where nothing is cut off."""
    found: list[TravelMatrix] = []
    for name, profile in profiles.items():
        places = list(dict.fromkeys(p for m in matrices if m.profile == name for p in (*m.origins, *m.destinations)))
        starts = tuple(place for place in places if place in cut)
        if starts:
            made = travel(open_roads(network, profile, Closures(), snaps), starts, tuple(places))
            found += _both_ways(name, made.seconds.tolist(), made.metres.tolist(), starts, tuple(places))
    return tuple(found)


def _both_ways(
    name: str, seconds: list[list[int]], metres: list[list[int]], starts: tuple[str, ...], ends: tuple[str, ...]
) -> tuple[TravelMatrix, TravelMatrix]:
    there = TravelMatrix(profile=name, origins=starts, destinations=ends, seconds=_rows(seconds), metres=_rows(metres))
    back = TravelMatrix(
        profile=name,
        origins=ends,
        destinations=starts,
        seconds=_rows(list(map(list, zip(*seconds, strict=True)))),
        metres=_rows(list(map(list, zip(*metres, strict=True)))),
    )
    return there, back


def _rows(table: list[list[int]]) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(value if value >= 0 else UNREACHABLE for value in row) for row in table)

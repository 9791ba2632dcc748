"""Geography of a district in one piece: public facts, synthetic villages and roads, and who is exposed or remote.

Rules for the flags, all synthetic:

* a township is **hazard-prone** if its seat lies within 700 m of a river, or counts as mountain;
* a village is hazard-prone if its point lies within 800 m of a river, or over 20 km from every river;
* a township or village is **remote** if a truck needs more than 60 (village: 90) minutes from the district seat on a
  dry day.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.network import OPEN, open_roads, travel
from gis.roads import TRUCK
from gis.snapping import Place, snap
from seed.generator.records import DivisionRecord
from seed.generator.reference import Reference, read_reference
from seed.generator.roads import Roads, build_roads
from seed.generator.villages import Village, place_villages
from seed.profiles import GENERATED_AS_OF, SYNTHETIC, DistrictProfile

SEAT_TO_RIVER_M = 700.0
VILLAGE_TO_RIVER_M = 800.0
MOUNTAIN_VILLAGE_M = 20_000.0
REMOTE_TOWNSHIP_S = 3600
REMOTE_VILLAGE_S = 5400


@dataclass(frozen=True)
class Landscape:
    reference: Reference
    villages: tuple[Village, ...]
    roads: Roads
    divisions: Mapping[str, DivisionRecord]

    def river_m(self, x: float, y: float) -> float:
        """Metres to the nearest river."""
        return float(shapely.distance(shapely.Point(x, y), self.reference.water))

    def beside(self, x: float, y: float, rng: np.random.Generator, low: float, high: float) -> NDArray[np.float64]:
        """A dry point at ``low`` to ``high`` metres from (x, y)."""
        while True:
            angle, distance = rng.uniform(0, 2 * np.pi), rng.uniform(low, high)
            point = np.array([x + distance * np.cos(angle), y + distance * np.sin(angle)])
            if self.river_m(*point) > 60:
                return point

    def degrees(self, x: float, y: float) -> tuple[float, float]:
        lon, lat = self.reference.plane.to_degrees(x, y)
        return round(float(lon), 5), round(float(lat), 5)

    def villages_of(self, township: str) -> list[Village]:
        return [village for village in self.villages if village.name.township == township]

    def needs_point(self, township: str) -> bool:
        """Whether the township is hazard-prone or remote: those keep a kit for 200 people."""
        division = self.divisions[township]
        return division.hazard_prone or division.remote


def build_landscape(profile: DistrictProfile, rng: np.random.Generator) -> Landscape:
    reference = read_reference(profile)
    villages = place_villages(reference, rng)
    roads = build_roads(reference, villages, rng)
    return Landscape(reference, villages, roads, {d.code: d for d in _divisions(reference, villages, roads)})


def _divisions(reference: Reference, villages: tuple[Village, ...], roads: Roads) -> list[DivisionRecord]:
    seconds = _from_seat(reference, villages, roads)
    profile, seat = reference.profile, reference.seat
    rows = [
        DivisionRecord(
            code=profile.code,
            name=profile.name,
            kind="district",
            parent=None,
            population=sum(t.population for t in reference.townships),
            hazard_prone=False,
            remote=False,
            lon=seat.lon,
            lat=seat.lat,
            source=seat.source,
            as_of=seat.as_of,
            synthetic=False,
        )
    ]
    for township in reference.townships:
        to_river = float(shapely.distance(shapely.Point(township.x, township.y), reference.water))
        rows.append(
            DivisionRecord(
                code=township.code,
                name=township.name,
                kind="township",
                parent=profile.code,
                population=township.population,
                hazard_prone=to_river <= SEAT_TO_RIVER_M or township.code in roads.mountain,
                remote=seconds[township.code] > REMOTE_TOWNSHIP_S,
                lon=township.lon,
                lat=township.lat,
                source=f"{township.source}；多灾易灾、偏远标记为{SYNTHETIC}",
                as_of=township.as_of,
                synthetic=False,
            )
        )
    rows += [_village(reference, village, seconds[village.name.code]) for village in villages]
    return rows


def _village(reference: Reference, village: Village, seconds: int) -> DivisionRecord:
    to_river = float(shapely.distance(shapely.Point(village.x, village.y), reference.water))
    return DivisionRecord(
        code=village.name.code,
        name=village.name.name,
        kind="village",
        parent=village.name.township,
        population=village.population,
        hazard_prone=to_river <= VILLAGE_TO_RIVER_M or to_river > MOUNTAIN_VILLAGE_M,
        remote=seconds > REMOTE_VILLAGE_S,
        lon=village.lon,
        lat=village.lat,
        source=f"代码与名称：{village.name.source}；位置、人口为{SYNTHETIC}",
        as_of=GENERATED_AS_OF,
        synthetic=True,
    )


def _from_seat(reference: Reference, villages: tuple[Village, ...], roads: Roads) -> dict[str, int]:
    """Truck seconds from the district seat to every township seat and village."""
    places = [Place(t.code, t.name, t.lon, t.lat) for t in reference.townships]
    places += [Place(v.name.code, v.name.name, v.lon, v.lat) for v in villages]
    snaps = snap(roads.network, places).require()
    graph = open_roads(roads.network, TRUCK, OPEN, snaps)
    matrix = travel(graph, [reference.seat.code], [place.id for place in places])
    return dict(zip(matrix.destinations, matrix.seconds[0].tolist(), strict=True))

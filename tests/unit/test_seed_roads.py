"""The schematic road network: calibrated detour, one piece, rivers bridged, mountain ends with a single road."""

from collections import Counter

import numpy as np
import pytest
from shapely.geometry import LineString

from gis.hazard import block
from gis.isolation import isolated
from gis.network import OPEN, matrix, open_roads, travel
from gis.roads import LAND_CLASSES, TRUCK, Profile, RoadClass
from gis.snapping import Place, snap
from seed.generator.records import DistrictSeed
from seed.profiles import PROFILES
from tests.unit.seeds import made

BOTH = ("kaizhou", "beibei")


def places(seed: DistrictSeed, kind: str) -> list[Place]:
    return [Place(row.code, row.name, row.lon, row.lat) for row in seed.divisions if row.kind == kind]


@pytest.mark.parametrize("name", BOTH)
def test_median_detour_between_township_seats_is_the_measured_one(name: str) -> None:
    seed = made(name)
    snaps = list(snap(seed.network, places(seed, "township")).require().values())
    by_length = Profile("length", dict.fromkeys(RoadClass, 36.0), connector_kmh=36.0)
    metres = matrix(seed.network, by_length, OPEN, snaps, snaps).metres
    x, y = seed.network.plane.to_metres([s.place.lon for s in snaps], [s.place.lat for s in snaps])
    straight = np.hypot(x[:, None] - x, y[:, None] - y)
    pairs = np.triu_indices(len(snaps), 1)
    assert np.median(metres[pairs] / straight[pairs]) == pytest.approx(PROFILES[name].detour, abs=0.1)


@pytest.mark.parametrize("name", BOTH)
def test_every_village_store_and_shelter_is_reached_on_open_roads(name: str) -> None:
    seed = made(name)
    stops = [*places(seed, "township"), *places(seed, "village")]
    stops += [Place(row.code, row.name, row.lon, row.lat) for row in (*seed.sites, *seed.shelters, *seed.teams)]
    snaps = snap(seed.network, stops).require()
    roads = open_roads(seed.network, TRUCK, OPEN, snaps)
    assert (travel(roads, [stops[0].id], [stop.id for stop in stops]).seconds >= 0).all()


@pytest.mark.parametrize("name", BOTH)
def test_links_are_at_least_as_long_as_they_are_drawn(name: str) -> None:
    network = made(name).network
    drawn = np.array([line.length for line in network.lines_m])
    assert (network.lengths_m >= drawn - 2.0).all()
    assert len(network.lon) < 5000


@pytest.mark.parametrize("name", BOTH)
def test_whatever_crosses_a_river_is_a_named_bridge_of_that_river(name: str) -> None:
    seed = made(name)
    for river in seed.rivers:
        flat = seed.network.plane.flatten(river.line)
        for link, line in zip(seed.network.links, seed.network.lines_m, strict=True):
            crosses = LineString(line).crosses(flat)
            assert not crosses or (link.bridge and link.name.endswith("桥")), link.name
    bridges = [link for link in seed.network.links if link.bridge]
    assert bridges
    assert {link.river for link in bridges} <= {river.name for river in seed.rivers}
    assert len({link.name for link in bridges}) == len(bridges)


@pytest.mark.parametrize(("name", "ends"), [("kaizhou", {"雪宝山镇", "巫山镇"}), ("beibei", {"金刀峡镇"})])
def test_mountain_ends_hang_on_a_single_road(name: str, ends: set[str]) -> None:
    """Some one link, closed, cuts the township's seat off from the district seat."""
    seed = made(name)
    snaps = snap(seed.network, places(seed, "township")).require()
    home = snaps[next(p.id for p in places(seed, "township") if p.name == PROFILES[name].seat)]
    for end in (place for place in places(seed, "township") if place.name in ends):
        into = [
            link.id
            for link in seed.network.links
            if f"—{end.name[:-1]}公路" in link.name or link.name.startswith(f"{end.name[:-1]}—")
        ]
        assert any(isolated(seed.network, TRUCK, block([link]), [home], [snaps[end.id]]) for link in into), end.name


@pytest.mark.parametrize("name", BOTH)
def test_every_class_of_road_is_there_and_main_roads_are_few(name: str) -> None:
    kinds = Counter(link.road_class for link in made(name).network.links)
    assert set(kinds) == set(LAND_CLASSES)
    assert kinds[RoadClass.CLASS_2] < kinds[RoadClass.CLASS_3] + kinds[RoadClass.CLASS_4]


@pytest.mark.parametrize("name", BOTH)
def test_the_demo_closures_leave_every_hit_village_a_way_out(name: str) -> None:
    seed = made(name)
    villages = places(seed, "village")
    snaps = snap(seed.network, [*places(seed, "township"), *villages]).require()
    home = snaps[next(p.id for p in places(seed, "township") if p.name == PROFILES[name].seat)]
    closed = [closure.link for closure in seed.incident.closures if closure.speed_percent == 0]
    cut = {
        found.place: found.links for found in isolated(seed.network, TRUCK, block(closed), [home], list(snaps.values()))
    }
    assert cut, "the demo shows a cut-off place"
    assert all(links for links in cut.values())
    assert not {row.village for row in seed.incident.villages} & cut.keys()


@pytest.mark.parametrize("name", BOTH)
def test_flags_follow_the_stated_rule(name: str) -> None:
    townships = [row for row in made(name).divisions if row.kind == "township"]
    flagged = [row for row in townships if row.hazard_prone or row.remote]
    assert 0 < len(flagged) < len(townships)
    assert all("合成数据" in row.source for row in townships)

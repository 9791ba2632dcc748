"""Travel matrices, routes, closures and isolation on networks whose answers are known by hand."""

import time
from datetime import date

import numpy as np
import pytest
from shapely.geometry import LineString, box

from gis import hazard
from gis.isolation import isolated
from gis.network import OPEN, UNREACHABLE, Closures, matrix, open_roads, travel
from gis.roads import TRUCK, WALK, Profile, RoadClass, RoadLink, RoadNetwork, driving
from gis.routes import route
from gis.snapping import Place, SnapFault, snap
from tests.gis.networks import LAT, LON, STEP, link, network, place, two_banks

NODES = [place(str(n), x, y) for n, (x, y) in enumerate([(0, 0), (1, 0), (2, 0), (3, 0), (1.5, 1), (4, 0)])]


def seconds(closures: Closures = OPEN, profile: Profile = TRUCK) -> list[list[int]]:
    roads = two_banks()
    snaps = list(snap(roads, NODES).require().values())
    return matrix(roads, profile, closures, snaps, snaps).seconds.tolist()


def test_time_is_length_over_speed_of_the_class() -> None:
    table = seconds()
    assert table[0][1] == 3200 / 32000 * 3600
    assert table[0][3] == 8000 / 32000 * 3600
    assert table[3][5] == 1500 / 15000 * 3600
    assert all(table[n][n] == 0 for n in range(6))


def test_a_closed_bridge_sends_traffic_the_long_way_and_metres_follow_the_fastest_path() -> None:
    roads = two_banks()
    snaps = list(snap(roads, NODES).require().values())
    answer = matrix(roads, TRUCK, Closures(frozenset({"bridge"})), snaps, snaps)
    assert answer.metres[0, 3] == 3200 + 16000 + 3200
    assert answer.seconds[0, 3] == 22400 / 32000 * 3600


def test_all_ways_closed_is_unreachable() -> None:
    table = seconds(Closures(frozenset({"bridge", "up"})))
    assert table[0][3] == UNREACHABLE
    assert table[4][3] != UNREACHABLE


def test_rain_night_and_slowed_links_multiply() -> None:
    assert seconds(profile=TRUCK.under({"rain": 1, "night": 1}))[0][1] == -(-360 // (0.75 * 0.85))
    assert seconds(Closures(slowed={"town": 0.5}))[0][1] == 720


def test_walking_uses_any_road_but_the_expressway() -> None:
    fast = network([(0, 0), (1, 0)], [link("fast", 0, 1, 1000, "expressway"), link("slow", 0, 1, 3000, "village")])
    snaps = list(snap(fast, [place("a", 0, 0), place("b", 1, 0)]).require().values())
    assert matrix(fast, WALK, OPEN, snaps, snaps).seconds[0, 1] == 3600
    assert matrix(fast, TRUCK, OPEN, snaps, snaps).metres[0, 1] == 1000


def test_oneway_is_kept() -> None:
    street = network([(0, 0), (1, 0)], [link("down", 0, 1, 1000, oneway=True)])
    snaps = list(snap(street, [place("a", 0, 0), place("b", 1, 0)]).require().values())
    table = matrix(street, TRUCK, OPEN, snaps, snaps).seconds
    assert table[0, 1] > 0
    assert table[1, 0] == UNREACHABLE


def test_a_place_beside_the_middle_of_a_link_joins_there_and_pays_its_connector() -> None:
    road = network([(0, 0), (1, 0)], [link("road", 0, 1, 2000)])
    snaps = snap(road, [place("end", 0, 0), place("mid", 0.5, 0), place("off", 0.75, 0.1)]).require()
    assert snaps["mid"].share == pytest.approx(0.5, abs=1e-3)
    assert snaps["off"].connector_m == pytest.approx(0.1 * STEP * 110_900, abs=2)
    table = matrix(road, TRUCK, OPEN, list(snaps.values()), list(snaps.values()))
    assert table.metres[0, 1] == pytest.approx(1000, abs=2)
    assert table.metres[1, 2] == pytest.approx(500 + snaps["off"].connector_m, abs=2)
    assert table.seconds[1, 2] == pytest.approx(500 / 32 * 3.6 + snaps["off"].connector_m / 15 * 3.6, abs=2)


def test_running_from_either_side_gives_the_same_matrix() -> None:
    street = network(
        [(0, 0), (1, 0), (2, 0)],
        [link("down", 0, 1, 1000, oneway=True), link("back", 1, 0, 4000), link("on", 1, 2, 700)],
    )
    snaps = snap(street, [place("a", 0, 0), place("b", 1.4, 0.1), place("c", 2, 0), place("d", 0.5, 0)]).require()
    roads = open_roads(street, TRUCK, OPEN, snaps)
    square = travel(roads, list(snaps), list(snaps))
    for number, name in enumerate(snaps):
        assert travel(roads, list(snaps), [name]).seconds[:, 0].tolist() == square.seconds[:, number].tolist()
        assert travel(roads, [name], list(snaps)).metres[0].tolist() == square.metres[number].tolist()
    assert travel(roads, [], list(snaps)).seconds.shape == (0, 4)


def test_a_place_without_road_is_named() -> None:
    snapping = snap(two_banks(), [place("near", 0, 0), place("远山村", 9, 9)])
    assert set(snapping.snaps) == {"near"}
    with pytest.raises(SnapFault, match=r"远山村.*2 公里内没有道路"):
        snapping.require()


def test_route_agrees_with_the_matrix_and_names_its_links() -> None:
    roads = two_banks()
    snaps = snap(roads, NODES).require()
    graph = open_roads(roads, TRUCK, Closures(frozenset({"bridge"})), snaps)
    way = route(graph, "0", "5")
    table = travel(graph, ["0"], ["5"])
    assert way is not None
    assert way.links == ("town", "up", "down", "bank", "leaf")
    assert (way.seconds, way.metres) == (table.seconds[0, 0], table.metres[0, 0])
    assert way.line[0] == pytest.approx((LON, LAT))
    assert way.line[-1] == pytest.approx((LON + 4 * STEP, LAT))
    assert route(open_roads(roads, TRUCK, hazard.block(["leaf"]), snaps), "0", "5") is None


def test_isolation_names_the_fewest_links_to_reopen() -> None:
    roads = two_banks()
    snaps = snap(roads, NODES).require()
    closures = Closures(frozenset({"bridge", "up", "down", "leaf"}))
    cut = {found.place: found.links for found in isolated(roads, TRUCK, closures, [snaps["0"]], list(snaps.values()))}
    assert cut == {"2": ("bridge",), "3": ("bridge",), "5": ("bridge", "leaf"), "4": ("up",)}


def test_nothing_is_isolated_on_open_roads_and_no_road_at_all_has_no_link_to_blame() -> None:
    roads = two_banks()
    snaps = snap(roads, NODES).require()
    assert isolated(roads, TRUCK, OPEN, [snaps["0"]], list(snaps.values())) == ()
    island = network([(0, 0), (1, 0), (5, 0), (6, 0)], [link("a", 0, 1), link("b", 2, 3)])
    both = snap(island, [place("home", 0, 0), place("island", 6, 0)]).require()
    [alone] = isolated(island, TRUCK, hazard.block(["a"]), [both["home"]], [both["island"]])
    assert alone.links == ()


def test_hazards_hit_links_and_places_by_area_and_by_line() -> None:
    roads = two_banks()
    around_bridge = box(LON + 1.2 * STEP, LAT - STEP / 4, LON + 1.8 * STEP, LAT + STEP / 4)
    assert hazard.links_hit(roads, around_bridge) == ("bridge",)
    across = LineString([(LON + 2.5 * STEP, LAT - STEP), (LON + 2.5 * STEP, LAT + STEP)])
    assert hazard.links_hit(roads, across) == ("bank",)
    assert hazard.places_hit(roads, NODES, box(LON - STEP / 2, LAT - STEP, LON + 1.2 * STEP, LAT + STEP)) == ("0", "1")


def test_unknown_links_and_senseless_factors_are_refused() -> None:
    with pytest.raises(ValueError, match="没有路段 nowhere"):
        hazard.known_links(two_banks(), ["bridge", "nowhere"])
    with pytest.raises(ValueError, match="减速系数"):
        hazard.slow(["bridge"], 0)


def test_closures_combine_to_the_worse() -> None:
    both = Closures(frozenset({"a"}), {"b": 0.5}) | Closures(frozenset({"c"}), {"b": 0.75, "d": 0.9})
    assert both == Closures(frozenset({"a", "c"}), {"b": 0.5, "d": 0.9})


def test_provenance_tells_two_road_states_apart() -> None:
    roads = two_banks()
    snaps = list(snap(roads, NODES).require().values())
    answers = [matrix(roads, TRUCK, c, snaps, snaps).provenance for c in (OPEN, hazard.block(["up"]))]
    assert answers[0]["layer"] == "测试路网"
    assert answers[0]["closures_sha256"] != answers[1]["closures_sha256"]


def test_profile_reads_back_from_json() -> None:
    profile = TRUCK.under({"rain": 1})
    assert Profile.from_json(profile.to_json()) == profile


def test_a_broken_network_is_refused() -> None:
    with pytest.raises(ValueError, match="端点或长度无效"):
        network([(0, 0), (1, 0)], [link("x", 0, 2)])
    with pytest.raises(ValueError, match="编号重复"):
        network([(0, 0), (1, 0)], [link("x", 0, 1), link("x", 1, 0)])


def grid(side: int) -> RoadNetwork:
    lon, lat = (axis.ravel() for axis in np.meshgrid(np.arange(side) * 0.005, np.arange(side) * 0.005))
    links = []
    for row in range(side):
        for column in range(side):
            here = row * side + column
            for there, fits in ((here + 1, column + 1 < side), (here + side, row + 1 < side)):
                if fits:
                    kind = RoadClass.CLASS_2 if row % 10 == 0 else RoadClass.CLASS_4
                    links.append(RoadLink(f"{here}-{there}", "街", here, there, 500 + here % 7, kind))
    return RoadNetwork("网格", "生成", date(2026, 1, 1), LON + lon, LAT + lat, tuple(links))


def test_800_by_800_on_5000_nodes_takes_at_most_three_seconds_of_cpu() -> None:
    roads = grid(71)
    rng = np.random.default_rng(7)
    chosen = rng.choice(len(roads.lon), 800, replace=False)
    places = [Place(str(n), str(n), float(roads.lon[n]), float(roads.lat[n])) for n in chosen]
    snaps = list(snap(roads, places).require().values())
    start = time.process_time()
    answer = matrix(roads, TRUCK, OPEN, snaps, snaps)
    assert time.process_time() - start < 3
    assert (answer.seconds >= 0).all()


def test_a_vehicle_keeps_off_links_that_do_not_bear_it() -> None:
    weak = network([(0, 0), (1, 0)], [link("weak", 0, 1, 1000, limit_kg=5000), link("round", 0, 1, 4000)])
    snaps = list(snap(weak, [place("a", 0, 0), place("b", 1, 0)]).require().values())
    assert matrix(weak, TRUCK, OPEN, snaps, snaps).metres[0, 1] == 4000
    assert matrix(weak, driving("car", 1500), OPEN, snaps, snaps).metres[0, 1] == 1000

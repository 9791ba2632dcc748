"""The contraction hierarchy finds the costs that Dijkstra's algorithm finds, on any network and under any closures."""

from datetime import date

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from gis.network import OPEN, Closures, OpenRoads, open_roads, searched
from gis.roads import MOTORCYCLE, TRUCK, WALK, RoadClass, RoadLink, RoadNetwork
from gis.snapping import Place, Snap

LENGTHS = (1, 1, 500, 500, 1000, 7919)
SHARES = (0.0, 0.25, 0.5, 0.5, 1.0)


@st.composite
def networks(draw: st.DrawFn) -> RoadNetwork:
    """Few nodes on a coarse grid, so that there are ties, loops, parallel links and parts without connection."""
    nodes = draw(st.integers(1, 40))
    node = st.integers(0, nodes - 1)
    rows = draw(
        st.lists(
            st.tuples(node, node, st.sampled_from(LENGTHS), st.sampled_from(list(RoadClass)), st.booleans()),
            min_size=1,
            max_size=3 * nodes,
        )
    )
    links = [RoadLink(f"l{n}", "路", *row[:4], oneway=row[4]) for n, row in enumerate(rows)]
    at = np.array(draw(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=nodes, max_size=nodes)))
    return RoadNetwork("随机", "测试", date(2026, 1, 1), 108 + at[:, 0] / 100, 31 + at[:, 1] / 100, tuple(links))


@st.composite
def situations(draw: st.DrawFn) -> OpenRoads:
    network = draw(networks())
    link = st.integers(0, len(network.links) - 1)
    spots = draw(st.lists(st.tuples(link, st.sampled_from(SHARES)), min_size=1, max_size=12))
    snaps = {f"p{n}": Snap(Place(f"p{n}", "", 108, 31), *spot, connector_m=0) for n, spot in enumerate(spots)}
    names = [one.id for one in network.links]
    closures = Closures(
        frozenset(draw(st.lists(st.sampled_from(names), max_size=8))),
        draw(st.dictionaries(st.sampled_from(names), st.sampled_from([0.1, 0.5, 1.0]), max_size=8)),
        draw(st.dictionaries(st.sampled_from(names), st.sampled_from([200, 5000]), max_size=8)),
    )
    return open_roads(network, draw(st.sampled_from([TRUCK, MOTORCYCLE, WALK])), closures, snaps)


@settings(max_examples=300, deadline=None)
@given(situations())
def test_both_engines_find_the_same_costs(roads: OpenRoads) -> None:
    every = np.arange(roads.size)
    assert np.array_equal(roads.customised.matrix(every, every), searched(roads, every, every))
    places = np.array(list(roads.node_of.values()))
    assert np.array_equal(roads.customised.matrix(places, every[:3]), searched(roads, places, every[:3]))


@settings(max_examples=60, deadline=None)
@given(situations())
def test_closures_only_customise_the_same_hierarchy(roads: OpenRoads) -> None:
    open_again = open_roads(roads.network, roads.profile, OPEN, roads.snaps)
    assert open_again.customised.hierarchy is roads.customised.hierarchy
    every = np.arange(roads.size)
    assert np.array_equal(open_again.customised.matrix(every, every), searched(open_again, every, every))

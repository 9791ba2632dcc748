"""Links without a way round, against removing each link in turn."""

import numpy as np
import pytest
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from gis.criticality import Inhabited, critical_links
from gis.hazard import block
from gis.roads import TRUCK, RoadNetwork
from gis.snapping import Place, snap
from tests.gis.networks import link, network, two_banks
from tests.gis.test_network import NODES


def people(roads: RoadNetwork, places: list[Place]) -> list[Inhabited]:
    snaps = snap(roads, places).require()
    return [Inhabited(snaps[place.id], 100 + number) for number, place in enumerate(places)]


def test_a_leaf_and_the_way_to_it_are_critical_a_ring_is_not() -> None:
    found = critical_links(two_banks(), TRUCK, people(two_banks(), NODES))
    assert [(one.link.id, one.people, one.places) for one in found] == [
        ("bank", 208, ("3", "5")),
        ("leaf", 105, ("5",)),
        ("town", 100, ("0",)),
    ]


def test_closing_the_ring_makes_its_rest_critical() -> None:
    found = critical_links(two_banks(), TRUCK, people(two_banks(), NODES), block(["bridge"]))
    assert {one.link.id for one in found} == {"town", "up", "down", "bank", "leaf"}


@pytest.mark.parametrize("seed", range(20))
def test_agrees_with_removing_each_link_in_turn(seed: int) -> None:
    rng = np.random.default_rng(seed)
    nodes = [(float(x), float(y)) for x, y in rng.uniform(0, 5, (12, 2))]
    pairs = [tuple(map(int, rng.choice(12, 2, replace=False))) for _ in range(14)]
    roads = network(nodes, [link(str(number), *pair) for number, pair in enumerate(pairs)])
    used = sorted({node for pair in pairs for node in pair})
    inhabited = people(roads, [Place(str(n), str(n), float(roads.lon[n]), float(roads.lat[n])) for n in used])
    expected = {}
    at = dict(zip(used, inhabited, strict=True))
    ends = {n: int(roads.ends[one.snap.link][int(one.snap.share >= 0.5)]) for n, one in at.items()}
    for number in range(len(pairs)):
        rest = [pair for other, pair in enumerate(pairs) if other != number]
        _, label = connected_components(csr_array((np.ones(len(rest)), tuple(zip(*rest, strict=True))), shape=(12, 12)))
        one, other = (label[end] for end in pairs[number])
        if one != other:
            sides = [sum(at[n].people for n in used if label[ends[n]] == side) for side in (one, other)]
            if min(sides):
                expected[str(number)] = min(sides)
    assert {one.link.id: one.people for one in critical_links(roads, TRUCK, inhabited)} == expected

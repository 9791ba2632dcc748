"""A matrix of 576 stores × 265 shelters on 50,000 road nodes after 200 closures: the hierarchy against Dijkstra.

The network is drawn like a mountain county's: towns along main roads, four nodes in ten on a bend, many dead ends. Both
engines start from the closures: graph or customisation, then the matrix. What does not change with closures (nested
dissection and contraction) is done once per road layer and given as ``prepare_s``. Seconds are processor time, the
least of three runs. Prints one JSON line.
"""

import argparse
import json
import time
from collections.abc import Callable
from datetime import date
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra, minimum_spanning_tree
from scipy.spatial import Delaunay, cKDTree

from gis.customised import Ints
from gis.hierarchy import hierarchy_of
from gis.network import Closures, OpenRoads, open_roads, searched
from gis.plane import Plane
from gis.roads import TRUCK, RoadClass, RoadLink, RoadNetwork
from gis.snapping import Place, snap

GOAL = 0.2
SIDE_M = 80_000.0
KEPT, BENT, DETOUR = 0.27, 0.62, 1.3
"""Shares of possible links beyond a tree that exist and of links with a node on a bend; road over straight line."""
HUBS, TOWNS, CLASS_4 = 30, 300, 0.4
ONEWAY = 0.02
RUNS = 3

Floats = NDArray[np.float64]


def county(seed: int, junctions: int) -> RoadNetwork:
    """A connected road network: a spanning tree and some more links between neighbours, cut at bends."""
    rng = np.random.default_rng(seed)
    crowd = rng.normal(SIDE_M / 2, SIDE_M / 5, (junctions // 4, 2))
    points = np.vstack([rng.uniform(0, SIDE_M, (junctions - len(crowd), 2)), crowd])
    ends = _neighbours(rng, points)
    lengths = np.hypot(*(points[ends[:, 0]] - points[ends[:, 1]]).T) * rng.uniform(1.0, DETOUR * 2 - 1, len(ends))
    classes = _classes(rng, ends, lengths, junctions)
    bent = np.flatnonzero(rng.random(len(ends)) < BENT)
    bends = points[ends[bent]].mean(axis=1) + rng.normal(0, 30, (len(bent), 2))
    node = np.full(len(ends), -1)
    node[bent] = junctions + np.arange(len(bent))
    lon, lat = Plane(108.4, 31.2).to_degrees(*(np.vstack([points, bends]) - SIDE_M / 2).T)
    links = []
    oneway = rng.random(len(ends)) < ONEWAY
    for number, (start, end) in enumerate(ends.tolist()):
        stops = [start, end] if node[number] < 0 else [start, int(node[number]), end]
        metres = max(1, round(float(lengths[number]) / (len(stops) - 1)))
        for piece, (here, there) in enumerate(pairwise(stops)):
            name = f"{number}.{piece}"
            links.append(RoadLink(name, name, here, there, metres, classes[number], oneway=bool(oneway[number])))
    return RoadNetwork("合成路网", "基准测试", date(2026, 1, 1), lon, lat, tuple(links))


def _neighbours(rng: np.random.Generator, points: Floats) -> Ints:
    """Pairs of a Gabriel graph (nobody in the circle between them): a spanning tree, and a share of the others."""
    triangles = Delaunay(points).simplices
    pairs = np.unique(
        np.sort(np.vstack([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [0, 2]]]), axis=1), axis=0
    )
    middle, radius = points[pairs].mean(axis=1), np.hypot(*(points[pairs[:, 0]] - points[pairs[:, 1]]).T) / 2
    nearest, _ = cKDTree(points).query(middle)
    pairs = pairs[nearest >= radius * (1 - 1e-9)]
    size = len(points)
    lengths = np.hypot(*(points[pairs[:, 0]] - points[pairs[:, 1]]).T)
    tree = minimum_spanning_tree(csr_array((lengths, tuple(pairs.T)), shape=(size, size))).tocoo()
    in_tree = np.isin(pairs @ [size, 1], np.sort(np.column_stack([tree.row, tree.col]), axis=1) @ [size, 1])
    return np.asarray(pairs[in_tree | (rng.random(len(pairs)) < KEPT)])


def _classes(rng: np.random.Generator, ends: Ints, lengths: Floats, size: int) -> list[RoadClass]:
    """Main roads join the hubs, lesser ones the towns to their hubs; the rest is local."""
    graph = csr_array((lengths, tuple(ends.T)), shape=(size, size))
    places = rng.choice(size, HUBS + TOWNS, replace=False)
    _, before = dijkstra(graph, directed=False, indices=places[:HUBS], return_predecessors=True)
    local = np.where(rng.random(len(ends)) < CLASS_4, RoadClass.CLASS_4, RoadClass.VILLAGE).tolist()
    kind = dict(zip(map(tuple, ends.tolist()), map(RoadClass, local), strict=True))
    for road_class, goals in ((RoadClass.CLASS_3, places), (RoadClass.CLASS_2, places[:HUBS])):
        for hub, tree in enumerate(before):
            for goal in goals[hub::5].tolist():
                node = goal
                while tree[node] >= 0:
                    above = int(tree[node])
                    kind[min(node, above), max(node, above)] = road_class
                    node = above
    return [kind[pair] for pair in map(tuple, ends.tolist())]


def places(rng: np.random.Generator, network: RoadNetwork, count: int, name: str) -> list[Place]:
    """Places some metres beside random junctions."""
    chosen = rng.choice(len(network.lon), count, replace=False)
    offset = rng.normal(0, 0.0005, (count, 2))
    return [
        Place(f"{name}{number}", name, float(network.lon[node] + dx), float(network.lat[node] + dy))
        for number, (node, (dx, dy)) in enumerate(zip(chosen.tolist(), offset.tolist(), strict=True))
    ]


def timed(run: Callable[[], Floats]) -> tuple[Floats, float]:
    """What it gives, and the processor seconds of the fastest run."""
    spent = []
    for _ in range(RUNS):
        began = time.process_time()
        answer = run()
        spent.append(time.process_time() - began)
    return answer, min(spent)


def measure(network: RoadNetwork, seed: int, stores: int, shelters: int, closed: int) -> dict[str, object]:
    rng = np.random.default_rng(seed + 1)
    froms, tos = places(rng, network, stores, "库"), places(rng, network, shelters, "所")
    snaps = dict(snap(network, [*froms, *tos]).require())
    names = [network.links[number].id for number in rng.choice(len(network.links), closed, replace=False).tolist()]
    closures = Closures(frozenset(names))

    def roads() -> tuple[OpenRoads, Ints, Ints]:
        now = open_roads(network, TRUCK, closures, snaps)
        tails, heads = (np.array([now.node_of[place.id] for place in side]) for side in (froms, tos))
        return now, tails, heads

    def by_search() -> Floats:
        return searched(*roads())

    def by_hierarchy() -> Floats:
        now, tails, heads = roads()
        return now.customised.matrix(tails, heads)

    began = time.process_time()
    tree = hierarchy_of(network)
    arcs, triangles = len(tree.high), sum(len(step.side) for step in tree.steps)
    prepared = time.process_time() - began
    (ours, ours_s), (theirs, theirs_s) = timed(by_hierarchy), timed(by_search)
    return {
        "benchmark": "matrix",
        "nodes": len(network.lon),
        "links": len(network.links),
        "stores": stores,
        "shelters": shelters,
        "closures": closed,
        "unreachable": int(np.isinf(theirs).sum()),
        "arcs": arcs,
        "triangles": triangles,
        "prepare_s": round(prepared, 3),
        "scipy_s": round(theirs_s, 3),
        "hierarchy_s": round(ours_s, 3),
        "ratio": round(ours_s / theirs_s, 3),
        "identical": bool(np.array_equal(ours, theirs)),
        "goal": GOAL,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--junctions", type=int, default=30_000, help="crossings; bends come on top")
    parser.add_argument("--stores", type=int, default=576)
    parser.add_argument("--shelters", type=int, default=265)
    parser.add_argument("--closures", type=int, default=200)
    options = parser.parse_args()
    network = county(options.seed, options.junctions)
    print(json.dumps(measure(network, options.seed, options.stores, options.shelters, options.closures)))


if __name__ == "__main__":
    main()

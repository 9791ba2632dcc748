"""The schematic road network.

1. Township seats are joined by a greedy spanner: pairs by rising cost (straight line, plus 3 km per river crossing); a
   pair gets a road if the way so far is much longer (1.5 times; 2.2 over a river; 3 in the mountains, that is, far from
   any river). So most mountain townships hang on a single road, and rivers are crossed at few places.
2. Routes from the district seat to the biggest towns are class 2, roads at a mountain township class 4, others class 3;
   expressways run beside them between interchanges.
3. Every village joins the nearest road or an already joined village by a village road.
4. One common winding is set so that the median detour between seats is the published one.
"""

from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from shapely.geometry import LineString

from gis.roads import RoadClass, RoadNetwork
from seed.generator.drafting import Draft, Road
from seed.generator.reference import Reference, Township
from seed.generator.villages import Village
from seed.profiles import GENERATED_AS_OF, SYNTHETIC

MOUNTAIN_KM = 12.0
"""A seat this far from every river counts as mountain (elevation is not public)."""

_CROSSING_M = 3000.0
_STRETCH, _STRETCH_CROSSING, _STRETCH_MOUNTAIN = 1.5, 2.2, 3.0
_BIG_TOWNS = 9
_RAMP_M = 900.0
_NEAREST = 14
_BESIDE_RIVER_M = 4000.0

Edge = tuple[int, int]


@dataclass(frozen=True)
class Roads:
    """The network, the node of every township seat and village, and the townships counted as mountain."""

    network: RoadNetwork
    seat_node: dict[str, int]
    village_node: dict[str, int]
    mountain: frozenset[str]


def build_roads(reference: Reference, villages: tuple[Village, ...], rng: np.random.Generator) -> Roads:
    townships = reference.townships
    mountain = mountain_townships(reference)
    draft = Draft(reference, rng)
    seats = [draft.add_node(t.x, t.y) for t in townships]
    edges = trunk(reference, mountain)
    classes = _classes(reference, edges, mountain)
    for (i, j), road_class in zip(edges, classes, strict=True):
        draft.add_road(_road_between(townships[i], townships[j], road_class, rng), seats[i], seats[j])
    joints = list(range(len(draft.nodes)))
    _expressways(reference, draft, seats)
    village_node = _village_roads(reference, draft, villages, joints, rng)
    common = _calibrate(reference, draft, seats)
    network = draft.finish(f"{reference.profile.name}示意路网", SYNTHETIC, GENERATED_AS_OF, common)
    return Roads(network, {t.code: node for t, node in zip(townships, seats, strict=True)}, village_node, mountain)


def mountain_townships(reference: Reference) -> frozenset[str]:
    points = shapely.points([(t.x, t.y) for t in reference.townships])
    far = shapely.distance(points, reference.water) > MOUNTAIN_KM * 1000
    return frozenset(t.code for t, is_far in zip(reference.townships, far, strict=True) if is_far)


def trunk(reference: Reference, mountain: frozenset[str]) -> list[Edge]:
    """Pairs of townships that get a road."""
    townships = reference.townships
    count = len(townships)
    costs = np.full((count, count), np.inf)
    lines = {}
    for i, j in combinations(range(count), 2):
        lines[i, j] = line = LineString([(townships[k].x, townships[k].y) for k in (i, j)])
        crossings = len(shapely.get_coordinates(shapely.intersection(line, reference.water)))
        costs[i, j] = line.length + _CROSSING_M * crossings
    chosen: list[Edge] = []
    known = np.full((count, count), np.inf)
    np.fill_diagonal(known, 0.0)
    for i, j in sorted(lines, key=lambda pair: costs[pair]):
        joined = known[i, j] < np.inf
        if joined and (
            known[i, j] <= costs[i, j] * _stretch(townships[i], townships[j], mountain, costs[i, j], lines[i, j])
            or any(lines[i, j].crosses(lines[edge]) for edge in chosen)
        ):
            continue
        chosen.append((i, j))
        through = np.minimum(known[:, [i]] + known[[j], :], known[:, [j]] + known[[i], :]) + costs[i, j]
        known = np.minimum(known, through)
    return sorted(chosen)


def _stretch(a: Township, b: Township, mountain: frozenset[str], cost: float, line: LineString) -> float:
    """How much longer the way so far may be before this pair gets a road of its own."""
    if a.code in mountain or b.code in mountain:
        return _STRETCH_MOUNTAIN
    return _STRETCH_CROSSING if cost > line.length else _STRETCH


def _classes(reference: Reference, edges: list[Edge], mountain: frozenset[str]) -> list[RoadClass]:
    townships = reference.townships
    count = len(townships)
    length = np.zeros((count, count))
    for i, j in edges:
        length[i, j] = length[j, i] = np.hypot(townships[i].x - townships[j].x, townships[i].y - townships[j].y)
    home = townships.index(reference.seat)
    _, before = dijkstra(csr_array(length), indices=[home], return_predecessors=True)
    main: set[frozenset[int]] = set()
    for town in sorted(range(count), key=lambda k: -townships[k].population)[:_BIG_TOWNS]:
        here = town
        while before[0, here] >= 0:
            main.add(frozenset((here, int(before[0, here]))))
            here = int(before[0, here])
    far = {k for k in range(count) if townships[k].code in mountain}
    return [
        RoadClass.CLASS_2
        if frozenset(edge) in main
        else RoadClass.CLASS_4
        if far.intersection(edge)
        else RoadClass.CLASS_3
        for edge in edges
    ]


_FLEXIBLE = {RoadClass.CLASS_2: 0.8, RoadClass.CLASS_3: 1.0, RoadClass.CLASS_4: 1.15}


def _road_between(a: Township, b: Township, road_class: RoadClass, rng: np.random.Generator) -> Road:
    flexible = _FLEXIBLE[road_class] * float(rng.uniform(0.75, 1.25))
    return Road(f"{a.short}—{b.short}公路", road_class, flexible=flexible)


def _expressways(reference: Reference, draft: Draft, seats: list[int]) -> None:
    """Interchanges beside the towns of each corridor, ramps to the towns, carriageways between."""
    interchange: dict[str, int] = {}
    for corridor in reference.profile.corridors:
        for name in corridor:
            if name in interchange:
                continue
            town = reference.township(name)
            x, y = _off_river(reference, town)
            interchange[name] = draft.add_node(x, y)
            ramp = Road(f"{town.short}互通连接线", RoadClass.CLASS_2, winding=1.15)
            draft.add_road(ramp, seats[reference.townships.index(town)], interchange[name])
        for first, last in pairwise(corridor):
            a, b = reference.township(first).short, reference.township(last).short
            draft.add_road(
                Road(f"{a}—{b}高速", RoadClass.EXPRESSWAY, winding=1.06, flexible=0.2),
                interchange[first],
                interchange[last],
            )


def _off_river(reference: Reference, town: Township) -> tuple[float, float]:
    """A point 900 m from the seat, straight away from the nearest water."""
    here = shapely.Point(town.x, town.y)
    bank = shapely.get_coordinates(shapely.shortest_line(here, reference.water))[1]
    away = np.array([town.x, town.y]) - bank
    x, y = np.array([town.x, town.y]) + away / max(float(np.hypot(*away)), 1.0) * _RAMP_M
    return float(x), float(y)


def _village_roads(
    reference: Reference, draft: Draft, villages: tuple[Village, ...], joints: list[int], rng: np.random.Generator
) -> dict[str, int]:
    """Join every village, nearest to a road first; crossing a river counts as 4 km of detour."""
    roads = np.array([draft.nodes[node] for node in joints])
    own = np.array([(v.x, v.y) for v in villages])
    gap = np.array([np.min(np.hypot(*(roads - point).T)) for point in own])
    nodes, points = list(joints), [*roads]
    village_node: dict[str, int] = {}
    for number in np.argsort(gap, kind="stable").tolist():
        village = villages[number]
        anchor = _anchor(reference, own[number], np.array(points), len(joints))
        end = draft.add_node(village.x, village.y)
        kind = RoadClass.CLASS_4 if village.name.community else RoadClass.VILLAGE
        road = Road(f"{reference.full_name(village.name)}公路", kind, winding=float(rng.uniform(1.25, 1.6)))
        made = draft.add_road(road, nodes[anchor], end)
        village_node[village.name.code] = end
        nodes += made[1:]
        points += [draft.nodes[node] for node in made[1:]]
    return village_node


def _anchor(reference: Reference, point: NDArray[np.float64], points: NDArray[np.float64], trunk_nodes: int) -> int:
    """Position of the node to join: near, on this side of the river, rather on a main road."""
    distance = np.hypot(*(points - point).T)
    nearest = np.argsort(distance, kind="stable")[:_NEAREST]
    lines = shapely.linestrings([[points[k], point] for k in nearest])
    cost = distance[nearest] * np.where(nearest < trunk_nodes, 1.0, 1.1)
    cost += np.where(shapely.intersects(lines, reference.water), _BESIDE_RIVER_M, 0.0)
    return int(nearest[int(np.argmin(cost))])


def median_detour(lengths: NDArray[np.float64], straight: NDArray[np.float64]) -> float:
    """Median of road over straight line over all pairs."""
    pairs = np.triu_indices(len(straight), 1)
    return float(np.median(lengths[pairs] / straight[pairs]))


def _calibrate(reference: Reference, draft: Draft, seats: list[int]) -> float:
    """The common winding that gives the published median detour (bisection; the median rises with the winding)."""
    points = np.array([(t.x, t.y) for t in reference.townships])
    straight = np.hypot(*(points[:, None, :] - points[None, :, :]).transpose(2, 0, 1))
    ends = np.array([(piece.start, piece.end) for piece in draft.pieces])
    size = len(draft.nodes)
    low, high = 1.0, 3.0
    for _ in range(24):
        middle = (low + high) / 2
        graph = csr_array((draft.lengths(middle).astype(float), (ends[:, 0], ends[:, 1])), shape=(size, size))
        along = dijkstra(graph, directed=False, indices=seats)[:, seats]
        low, high = (middle, high) if median_detour(along, straight) < reference.profile.detour else (low, middle)
    return round((low + high) / 2, 4)

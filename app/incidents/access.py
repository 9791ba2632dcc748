"""Who is cut off by the closures, and from where a closed road can be reached."""

from collections.abc import Iterable, Sequence

from app.incidents.models import Closure
from app.incidents.roadstate import links_of
from app.incidents.rules import Spot
from gis.isolation import isolated
from gis.network import Closures
from gis.roads import TEAM, RoadNetwork
from gis.snapping import Place, snap


def unreachable(
    network: RoadNetwork, state: Closures, anchors: Sequence[Place], places: Sequence[Place]
) -> frozenset[str]:
    """Ids of places that no road vehicle gets to from any anchor. A place without any road near counts as such."""
    starts, ends = snap(network, anchors), snap(network, places)
    cut = isolated(network, TEAM, state, tuple(starts.snaps.values()), tuple(ends.snaps.values()))
    roadless = {fault.place.id for fault in ends.faults}
    return frozenset(roadless | {one.place for one in cut})


def closed_spots(
    network: RoadNetwork, closures: Iterable[Closure], state: Closures, anchors: Sequence[Place]
) -> list[Spot]:
    """One spot per blocked closure: an end of its links that can be reached, else its first end."""
    spots = []
    for closure in closures:
        if closure.speed_percent:
            continue
        links = links_of(network, closure)
        ends = _ends(network, links)
        if not ends:
            continue
        away = unreachable(network, state, anchors, ends)
        end = next((place for place in ends if place.id not in away), ends[0])
        name = network.links[network.index[links[0]]].name or closure.reason
        spots.append(Spot(name, None, round(end.lon, 6), round(end.lat, 6)))
    return spots


def _ends(network: RoadNetwork, links: Sequence[str]) -> list[Place]:
    nodes = dict.fromkeys(node for link in links for node in network.ends[network.index[link]].tolist())
    return [Place(f"node {node}", f"node {node}", float(network.lon[node]), float(network.lat[node])) for node in nodes]

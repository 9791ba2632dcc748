"""Which single links a district cannot lose: those whose fall cuts people off from all the others."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from gis.network import OPEN, Closures, link_kmh
from gis.roads import Profile, RoadLink, RoadNetwork
from gis.snapping import Snap


@dataclass(frozen=True)
class Inhabited:
    """A place on the roads and the people there."""

    snap: Snap
    people: int


@dataclass(frozen=True)
class CriticalLink:
    """A link without a way round: ``places`` (ids) and ``people`` lie on the side with fewer people."""

    link: RoadLink
    people: int
    places: tuple[str, ...]


def critical_links(
    network: RoadNetwork, profile: Profile, inhabited: Sequence[Inhabited], closures: Closures = OPEN
) -> tuple[CriticalLink, ...]:
    """Links that alone join some people to the larger rest, those that cut off most people first.

    Bridges of the undirected graph of what the profile may use. A place counts at the nearer end of its link.
    """
    usable = link_kmh(network, profile, closures) > 0
    at: dict[int, list[Inhabited]] = defaultdict(list)
    for one in inhabited:
        at[int(network.ends[one.snap.link][int(one.snap.share >= 0.5)])].append(one)
    walk = _Walk(network, [number for number in range(len(network.links)) if usable[number]])
    found = [critical for root in range(len(network.lon)) if not walk.seen(root) for critical in walk.tree(root, at)]
    return tuple(sorted(found, key=lambda one: (-one.people, one.link.id)))


class _Walk:
    """Depth-first search from every part of the graph; subtrees are ranges of the order of discovery."""

    def __init__(self, network: RoadNetwork, usable: Sequence[int]) -> None:
        self.network = network
        self.meeting: list[list[tuple[int, int]]] = [[] for _ in network.lon]
        for link in usable:
            start, end = network.ends[link].tolist()
            self.meeting[start].append((end, link))
            self.meeting[end].append((start, link))
        self.found = [-1] * len(network.lon)
        self.low = [0] * len(network.lon)
        self.order: list[int] = []

    def seen(self, node: int) -> bool:
        return self.found[node] >= 0

    def tree(self, root: int, at: dict[int, list[Inhabited]]) -> list[CriticalLink]:
        """The critical links of the part of the graph around ``root``."""
        first = len(self.order)
        cuts = self._bridges(root)
        here = [at.get(node, []) for node in self.order[first:]]
        before = [0]
        for own in here:
            before.append(before[-1] + sum(one.people for one in own))
        critical = []
        for link, start, stop in cuts:
            low, high = start - first, stop - first
            inside = before[high] - before[low]
            outside = before[-1] - inside
            side = here[low:high] if inside <= outside else here[:low] + here[high:]
            places = tuple(sorted(one.snap.place.id for own in side for one in own))
            if places:
                critical.append(CriticalLink(self.network.links[link], min(inside, outside), places))
        return critical

    def _discover(self, node: int) -> None:
        self.found[node] = self.low[node] = len(self.order)
        self.order.append(node)

    def _bridges(self, root: int) -> list[tuple[int, int, int]]:
        """(link, first, behind last) for each bridge: the positions in ``order`` of what lies beyond it."""
        cuts: list[tuple[int, int, int]] = []
        self._discover(root)
        stack = [(root, -1, iter(self.meeting[root]))]
        while stack:
            node, came_by, ways = stack[-1]
            for other, link in ways:
                if link == came_by:
                    continue
                if self.seen(other):
                    self.low[node] = min(self.low[node], self.found[other])
                    continue
                self._discover(other)
                stack.append((other, link, iter(self.meeting[other])))
                break
            else:
                stack.pop()
                if stack:
                    parent = stack[-1][0]
                    self.low[parent] = min(self.low[parent], self.low[node])
                    if self.low[node] > self.found[parent]:
                        cuts.append((came_by, self.found[node], len(self.order)))
        return cuts

"""Many lines in a few arrays: a city has millions of vertices, too many for an object each."""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.typing import NDArray

from gis.importing.traits import Traits

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Lines:
    """Line k runs through the vertices ``offsets[k]`` to ``offsets[k + 1] - 1``.

    ``xy`` are lon/lat in WGS84; vertices with the same ``node`` are the same point of the road network.
    ``trait[k]`` is the position of the line's traits in ``traits``.
    """

    xy: Floats
    node: Ints
    offsets: Ints
    trait: Ints
    traits: tuple[Traits, ...]
    numbered: bool = False
    """The layer numbers its junctions itself: lines that touch elsewhere pass over each other."""

    def __len__(self) -> int:
        return len(self.trait)

    @property
    def first(self) -> Ints:
        return self.offsets[:-1]

    @property
    def last(self) -> Ints:
        return self.offsets[1:] - 1

    @property
    def line_of(self) -> Ints:
        """The line of each vertex."""
        return np.repeat(np.arange(len(self)), np.diff(self.offsets))

    def traits_of(self, line: int) -> Traits:
        return self.traits[int(self.trait[line])]

    def flag(self, name: str) -> Bools:
        """A yes-or-no trait of every line."""
        return np.array([bool(getattr(one, name)) for one in self.traits], dtype=bool)[self.trait]

    def cut(self, first: Ints, last: Ints) -> "Lines":
        """New lines, one for each run of vertices ``first`` to ``last`` (inclusive, within one line)."""
        counts = last - first + 1
        offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        vertices = np.repeat(first - offsets[:-1], counts) + np.arange(offsets[-1])
        return Lines(
            self.xy[vertices], self.node[vertices], offsets, self.trait[self.line_of[first]], self.traits, self.numbered
        )

    def keep(self, chosen: Bools) -> "Lines":
        return self.cut(self.first[chosen], self.last[chosen])

    def with_nodes(self, node: Ints) -> "Lines":
        """The same lines with other node numbers; vertices of one node come to lie where the first of them lies."""
        _, first, inverse = np.unique(node, return_index=True, return_inverse=True)
        return replace(self, node=node, xy=self.xy[first][inverse])

    def drawn(self, xy: Floats | None = None) -> NDArray[np.object_]:
        """The lines as Shapely geometries, in degrees or in the coordinates given."""
        drawn: NDArray[np.object_] = shapely.linestrings(self.xy if xy is None else xy, indices=self.line_of)
        return drawn


class LinesBuilder:
    """Collects lines one by one in compact arrays."""

    def __init__(self) -> None:
        self._xy, self._node = array("d"), array("q")
        self._offsets, self._trait = array("q", [0]), array("q")
        self._traits: dict[Traits, int] = {}

    def add(self, traits: Traits, xy: Iterable[float], node: Iterable[int]) -> None:
        """A line through ``xy`` (lon, lat, lon, lat, …); the reader has turned it to the way it is driven."""
        self._xy.extend(xy)
        self._node.extend(node)
        self._offsets.append(len(self._node))
        self._trait.append(self._traits.setdefault(traits, len(self._traits)))

    def build(self, *, numbered: bool = False) -> Lines:
        return Lines(
            np.array(self._xy, dtype=np.float64).reshape(-1, 2),
            np.array(self._node, dtype=np.int64),
            np.array(self._offsets, dtype=np.int64),
            np.array(self._trait, dtype=np.int64),
            tuple(self._traits),
            numbered,
        )

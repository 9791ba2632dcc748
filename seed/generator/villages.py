"""Village points and populations.

Points: best-candidate sampling (each new point is the candidate farthest from those already there) in a disc around
the township seat, kept nearer to their own seat than to any other and off the rivers; communities (社区) stay close to
the seat. Populations: the township's estimate for 2020 split with random weights, communities heavier.
"""

from dataclasses import dataclass
from itertools import groupby

import numpy as np
import shapely
from numpy.typing import NDArray

from seed.generator.reference import Reference, Township, VillageName
from seed.generator.shares import split

Points = NDArray[np.float64]

_CANDIDATES = 40
_RIVER_GAP_M = 180.0
_COMMUNITY_RADIUS_M = 1600.0
_SMALLEST_VILLAGE = 150


@dataclass(frozen=True)
class Village:
    """A village with its synthetic point (plane and degrees) and synthetic population."""

    name: VillageName
    x: float
    y: float
    lon: float
    lat: float
    population: int


def place_villages(reference: Reference, rng: np.random.Generator) -> tuple[Village, ...]:
    seats = np.array([(t.x, t.y) for t in reference.townships])
    villages: list[Village] = []
    for code, group in groupby(reference.villages, key=lambda village: village.township):
        names = list(group)
        township = reference.township(code)
        points = _points(reference, township, seats, names, rng)
        lon, lat = reference.plane.to_degrees(points[:, 0], points[:, 1])
        weights = rng.uniform(0.6, 1.4, len(names)) * np.where([n.community for n in names], 1.6, 1.0)
        people = split(township.population, weights, at_least=_SMALLEST_VILLAGE)
        villages += [
            Village(name, float(x), float(y), round(float(lo), 5), round(float(la), 5), count)
            for name, (x, y), lo, la, count in zip(names, points, lon, lat, people, strict=True)
        ]
    return tuple(villages)


def _points(
    reference: Reference, township: Township, seats: Points, names: list[VillageName], rng: np.random.Generator
) -> Points:
    own = np.array([township.x, township.y])
    gaps = np.sort(np.hypot(*(seats - own).T))
    reach = float(np.clip(0.62 * gaps[1:4].mean(), 2200.0, 7500.0))
    placed = [own]
    for name in names:
        radius = min(_COMMUNITY_RADIUS_M, reach) if name.community else reach
        candidates = _candidates(reference, own, seats, radius, rng)
        gap = np.min(np.hypot(*(candidates[:, None, :] - np.array(placed)[None, :, :]).transpose(2, 0, 1)), axis=1)
        placed.append(candidates[int(np.argmax(gap))])
    return np.array(placed[1:])


def _candidates(reference: Reference, own: Points, seats: Points, radius: float, rng: np.random.Generator) -> Points:
    """Points of the disc that belong to the seat and are not in the river; at least one."""
    while True:
        angle = rng.uniform(0, 2 * np.pi, _CANDIDATES)
        distance = radius * np.sqrt(rng.uniform(0.02, 1.0, _CANDIDATES))
        points = own + np.column_stack([distance * np.cos(angle), distance * np.sin(angle)])
        nearest = np.min(np.hypot(*(points[:, None, :] - seats[None, :, :]).transpose(2, 0, 1)), axis=1)
        dry = shapely.distance(shapely.points(points), reference.water) > _RIVER_GAP_M
        kept: Points = points[dry & (distance <= nearest + 1e-6)]
        if len(kept):
            return kept

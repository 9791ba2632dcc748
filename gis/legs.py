"""Legs off the road: straight flights of cargo drones."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np

from gis.network import UNREACHABLE, Matrix
from gis.pieces import Floats
from gis.plane import Plane, plane_of
from gis.snapping import Place


@dataclass(frozen=True)
class Flight:
    """What a drone can do: fly straight at ``kmh``, no leg and no distance from its base beyond ``radius_m``."""

    kmh: float = 60.0
    radius_m: float = 16_000.0


CARGO_DRONE = Flight()
"""Planning values."""


def air_matrix(
    origins: Sequence[Place], destinations: Sequence[Place], bases: Sequence[Place], flight: Flight = CARGO_DRONE
) -> Matrix:
    """Straight flights between places that some base has within its radius; roads and closures play no part."""
    ids = tuple(place.id for place in origins), tuple(place.id for place in destinations)
    legs = np.full((len(origins), len(destinations)), np.inf)
    if origins and destinations and bases:
        plane = plane_of([place.lon for place in bases], [place.lat for place in bases])
        starts, ends, homes = (_points(plane, places) for places in (origins, destinations, bases))
        legs = _distances(starts, ends)
        legs[_distances(starts, homes).min(axis=1) > flight.radius_m, :] = np.inf
        legs[:, _distances(ends, homes).min(axis=1) > flight.radius_m] = np.inf
        legs[legs > flight.radius_m] = np.inf
    reached = np.isfinite(legs)
    metres = np.rint(np.where(reached, legs, 0.0))
    seconds = np.ceil(metres * 3.6 / flight.kmh)
    return Matrix(
        *ids,
        np.where(reached, seconds, UNREACHABLE).astype(np.int32),
        np.where(reached, metres, UNREACHABLE).astype(np.int32),
        {"flight": asdict(flight), "bases": [base.id for base in bases]},
    )


def _points(plane: Plane, places: Sequence[Place]) -> Floats:
    return np.column_stack(plane.to_metres([place.lon for place in places], [place.lat for place in places]))


def _distances(some: Floats, others: Floats) -> Floats:
    difference = some[:, None, :] - others
    return np.asarray(np.hypot(difference[..., 0], difference[..., 1]))

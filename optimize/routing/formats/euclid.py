"""Lengths between points in the conventions of TSPLIB."""

from collections.abc import Callable

import numpy as np

from optimize.routing.formats.instance import Reals


def euclidean(points: Reals) -> Reals:
    """Straight lines between all points, in as many dimensions as there are columns."""
    apart = points[:, None, :] - points[None, :, :]
    lengths: Reals = np.sqrt((apart**2).sum(axis=2))
    return lengths


def between(kind: str, points: Reals) -> Reals | None:
    """Lengths by EDGE_WEIGHT_TYPE; those that the type itself rounds are rounded. None for an unknown type."""
    compute = LENGTHS.get(kind)
    return None if compute is None else compute(points)


def _apart(points: Reals) -> Reals:
    return np.abs(points[:, None, :] - points[None, :, :])


def _geographic(points: Reals) -> Reals:
    """Kilometres on the idealised earth of TSPLIB; coordinates are degrees.minutes."""
    whole = np.trunc(points)
    radians = 3.141592 * (whole + 5.0 * (points - whole) / 3.0) / 180.0
    latitude, longitude = radians[:, 0], radians[:, 1]
    q1 = np.cos(longitude[:, None] - longitude[None, :])
    q2 = np.cos(latitude[:, None] - latitude[None, :])
    q3 = np.cos(latitude[:, None] + latitude[None, :])
    inner = np.clip(0.5 * ((1.0 + q1) * q2 - (1.0 - q1) * q3), -1.0, 1.0)
    kilometres = np.floor(6378.388 * np.arccos(inner) + 1.0)
    np.fill_diagonal(kilometres, 0.0)
    return kilometres


LENGTHS: dict[str, Callable[[Reals], Reals]] = {
    "EUC_2D": euclidean,
    "EUC_3D": euclidean,
    "EXACT_2D": lambda points: np.round(1000 * euclidean(points)),
    "FLOOR_2D": lambda points: np.floor(euclidean(points)),
    "CEIL_2D": lambda points: np.ceil(euclidean(points)),
    "MAN_2D": lambda points: np.sum(_apart(points), axis=2),
    "MAN_3D": lambda points: np.sum(_apart(points), axis=2),
    "MAX_2D": lambda points: np.max(_apart(points), axis=2),
    "MAX_3D": lambda points: np.max(_apart(points), axis=2),
    "ATT": lambda points: np.ceil(np.sqrt(np.sum(_apart(points) ** 2, axis=2) / 10.0)),
    "GEO": _geographic,
}

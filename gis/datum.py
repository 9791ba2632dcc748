"""WGS84, GCJ-02 and BD-09.

Everything is stored in WGS84 (CGCS2000 differs by centimetres). GCJ-02 is the offset datum of Chinese map products,
BD-09 is Baidu's offset on top of it; both are converted where data enter or leave. The forward formulas are the
published ones; the inverses iterate them, so a round trip stays far below one metre. Points outside the box that the
offset applies to are passed through.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

Degrees = NDArray[np.float64]
Pair = tuple[Degrees, Degrees]

_AXIS_M = 6378245.0  # Krasovsky 1940, the ellipsoid that the offset formula uses
_ECCENTRICITY = 0.00669342162296594323
_BD_TURN = np.pi * 3000.0 / 180.0
_ROUNDS = 12


def _inside(lon: Degrees, lat: Degrees) -> NDArray[np.bool_]:
    return (lon > 72.004) & (lon < 137.8347) & (lat > 0.8293) & (lat < 55.8271)


def _waves(first: Degrees, second: Degrees, third: Degrees) -> Degrees:
    return (first + second + third) * 2.0 / 3.0


def _offset(lon: Degrees, lat: Degrees) -> Pair:
    """The GCJ-02 offset in degrees at a WGS84 point."""
    x, y = lon - 105.0, lat - 35.0
    ripple = 20.0 * np.sin(6.0 * x * np.pi) + 20.0 * np.sin(2.0 * x * np.pi)
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * np.sqrt(np.abs(x))
    north += _waves(
        ripple,
        20.0 * np.sin(y * np.pi) + 40.0 * np.sin(y / 3.0 * np.pi),
        160.0 * np.sin(y / 12.0 * np.pi) + 320.0 * np.sin(y * np.pi / 30.0),
    )
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * np.sqrt(np.abs(x))
    east += _waves(
        ripple,
        20.0 * np.sin(x * np.pi) + 40.0 * np.sin(x / 3.0 * np.pi),
        150.0 * np.sin(x / 12.0 * np.pi) + 300.0 * np.sin(x / 30.0 * np.pi),
    )
    phi = np.radians(lat)
    shrink = 1.0 - _ECCENTRICITY * np.sin(phi) ** 2
    meridian_m = _AXIS_M * (1.0 - _ECCENTRICITY) / shrink**1.5
    parallel_m = _AXIS_M / np.sqrt(shrink) * np.cos(phi)
    return np.degrees(east / parallel_m), np.degrees(north / meridian_m)


def _arrays(lon: ArrayLike, lat: ArrayLike) -> Pair:
    return np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)


def wgs84_to_gcj02(lon: ArrayLike, lat: ArrayLike) -> Pair:
    x, y = _arrays(lon, lat)
    east, north = _offset(x, y)
    inside = _inside(x, y)
    return np.where(inside, x + east, x), np.where(inside, y + north, y)


def gcj02_to_bd09(lon: ArrayLike, lat: ArrayLike) -> Pair:
    x, y = _arrays(lon, lat)
    radius = np.hypot(x, y) + 0.00002 * np.sin(y * _BD_TURN)
    angle = np.arctan2(y, x) + 0.000003 * np.cos(x * _BD_TURN)
    inside = _inside(x, y)
    east, north = radius * np.cos(angle) + 0.0065, radius * np.sin(angle) + 0.006
    return np.where(inside, east, x), np.where(inside, north, y)


def _invert(forward: Callable[[ArrayLike, ArrayLike], Pair], lon: ArrayLike, lat: ArrayLike) -> Pair:
    """Fixed-point iteration: the offsets change by less than a tenth of a percent over their own length."""
    goal_x, goal_y = _arrays(lon, lat)
    x, y = goal_x, goal_y
    for _ in range(_ROUNDS):
        there_x, there_y = forward(x, y)
        x, y = x + (goal_x - there_x), y + (goal_y - there_y)
    return x, y


def gcj02_to_wgs84(lon: ArrayLike, lat: ArrayLike) -> Pair:
    return _invert(wgs84_to_gcj02, lon, lat)


def bd09_to_gcj02(lon: ArrayLike, lat: ArrayLike) -> Pair:
    return _invert(gcj02_to_bd09, lon, lat)


def wgs84_to_bd09(lon: ArrayLike, lat: ArrayLike) -> Pair:
    return gcj02_to_bd09(*wgs84_to_gcj02(lon, lat))


def bd09_to_wgs84(lon: ArrayLike, lat: ArrayLike) -> Pair:
    return gcj02_to_wgs84(*bd09_to_gcj02(lon, lat))

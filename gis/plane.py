"""A flat map in metres around one point: distances within a district are right to a few centimetres per kilometre."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

Metres = NDArray[np.float64]


@dataclass(frozen=True)
class Plane:
    """Azimuthal equidistant projection centred on (``lon``, ``lat``)."""

    lon: float
    lat: float

    @cached_property
    def _transformer(self) -> Transformer:
        flat = f"+proj=aeqd +lon_0={self.lon} +lat_0={self.lat} +datum=WGS84 +units=m"
        return Transformer.from_crs("EPSG:4326", flat, always_xy=True)

    def to_metres(self, lon: ArrayLike, lat: ArrayLike) -> tuple[Metres, Metres]:
        x, y = self._transformer.transform(np.asarray(lon, dtype=float), np.asarray(lat, dtype=float))
        return np.asarray(x), np.asarray(y)

    def to_degrees(self, x: ArrayLike, y: ArrayLike) -> tuple[Metres, Metres]:
        lon, lat = self._transformer.transform(
            np.asarray(x, dtype=float), np.asarray(y, dtype=float), direction="INVERSE"
        )
        return np.asarray(lon), np.asarray(lat)

    def flatten(self, geometry: BaseGeometry) -> BaseGeometry:
        """The geometry in metres."""
        return shapely.transform(geometry, self.to_metres, interleaved=False)

    def unflatten(self, geometry: BaseGeometry) -> BaseGeometry:
        """The geometry back in degrees."""
        return shapely.transform(geometry, self.to_degrees, interleaved=False)


def plane_of(lon: ArrayLike, lat: ArrayLike) -> Plane:
    """The plane in the middle of some points."""
    x, y = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
    return Plane(round(float(x.min() + x.max()) / 2, 4), round(float(y.min() + y.max()) / 2, 4))

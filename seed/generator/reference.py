"""Public facts, read from the files beside this package: codes, names, seats, populations, rivers."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import shapely
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry

from gis.layers import read_collection
from gis.plane import Plane
from seed.profiles import DistrictProfile

FOLDER = Path(__file__).parent.parent


@dataclass(frozen=True)
class Township:
    """An official township with its seat in degrees and on the district's plane (metres)."""

    code: str
    name: str
    lon: float
    lat: float
    x: float
    y: float
    population: int
    source: str
    as_of: date

    @property
    def short(self) -> str:
        """The name without 街道, 镇 or 乡: for roads and bridges."""
        return self.name.removesuffix("街道").removesuffix("镇").removesuffix("乡")


@dataclass(frozen=True)
class VillageName:
    """An official village or community; where it lies and how many live there is not public."""

    code: str
    name: str
    short: str
    community: bool
    source: str
    as_of: date

    @property
    def township(self) -> str:
        return self.code[:9]


@dataclass(frozen=True)
class River:
    name: str
    line: LineString
    flat: LineString
    source: str
    as_of: date


@dataclass(frozen=True)
class Reference:
    """The public facts of one district."""

    profile: DistrictProfile
    plane: Plane
    townships: tuple[Township, ...]
    villages: tuple[VillageName, ...]
    rivers: tuple[River, ...]

    @cached_property
    def water(self) -> BaseGeometry:
        """All rivers on the plane."""
        return shapely.union_all([river.flat for river in self.rivers])

    def township(self, name_or_code: str) -> Township:
        return next(t for t in self.townships if name_or_code in (t.name, t.code))

    def full_name(self, village: VillageName) -> str:
        """Township and village: village names repeat within a district."""
        return f"{self.township(village.township).short}{village.short}"

    @property
    def seat(self) -> Township:
        return self.township(self.profile.seat)


def read_rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def read_reference(profile: DistrictProfile) -> Reference:
    folder = FOLDER / profile.key
    rows = list(read_rows(folder / "townships.csv"))
    seat = next(row for row in rows if row["name"] == profile.seat)
    plane = Plane(float(seat["lon"]), float(seat["lat"]))
    collection = json.loads((folder / "rivers.geojson").read_text(encoding="utf-8"))
    return Reference(
        profile=profile,
        plane=plane,
        townships=tuple(_township(plane, row) for row in rows),
        villages=tuple(_village(row) for row in read_rows(folder / "villages.csv")),
        rivers=tuple(
            River(
                properties["name"],
                line,
                plane.flatten(line),
                properties["source"],
                date.fromisoformat(properties["as_of"]),
            )
            for line, properties in read_collection(f"{profile.key}/rivers.geojson", collection)
        ),
    )


def _township(plane: Plane, row: dict[str, str]) -> Township:
    lon, lat = float(row["lon"]), float(row["lat"])
    x, y = plane.to_metres(lon, lat)
    words = [row["code_source"], row["position_source"], row["population_source"], row["note"]]
    return Township(
        code=row["code"],
        name=row["name"],
        lon=lon,
        lat=lat,
        x=float(x),
        y=float(y),
        population=int(row["population_2020"]),
        source="；".join(word for word in words if word),
        as_of=date.fromisoformat(row["code_as_of"]),
    )


def _village(row: dict[str, str]) -> VillageName:
    return VillageName(
        code=row["code"],
        name=row["name"],
        short=row["short_name"],
        community=row["kind"] == "社区",
        source=row["source"],
        as_of=date.fromisoformat(row["as_of"]),
    )

"""Places and ways of a VROOM file: by index into its matrices, or by coordinates."""

import numpy as np

from optimize.routing.formats.euclid import euclidean
from optimize.routing.formats.fields import Json
from optimize.routing.formats.instance import BadFile, Reals, check_size

EARTH_M = 6_371_000.0
ROAD_MS = 13.9
"""Speed along straight lines where a file brings no matrix (VROOM would ask a road server), 50 km/h."""


class Grounds:
    """The places of all jobs, shipments and vehicles. Without matrices, lengths are straight lines along the globe for
    degrees, of the plane (one unit = one metre = one second) for anything else.
    """

    def __init__(self, data: Json) -> None:
        self._matrices: Json = data.get("matrices") or {}
        if "matrix" in data:
            if self._matrices:
                raise BadFile("matrix", "与 matrices 重复", "请只留 matrices")
            self._matrices = {"car": {"durations": data["matrix"]}}
        self._points: dict[tuple[float, float], int] = {}
        rows = [*data.get("jobs", []), *data.get("vehicles", [])]
        rows += [row[end] for row in data.get("shipments", []) for end in ("pickup", "delivery")]
        if not self._matrices:
            for row in rows:
                for key in ("location", "start", "end"):
                    if key in row:
                        self._points.setdefault((float(row[key][0]), float(row[key][1])), len(self._points))
        self.straight = not self._matrices
        self.places = len(self._points) or self._size()
        check_size(self.places)

    def place(self, row: Json, key: str) -> int | None:
        """The number of a place named by index or coordinates; None where the row names none."""
        if self._matrices:
            index = row.get(f"{key}_index")
            if index is None and key in row:
                raise BadFile(f"{key}（{row.get('id', '?')}）", "有矩阵时要用下标", f"请补 {key}_index")
            if index is not None and (not isinstance(index, int) or not 0 <= index < self.places):
                raise BadFile(f"{key}_index（{row.get('id', '?')}）", f"{index} 超出矩阵", "请改正下标或补齐矩阵")
            return index
        if key in row:
            return self._points[float(row[key][0]), float(row[key][1])]
        if f"{key}_index" in row:
            raise BadFile(
                f"{key}_index（{row.get('id', '?')}）", "没有矩阵，下标无从查起", f"请补 matrices，或改用 {key}"
            )
        return None

    def ways(self, profile: str) -> tuple[Reals, Reals, Reals | None]:
        """(seconds, metres, given costs or None) between all places."""
        if not self._matrices:
            metres = self._straight()
            speed = ROAD_MS if self._degrees() else 1.0
            return metres / speed, metres, None
        if profile not in self._matrices:
            raise BadFile(f"matrices.{profile}", "没有这种车型的矩阵", "请补上，或改车辆的 profile")
        tables = {name: self._square(profile, name, table) for name, table in self._matrices[profile].items()}
        if unknown := tables.keys() - {"durations", "distances", "costs"}:
            raise BadFile(f"matrices.{profile}.{min(unknown)}", "不认识这种矩阵", "可用 durations、distances、costs")
        if "durations" not in tables:
            raise BadFile(f"matrices.{profile}", "没有 durations", "请补时间矩阵（秒）")
        seconds = tables["durations"]
        return seconds, tables.get("distances", np.zeros_like(seconds)), tables.get("costs")

    def _size(self) -> int:
        tables: Json = next(iter(self._matrices.values()), {})
        return len(next(iter(tables.values()), [])) if tables else 0

    def _square(self, profile: str, name: str, table: list[list[float]]) -> Reals:
        if len(table) != self.places or any(len(row) != self.places for row in table):
            raise BadFile(f"matrices.{profile}.{name}", f"不是 {self.places}×{self.places} 的方阵", "请补齐矩阵")
        square = np.array(table, float)
        if (square < 0).any():
            raise BadFile(f"matrices.{profile}.{name}", "有负数", "请改为不小于 0 的数")
        return square

    def _degrees(self) -> bool:
        points = np.array(list(self._points), float).reshape(-1, 2)
        inside = (np.abs(points[:, 0]) <= 180).all() and (np.abs(points[:, 1]) <= 90).all()
        return bool(inside and (points != np.round(points)).any())

    def _straight(self) -> Reals:
        points = np.array(list(self._points), float).reshape(-1, 2)
        if not self._degrees():
            return euclidean(points)
        longitude, latitude = np.radians(points[:, 0]), np.radians(points[:, 1])
        half = (
            np.sin((latitude[:, None] - latitude) / 2) ** 2
            + np.cos(latitude[:, None]) * np.cos(latitude) * np.sin((longitude[:, None] - longitude) / 2) ** 2
        )
        metres: Reals = 2 * EARTH_M * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0)))
        return metres

"""What every format becomes: a model, and how its solutions are valued in the file's own unit."""

import math
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray

from optimize.routing.model import NEVER, Model, Travel, Whole
from optimize.routing.routes import Act, Route, Step

Reals = NDArray[np.float64]
FINE = 1000
"""Model units in one unit of the file where real numbers count."""

MOST_PLACES = 10_000


class BadFile(Exception):
    """A file that can't be read as an instance: where, what is wrong and what to do, in Chinese."""

    def __init__(self, where: str, what: str, remedy: str) -> None:
        super().__init__(f"{where}：{what}；{remedy}")


def finite(word: str) -> float:
    """A number of a file; raises ValueError for words, and for what is no number or endless."""
    value = float(word)
    if not math.isfinite(value):
        raise ValueError(f"{word} is not finite")
    return value


def check_size(places: int) -> None:
    """Refuse what would not fit into memory: every pair of places takes some 50 bytes while it is solved."""
    if places > MOST_PLACES:
        raise BadFile("文件", f"有 {places} 个地点，距离矩阵放不进内存", f"请拆成每个不超过 {MOST_PLACES} 个地点的文件")


def text_of(path: Path) -> str:
    """The file's text, whatever its line ends; Latin-1 where it is no UTF-8 (old files have accents in comments)."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise BadFile(str(path), f"文件不能读取（{error.strerror}）", "请检查路径和权限") from None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


@dataclass(frozen=True)
class Rounding:
    """How real lengths and times become integers. ``real`` keeps real values in the objective.

    ``none``: thousandths for the search, real numbers in the objective; ``round``, ``trunc``: whole units; ``dimacs``:
    tenths, truncated; ``exact``: thousandths, rounded. The objective of the last two is in tenths and thousandths.
    """

    name: str

    @property
    def real(self) -> bool:
        return self.name == "none"

    @property
    def scale(self) -> int:
        """Model units per unit of the file."""
        return {"none": FINE, "dimacs": 10, "exact": FINE}.get(self.name, 1)

    def lengths(self, values: Reals) -> Reals:
        """Lengths in the unit of the objective."""
        if self.real:
            return values
        return self._whole(values).astype(float)

    def distance(self, values: Reals) -> Whole:
        """For the model; never more than the real length, so that a bound stays a bound."""
        return np.floor(values * FINE + 1e-6).astype(np.int64) if self.real else self._whole(values)

    def duration(self, values: Reals) -> Whole:
        """For the model; never less than the real time, so that what is on time stays so."""
        return np.ceil(values * FINE - 1e-6).astype(np.int64) if self.real else self._whole(values)

    def travel(self, values: Reals) -> Travel:
        """Times as long as ways; one matrix where they are rounded alike."""
        distance = self.distance(values)
        return Travel(self.duration(values) if self.real else distance, distance)

    def time(self, value: ArrayLike) -> Whole:
        """Moments and services; what is later than anything stays so."""
        values = np.minimum(np.asarray(value, float), NEVER)
        whole = np.round(values * FINE).astype(np.int64) if self.real else self._whole(values)
        return np.minimum(whole, NEVER)

    def _whole(self, values: Reals) -> Whole:
        scaled = values * self.scale
        return (np.round(scaled) if self.name in ("round", "exact") else np.floor(scaled)).astype(np.int64)


ROUNDINGS = tuple(Rounding(name) for name in ("none", "round", "trunc", "dimacs", "exact"))


def rounding(name: str) -> Rounding:
    return next(row for row in ROUNDINGS if row.name == name)


@dataclass(frozen=True)
class Instance:
    """``lengths`` (per travel), ``fixed`` and ``per_length`` (per vehicle) and ``prizes`` are in the objective's unit.

    ``scale`` model cost make one unit of the objective. ``routes`` are those to begin from, if the file brings any.
    """

    model: Model
    lengths: tuple[Reals, ...]
    fixed: tuple[float, ...]
    per_length: tuple[float, ...]
    prizes: tuple[float, ...]
    scale: float
    rounding: str
    routes: tuple[Route, ...] = ()

    def objective(self, routes: tuple[Route, ...]) -> float:
        """What the routes cost in the file's own convention, from the file's own lengths."""
        served = {step.number for route in routes for step in route.steps if step.act == Act.CLIENT}
        missed = sum(prize for number, prize in enumerate(self.prizes) if number not in served)
        return missed + sum(
            self.fixed[route.vehicle] + self.per_length[route.vehicle] * self._length(route) for route in routes
        )

    def _length(self, route: Route) -> float:
        lengths = self.lengths[self.model.vehicles[route.vehicle].travel]
        return sum(float(lengths[a, b]) for a, b in pairwise(map(self._place, route.steps)))

    def _place(self, step: Step) -> int:
        model = self.model
        match step.act:
            case Act.DEPOT:
                return model.depots[step.number].place
            case Act.CLIENT:
                return model.clients[step.number].stop.place
            case Act.PICKUP:
                return model.shipments[step.number].origin.place
            case Act.DELIVERY:
                return model.shipments[step.number].destination.place


def cost_unit(values: list[float]) -> int:
    """The smallest power of ten (up to 1,000) that makes all these unit costs whole."""
    for factor in (1, 10, 100):
        if all(abs(value * factor - round(value * factor)) < 1e-9 for value in values):
            return factor
    return 1000


def load_unit(values: ArrayLike) -> int:
    """The smallest power of ten (up to 1,000) that makes all these loads whole."""
    return cost_unit(np.ravel(np.asarray(values, float)).tolist())

"""What every maker of synthetic things needs: the land, made-up people, the random stream, the day."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from seed.generator.landscape import Landscape
from seed.generator.people import People
from seed.generator.reference import Reference
from seed.profiles import DistrictProfile


@dataclass(frozen=True)
class Scene:
    land: Landscape
    people: People
    rng: np.random.Generator
    demo_date: date

    @property
    def reference(self) -> Reference:
        return self.land.reference

    @property
    def profile(self) -> DistrictProfile:
        return self.land.reference.profile

    def near(self, x: float, y: float, low_m: float, high_m: float) -> tuple[float, float]:
        """Longitude and latitude of a dry point at ``low_m`` to ``high_m`` metres from a point on the plane."""
        return self.land.degrees(*self.land.beside(x, y, self.rng, low_m, high_m))

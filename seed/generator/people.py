"""Made-up keepers, leaders and drivers: names that nobody bears, numbers that nobody has."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

import numpy as np

_FAMILY = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜"
_GIVEN = "甲乙丙丁戊己庚辛壬癸"


@dataclass
class People:
    """Names like 赵甲乙 and telephone numbers 000-0000-nnnn, which no exchange connects."""

    rng: np.random.Generator
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def name(self) -> str:
        family = _FAMILY[int(self.rng.integers(len(_FAMILY)))]
        first, second = self.rng.integers(len(_GIVEN), size=2)
        return f"{family}{_GIVEN[int(first)]}{_GIVEN[int(second)]}"

    def phone(self) -> str:
        return f"000-{next(self._numbers):08d}"

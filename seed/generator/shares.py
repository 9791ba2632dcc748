"""Whole numbers that add up."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def split(total: int, weights: Sequence[float] | NDArray[np.float64], at_least: int = 0) -> list[int]:
    """``total`` in whole parts in proportion to ``weights``: largest remainders, ties to the earlier."""
    count = len(weights)
    if total < at_least * count:
        raise ValueError("the total is too small for that many parts")
    share = np.asarray(weights, dtype=np.float64)
    exact = share / share.sum() * (total - at_least * count)
    whole = np.floor(exact).astype(int)
    rest = total - at_least * count - int(whole.sum())
    whole[np.argsort(whole - exact, kind="stable")[:rest]] += 1
    return [int(part) + at_least for part in whole]

"""Weather and night on the roads."""

from datetime import datetime

import pytest

from app.dispatch.travel import conditions_of, night_share
from app.kernel.clock import SHANGHAI
from gis.roads import TRUCK


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 7, day, hour, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("start", "end", "share"),
    [
        (at(16, 7), at(16, 17), 0.0),
        (at(16, 14), at(17, 0), 0.5),
        (at(16, 2), at(16, 12), 0.4),
        (at(16, 20), at(17, 5), 1.0),
        (at(16, 12), at(18, 12), 0.458),
    ],
)
def test_night_lasts_from_19_to_6(start: datetime, end: datetime, share: float) -> None:
    assert night_share(start, end) == share


def test_a_drive_half_at_night_takes_the_mean_time() -> None:
    conditions = conditions_of(["rain"], at(16, 14), 10)
    assert conditions == {"rain": 1.0, "night": 0.5}
    assert TRUCK.under(conditions).factor == pytest.approx(0.75 / (0.5 / 0.85 + 0.5))
    assert conditions_of(["debris"], at(16, 7), 10) == {"debris": 1.0}
    assert TRUCK.under({}) == TRUCK

"""In which order a plan pursues its goals."""

from collections.abc import Mapping

from app.kernel.types import LabeledEnum
from optimize.problem import GOALS, Policy


class GoalOrder(LabeledEnum):
    USUAL = "usual", "规定次序"
    COST_BEFORE_CHANNELS = "cost_before_channels", "费用先于渠道次序"
    FAIRNESS_BEFORE_TOTAL = "fairness_before_total", "公平先于总量"


def _earlier(key: str, before: str) -> tuple[str, ...]:
    """The usual order with one goal moved to just before another."""
    rest = [goal for goal in GOALS if goal != key]
    place = rest.index(before)
    return (*rest[:place], key, *rest[place:])


ORDERS: Mapping[GoalOrder, tuple[str, ...]] = {
    GoalOrder.USUAL: (),
    GoalOrder.COST_BEFORE_CHANNELS: _earlier("cost_fen", "channel_cost"),
    GoalOrder.FAIRNESS_BEFORE_TOTAL: _earlier("lowest_on_time_share", "life_critical_unmet"),
}


def order_of(policy: Policy) -> GoalOrder:
    """The order that a problem was asked in."""
    return next(name for name, order in ORDERS.items() if order == policy.goal_order)

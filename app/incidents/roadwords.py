"""What the road closures of an incident mean for a plan, in words."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from app.incidents.roadstate import ReportedClosure, RoadClosure, Window, in_force, links_of
from app.kernel.clock import SHANGHAI
from gis.roads import RoadNetwork

_NAMED = 3


def state_words(closure: ReportedClosure) -> str:
    """What happens to its roads: 中断, 限重 3500 千克, 车速降至 50%."""
    slower = f"车速降至 {closure.speed_percent}%" if closure.speed_percent else ""
    limited = f"限重 {closure.limit_kg} 千克" if closure.limit_kg else ""
    return "、".join(filter(None, (limited, slower))) or "中断"


def road_words(network: RoadNetwork, closures: Iterable[RoadClosure], window: Window) -> tuple[str, ...]:
    """Roads that are not fully open within the window; those of which a part of it is free say when, each line once.

    Closures that should be over before the window are named too: that was a forecast, and the plan relies on it.
    """
    closures = tuple(closures)
    lines: set[str] = set()
    for closure in closures:
        if closure.until and closure.until <= window.start and (names := _names(network, closure)):
            ended = f"原{state_words(closure)}，预计 {clock_words(closure.until, window)} 已恢复"
            lines.add(f"{shown(names)}（{ended}，本方案按已通行计算，请先核实）")
    for closure in in_force(closures, window):
        names = _names(network, closure)
        state, timed = state_words(closure), _timed(closure, window)
        if state == "中断" and not timed:
            lines.update(names)
        elif names:
            lines.add(f"{shown(names)}（{state}{timed}）")
    return tuple(sorted(lines))


def named(network: RoadNetwork | None, closure: RoadClosure) -> str:
    """The roads of one closure; none where it hits none or the district has no road layer."""
    return shown(_names(network, closure)) if network else ""


def _names(network: RoadNetwork, closure: RoadClosure) -> list[str]:
    return sorted({network.links[network.index[link]].name or closure.reason for link in links_of(network, closure)})


def shown(names: Sequence[str], unit: str = "条道路", most: int = _NAMED) -> str:
    """The first of the names, and how many there are."""
    return "、".join(names[:most]) + (f"等 {len(names)} {unit}" if len(names) > most else "")


def _timed(closure: RoadClosure, window: Window) -> str:
    """When within the window the closure begins and ends, and that the plan takes it for closed all the time."""
    begins = f"{clock_words(closure.since, window)} 起" if closure.since > window.start else ""
    ends = f"{clock_words(closure.until, window)} 恢复" if closure.until and closure.until < window.end else ""
    return (
        f"，{begins}{'、' if begins and ends else ''}{ends}，本方案按全程{_short(closure)}计算"
        if begins or ends
        else ""
    )


def _short(closure: RoadClosure) -> str:
    return "减速" if closure.speed_percent and not closure.limit_kg else "限行" if closure.limit_kg else "中断"


def clock_words(at: datetime, window: Window) -> str:
    """The time of day in Shanghai, with the day where it is not the plan's first."""
    local, first = at.astimezone(SHANGHAI), window.start.astimezone(SHANGHAI)
    day = "" if local.date() == first.date() else f"{local.month} 月 {local.day} 日 "
    return f"{day}{local:%H:%M}"

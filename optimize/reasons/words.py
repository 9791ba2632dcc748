"""Causes and effects in Chinese, and the words that changes share; each change has its own beside what it does."""

from collections.abc import Mapping, Sequence
from typing import Any

from optimize.index import Index
from optimize.problem import About, Rule
from optimize.reasons.advice import GoalChange, Lack
from optimize.reasons.shortage_goods import HOUR, hours

CLASSES = {
    "floor": "储备底线",
    "reserved": "已预留物资",
    "rule": "人工锁定或禁用",
    "terms": "协议约定",
    "road": "道路中断",
    "vehicles": "车辆",
    "loading": "出库装车能力",
    "receiving": "接收卸车能力",
    "time": "时限",
    "stock": "可及库存",
    "places": "安置床位",
    "cover": "留守力量",
    "teams": "可派队伍",
    "boats": "队伍舟艇",
}
MOST_NAMED = 3
"""Places that a sentence names one by one."""


def listed(names: Sequence[str], unit: str = "个") -> str:
    """``甲、乙、丙``, ``甲、乙、丙等 5 处``."""
    return "、".join(names[:MOST_NAMED]) + (f"等 {len(names)} {unit}" if len(names) > MOST_NAMED else "")


def class_name(code: str) -> str:
    """The class of a code; several are joined by ``+``."""
    return "、".join(CLASSES[part] for part in code.split("+"))


def cause_words(lack: Lack, code: str, after: int) -> str:
    """``受限于车辆：车辆若不限，折叠床缺 420 → 31``."""
    name = class_name(code)
    return f"受限于{name}：{name}若不限，{effect_words(lack, lack.short, after)}"


def effect_words(lack: Lack, before: int, after: int) -> str:
    what = {"place": "未安置", "goods": f"{lack.name}缺", "mission": f"{lack.name}缺员", "profile": f"{lack.name}超时"}
    return f"{what[lack.kind]} {before:,} → {after:,} {lack.unit}"


def still_words(lack: Lack, after: int) -> str:
    """``缺 0``, ``仍缺 12 张``."""
    short = {"place": "未安置", "goods": "缺", "mission": "缺", "profile": "超时"}[lack.kind]
    return f"仍{short} {after:,} {lack.unit}" if after else f"{short} 0"


def by_second(second: int) -> str:
    """``20 分前``, ``4 小时前``."""
    return f"{-(-second // 60)} 分前" if second < HOUR else f"{hours(second)}前"


def rule_words(index: Index, rule: Rule) -> str:
    """``禁用：货车甲 → 区级库``."""
    tables: dict[About, Mapping[str, Any]] = {
        About.GROUP: index.groups,
        About.SHELTER: index.shelters,
        About.SOURCE: index.sources,
        About.LOT: index.lots,
        About.VEHICLE: index.vehicles,
        About.WAY: index.locations,
        About.TEAM: index.teams,
    }
    ends = (index.shelters, index.sources, index.groups, index.missions, index.locations)
    target = _name_in(ends, rule.target) if rule.target else ""
    name = _name_in((tables[rule.about],), rule.subject)
    return f"“{'锁定' if rule.keep else '禁用'}{name}{' → ' if target else ''}{target}”"


def _name_in(tables: "Sequence[Mapping[str, Any]]", ident: str) -> str:
    return next((str(table[ident].name) for table in tables if ident in table), ident)


def goal_words(change: GoalChange) -> str:
    """``未安置人数 30 → 0``; money in yuan."""
    if change.key == "cost_fen":
        return f"运输费用 {(change.after - change.before) / 100:+,.0f} 元"
    return f"{change.name} {_figure(change.before)} → {_figure(change.after)}"


def goals_words(changes: Sequence[GoalChange]) -> str:
    return "；".join(map(goal_words, changes)) or "各项指标不变"


def _figure(value: float) -> str:
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.4g}" if abs(value) < 1 else f"{value:,.1f}"


def source_name(index: Index, name: str) -> str:
    return index.sources[name].name


def amount(index: Index, item: str, quantity: int) -> str:
    row = index.items[item]
    return f"{row.name} {quantity:,} {row.unit}"


def skill_name(index: Index, skill: str) -> str:
    return next((row.skill_name for row in index.problem.missions if row.skill == skill), skill)

"""Causes, changes and their effects in Chinese."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from optimize.index import Index
from optimize.problem import About, Rule
from optimize.reasons.advice import (
    Change,
    CoverChange,
    DocksChange,
    FloorChange,
    GoalChange,
    Lack,
    PlacesChange,
    RoadChange,
    RuleChange,
    StockChange,
    TeamChange,
    TermsChange,
    TimeChange,
    VehicleChange,
)
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
}
CRAFT = {"boat": ("艘", "船"), "drone": ("架", "无人机")}
"""How profiles that are no cars are counted and called."""
MOST_NAMED = 3
"""Places that a sentence names one by one."""


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


def remedy_words(index: Index, lack: Lack, changes: Sequence[Change], after: int) -> str:
    """What to do and what it brings: ``在区级库增加折叠床 40 张：缺 0``."""
    done = "；".join(_grouped(index, changes))
    still = f"仍{_short_word(lack)} {after:,} {lack.unit}" if after else f"{_short_word(lack)} 0"
    return f"{done}：{still}"


def _short_word(lack: Lack) -> str:
    return {"place": "未安置", "goods": "缺", "mission": "缺", "profile": "超时"}[lack.kind]


def _grouped(index: Index, changes: Sequence[Change]) -> list[str]:
    """One phrase per change; teams of a skill are one phrase, and of many changes of a kind the first are named."""
    by_kind: dict[str, list[Change]] = {}
    for change in changes:
        by_kind.setdefault(change.kind, []).append(change)
    phrases = []
    for rows in by_kind.values():
        teams = [row for row in rows if isinstance(row, TeamChange)]
        named = [_teams(index, teams)] if teams else [change_words(index, row) for row in rows[:MOST_NAMED]]
        phrases.append("，".join(named) + (f"等 {len(rows)} 处" if len(rows) > MOST_NAMED else ""))
    return phrases


def change_words(index: Index, change: Change) -> str:
    """What a change asks somebody to do."""
    return _WORDS[type(change)](index, change)


def _stock(index: Index, change: StockChange) -> str:
    amount = _amount(index, change.item, change.quantity)
    if change.reserved:
        return f"协调释放{_source(index, change.source)}已预留的{amount}"
    when = f"（{_by(change.ready_s)}到库）" if change.ready_s else ""
    return f"在{_source(index, change.source)}增加{amount}{when}"


def _floor(index: Index, change: FloorChange) -> str:
    return f"动用{_source(index, change.source)}{_amount(index, change.item, change.quantity)}的储备底线"


def _docks(index: Index, change: DocksChange) -> str:
    if change.place in index.sources:
        return f"{_source(index, change.place)}增加 {change.docks} 个装车位（含装卸人员）"
    return f"{index.shelters[change.place].name}增加 {change.docks} 个卸车位（含装卸人员）"


def _vehicles(index: Index, change: VehicleChange) -> str:
    like = index.vehicles[change.like]
    counted, noun = CRAFT.get(like.profile, ("辆", "车"))
    return f"增派 {change.count} {counted}与{like.name}同型的{noun}（基地{index.locations[change.location].name}）"


def _places(index: Index, change: PlacesChange) -> str:
    special = f"（其中特需 {change.special}）" if change.special else ""
    return f"{index.shelters[change.shelter].name}增加床位 {change.places}{special}"


def _time(index: Index, change: TimeChange) -> str:
    what = "安置时限" if change.place else "任务时段" if change.missions else "送达期限"
    return f"{what}延长 {hours(change.later_s)}"


def _cover(index: Index, change: CoverChange) -> str:
    return f"经批准{index.teams[change.team].name}少留守 {change.people} 人"


def _teams(index: Index, changes: Sequence[TeamChange]) -> str:
    """``增援医疗救护队伍 2 支：20 分前到甲镇 2 人、乙镇 4 人``."""
    if len(changes) == 1:
        return _team(index, changes[0])
    places = (
        f"{index.locations[row.location].name} {row.people} 人（{_by(row.ready_s)}）" for row in changes[:MOST_NAMED]
    )
    return f"增援{_skill(index, changes[0].skill)}队伍 {len(changes)} 支：{'、'.join(places)}"


def _team(index: Index, change: TeamChange) -> str:
    where = index.locations[change.location].name
    return f"增援{_skill(index, change.skill)}队伍 {change.people} 人，{_by(change.ready_s)}到{where}"


def _terms(index: Index, change: TermsChange) -> str:
    """What to agree with the partner; goods may as well be called in full and what is too many be kept."""
    lot = index.lots[change.lots[0]]
    asked = next(row.minimum for row in index.problem.terms if row.lots == change.lots)
    wanted = []
    if change.minimum < asked:
        unit = index.items[lot.item].unit
        wanted.append(f"最低调用量由 {asked} 降为 {change.minimum} {unit}（或按 {asked} {unit}整批调用，余量留存）")
    wanted += ["放宽供应范围"] * change.anywhere + ["延长供货时间"] * change.anytime
    return f"与{_source(index, lot.source)}商定{index.items[lot.item].name}{'、'.join(wanted)}"


def _rule(index: Index, change: RuleChange) -> str:
    return f"撤销{rule_words(index, change.rule)}"


def _by(second: int) -> str:
    """``20 分前``, ``4 小时前``."""
    return f"{-(-second // 60)} 分前" if second < HOUR else f"{hours(second)}前"


def _road(index: Index, change: RoadChange) -> str:
    links = dict.fromkeys(link for place in change.locations for link in index.locations[place].cut_by)
    places = [index.locations[place].name for place in change.locations]
    to = "、".join(places[:MOST_NAMED]) + (f"等 {len(places)} 处" if len(places) > MOST_NAMED else "")
    return f"抢通{'、'.join(links) or '道路'}（通往{to}）"


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


def _source(index: Index, name: str) -> str:
    return index.sources[name].name


def _amount(index: Index, item: str, quantity: int) -> str:
    row = index.items[item]
    return f"{row.name} {quantity:,} {row.unit}"


def _skill(index: Index, skill: str) -> str:
    return next((row.skill_name for row in index.problem.missions if row.skill == skill), skill)


_WORDS: dict[type, Callable[[Index, Any], str]] = {
    StockChange: _stock,
    FloorChange: _floor,
    DocksChange: _docks,
    VehicleChange: _vehicles,
    PlacesChange: _places,
    RoadChange: _road,
    TimeChange: _time,
    CoverChange: _cover,
    TeamChange: _team,
    TermsChange: _terms,
    RuleChange: _rule,
}

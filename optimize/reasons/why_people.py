"""Why people go to this shelter and a team to this mission."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

import numpy as np

from optimize.figures import Figures, afloat
from optimize.missions.assignment import find_options
from optimize.missions.postings import Option
from optimize.people.shelters import NOWHERE, Placing, prepare
from optimize.people.ways import FOOT, find_ways
from optimize.plan import Assignment
from optimize.problem import About, Rule
from optimize.reasons.advice import Question
from optimize.reasons.shortage_goods import hours
from optimize.reasons.why_lines import OTHERS, Answer, Chain, Line, Lines
from optimize.reasons.words import listed
from optimize.replanning.resettle import choice_of


def assignment(lines: Lines, question: Question) -> Line:
    """A group at a shelter; the other choices are the next best shelters that could take it."""
    row = next((row for row in lines.before.assignments if row.group == question.subject), None)
    if row is None:
        raise KeyError(question)
    group, shelter = lines.index.groups[row.group], lines.index.shelters[row.shelter]
    how = f"{'步行' if row.mode == FOOT else '乘车'}到{shelter.name}"
    return Line(
        text=f"{group.name} {group.people} 人{how}，路程 {hours(row.travel_s)}，{hours(row.arrive_s)}后到达",
        grounds=tuple(_grounds(lines, question.subject, row.shelter)),
        others=_other_shelters(lines, row),
    )


def _grounds(lines: Lines, group: str, shelter: str) -> Iterator[str]:
    row, place, problem = lines.index.groups[group], lines.index.shelters[shelter], lines.problem
    people = lines.figures.people_at.get(shelter, 0)
    yield f"床位 {place.places}（室内 {place.indoor_places}），本方案安置 {people} 人，不在危险区"
    if row.special:
        yield f"特需床位 {place.special_places}，本组特殊需求 {row.special} 人"
    walk = lines.index.seconds(FOOT, row.location, place.location)
    if 0 <= walk <= problem.policy.walk_limit_s:
        yield f"步行 {hours(walk)}，在步行上限 {hours(problem.policy.walk_limit_s)}以内"
    home = {other.id for other in problem.groups if other.village == row.village and other.id != group}
    together = [r for r in lines.before.assignments if r.group in home and r.shelter == shelter]
    if together:
        yield f"与同村 {len(together)} 组在一处"


def _other_shelters(lines: Lines, row: Assignment) -> Iterator[Answer]:
    """The shelters nearest in cost: those with room first."""
    group = lines.index.groups[row.group]
    for place in _nearest(lines, prepare(find_ways(lines.open)), row):
        shelter = lines.open.problem.shelters[place]
        rules = (Rule(about=About.GROUP, subject=group.id, target=shelter.id, keep=True),)
        figures = lines.adjusted(rules)
        wish = f"{group.name}只去{shelter.name}"
        yield Answer(shelter.id, shelter.name, _moved_words(lines, figures, row, shelter.id), wish, rules, figures)


def _nearest(lines: Lines, placing: Placing, row: Assignment) -> list[int]:
    problem = lines.open.problem
    number = next(n for n, group in enumerate(problem.groups) if group.id == row.group)
    chosen = choice_of(placing, lines.before)
    taken = np.bincount(chosen[chosen != NOWHERE], placing.people[chosen != NOWHERE], len(placing.places))
    roomy = taken + placing.people[number] <= placing.places
    within = np.flatnonzero(np.isfinite(placing.cost[number])).tolist()
    others = [n for n in within if problem.shelters[n].id != row.shelter]
    ordered = sorted(others, key=lambda n: (placing.cost[number, n], n))
    with_room = [n for n in ordered if roomy[n]]
    return [*dict.fromkeys((*with_room[: OTHERS - 1], *ordered))][:OTHERS]


def _moved_words(lines: Lines, figures: Figures, row: Assignment, shelter: str) -> str:
    """Whether the group comes to the other shelter, and who else goes elsewhere for it."""
    name = lines.index.shelters[shelter].name
    before = {other.group: other.shelter for other in lines.base.execution.assignments}
    after = {other.group: other for other in figures.execution.assignments}
    if row.group not in after:
        return f"若只去{name}，住不下或赶不到，本组未安置"
    others = [group for group, place in before.items() if group != row.group and _place(after, group) != place]
    moved = listed([lines.index.groups[group].name for group in others])
    too = f"；{moved}随之另行安置" if others else ""
    return f"若改去{name}，{hours(after[row.group].arrive_s)}后到达{too}"


def _place(rows: dict[str, Assignment], group: str) -> str | None:
    return rows[group].shelter if group in rows else None


def posting(lines: Lines, question: Question) -> Line:
    """A team at a mission; the other choices are other teams, or nobody."""
    pair = question.subject, question.target or ""
    row = next((row for row in lines.before.postings if (row.team, row.mission) == pair), None)
    if row is None:
        raise KeyError(question)
    team, mission = lines.index.teams[row.team], lines.index.missions[row.mission]
    kept = {(option.team.id, option.mission.id): option for option in find_options(lines.problem, lines.index)}
    return Line(
        text=f"{mission.name}由{team.name} {row.people} 人承担，{hours(row.arrive_s)}后到场",
        grounds=tuple(_team_grounds(lines, kept.get(pair))),
        others=_other_teams(lines, mission.id).answers(lines, team.id),
    )


def _team_grounds(lines: Lines, option: Option | None) -> Iterator[str]:
    if option is None:
        return
    team, ready = option.team, option.team.response_s + option.team.assembly_s
    yield f"具备{option.mission.skill_name}能力，在岗 {team.on_duty} 人，留守 {team.home_cover} 人"
    boat = "（乘舟）" if afloat(lines.index, team, option.mission) else ""
    yield f"响应集结 {-(-ready // 60)} 分，路程 {-(-option.travel_s // 60)} 分{boat}"
    if option.limit_s is not None:
        yield f"到场时限 {option.limit_s // 60} 分"


def _other_teams(lines: Lines, mission: str) -> Chain:
    """Whoever else is sent to the mission."""
    index = lines.index

    def named(teams: Sequence[str]) -> str:
        return listed([index.teams[team].name for team in teams])

    def sent(figures: Figures) -> Counter[str]:
        rows = figures.execution.postings
        return Counter({row.team: row.people for row in rows if row.mission == mission})

    def words(figures: Figures, more: Sequence[str], out: Sequence[str]) -> str:
        if not more:
            return f"若不派{named(out)}，没有别的队伍补上"
        arrive_s = {row.team: row.arrive_s for row in figures.execution.postings if row.mission == mission}
        tasks = {(row.team, row.mission) for row in figures.execution.postings}
        left = any(row.team in more and (row.team, row.mission) not in tasks for row in lines.base.execution.postings)
        note = "（须放下另一任务）" if left else ""
        return f"改派{named(more)}{note}，{hours(max(arrive_s[team] for team in more))}后到场"

    def rules(out: Collection[str]) -> tuple[Rule, ...]:
        return tuple(Rule(about=About.TEAM, subject=team, target=mission, keep=False) for team in out)

    return Chain(
        name="不派",
        names=lambda team: index.teams[team].name,
        shares=sent,
        rules=rules,
        words=words,
        wish=lambda out: f"{named(out)}不派往“{index.missions[mission].name}”",
    )

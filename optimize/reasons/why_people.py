"""Why people go to this shelter and a team to this mission."""

from collections.abc import Iterator
from functools import partial

import numpy as np

from optimize.execution import settle
from optimize.figures import Figures, afloat
from optimize.missions.assignment import find_options
from optimize.missions.postings import Option
from optimize.missions.reposting import with_more
from optimize.people.shelters import NOWHERE, Placing, place_greedily, prepare
from optimize.people.ways import FOOT, find_ways
from optimize.problem import About, Rule
from optimize.reasons.advice import Question
from optimize.reasons.shortage_goods import hours
from optimize.reasons.why_lines import OTHERS, Answer, Line, Lines
from optimize.replanning.resettle import choice_of, costs_of, people_of, posted, thin_out
from optimize.replanning.resume import Otherwise


def assignment(lines: Lines, question: Question) -> Line:
    """A group at a shelter; the other choices are the next best shelters that could take it."""
    row = next((row for row in lines.before.assignments if row.group == question.subject), None)
    if row is None:
        raise KeyError(question)
    group, shelter = lines.index.groups[row.group], lines.index.shelters[row.shelter]
    placing = prepare(find_ways(lines.open))
    how = f"{'步行' if row.mode == FOOT else '乘车'}到{shelter.name}"
    return Line(
        text=f"{group.name} {group.people} 人{how}，路程 {hours(row.travel_s)}，{hours(row.arrive_s)}后到达",
        grounds=tuple(_grounds(lines, question.subject, row.shelter)),
        base=lines.again(lines.goods()),
        others=_other_shelters(lines, placing, question.subject, row.shelter),
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


def _moved(lines: Lines, group: int, shelter: int) -> Figures:
    """The group at this shelter and nowhere else; those who have to make way for it are placed again, the goods follow
    the people."""
    people, place = lines.open.problem.groups[group].id, lines.open.problem.shelters[shelter].id
    ruled = lines.ruled(Rule(about=About.GROUP, subject=people, target=place, keep=True))
    placing = prepare(find_ways(ruled.open))
    choice = choice_of(placing, lines.before)
    choice[group] = shelter
    thin_out(placing, choice, shelter, keep=group)
    settled = settle(placing.ways, placing, place_greedily(placing, choice), lines.control)
    goods = ruled.goods(people_of(placing.ways, settled, lines.control))
    left = next(row.shelter for row in lines.before.assignments if row.group == people)
    return ruled.again(goods, otherwise=Otherwise(moved={left: place}))


def _other_shelters(lines: Lines, placing: Placing, group: str, shelter: str) -> Iterator[Answer]:
    """The shelters nearest in cost: those with room first."""
    number = next(n for n, row in enumerate(lines.open.problem.groups) if row.id == group)
    chosen = choice_of(placing, lines.before)
    taken = np.bincount(chosen[chosen != NOWHERE], placing.people[chosen != NOWHERE], len(placing.places))
    roomy = taken + placing.people[number] <= placing.places
    shelters = [
        n
        for n in np.flatnonzero(np.isfinite(placing.cost[number])).tolist()
        if lines.open.problem.shelters[n].id != shelter
    ]
    ordered = sorted(shelters, key=lambda n: (placing.cost[number, n], n))
    with_room = [n for n in ordered if roomy[n]]
    for place in [*dict.fromkeys((*with_room[: OTHERS - 1], *ordered))][:OTHERS]:
        row = lines.open.problem.shelters[place]
        words = f"若改去{row.name}" + ("" if roomy[place] else "（已满，须有组让出）")
        yield Answer(row.id, row.name, words, partial(_moved, lines, number, place))


def posting(lines: Lines, question: Question) -> Line:
    """A team at a mission; the other choices are other teams, or nobody."""
    pair = question.subject, question.target or ""
    row = next((row for row in lines.before.postings if (row.team, row.mission) == pair), None)
    if row is None:
        raise KeyError(question)
    team, mission = lines.index.teams[row.team], lines.index.missions[row.mission]
    options = find_options(lines.problem, lines.index)
    kept = {(option.team.id, option.mission.id): option for option in options}
    chosen = [kept[r.team, r.mission] for r in lines.plan.postings if (r.team, r.mission) in kept]
    return Line(
        text=f"{mission.name}由{team.name} {row.people} 人承担，{hours(row.arrive_s)}后到场",
        grounds=tuple(_team_grounds(lines, kept.get(pair))),
        base=posted(lines.index, lines.plan, chosen),
        others=_other_teams(lines, options, chosen, pair),
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


def _other_teams(lines: Lines, options: list[Option], chosen: list[Option], pair: tuple[str, str]) -> Iterator[Answer]:
    """Teams that could be there soonest. Tasks of theirs that clash are given up and go to whoever is free."""
    allowed = [option for option in options if (option.team.id, option.mission.id) != pair]
    rest = [option for option in chosen if (option.team.id, option.mission.id) != pair]
    here = {option.team.id for option in rest if option.mission.id == pair[1]}
    others = [o for o in allowed if o.mission.id == pair[1] and o.team.id not in here]

    def figures(left: list[Option]) -> Figures:
        return posted(lines.index, lines.plan, with_more(allowed, left, costs_of(lines.index)))

    for other in sorted(others, key=lambda o: (o.over_s, o.travel_s, o.number))[:OTHERS]:
        left = [option for option in rest if option.team is not other.team or not option.clashes(other)]
        words = f"改派{other.team.name}" + ("（须放下另一任务）" if len(left) < len(rest) else "")
        yield Answer(other.team.id, other.team.name, words, partial(figures, [*left, other]))
    if not others:
        yield Answer("", "不派", "没有别的队伍赶得到，若不派这支队伍", partial(figures, rest))

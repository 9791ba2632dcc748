"""The limits that keep people without a place, and missions without people, each with what would relax it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from optimize.figures import Figures, on_scene_limit_s
from optimize.people.ways import find_ways
from optimize.problem import BY_BOAT, UNREACHABLE, About, MissionNeed, Problem, Shelter, Team
from optimize.reasons.advice import (
    BoatsChange,
    Change,
    CoverChange,
    Lack,
    PlacesChange,
    RoadChange,
    TeamChange,
    TimeChange,
)
from optimize.reasons.lacks import MISSION
from optimize.reasons.limits import Changes, Limit, rule_limits, vehicle_limits

STEPS_S = tuple(3600 * hours for hours in (1, 2, 4, 8, 12, 24))
"""Extensions that are tried."""
MOST_TEAMS = 12
"""Missions that one remedy sends further teams to, at most."""


def place_limits(lack: Lack, figures: Figures) -> Iterator[Limit]:
    """What keeps people from a place: places, buses, time, roads, rules."""
    problem = figures.index.problem
    yield from rule_limits(problem, {About.GROUP, About.SHELTER, About.VEHICLE, About.WAY})
    yield from _road(problem, lack)
    for fleet in figures.index.seating.values():
        yield from vehicle_limits(problem, fleet, lambda row: row.seats)
    yield from _places(problem, lack, figures)
    yield _time(problem, TimeChange(later_s=STEPS_S[-1], place=True))


def _places(problem: Problem, lack: Lack, figures: Figures) -> Iterator[Limit]:
    """Room for everybody in any safe shelter; then as little as it takes, or all of it in one of them."""
    special = sum(group.special for group in problem.groups)
    safe = [shelter for shelter in problem.shelters if not shelter.exposed_to]
    least = least_places(figures, lack)
    if least:
        yield Limit("places", least, lambda _: (least,))
    if safe:
        relaxed = tuple(PlacesChange(shelter=row.id, places=lack.short, special=special) for row in safe)
        yield Limit("places", relaxed, lambda again: _taken(safe, figures, again, lack.short))


def least_places(figures: Figures, lack: Lack) -> Changes:
    """For each of the groups without a place, the largest first, what is missing at the shelter in reach with most
    free."""
    problem, ways = figures.index.problem, find_ways(figures.index)
    people, special = _at_shelters(figures)
    free = {row.id: [row.places - people[row.id], row.special_places - special[row.id]] for row in problem.shelters}
    more: dict[str, list[int]] = {}
    placed = {row.group for row in figures.execution.assignments}
    open_groups = lack.subjects - placed
    waiting = [(group, row) for row, group in enumerate(problem.groups) if group.id in open_groups]
    for group, row in sorted(waiting, key=lambda entry: (-entry[0].people, entry[0].id)):
        reach = [shelter.id for shelter, way in zip(problem.shelters, ways.usable[row], strict=True) if way]
        if reach:
            best = max(reach, key=lambda name: (free[name][0], free[name][1], name))
            for kind, wanted in enumerate((group.people, group.special)):
                free[best][kind] -= wanted
                if free[best][kind] < 0:
                    more.setdefault(best, [0, 0])[kind] -= free[best][kind]
                    free[best][kind] = 0
    return tuple(PlacesChange(shelter=name, places=extra, special=cared) for name, (extra, cared) in more.items())


def _at_shelters(figures: Figures) -> tuple[dict[str, int], dict[str, int]]:
    """People, and people with special needs, per shelter."""
    people: dict[str, int] = defaultdict(int)
    special: dict[str, int] = defaultdict(int)
    for row in figures.execution.assignments:
        people[row.shelter] += row.people
        special[row.shelter] += figures.index.groups[row.group].special
    return people, special


def _taken(safe: Sequence[Shelter], before: Figures, after: Figures, short: int) -> Sequence[Changes]:
    """Per shelter what is taken beyond its places; first all of it at the shelter that most go to."""
    people, special = _at_shelters(after)
    over = {row.id: (max(0, people[row.id] - row.places), max(0, special[row.id] - row.special_places)) for row in safe}
    changes = tuple(
        PlacesChange(shelter=name, places=places, special=cared)
        for name, (places, cared) in over.items()
        if places or cared
    )
    if len(changes) < 2:
        return (changes,)
    most = max(changes, key=lambda row: (row.places, row.special, row.shelter))
    cared = sum(row.special for row in changes)
    one = PlacesChange(shelter=most.shelter, places=max(short, most.places), special=cared)
    return ((one,), changes)


def _road(problem: Problem, lack: Lack) -> Iterator[Limit]:
    """The ways to the places where something is short."""
    cut = tuple(row.id for row in problem.locations if row.id in lack.sites and row.cut_by)
    if cut and problem.reopened:
        whole = (RoadChange(locations=cut),)
        yield Limit("road", whole, lambda _: (whole,))


def _time(problem: Problem, most: TimeChange) -> Limit:
    return Limit("time", (most,), lambda _: [(most.model_copy(update={"later_s": step}),) for step in STEPS_S])


def team_limits(lack: Lack, figures: Figures) -> Iterator[Limit]:
    """What keeps missions of a skill short of people, or teams from being there in time."""
    problem = figures.index.problem
    missions = [row for row in problem.missions if row.id in lack.subjects]
    yield from rule_limits(problem, {About.TEAM})
    yield from _road(problem, lack)
    yield from _cover(lack, figures)
    yield from _boats(lack, figures, missions)
    if lack.kind == MISSION:
        yield _time(problem, TimeChange(later_s=STEPS_S[-1], missions=tuple(row.id for row in missions)))
    yield from _teams(lack, figures, missions)


def _cover(lack: Lack, figures: Figures) -> Iterator[Limit]:
    """Nobody of the teams that have the skill stays at home."""
    teams = [team for team in figures.index.problem.teams if lack.subject in team.skills and team.home_cover]
    if teams:
        relaxed = tuple(CoverChange(team=team.id, people=team.home_cover) for team in teams)
        yield Limit("cover", relaxed, lambda after: _uncovered(figures, after))


def _uncovered(before: Figures, after: Figures) -> Sequence[Changes]:
    """Per team the people sent beyond what its cover lets go."""
    most: dict[str, int] = defaultdict(int)
    for row in after.execution.postings:
        most[row.team] = max(most[row.team], row.people)
    changes: list[Change] = []
    for team in before.index.problem.teams:
        beyond = most[team.id] - (team.on_duty - team.home_cover)
        if beyond > 0:
            changes.append(CoverChange(team=team.id, people=beyond))
    return (tuple(changes),)


def _boats(lack: Lack, figures: Figures, missions: Sequence[MissionNeed]) -> Iterator[Limit]:
    """Every team that has the skill and would be at one of the missions sooner by boat gets boats."""
    index = figures.index

    def gains(team: Team) -> bool:
        for mission in missions:
            ways = (index.seconds(profile, team.location, mission.location) for profile in (BY_BOAT, team.profile))
            afloat_s, now_s = ways
            if afloat_s != UNREACHABLE and not UNREACHABLE < now_s <= afloat_s:
                return True
        return False

    teams = [team.id for team in index.problem.teams if lack.subject in team.skills and gains(team)]
    if teams:
        relaxed = tuple(BoatsChange(team=team) for team in teams)
        yield Limit("boats", relaxed, lambda after: _embarked(relaxed, after, lack))


def _embarked(given: Sequence[BoatsChange], after: Figures, lack: Lack) -> Sequence[Changes]:
    """Boats for those who then come: for the first one, the first two …"""
    coming = dict.fromkeys(row.team for row in after.execution.postings if row.mission in lack.subjects)
    used = tuple(change for change in given if change.team in coming)
    return [used[:count] for count in range(1, len(used) + 1)] or [()]


def _teams(lack: Lack, figures: Figures, missions: Sequence[MissionNeed]) -> Iterator[Limit]:
    """A further team at each mission that needs one: those most short first, as many as it takes."""
    needed = _missing(figures, missions) if lack.kind == MISSION else _over(figures, missions)
    if needed:
        ordered = sorted(needed, key=lambda row: (-row[0], row[1].location))[:MOST_TEAMS]
        changes = tuple(change for _, change in ordered)
        counts = sorted({1, 2, 3, len(changes)} & set(range(1, len(changes) + 1)))
        yield Limit("teams", changes, lambda _: [changes[:count] for count in counts])


def _missing(figures: Figures, missions: Sequence[MissionNeed]) -> list[tuple[int, TeamChange]]:
    missing, limit = figures.missing_people(), on_scene_limit_s(figures.index, None) or 0
    return [
        (row.severity * missing[row.id], _team(row, missing[row.id], min(row.from_s + limit, row.until_s - 1)))
        for row in missions
        if missing[row.id]
    ]


def _over(figures: Figures, missions: Sequence[MissionNeed]) -> list[tuple[int, TeamChange]]:
    over, limit = figures.seconds_over(), on_scene_limit_s(figures.index, None) or 0
    return [(over[row.id], _team(row, row.people, row.from_s + limit)) for row in missions if over[row.id]]


def _team(mission: MissionNeed, people: int, ready_s: int) -> TeamChange:
    return TeamChange(location=mission.location, skill=mission.skill, people=people, ready_s=ready_s)

"""Teams: able, spared at home, at one mission at a time, and there when it counts."""

from collections import defaultdict
from itertools import pairwise

from optimize.plan import Posting
from optimize.problem import MissionNeed, Team
from optimize.validation.facts import Facts
from optimize.validation.report import Code, Report


def check_teams(facts: Facts, report: Report) -> None:
    postings_of: dict[str, list[Posting]] = defaultdict(list)
    for posting in facts.plan.postings:
        postings_of[posting.team].append(posting)
    for posting in facts.open_postings:
        _check_posting(posting, facts, report)
    for mission in facts.problem.missions:
        gone = sum(row.people for row in facts.problem.adjustment.fixed.postings if row.mission == mission.id)
        wanted, sent = max(gone, mission.people), _sent(facts, mission)
        report.at_most(Code.TEAM_SURPLUS, f"mission {mission.id}", f"{mission.name}派出人数", sent, wanted)
    for postings in postings_of.values():
        _check_sequence(sorted(postings, key=lambda row: (row.depart_s, row.mission)), facts, report)


def _check_posting(posting: Posting, facts: Facts, report: Report) -> None:
    team, mission = facts.teams[posting.team], facts.missions[posting.mission]
    where = f"posting {team.id}→{mission.id}"
    if mission.skill not in team.skills:
        report.add(Code.TEAM_SKILL, where, f"{team.name}不具备“{mission.skill_name}”能力")
    spare = max(0, team.on_duty - team.home_cover)
    report.at_most(Code.TEAM_COVER, where, f"{team.name}派出人数", posting.people, spare)
    called_s = team.response_s + team.assembly_s
    report.at_least(Code.TEAM_EARLY, where, f"{team.name}出动时刻（秒）", posting.depart_s, called_s)
    seconds, _ = facts.way(team.profile, team.location, mission.location)
    if seconds < 0:
        report.add(Code.TEAM_WAY, where, f"{team.name}到{mission.name}没有可走的路")
    else:
        report.equal(Code.TEAM_TIME, where, "到场时刻（秒）", posting.arrive_s, posting.depart_s + seconds)
    if posting.arrive_s >= mission.until_s:
        report.add(Code.TEAM_LATE, where, f"到场时刻 {posting.arrive_s} 秒，任务在 {mission.until_s} 秒已结束")
    within = late_s(facts, team, mission, posting.arrive_s) == 0
    report.equal(Code.TEAM_PROFILE, where, "是否符合集结时限", posting.within_profile, within)


def _check_sequence(postings: list[Posting], facts: Facts, report: Report) -> None:
    """The next departure follows the end of the mission before and the drive home."""
    for before, after in pairwise(postings):
        if after not in facts.open_postings:
            continue
        home_s = facts.missions[before.mission].until_s + before.arrive_s - before.depart_s
        where = f"posting {after.team}→{after.mission}"
        name = facts.teams[after.team].name
        report.at_least(Code.TEAM_BUSY, where, f"{name}执行上一任务尚未归队，再次出动（秒）", after.depart_s, home_s)


def on_scene_limit_s(facts: Facts, level: str) -> int | None:
    """The row of this level, else of ``any``, else no limit."""
    limits = {row.level: row.limit_s for row in facts.problem.assembly if row.stage == "on_scene"}
    return limits.get(level, limits.get("any"))


def late_s(facts: Facts, team: Team | None, mission: MissionNeed, arrive_s: int) -> int:
    """Seconds by which an arrival misses the on-scene limit; ``team`` None stands for nobody sent."""
    limit = on_scene_limit_s(facts, team.level if team else "any")
    return 0 if limit is None else max(0, arrive_s - mission.from_s - limit)


def first_late_s(facts: Facts, mission: MissionNeed) -> int:
    """Seconds over the limit of the first arrival (by team id where several arrive at once)."""
    rows = [row for row in facts.plan.postings if row.mission == mission.id]
    if not rows:
        return late_s(facts, None, mission, mission.until_s)
    first = min(rows, key=lambda row: (row.arrive_s, row.team))
    return late_s(facts, facts.teams[first.team], mission, first.arrive_s)


def missing_people(facts: Facts, mission: MissionNeed) -> int:
    return max(0, mission.people - _sent(facts, mission))


def _sent(facts: Facts, mission: MissionNeed) -> int:
    return sum(row.people for row in facts.plan.postings if row.mission == mission.id)

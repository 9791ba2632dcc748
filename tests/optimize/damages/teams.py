"""Damage to postings."""

from optimize.validate import Code
from tests.optimize.damages.registry import Json, damage, road


@damage(Code.TEAM_SKILL)
def team_that_cannot_do_it(problem: Json, plan: Json) -> None:
    problem["missions"][0]["skill"] = "hazmat"


@damage(Code.TEAM_COVER)
def home_cover_broken(problem: Json, plan: Json) -> None:
    problem["teams"][0]["home_cover"] = 5


@damage(Code.TEAM_SURPLUS)
def more_people_sent_than_asked_for(problem: Json, plan: Json) -> None:
    problem["missions"][0]["people"] = 5


@damage(Code.TEAM_BUSY)
def team_on_two_missions(problem: Json, plan: Json) -> None:
    problem["missions"].append({**problem["missions"][0], "id": "n1"})
    plan["postings"].append({**plan["postings"][0], "mission": "n1"})


@damage(Code.TEAM_EARLY)
def team_away_before_it_is_assembled(problem: Json, plan: Json) -> None:
    problem["teams"][0]["assembly_s"] = 301


@damage(Code.TEAM_WAY)
def team_over_a_closed_road(problem: Json, plan: Json) -> None:
    road(problem, "light", "at-m0", "at-g1", -1)


@damage(Code.TEAM_TIME)
def team_faster_than_the_road_allows(problem: Json, plan: Json) -> None:
    plan["postings"][0]["arrive_s"] -= 1


@damage(Code.TEAM_LATE)
def team_after_everything_is_over(problem: Json, plan: Json) -> None:
    problem["missions"][0]["until_s"] = 2420


@damage(Code.TEAM_PROFILE)
def late_team_called_in_time(problem: Json, plan: Json) -> None:
    plan["postings"][0]["within_profile"] = True

"""The nearest team decides whether a village is covered, stage by stage."""

from dataclasses import replace
from uuid import UUID

from app.planning.coverage import cover
from app.teams.models import Skill, Stage, TeamLevel
from app.teams.queries import ActiveProfile, ReadyTeam, StageLimit

PROFILE = ActiveProfile(
    "252",
    "252 集结机制",
    "假设",
    (
        StageLimit(Stage.RESPONSE, "any", 120),
        StageLimit(Stage.ASSEMBLY, "any", 300),
        StageLimit(Stage.ON_SCENE, "any", 1200),
        StageLimit(Stage.ON_SCENE, "district", 7200),
    ),
)
TOWNSHIP = ReadyTeam(
    UUID(int=1), "镇队", TeamLevel.TOWNSHIP, "500999001", None, 108.0, 31.0, 20, 12, 3, 120, 300, (Skill.FLOOD,)
)
DISTRICT = replace(TOWNSHIP, id=UUID(int=2), name="区队", level=TeamLevel.DISTRICT)
ALL = frozenset(Stage)


def test_the_limit_counts_response_assembly_and_the_way() -> None:
    in_time, late = cover(PROFILE, [TOWNSHIP], ["a", "b"], [[780, 781]])
    assert (in_time.arrive_s, in_time.covered(ALL)) == (1200, True)
    assert late.kept == {Stage.RESPONSE, Stage.ASSEMBLY} and not late.covered(ALL)


def test_a_level_with_a_limit_of_its_own() -> None:
    (far,) = cover(PROFILE, [DISTRICT], ["a"], [[3600]])
    assert far.covered(ALL)


def test_the_nearest_team_is_taken() -> None:
    (one,) = cover(PROFILE, [DISTRICT, TOWNSHIP], ["a"], [[900], [600]])
    assert one.team == TOWNSHIP


def test_nobody_there_or_nobody_on_duty() -> None:
    nobody, asleep = cover(PROFILE, [TOWNSHIP], ["a"], [[-1]]) + cover(
        PROFILE, [replace(TOWNSHIP, on_duty=0)], ["a"], [[10]]
    )
    assert nobody.team is None and asleep.team is None and not nobody.kept


def test_slow_assembly_breaks_its_stage_only() -> None:
    (one,) = cover(PROFILE, [replace(TOWNSHIP, assembly_s=301)], ["a"], [[100]])
    assert one.kept == {Stage.RESPONSE, Stage.ON_SCENE}

"""Rules turn a situation into mission needs."""

from app.incidents.models import IncidentKind, MissionRule, RuleBasis
from app.incidents.rules import MovedVillage, Situation, Spot, propose
from app.teams.models import Skill

TOWN = Spot("近镇", "500999001")
A, B = Spot("甲村", "500999001001"), Spot("乙村", "500999001002")
ROAD = Spot("大桥", None, 108.02, 31.0)


def rule(
    basis: RuleBasis, *, per: int = 1, people: int = 2, kinds: tuple[str, ...] = (), active: bool = True
) -> MissionRule:
    return MissionRule(
        code=basis.value,
        name="任务",
        basis=basis,
        per=per,
        skill=Skill.TRANSPORT,
        people=people,
        until_s=3600,
        severity=3,
        kinds=list(kinds),
        active=active,
    )


def situation(kind: IncidentKind = IncidentKind.FLOOD) -> Situation:
    villages = [MovedVillage(A, TOWN, 101, 3), MovedVillage(B, TOWN, 250, 0)]
    return Situation(kind, villages, cut_off=[B], closed_roads=[ROAD])


def wanted(*rules: MissionRule, kind: IncidentKind = IncidentKind.FLOOD) -> list[tuple[str, int]]:
    return [(need.spot.name, need.people) for need in propose(rules, situation(kind))]


def test_a_part_of_a_hundred_counts_whole() -> None:
    assert wanted(rule(RuleBasis.PEOPLE_MOVED, per=100)) == [("甲村", 4), ("乙村", 6)]


def test_a_township_is_counted_once_for_all_its_villages() -> None:
    (need,) = propose([rule(RuleBasis.TOWNSHIP_PEOPLE, per=100)], situation())
    assert (need.spot.name, need.people) == ("近镇", 8)
    assert need.spot.division == B.division, "at the village with most people"


def test_only_patients_ask_for_an_ambulance() -> None:
    assert wanted(rule(RuleBasis.PATIENTS, per=10)) == [("近镇", 2)]
    healthy = Situation(IncidentKind.FLOOD, [MovedVillage(A, TOWN, 100, 0)])
    assert propose([rule(RuleBasis.PATIENTS, per=10)], healthy) == []


def test_cut_off_villages_and_closed_roads() -> None:
    assert wanted(rule(RuleBasis.CUT_OFF_VILLAGE, people=8)) == [("乙村", 8)]
    (need,) = propose([rule(RuleBasis.CLOSED_ROAD, people=10)], situation())
    assert (need.spot.lon, need.spot.division, need.people) == (108.02, None, 10)


def test_one_for_the_incident_goes_where_most_people_are() -> None:
    assert wanted(rule(RuleBasis.INCIDENT, people=30)) == [("乙村", 30)]
    assert propose([rule(RuleBasis.INCIDENT)], Situation(IncidentKind.FLOOD, [])) == []


def test_rules_for_other_kinds_or_switched_off_say_nothing() -> None:
    flood_only = rule(RuleBasis.INCIDENT, kinds=("flood",))
    assert wanted(flood_only) and not wanted(flood_only, kind=IncidentKind.FOREST_FIRE)
    assert not wanted(rule(RuleBasis.INCIDENT, active=False))

"""Several incidents of equal priority as one."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from app.incidents.facts import IncidentFacts, NeedFacts, VillageFacts
from app.incidents.models import IncidentKind, IncidentLevel, IncidentState, NeedOrigin
from app.incidents.together import together
from app.teams.models import Skill

START = datetime(2026, 7, 1, 8, tzinfo=UTC)


def need(from_s: int, until_s: int) -> NeedFacts:
    return NeedFacts(
        UUID(int=until_s), "救援", "村", "v", None, None, Skill.FLOOD, 2, from_s, until_s, 1, NeedOrigin.MANUAL
    )


def incident(number: int, kind: IncidentKind, people: int, *needs: NeedFacts) -> IncidentFacts:
    """Its number in hours after the start, planned from as many hours later."""
    return IncidentFacts(
        id=UUID(int=number), number=str(number), name=f"第{number}起", kind=kind, level=IncidentLevel.III,
        state=IncidentState.OPEN, exercise=False, district="d", district_name="区",
        started_at=START + timedelta(hours=number), plan_from=START + timedelta(hours=2 * number), version=1,
        road_conditions=None, areas=(), closures=(), closed_sites=(), needs=needs,
        villages=(VillageFacts("v", "村", "t", "镇", None, None, None, people, number),),
    )  # fmt: skip


def test_what_is_true_of_one_is_true_of_the_whole() -> None:
    flood = incident(1, IncidentKind.FLOOD, 100, need(1800, 9000), need(0, 7200))
    quake = incident(2, IncidentKind.EARTHQUAKE, 300, need(600, 3600))
    whole = together([flood, quake])
    assert (whole.id, whole.name) == (flood.id, "第1起、第2起")
    assert (whole.started_at, whole.plan_from) == (flood.started_at, quake.plan_from)
    assert whole.hazards == flood.hazards | quake.hazards
    assert set(whole.conditions) == set(flood.conditions) | set(quake.conditions)
    assert [(row.people, row.special) for row in whole.villages] == [(300, 2)]
    assert [(row.from_s, row.until_s) for row in whole.needs] == [(0, 1800), (600, 3600)]


def test_one_alone_stays_as_it_is() -> None:
    flood = incident(1, IncidentKind.FLOOD, 100)
    assert together([flood]) is flood

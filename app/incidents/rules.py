"""Which rescue missions an incident asks for, by the editable rule table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.incidents.models import IncidentKind, MissionRule, RuleBasis
from app.teams.models import Skill


@dataclass(frozen=True)
class Spot:
    """Where help is wanted: a division, or a point of its own."""

    name: str
    division: str | None
    lon: float | None = None
    lat: float | None = None


@dataclass(frozen=True)
class MovedVillage:
    spot: Spot
    township: Spot
    people: int
    patients: int


@dataclass(frozen=True)
class Situation:
    """What the rules count."""

    kind: IncidentKind
    villages: Sequence[MovedVillage]
    cut_off: Sequence[Spot] = ()
    closed_roads: Sequence[Spot] = ()


@dataclass(frozen=True)
class ProposedNeed:
    name: str
    spot: Spot
    skill: Skill
    people: int
    from_s: int
    until_s: int
    severity: int
    rule: str


def propose(rules: Iterable[MissionRule], situation: Situation) -> list[ProposedNeed]:
    """Needs of every active rule that fits the kind of incident, in the order of rules and places."""
    return [
        ProposedNeed(
            f"{spot.name}{rule.name}",
            spot,
            rule.skill,
            times * rule.people,
            rule.from_s,
            rule.until_s,
            rule.severity,
            rule.code,
        )
        for rule in rules
        if rule.active and (not rule.kinds or situation.kind in rule.kinds)
        for spot, times in _counted(rule, situation)
        if times
    ]


def _counted(rule: MissionRule, situation: Situation) -> list[tuple[Spot, int]]:
    """Where the rule applies, and how many times ``people`` are wanted there (a part counts as a whole)."""
    match rule.basis:
        case RuleBasis.PEOPLE_MOVED:
            return [(village.spot, _parts(village.people, rule.per)) for village in situation.villages]
        case RuleBasis.TOWNSHIP_PEOPLE:
            return [(spot, _parts(people, rule.per)) for spot, people, _ in _townships(situation.villages)]
        case RuleBasis.PATIENTS:
            return [(spot, _parts(patients, rule.per)) for spot, _, patients in _townships(situation.villages)]
        case RuleBasis.CUT_OFF_VILLAGE:
            return [(spot, 1) for spot in situation.cut_off]
        case RuleBasis.CLOSED_ROAD:
            return [(spot, 1) for spot in situation.closed_roads]
        case RuleBasis.INCIDENT:
            worst = max(situation.villages, key=lambda village: village.people, default=None)
            return [(worst.spot, 1)] if worst else []


def _townships(villages: Sequence[MovedVillage]) -> list[tuple[Spot, int, int]]:
    """Per township its people and patients, at its village with most people: one team serves its villages together."""
    members: dict[Spot, list[MovedVillage]] = {}
    for village in villages:
        members.setdefault(village.township, []).append(village)
    return [
        (
            Spot(township.name, max(group, key=lambda village: village.people).spot.division),
            sum(village.people for village in group),
            sum(village.patients for village in group),
        )
        for township, group in members.items()
    ]


def _parts(whole: int, part: int) -> int:
    return -(-whole // part)

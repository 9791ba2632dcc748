"""One incident as plain frozen values: what the planner's snapshot reads."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from app.incidents.models import (
    ClosureKind,
    IncidentKind,
    IncidentLevel,
    IncidentState,
    NeedOrigin,
    RoadCondition,
    RoadStructure,
)
from app.roads.models import RoadClass
from app.shelters.models import Hazard
from app.teams.models import Skill

HAZARDS: dict[IncidentKind, frozenset[Hazard]] = {
    IncidentKind.FLOOD: frozenset({Hazard.FLOOD}),
    IncidentKind.EARTHQUAKE: frozenset({Hazard.EARTHQUAKE, Hazard.LANDSLIDE}),
    IncidentKind.LANDSLIDE: frozenset({Hazard.LANDSLIDE}),
    IncidentKind.FOREST_FIRE: frozenset({Hazard.FIRE}),
    IncidentKind.DROUGHT: frozenset(),
    IncidentKind.SNOW_ICE: frozenset(),
    IncidentKind.CHEMICAL: frozenset(),
}
"""Which exposures exclude a shelter, by kind of incident; planning values."""


CONDITIONS: dict[IncidentKind, tuple[RoadCondition, ...]] = {
    IncidentKind.FLOOD: (RoadCondition.RAIN,),
    IncidentKind.LANDSLIDE: (RoadCondition.RAIN,),
    IncidentKind.EARTHQUAKE: (RoadCondition.DEBRIS,),
}
"""What slows the roads where nobody has reported it, by kind of incident; planning values."""


@dataclass(frozen=True)
class AreaFacts:
    name: str
    geometry: dict[str, Any]


@dataclass(frozen=True)
class VillageFacts:
    """``special`` counts elderly, disabled, infants and patients, at most ``people``."""

    division: str
    name: str
    township: str
    township_name: str
    lon: float | None
    lat: float | None
    population: int | None
    people: int
    special: int


@dataclass(frozen=True)
class ClosureFacts:
    id: UUID
    kind: ClosureKind
    link_id: str | None
    geometry: dict[str, Any] | None
    speed_percent: int
    since: datetime
    until: datetime | None
    structure: RoadStructure | None
    road_class: RoadClass | None
    limit_kg: int | None
    reason: str
    reported_at: datetime


@dataclass(frozen=True)
class ClosedSiteFacts:
    site_id: UUID
    reason: str


@dataclass(frozen=True)
class NeedFacts:
    """A mission need with the coordinates of its point or its division."""

    id: UUID
    name: str
    place: str
    division: str | None
    lon: float | None
    lat: float | None
    skill: Skill
    people: int
    from_s: int
    until_s: int
    severity: int
    origin: NeedOrigin


@dataclass(frozen=True)
class IncidentFacts:
    id: UUID
    number: str
    name: str
    kind: IncidentKind
    level: IncidentLevel
    state: IncidentState
    exercise: bool
    district: str
    district_name: str
    started_at: datetime
    plan_from: datetime
    version: int
    road_conditions: list[str] | None
    areas: tuple[AreaFacts, ...]
    villages: tuple[VillageFacts, ...]
    closures: tuple[ClosureFacts, ...]
    closed_sites: tuple[ClosedSiteFacts, ...]
    needs: tuple[NeedFacts, ...]
    other_kinds: tuple[IncidentKind, ...] = ()
    """Of the incidents that are planned together with this one."""

    @property
    def hazards(self) -> frozenset[Hazard]:
        return frozenset().union(*(HAZARDS[kind] for kind in (self.kind, *self.other_kinds)))

    @property
    def conditions(self) -> tuple[RoadCondition, ...]:
        """What slows every road vehicle: as reported, else as its kind has it."""
        if self.road_conditions is None:
            return CONDITIONS.get(self.kind, ())
        return tuple(known for known in RoadCondition if known in self.road_conditions)

    @property
    def people_to_place(self) -> int:
        return sum(village.people for village in self.villages)

"""What one planning run reads, and the places of its problem."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from shapely.geometry.base import BaseGeometry

from app.catalog.schemas import ItemOut, KitOut, SubstituteOut
from app.dispatch.values import DispatchValues
from app.fleet.queries import ReadyVehicle
from app.incidents.facts import IncidentFacts
from app.inventory.queries import PlanFloor, PlanStock
from app.shelters.queries import UsableShelter
from app.sites.facts import Giving
from app.teams.queries import ActiveProfile, ReadyTeam
from gis.network import Closures
from gis.roads import RoadNetwork
from gis.snapping import Place
from optimize.problem import InputAge, Location


@dataclass(frozen=True)
class Facts:
    """Everything that one planning run reads."""

    incident: IncidentFacts
    values: DispatchValues
    first_batch_h: float
    basic_needs_h: float
    items: tuple[ItemOut, ...]
    kit: KitOut
    substitutes: tuple[SubstituteOut, ...]
    giving: Giving
    stock: tuple[PlanStock, ...]
    floors: tuple[PlanFloor, ...]
    shelters: tuple[UsableShelter, ...]
    vehicles: tuple[ReadyVehicle, ...]
    teams: tuple[ReadyTeam, ...]
    profile: ActiveProfile | None
    network: RoadNetwork
    waters: tuple[BaseGeometry, ...]
    closures: Closures
    closed_roads: tuple[str, ...]
    depot: str
    ages: tuple[InputAge, ...]

    @property
    def started_s(self) -> int:
        return -int((self.incident.plan_from - self.incident.started_at).total_seconds())

    def due_s(self, hours: float) -> int:
        """A deadline counted from the disaster's start, in seconds of the plan."""
        return max(0, round(hours * 3600) + self.started_s)


class Gazetteer:
    """Places of the problem under their location ids, in the order in which they were first named."""

    def __init__(self) -> None:
        self.places: dict[str, Place] = {}
        self.named: dict[str, tuple[str, str]] = {}

    def add(self, location: str, name: str, township: str, lon: float | None, lat: float | None) -> str:
        """A place without coordinates gets a location all the same: it is unreachable, and the plan says so."""
        self.named.setdefault(location, (name, township))
        if lon is not None and lat is not None:
            self.places.setdefault(location, Place(location, name, lon, lat))
        return location

    def locations(self, cut_by: Mapping[str, tuple[str, ...]]) -> tuple[Location, ...]:
        return tuple(
            Location(
                id=location,
                name=name,
                township=township,
                cut_by=cut_by.get(location, ()) if location in self.places else ("没有坐标",),
            )
            for location, (name, township) in self.named.items()
        )


def base_location(gazetteer: Gazetteer, force: ReadyVehicle | ReadyTeam | UsableShelter, site: UUID | None) -> str:
    """Forces at a site share its location; others stand at a point of their own."""
    location = f"site:{site}" if site else f"at:{force.id}"
    return gazetteer.add(location, force.name, force.division[:9], force.lon, force.lat)

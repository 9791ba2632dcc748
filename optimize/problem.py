"""The frozen question: everything the planner may know, as plain values.

Conventions: times are integer seconds after the plan's issue (``issued_at`` is second 0; the disaster started at
``started_s`` <= 0); masses are grams, volumes cm³, distances metres, quantities integers in an item's base unit.
Identifiers are opaque strings. There is no geometry here: roads have become travel matrices.

Formulas that are part of the contract, because the planner and the validator each compute them on their own:

* service time of a goods stop = ``stop_s`` + ceil(grams handled × ``handling_s_per_t`` / 1,000,000);
  service time of a people stop = ``stop_s`` + people × ``board_s_per_person``;
* required quantity of a kit line at a shelter = ceil(P × ``units`` / ``people``), where P is the number of people
  assigned there (in time or late), less the indoor places (not below 0) when ``outdoor_only`` is set; with q units
  there, the persons lacking it are max(0, P − floor(q × ``people`` / ``units``));
* units of a line are those of its own item; all that has come of a substitute for a line of a shelter counts as
  floor(q × ``replaces`` / ``units``) of them at every second, of any other item as none;
* deliveries for a line count for at most what is required there beyond arrivals; where that is above 0 and there are
  substitutes among them, for less than that + the largest of their ``replaces`` / ``units``;
* the groups of a shelter take at most ``places`` in all, and at most ``special_places`` of their ``special`` people;
* of the lots of a (source, item) with a floor, at most total − floor (not below 0) go to other than its free shelters;
* loading takes a dock of the source, unloading and letting people alight one of the shelter, for the service time;
  there are never more services at once than docks;
* goods can reach a shelter when the profile of some vehicle with capacity leads there from any source.
"""

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from optimize.adjustment import About, Adjustment, DockUse, Rule
from optimize.frozen import Count, Frozen, Positive, Seconds
from optimize.packed import Rows

__all__ = [
    "BY_BOAT",
    "BY_ROAD",
    "CHANNEL_RANK",
    "GOALS",
    "SCHEMA_VERSION",
    "UNREACHABLE",
    "About",
    "Adjustment",
    "Arrival",
    "AssemblyLimit",
    "DockUse",
    "Floor",
    "Group",
    "InputAge",
    "Item",
    "KitLine",
    "Location",
    "Lot",
    "MissionNeed",
    "Policy",
    "Problem",
    "Rule",
    "Shelter",
    "Source",
    "Substitute",
    "Team",
    "Terms",
    "Tier",
    "TravelMatrix",
    "Vehicle",
    "Withheld",
]

SCHEMA_VERSION = 1
UNREACHABLE = -1
BY_ROAD, BY_BOAT = "light", "light_boat"
"""Profiles of teams. Where boats get nowhere sooner, the ways of ``light_boat`` are those of ``light``."""


class Tier(StrEnum):
    """Who holds the goods; also the order in which reserve channels are called (domain section 6)."""

    VILLAGE = "village"
    TOWNSHIP = "township"
    DISTRICT = "district"
    NEIGHBOUR = "neighbour"
    AGREEMENT = "agreement"
    CAPACITY = "capacity"


CHANNEL_RANK = {tier: rank for rank, tier in enumerate(Tier, start=1)}


class Location(Frozen):
    """A point of the travel matrices. ``cut_by`` names the closed links that isolate it, if any."""

    id: str
    name: str
    township: str
    cut_by: tuple[str, ...] = ()


class TravelMatrix(Frozen):
    """Travel over open roads for one profile: from ``origins[i]`` to ``destinations[j]``, -1 = no way.

    Groups walk with profile ``foot``; a team goes with ``light`` (by road) or ``light_boat`` (by road, or by road to
    the water and on by boats of its own, whatever is sooner), and a vehicle (truck, bus, boat, motorcycle, drone …)
    moves over the matrices of its own. From a place to itself is 0 whether the matrix holds it or not; several
    matrices of one profile add up; where two hold the same pair the later counts.
    """

    profile: str
    origins: tuple[str, ...]
    destinations: tuple[str, ...]
    seconds: Rows
    metres: Rows


class Group(Frozen):
    """People who stay together: a village, or one 组 of a big village. Goes to exactly one shelter, or nowhere."""

    id: str
    name: str
    village: str
    township: str
    location: str
    people: Positive
    special: Count = 0


class Shelter(Frozen):
    """A place that can take people. ``exposed_to`` names the hazards of this incident that exclude it, if any."""

    id: str
    name: str
    township: str
    location: str
    places: Count
    indoor_places: Count
    special_places: Count
    ready_s: Seconds
    docks: Positive
    stop_s: Seconds
    handling_s_per_t: Seconds
    exposed_to: tuple[str, ...] = ()


class Item(Frozen):
    id: str
    name: str
    unit: str
    mass_g: Positive
    volume_cm3: Positive
    package: Positive = 1
    package_name: str = ""


class Substitute(Frozen):
    """``units`` of another ``item``, which lines may need as their own as well, do for ``replaces`` of a line's own."""

    item: str
    units: Positive
    replaces: Positive


class KitLine(Frozen):
    """What ``people`` persons need: ``units`` of ``item`` (or substitutes), complete at the shelter by ``due_s``."""

    id: str
    item: str
    name: str
    units: Positive
    people: Positive
    due_s: Seconds
    weight: Positive
    life_critical: bool
    first_day: bool
    outdoor_only: bool = False
    substitutes: tuple[Substitute, ...] = ()

    @property
    def items(self) -> tuple[str, ...]:
        """The items that may be delivered for the line, its own first."""
        return (self.item, *(row.item for row in self.substitutes))


class Source(Frozen):
    """A place that goods leave from. Goods of a lot can be loaded from its own ``ready_s`` on."""

    id: str
    name: str
    tier: Tier
    township: str
    location: str
    docks: Positive
    stop_s: Seconds
    handling_s_per_t: Seconds


class Lot(Frozen):
    """Goods that may be taken: on hand, usable, not reserved. Must be unloaded no later than ``expires_s``.

    ``name`` is the lot number that people read; it decides nothing.
    """

    id: str
    name: str = ""
    source: str
    item: str
    quantity: Positive
    ready_s: Seconds = 0
    expires_s: int | None = None


class Arrival(Frozen):
    """Units for a line of a shelter that are there (second 0) or come to it whatever the plan does.

    They are of the line's own item, or of ``item``, one of its substitutes. They count like deliveries for needs, goals
    and targets, not for channels and cost. Deliveries bring at most what they leave of the requirement; they themselves
    may exceed it.
    """

    shelter: str
    line: str
    quantity: Positive
    arrive_s: Seconds
    item: str | None = None


class Terms(Frozen):
    """What a reserve channel (an agreement, production) asks of whoever draws on these lots; no lot is under two.

    Loaded of them in all: nothing, or at least ``minimum`` units (once something has left, any further quantity).
    Loading begins no later than ``until_s``, if there is an end. With ``reach``, goods go to these shelters only.
    """

    lots: tuple[str, ...]
    minimum: Count = 0
    until_s: int | None = None
    reach: tuple[str, ...] | None = None


class Floor(Frozen):
    """Reserve floor of one (source, item): this much stays, unless it goes to one of ``free_shelters`` (own area)."""

    source: str
    item: str
    quantity: Positive
    free_shelters: tuple[str, ...] = ()


class Withheld(Frozen):
    """Goods that exist but may not be taken; words for a shortage, never supply."""

    source: str
    item: str
    on_hand: Count
    reserved: Count = 0
    expired: Count = 0
    unusable: Count = 0


class Vehicle(Frozen):
    """A vehicle at its base; it goes wherever the matrices of its ``profile`` lead.

    Capacity (both figures above 0) carries goods, seats carry people; with both it does either, a trip at a time.
    """

    id: str
    name: str
    kind: str
    profile: str
    location: str
    ready_s: Seconds
    capacity_g: Count
    capacity_cm3: Count
    seats: Count


class Team(Frozen):
    """A rescue team: at most ``on_duty`` − ``home_cover`` of its people may leave, to one mission at a time.

    It goes wherever the matrices of its ``profile`` lead.
    """

    id: str
    name: str
    level: str
    township: str
    location: str
    on_duty: Count
    home_cover: Count
    skills: tuple[str, ...]
    response_s: Seconds
    assembly_s: Seconds
    profile: str = BY_ROAD


class MissionNeed(Frozen):
    """People of one skill wanted at a place in [from_s, until_s); an arrival at or after ``until_s`` does not count."""

    id: str
    name: str
    location: str
    skill: str
    skill_name: str
    people: Positive
    from_s: Seconds
    until_s: Positive
    severity: Positive


class AssemblyLimit(Frozen):
    """One row of the assembly profile: ``stage`` is response, assembly or on_scene; ``level`` a team level or any.

    Plans are measured by on_scene alone: how long response and assembly take is each team's own.
    """

    stage: str
    level: str
    limit_s: Positive


GOALS = (
    "people_unplaced",
    "missions_unmet",
    "life_critical_unmet",
    "lowest_on_time_share",
    "late_person_item_hours",
    "assembly_minutes_over",
    "channel_cost",
    "cost_fen",
)
"""Keys of the goals in their usual order."""


class Policy(Frozen):
    """Planning values of this run; all editable data, none a rule.

    ``first_batch_s`` and ``basic_needs_s`` decide nothing: reports set the plan's targets beside them.

    ``goal_order`` lists all of ``GOALS`` in another order; empty = the usual one. People without a place come first,
    missions before minutes over the profile, and what goods are needed for (need, share, lateness) before channels and
    cost, or the best plan would be to send nothing.
    """

    walk_limit_s: Seconds
    place_by_s: Positive
    board_s_per_person: Count
    people_stop_s: Seconds
    first_batch_s: Positive
    basic_needs_s: int
    vehicle_hour_fen: Count
    km_fen: Count
    goal_order: tuple[str, ...] = ()

    @property
    def goals(self) -> tuple[str, ...]:
        """The goal keys in the order of this run."""
        return self.goal_order or GOALS


class InputAge(Frozen):
    name: str
    at: datetime | None


class Problem(Frozen):
    """One planning run. ``policy.basic_needs_s`` is the target counted from the disaster's start (``started_s``).

    ``reopened`` says how long the ways that closures took away would be without them; plans never use it, advice does.
    """

    schema_version: int = SCHEMA_VERSION
    incident: str
    name: str
    district: str
    issued_at: datetime
    started_s: int = Field(le=0)
    horizon_s: Positive
    policy: Policy
    locations: tuple[Location, ...]
    travel: tuple[TravelMatrix, ...]
    groups: tuple[Group, ...]
    shelters: tuple[Shelter, ...]
    items: tuple[Item, ...]
    kit: tuple[KitLine, ...]
    sources: tuple[Source, ...]
    lots: tuple[Lot, ...]
    floors: tuple[Floor, ...] = ()
    terms: tuple[Terms, ...] = ()
    arrivals: tuple[Arrival, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    vehicles: tuple[Vehicle, ...]
    teams: tuple[Team, ...]
    missions: tuple[MissionNeed, ...]
    assembly: tuple[AssemblyLimit, ...]
    dock_uses: tuple[DockUse, ...] = ()
    closed_roads: tuple[str, ...] = ()
    reopened: tuple[TravelMatrix, ...] = ()
    ages: tuple[InputAge, ...] = ()
    adjustment: Adjustment = Adjustment()

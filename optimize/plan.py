"""The frozen answer: who goes where, what goes with them, who drives, who helps, and how good that is.

Times are seconds after the plan's issue, as in ``problem``. Goods count as arrived when their unloading is finished
(``leave_s`` of the unload stop), people when the last of their group has alighted or walked in.
"""

from enum import StrEnum

from optimize.problem import Count, Frozen, Positive

SCHEMA_VERSION = 1


class Ended(StrEnum):
    """How the run ended. ``proven`` and ``effort`` repeat byte for byte (clock fields apart)."""

    PROVEN = "proven"
    EFFORT = "effort"
    WALL = "wall"
    CANCELLED = "cancelled"


class Action(StrEnum):
    LOAD = "load"
    UNLOAD = "unload"
    BOARD = "board"
    ALIGHT = "alight"


class Assignment(Frozen):
    """A whole group to a shelter. ``mode`` is foot or bus; ``travel_s`` the direct way by that matrix.

    ``arrive_s``: on foot the later of ``travel_s`` and the shelter's readiness (people set off at once), by bus the end
    of the last stop where one of the group alights. A group may ride in several trips.
    """

    group: str
    shelter: str
    people: Positive
    mode: str
    travel_s: Count
    arrive_s: Count


class Delivery(Frozen):
    """Units of one lot for one kit line of one shelter, carried by one trip, complete at ``arrive_s``."""

    lot: str
    shelter: str
    line: str
    quantity: Positive
    trip: str
    arrive_s: Count


class Cargo(Frozen):
    """What a goods stop handles: units of a lot bound for a shelter."""

    lot: str
    shelter: str
    quantity: Positive


class Passengers(Frozen):
    group: str
    people: Positive


class Stop(Frozen):
    """One visit: arrive_s <= start_s (waiting for readiness or a dock), service in [start_s, leave_s).

    ``arrive_s`` is exactly the driving time after the stop before. ``place`` is the id of the source, shelter or (to
    board) group. Only goods stops take a dock; every stop at a shelter waits for its readiness.
    """

    action: Action
    place: str
    location: str
    arrive_s: Count
    start_s: Count
    leave_s: Count
    cargo: tuple[Cargo, ...] = ()
    passengers: tuple[Passengers, ...] = ()


class Trip(Frozen):
    """A journey of one vehicle that starts and ends empty: load (board) stops, then the unload (alight) stops.

    ``from_location`` is where the vehicle stands when the trip starts (its base, or the last stop of its trip before);
    ``start_s`` is when it sets off from there. ``metres`` counts from there to the last stop.
    """

    id: str
    vehicle: str
    from_location: str
    start_s: Count
    stops: tuple[Stop, ...]
    end_s: Count
    metres: Count
    peak_g: Count
    peak_cm3: Count


class Posting(Frozen):
    """People of a team sent to a mission, not before response and assembly; ``arrive_s`` = ``depart_s`` + the way.

    ``within_profile``: no later than the on-scene limit of the team's level (else of ``any``) after ``from_s``. A team
    that goes out again first stays until ``until_s`` and drives home, as long as it drove out. No mission gets more
    people than it asks for.
    """

    mission: str
    team: str
    people: Positive
    depart_s: Count
    arrive_s: Count
    within_profile: bool


class Cause(Frozen):
    """Why something is short: ``code`` for programs, ``text`` and ``remedy`` in Chinese for people."""

    code: str
    text: str
    remedy: str


class Shortage(Frozen):
    """``kind`` is place, goods, mission or profile; ``subject`` the group, kit line or mission; ``site`` where.

    Rows of the same kind, subject, site and ``late`` (one per cause) add up to what is short:
    place: the group's people as quantity and persons, ``late`` if it arrives after ``place_by_s``, site its location;
    goods: ``unmet`` units and the persons still lacking at the end; with ``late`` the late units and the persons
    lacking at ``due_s`` less those still lacking at the end; site is the shelter;
    mission: people missing, site its location;
    profile: whole minutes (rounded up) by which the first arrival misses its limit, persons 0, ``late``, site its
    location. Nobody sent is a mission row only.
    """

    kind: str
    subject: str
    item: str | None
    item_name: str
    site: str
    site_name: str
    quantity: Count
    persons: Count
    late: bool
    cause: Cause


class NeedOutcome(Frozen):
    shelter: str
    line: str
    item: str
    required: Count
    on_time: Count
    late: Count
    unmet: Count


class Goal(Frozen):
    """One level of the objective. ``maximise`` is true for fairness only.

    ``gap`` = |value − bound| / max(|value|, |bound|) to 6 decimals, 0 where both are equal; None where no bound is
    known.
    """

    level: int
    key: str
    name: str
    value: float
    bound: float | None
    gap: float | None
    maximise: bool = False


class People(Frozen):
    """``placed`` are those at their shelter by ``place_by_s``; who comes later is assigned, but unplaced."""

    to_place: Count
    placed: Count
    unplaced: Count


class Targets(Frozen):
    """Hours, None = never, 0 where nothing is needed.

    ``first_batch_h``: from issue to the first life-critical goods of the last township in which a shelter takes people;
    None where such a township gets none, or where there are people and no shelter takes any.
    ``basic_needs_h``: from the disaster's start to the end of the last first-day line; None if anyone is unplaced.
    """

    first_batch_h: float | None
    basic_needs_h: float | None


class Timings(Frozen):
    shelters_s: float = 0.0
    allocation_s: float = 0.0
    trips_s: float = 0.0
    missions_s: float = 0.0
    validation_s: float = 0.0
    total_s: float = 0.0


class Plan(Frozen):
    schema_version: int = SCHEMA_VERSION
    incident: str
    input_hash: str
    seed: int
    effort: int
    ended: Ended
    solver: str
    people: People
    targets: Targets
    assignments: tuple[Assignment, ...]
    deliveries: tuple[Delivery, ...]
    trips: tuple[Trip, ...]
    postings: tuple[Posting, ...]
    needs: tuple[NeedOutcome, ...]
    objective: tuple[Goal, ...]
    shortages: tuple[Shortage, ...]
    timings: Timings = Timings()

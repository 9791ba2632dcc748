"""The frozen answer: the decisions, how good they are, how good any could be, and what is missing.

Times are seconds after the plan's issue, as in ``problem``.
"""

from enum import StrEnum

from optimize.decisions import (
    Action,
    Assignment,
    Cargo,
    Decisions,
    Delivery,
    Passengers,
    Posting,
    Stop,
    Trip,
)
from optimize.frozen import Count, Frozen

__all__ = [
    "Action",
    "Assignment",
    "Cargo",
    "Cause",
    "Decisions",
    "Delivery",
    "Ended",
    "Goal",
    "NeedOutcome",
    "Passengers",
    "People",
    "Plan",
    "Posting",
    "Shortage",
    "Stop",
    "Targets",
    "Timings",
    "Trip",
]

SCHEMA_VERSION = 1


class Ended(StrEnum):
    """How the run ended. ``proven`` and ``effort`` repeat byte for byte (clock fields apart)."""

    PROVEN = "proven"
    EFFORT = "effort"
    WALL = "wall"
    CANCELLED = "cancelled"


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
    """One goal, in the order of the run. ``maximise`` is true for fairness only.

    ``level``: 1 people, 2 missions, 3 need, 4 share, 5 lateness and minutes over the profile, 6 channels, 7 cost; where
    ``policy.goal_order`` is set, the goal's position in it.

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

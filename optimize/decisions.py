"""The rows that say who goes where, what goes with them, who drives and who helps.

Times are seconds after the plan's issue, as in ``problem``. Goods count as arrived when their unloading is finished
(``leave_s`` of the unload stop), people when the last of their group has alighted or walked in.
"""

from enum import StrEnum

from optimize.frozen import Count, Frozen, Positive


class Action(StrEnum):
    LOAD = "load"
    UNLOAD = "unload"
    BOARD = "board"
    ALIGHT = "alight"


class Assignment(Frozen):
    """A whole group to a shelter. ``mode`` is foot or the profile of every vehicle that the group rides in.

    ``travel_s`` is the direct way by the matrices of that mode. ``arrive_s``: on foot the later of ``now_s`` +
    ``travel_s`` (people set off at once) and the shelter's readiness, else the end of the last stop where one of the
    group alights. A group may ride in several trips.
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
    board) group. Every stop but boarding takes a dock; every stop at a shelter waits for its readiness.
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


class Decisions(Frozen):
    """Rows of a plan without their consequences."""

    assignments: tuple[Assignment, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    trips: tuple[Trip, ...] = ()
    postings: tuple[Posting, ...] = ()

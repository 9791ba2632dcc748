"""What can be said about a plan once it is there: why something is short, what would help, what more would bring.

Every figure is re-solved: a changed problem, planned again from the plan. Times are seconds after the plan's issue.
"""

from typing import Annotated, Literal

from pydantic import Field

from optimize.frozen import Count, Frozen, Positive, Seconds
from optimize.plan import Ended
from optimize.problem import Rule

SCHEMA_VERSION = 1


class StockChange(Frozen):
    """Further goods at a source. ``reserved``: they are there and need only be released by those they are kept for.
    ``lot``: more of this lot, from when it is there and under its terms; ``ready_s`` says nothing then."""

    kind: Literal["stock"] = "stock"
    source: str
    item: str
    quantity: Positive
    ready_s: Seconds = 0
    reserved: bool = False
    lot: str | None = None


class FloorChange(Frozen):
    """So much less of a reserve floor is kept."""

    kind: Literal["floor"] = "floor"
    source: str
    item: str
    quantity: Positive


class DocksChange(Frozen):
    """Further docks (loading places with their people) at a source or shelter."""

    kind: Literal["docks"] = "docks"
    place: str
    docks: Positive


class VehicleChange(Frozen):
    """Further vehicles like ``like``, at a base."""

    kind: Literal["vehicles"] = "vehicles"
    like: str
    location: str
    count: Positive
    ready_s: Seconds


class PlacesChange(Frozen):
    """Further places in a shelter, ``special`` of them for people with special needs."""

    kind: Literal["places"] = "places"
    shelter: str
    places: Count
    special: Count = 0


class RoadChange(Frozen):
    """The ways to these locations are open again, as ``Problem.reopened`` says."""

    kind: Literal["road"] = "road"
    locations: tuple[str, ...]


class TimeChange(Frozen):
    """Later deadlines: of kit lines, of placing people (``place``), of missions' ends."""

    kind: Literal["time"] = "time"
    later_s: Positive
    lines: tuple[str, ...] = ()
    missions: tuple[str, ...] = ()
    place: bool = False


class CoverChange(Frozen):
    """So many fewer people of a team stay at home."""

    kind: Literal["cover"] = "cover"
    team: str
    people: Positive


class TeamChange(Frozen):
    """A further team that can leave ``location`` at ``ready_s``."""

    kind: Literal["team"] = "team"
    location: str
    skill: str
    people: Positive
    ready_s: Seconds


class BoatsChange(Frozen):
    """A team gets boats of its own."""

    kind: Literal["boats"] = "boats"
    team: str


class TermsChange(Frozen):
    """An agreement's least call is lowered to ``minimum``; ``anywhere`` lifts its reach, ``anytime`` its end."""

    kind: Literal["terms"] = "terms"
    lots: tuple[str, ...]
    minimum: Count
    anywhere: bool = False
    anytime: bool = False


class RuleChange(Frozen):
    """A lock or ban is lifted."""

    kind: Literal["rule"] = "rule"
    rule: Rule


Change = Annotated[
    StockChange
    | FloorChange
    | DocksChange
    | VehicleChange
    | PlacesChange
    | RoadChange
    | TimeChange
    | CoverChange
    | TeamChange
    | BoatsChange
    | TermsChange
    | RuleChange,
    Field(discriminator="kind"),
]


class LackRow(Frozen):
    """What is short of one kit line at one shelter, of places for one group, of people at one mission; ``subject`` and
    ``site`` as in ``Shortage``."""

    subject: str
    site: str
    short: Positive


class Lack(Frozen):
    """People without a place, units of an item (or what does for it) not there on time, people of a skill missing,
    minutes over the assembly profile: all rows of a plan, or those that the same thing holds back.

    ``kind`` as in ``Shortage``; ``subject`` is the item (goods) or skill (mission, profile), empty for places.
    ``elsewhere`` is what is short of the same in other rows.
    """

    kind: str
    subject: str
    name: str
    unit: str
    rows: tuple[LackRow, ...]
    elsewhere: Count = 0

    @property
    def short(self) -> int:
        return sum(row.short for row in self.rows)

    @property
    def sites(self) -> tuple[str, ...]:
        """Shelters (goods) or locations."""
        return tuple(dict.fromkeys(row.site for row in self.rows))

    @property
    def subjects(self) -> frozenset[str]:
        """Kit lines, groups or missions."""
        return frozenset(row.subject for row in self.rows)


class Binding(Frozen):
    """A class of limits that holds a lack: without it only ``after`` would be short. ``text`` says so."""

    code: str
    after: Count
    text: str


class Remedy(Frozen):
    """Changes that, made together, leave ``after`` short of ``before``.

    ``code`` is the class of limits that it moves; ``after`` what executed plans of the changed problem leave short: all
    planned again from the plan and, if ``verified``, from nothing as well with several seeds: what is left at worst.
    """

    code: str
    changes: tuple[Change, ...]
    before: Positive
    after: Count
    verified: bool
    text: str


class Reason(Frozen):
    """One lack with what binds, strongest first, and what can be done, most effective first.

    Where different things hold its rows back, ``parts`` says the same of each group of rows that are held by one.
    """

    lack: Lack
    causes: tuple[Binding, ...]
    remedies: tuple[Remedy, ...]
    parts: tuple["Reason", ...] = ()

    @property
    def unproved(self) -> int:
        """Remedies that were not planned from nothing, of parts as well."""
        return sum(not row.verified for row in self.remedies) + sum(part.unproved for part in self.parts)


class GoalChange(Frozen):
    """One goal of the plan before and after a change."""

    level: int
    key: str
    name: str
    before: float
    after: float


class Step(Frozen):
    """What so many more bring: the goals that change, in their order."""

    amount: Positive
    goals: tuple[GoalChange, ...]
    text: str


class Price(Frozen):
    """What more of one thing would bring; ``change`` is for one of it, ``steps`` are re-solved.

    ``kind``: item, substitute, channel (neighbours, agreements, production), vehicle, place or hour.
    """

    kind: str
    name: str
    change: Change
    steps: tuple[Step, ...]


class CityNeed(Frozen):
    """Goods to ask the upper level for, at ``source`` by ``ready_s``, after all that own means can do.

    ``verified``: full plans with them bring them in time. ``checked``: full plans have told what they bring; those
    that they do not bring in time are a need of their own, not verified. Together they are what lacks, in packages.
    """

    item: str
    quantity: Positive
    source: str | None
    ready_s: Seconds
    verified: bool
    checked: bool = False


class Reasons(Frozen):
    """Everything that was found out about a plan. ``left`` counts the lacks that there was no time to look into."""

    schema_version: int = SCHEMA_VERSION
    input_hash: str
    ended: Ended
    reasons: tuple[Reason, ...]
    prices: tuple[Price, ...]
    city: tuple[CityNeed, ...]
    solves: Count
    left: Count

    @property
    def unproved(self) -> int:
        """Remedies and requests that full plans have not shown yet."""
        return sum(row.unproved for row in self.reasons) + sum(not row.checked for row in self.city)


class Question(Frozen):
    """A line of the plan: ``kind`` is assignment (group), delivery (lot, shelter), trip (trip) or posting (mission,
    team)."""

    kind: Literal["assignment", "delivery", "trip", "posting"]
    subject: str
    target: str | None = None


class Alternative(Frozen):
    """Another choice and what it would change, goal by goal: just what adjusting the plan by ``rules`` gives.

    ``text`` says what would be done, ``wish`` what the rules ask for.
    """

    choice: str
    name: str
    goals: tuple[GoalChange, ...]
    text: str
    wish: str
    rules: tuple[Rule, ...]


class Why(Frozen):
    """Why a line is as it is: what was chosen, what speaks for it, and the next best choices, the best first.

    ``complete``: all that were to be tried are there.
    """

    question: Question
    text: str
    grounds: tuple[str, ...]
    alternatives: tuple[Alternative, ...]
    complete: bool

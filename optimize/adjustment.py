"""What is not open to a plan: rows that stand, what people have decided, and docks that others take.

Part of the contract of ``problem``, where these rows are read and written.
"""

from enum import StrEnum

from optimize.decisions import Decisions
from optimize.frozen import Frozen, Seconds


class DockUse(Frozen):
    """A dock of a source or shelter that somebody else's vehicle takes in [start_s, leave_s)."""

    place: str
    start_s: Seconds
    leave_s: Seconds


class About(StrEnum):
    """What a rule is about, and what its target then is."""

    GROUP = "group"
    """group → shelter"""
    SHELTER = "shelter"
    """shelter, without a target: it takes nobody"""
    SOURCE = "source"
    """source → shelter"""
    LOT = "lot"
    """lot → shelter"""
    VEHICLE = "vehicle"
    """vehicle → a source where it loads, a shelter where it unloads or people alight, or a group that boards"""
    WAY = "way"
    """location → location, one after the other on any vehicle's trip"""
    TEAM = "team"
    """team → mission"""


class Rule(Frozen):
    """One thing that people have decided and the plan keeps, whatever it costs.

    A ban (``keep`` false) takes the pair of subject and target away, all pairs of the subject without a target. A
    lock (``keep`` true) leaves a subject only its locked targets; of a vehicle, only those among the targets of the
    same kind (sources, shelters, groups). Nothing is ever forced, so there is always a plan: what a rule prevents is
    a shortage. Shelters and ways know bans only.
    """

    about: About
    subject: str
    target: str | None = None
    keep: bool


class Adjustment(Frozen):
    """What is no longer open.

    ``fixed`` rows are part of the plan as they stand: they use lots, vehicles, docks, teams and places, and everything
    else starts at ``now_s`` or later. ``before`` is a plan to be changed as little as possible, a wish after all goals;
    its rows may be impossible by now. ``unfinished``: somebody stopped it before it was done, so it is where the search
    goes on, and no wish.
    """

    now_s: Seconds = 0
    fixed: Decisions = Decisions()
    rules: tuple[Rule, ...] = ()
    before: Decisions | None = None
    unfinished: bool = False

"""The whole plan, anytime: a valid plan at once, better ones while effort, time and patience last.

Shelters, missions, allocation and trips are solved one after the other; what the trips cannot do goes back as advice to
the others. Every candidate is an executed plan, and the lexicographically best one is kept.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from typing import NamedTuple

from optimize.appraisal import Appraisal
from optimize.decisions import Decisions
from optimize.execution import (
    Allocate,
    Candidate,
    Settled,
    allocated,
    called_enough,
    drive,
    settle,
    shuttle,
    squeeze,
    with_postings,
    with_soonest_rides,
)
from optimize.feedback import Waiting, carried_again
from optimize.figures import Figures, goals
from optimize.goods.allocation import fill
from optimize.goods.leximin import Allocator, Channels
from optimize.goods.supply import Supply
from optimize.index import Index
from optimize.missions.assignment import MissionResult, assign, draft, keep
from optimize.people.shelters import Placing, improve, place_greedily, prepare
from optimize.people.ways import find_ways
from optimize.plan import Goal, Plan
from optimize.problem import GOALS, Problem
from optimize.progress import STANDARD_EFFORT, Control, Event
from optimize.replanning.warm import Warm, known
from optimize.trips.refinement import refine

TIME_LIMIT_S = 20.0
SQUEEZES = 24
"""Attempts to bring single groups in after all."""
SEAT_OPTIMISM = (1.15, 1.3, 1.0, 0.9)
"""Seat time allowed in each round, against what the best answer so far takes."""
QUICK = 10
"""The part of the effort that the first plan, and each attempt to squeeze people in, may cost."""
FLEET = 0.2
"""The share of the trucks' time that goods may count on at first; what is given up to docks, queues and approaches."""
SPARED = 2
"""How much dearer shelters where goods lack become in one such round, if need be."""


Further = Callable[[Candidate], Candidate]
"""A way on from a plan; what it finds need not be better."""


class Manner(NamedTuple):
    """How goods are allocated: that share of the trucks' time, and what the order of channels is worth."""

    fleet: float
    channels: Channels


SCARCE = (
    (0.4, (Channels.FIRST, Channels.LAST, Channels.MIXED)),
    (0.35, (Channels.FIRST,)),
)
"""Further manners of allocation where trucks do not suffice."""
FEEDBACKS = 12
"""How often at most, at the standard effort, what could not be carried goes back to be decided otherwise."""
NEED_LEVELS, GOODS_LEVELS = 4, 5
"""Goals down to the lowest share, and to lateness."""
LITTLE = 5_000
"""Up to so many pairs of goods and shelters a full search takes a moment."""


def solve(
    problem: Problem,
    *,
    effort: int = STANDARD_EFFORT,
    time_limit: float = TIME_LIMIT_S,
    seed: int = 0,
    progress: Callable[[Event], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Plan:
    """The best plan found within the effort; ``time_limit`` (s) and ``stop`` end the run early with a valid plan."""
    deadline = time.monotonic() + time_limit
    control = Control(effort=effort, seed=seed, deadline=deadline, stop=stop, progress=progress)
    control.report("plan", "start")
    with closing(Run(problem, control)) as run:
        run.search()
        plan = run.plan()
    control.report("plan", "end")
    return plan


class Run:
    """One run: the data prepared once, and the best executed plan so far."""

    def __init__(self, problem: Problem, control: Control) -> None:
        self.problem, self.control = problem, control
        self.seconds = dict.fromkeys(("shelters_s", "allocation_s", "trips_s", "missions_s"), 0.0)
        self.whole = Index(problem)
        self.index = self.whole.open()
        self.ways = find_ways(self.index)
        self.placing = prepare(self.ways)
        self.supply = Supply(self.index)
        self.missions = MissionResult((), {}, 0, 0.0, 0.0, proven=False)
        self.best: Candidate | None = None
        self.manner = Manner(FLEET, Channels.FIRST)
        """The one that has led to the best."""
        self.appraisal = Appraisal(self.supply, self.ways, control)

    def close(self) -> None:
        self.appraisal.close()

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        start = time.monotonic()
        try:
            yield
        finally:
            self.seconds[stage] += time.monotonic() - start

    def search(self) -> Candidate:
        """The best plan within the effort: from an earlier one, or from nothing."""
        if self.problem.adjustment.before is None:
            return self.from_nothing()
        self.again(self.problem.adjustment.before)
        assert self.best is not None
        return self.best

    def from_nothing(self) -> Candidate:
        self.first()
        self.better()
        assert self.best is not None
        return self.best

    def first(self) -> None:
        """A valid plan within moments: greedy shelters, teams and goods."""
        control = self.quick()
        with self.timed("shelters_s"):
            settled = settle(self.ways, self.placing, place_greedily(self.placing), control)
        with self.timed("missions_s"):
            self.missions = draft(self.problem, self.whole)
        self.keep(self.try_goods(settled, partial(fill, by_channel=False), control))
        self.early_goals()
        self.appraisal.reserve()

    def again(self, before: Decisions) -> None:
        """An earlier plan as far as it holds, and a little search where goods come too late or not at all; where it
        was unfinished, all the search follows."""
        control = self.quick()
        warm = Warm(self.ways, self.supply, known(self.index, before), control)
        with self.timed("shelters_s"):
            settled = self.resettled(warm)
        with self.timed("missions_s"):
            self.missions = keep(self.problem, self.whole, warm.before.postings, control)
        candidates = warm.candidates(settled, self.missions)
        with self.timed("trips_s"):
            self.keep(next(candidates))
        while self.lacking() and not self.control.stopped():
            with self.timed("trips_s"):
                further = next(candidates, None)
                if further is None:
                    break
                further = called_enough(self.ways, further, self.missions, self.control)
            if self.timely(further) < self.timely(self.best):
                self.best = further
                self.appraisal.tell("incumbent", goals(further.figures.values, {}))
        little = len(self.supply.pools) * len(self.problem.shelters) <= LITTLE
        if self.problem.adjustment.unfinished and not self.control.stopped():
            self.afresh(len(GOALS))
        elif little and any(goal.gap != 0 for goal in self.early_goals()[:NEED_LEVELS]):
            self.afresh(NEED_LEVELS)

    def resettled(self, warm: Warm) -> Settled:
        """People where an earlier plan has them; others where there is room, or all anew if that places more."""
        settled = warm.settled(self.placing)
        if self.somebody_left(settled):
            fewer = self.better_shelters(settled, warm.wish(self.placing))
            settled = min(settled, fewer, key=self.left_over)
        if self.somebody_left(settled):
            fresh = settle(self.ways, self.placing, place_greedily(self.placing), self.quick())
            settled = min(settled, self.better_shelters(fresh, self.placing), key=self.left_over)
        return with_soonest_rides(self.ways, settled, self.control)

    def people(self) -> Figures:
        """The people of the plan that ``search`` finds, who have their way before any goods do."""
        before, control = self.problem.adjustment.before, self.quick()
        if before is None:
            fresh = settle(self.ways, self.placing, place_greedily(self.placing), control)
            settled = with_soonest_rides(self.ways, self.better_shelters(fresh, self.placing), self.control)
        else:
            settled = self.resettled(Warm(self.ways, self.supply, known(self.index, before), control))
        return drive(self.ways, settled, (), self.missions, control).figures

    def quick(self) -> Control:
        """For steps that may cost a small part of the effort."""
        return self.control.share(1.0, effort=max(1, self.control.effort // QUICK))

    def afresh(self, levels: int) -> None:
        """The answer of a full search, if it is better in so many goals: for that a plan is given up."""
        assert self.best is not None
        kept, missions, self.best = self.best, self.missions, None
        found = self.from_nothing()
        if kept.figures.key()[:levels] <= found.figures.key()[:levels]:
            self.best, self.missions = kept, missions

    @staticmethod
    def timely(candidate: Candidate | None) -> tuple[float, ...]:
        """The goals down to lateness: for these alone an earlier plan is changed more than it must be."""
        return candidate.figures.key()[:GOODS_LEVELS] if candidate else ()

    def better(self) -> None:
        """Shelters, goods and teams by program, while there is time."""
        assert self.best is not None
        if not self.control.stopped():
            self.appraisal.late.prepare()
            with self.timed("shelters_s"):
                settled = self.better_shelters(self.best.settled, self.placing)
            with self.timed("missions_s"):
                self.missions = assign(self.problem, self.whole, self.control.share(0.3))
            self.keep(with_postings(self.best, self.missions))
            if self.control.stopped():
                return
            with self.timed("trips_s"):
                settled = with_soonest_rides(self.ways, settled, self.control)
            self.better_goods(settled)

    def better_goods(self, settled: Settled) -> None:
        """Goods by program in several manners while they lack; then earlier channels and cheaper trips, in which
        trucks win time for what could not be carried."""
        if self.control.stopped():
            return
        self.try_manners(settled, FLEET, (Channels.FIRST,))
        for fleet, orders in SCARCE:
            if self.control.stopped() or not self.lacking():
                break
            self.try_manners(settled, fleet, orders)
        self.carry_more()

    def try_manners(self, settled: Settled, fleet: float, orders: Sequence[Channels]) -> None:
        """Several orders with one allocator, whose programs are large and gone in the end."""
        allocator = Allocator(self.supply, fleet)
        for channels in orders:
            self.try_manner(settled, allocator, channels)
            if self.control.stopped() or not self.lacking():
                break

    def try_manner(self, settled: Settled, allocator: Allocator, channels: Channels) -> None:
        before = self.best
        self.keep(self.in_manner(settled, allocator, channels))
        if self.best is not before:
            self.manner = Manner(allocator.fleet, channels)

    def in_manner(self, settled: Settled, allocator: Allocator, channels: Channels) -> Candidate:
        """Goods by program for these people."""
        allocate = partial(allocator.book, control=self.control.share(0.5), channels=channels)
        return self.try_goods(settled, allocate, self.control)

    def carry_more(self) -> None:
        """Refined trips leave time to carry more, and more that is carried leaves other trips to refine. Which comes
        first decides where that ends: while goods lack, both are tried."""
        assert self.best is not None
        start = self.best
        if not self.lacking():  # else the goals that these bounds keep will change
            self.appraisal.late.begin(start.figures, self.control)
        self.feed_back(self.refined(start), self.carried_and_refined)
        if not self.control.stopped() and self.lacking():
            spared = partial(self.spared, Waiting.nowhere(self.placing))
            further = self.feed_back(start, self.carried, spared)
            self.feed_back(self.refined(further), self.carried_and_refined)

    def feed_back(self, best: Candidate, *ways: Further) -> Candidate:
        """While goods lack, what could not be carried goes back to be decided otherwise: in the first of these ways,
        where that improves nothing more in the next. It ends when none improves."""
        for _ in range(self.control.scaled(FEEDBACKS)):
            before = self.timely(best)
            for way in ways:
                if self.control.stopped() or not self.appraisal.lacking(best.figures, self.missions):
                    return best
                best = self.better_of(best, way(best))
                if self.timely(best) != before:
                    break
            else:
                return best
        return best

    def carried(self, best: Candidate) -> Candidate:
        """What could not be carried allocated and carried again."""
        with self.timed("trips_s"):
            return carried_again(self.supply, self.ways, best, self.missions, self.control)

    def carried_and_refined(self, best: Candidate) -> Candidate:
        return self.refined(self.carried(best))

    def refined(self, candidate: Candidate) -> Candidate:
        """The same people with earlier channels and cheaper trips."""
        if self.control.stopped():
            return candidate
        with self.timed("trips_s"):
            return self.better_of(candidate, refine(self.supply, self.ways, candidate, self.missions, self.control))

    def spared(self, waiting: Waiting, best: Candidate) -> Candidate:
        """Another assignment that spares shelters where goods lack, more and more, if as many people find a place."""
        for _ in range(SPARED):
            if self.control.stopped():
                break
            with self.timed("shelters_s"):
                waiting.learn(best.figures)
                settled = waiting.settled_again(best.settled, self.control)
            if settled is not best.settled and self.left_over(settled) <= self.left_over(best.settled):
                goods = self.in_manner(settled, Allocator(self.supply, self.manner.fleet), self.manner.channels)
                found = self.better_of(best, goods)
                if found is not best:
                    return found
        return best

    def better_of(self, known: Candidate, candidate: Candidate) -> Candidate:
        """The better of two, the later of equals."""
        candidate = self.keep(candidate)
        return candidate if candidate.figures.key() <= known.figures.key() else known

    def better_shelters(self, settled: Settled, placing: Placing) -> Settled:
        """By program; where buses are short, again with the seat time that they turned out to have."""
        control, best, short = self.control.share(0.5), settled, settled.short_of_buses
        for optimism in SEAT_OPTIMISM:
            seat_s = optimism * placing.seat_time(best.choice) if short else None
            choice = improve(placing, best.choice, control, seat_s)
            better = settle(self.ways, placing, choice, control)
            short = short or better.short_of_buses
            best = min(best, better, key=lambda settled: placing.worth(settled.choice))
            if not short or not placing.unplaced(best.choice) or control.stopped():
                break
        if short and placing.unplaced(best.choice):
            quick = control.share(1.0, effort=max(1, control.effort // QUICK))
            best = squeeze(self.ways, placing, best, quick, control.scaled(SQUEEZES))
            best = shuttle(self.ways, placing, best, control)
        return best

    def somebody_left(self, settled: Settled) -> bool:
        """Whether more people could have a place for all we know."""
        return self.left_over(settled) > 0 and self.left_over(settled) > self.appraisal.open_unplaced

    def left_over(self, settled: Settled) -> int:
        return self.placing.unplaced(settled.choice)

    def try_goods(self, settled: Settled, allocate: Allocate, control: Control) -> Candidate:
        with self.timed("allocation_s"):
            wanted = allocated(self.supply, settled, allocate)
        if self.best is not None and control.stopped():
            return self.best
        with self.timed("trips_s"):
            return drive(self.ways, settled, wanted, self.missions, control)

    def keep(self, candidate: Candidate) -> Candidate:
        """Keep the better of the best so far and this one (the later of equals), and tell the listener; returns this
        one as it may be carried out."""
        candidate = called_enough(self.ways, candidate, self.missions, self.control)
        if self.best is None or candidate.figures.key() <= self.best.figures.key():
            self.best = candidate
            self.control.answer()
            self.appraisal.tell("incumbent", goals(candidate.figures.values, {}))
        return candidate

    def early_goals(self) -> tuple[Goal, ...]:
        """The goals of the best candidate with the bounds that are found at once."""
        assert self.best is not None
        found = self.appraisal.early(self.best.figures, self.missions)
        self.appraisal.tell("bound", found)
        return found

    def lacking(self) -> bool:
        """Whether goods of the best candidate could still come notably better."""
        self.early_goals()
        return self.best is not None and self.appraisal.lacking(self.best.figures, self.missions)

    def plan(self) -> Plan:
        """The best candidate as a plan, with bounds and causes."""
        assert self.best is not None
        return self.appraisal.plan(self.best.figures, self.missions, self.seconds)

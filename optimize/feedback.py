"""What vehicles and hours could not carry, handed back: to the allocation, and to the assignment of shelters.

A candidate says, executed, what comes late or not at all. Such goods are allocated again, from what is left anywhere,
and taken along by rounds that have room and time (``carried_again``). Where that is not enough, a place at a shelter
becomes dearer by what its people lack (``Waiting``), so that they rather go where goods follow.
"""

from dataclasses import dataclass, replace

import numpy as np

from optimize.decisions import Decisions
from optimize.execution import Candidate, Settled, settle, with_goods, with_soonest_rides
from optimize.figures import Figures
from optimize.goods.flows import Flow
from optimize.goods.supply import Supply
from optimize.missions.assignment import MissionResult
from optimize.people.shelters import Placing, improve
from optimize.people.ways import Ways
from optimize.programs.linear import Reals
from optimize.progress import Control
from optimize.replanning.rescue import rescue
from optimize.replanning.resume import Goods, People, bus_trips

LACK_MINUTES = 600.0
"""Minutes of a person that a place costs in addition where nothing life-critical comes in time."""
PART = 10
"""The part of the effort that another assignment may cost."""


def carried_again(
    supply: Supply, ways: Ways, candidate: Candidate, missions: MissionResult, control: Control
) -> Candidate:
    """The same people; what comes late is allocated and carried anew, and what is then still late taken along."""
    index, found = ways.index, candidate.schedule
    fixed = index.problem.adjustment.fixed
    people = People(
        tuple(row for row in candidate.figures.execution.assignments if row not in fixed.assignments),
        tuple(bus_trips(found.trips)),
    )
    before = Decisions(assignments=people.assignments, deliveries=found.deliveries, trips=found.trips)
    goods = Goods(supply, before, people)
    again = goods.again(control, lambda row: row.arrive_s > index.lines[row.line].due_s).execution
    flows = tuple(Flow(row.lot, row.shelter, row.line, row.quantity) for row in again.deliveries)
    further = with_goods(ways, replace(candidate, flows=flows), again.trips, again.deliveries, missions)
    candidate = min(further, candidate, key=lambda row: row.figures.key())
    return rescue(supply, ways, candidate, missions, control)


@dataclass
class Waiting:
    """What places at shelters have turned out to cost in waiting, in minutes per person."""

    placing: Placing
    minutes: Reals

    @classmethod
    def nowhere(cls, placing: Placing) -> "Waiting":
        return cls(placing, np.zeros(len(placing.places)))

    def learn(self, figures: Figures) -> None:
        """Add what the people of each shelter lack in time, by weight, in a plan."""
        lacks, whole = dict[str, float](), dict[str, float]()
        for demand in figures.demands:
            if demand.line.life_critical:
                lack = demand.line.weight * demand.lacking_by(demand.line.due_s)
                lacks[demand.shelter] = lacks.get(demand.shelter, 0.0) + lack
                whole[demand.shelter] = whole.get(demand.shelter, 0.0) + demand.line.weight * demand.persons
        names = [shelter.id for shelter in self.placing.ways.index.problem.shelters]
        self.minutes = self.minutes + LACK_MINUTES * np.array([lacks.get(n, 0.0) / whole.get(n, 1.0) for n in names])

    def settled_again(self, settled: Settled, control: Control) -> Settled:
        """The assignment with these costs, found from the one there is."""
        ways, quick = self.placing.ways, control.share(0.3, effort=max(1, control.effort // PART))
        placing = replace(self.placing, cost=self.placing.cost + self.placing.people[:, None] * self.minutes)
        seat_s = placing.seat_time(settled.choice) if settled.short_of_buses else None
        choice = improve(placing, settled.choice, quick, seat_s)
        if np.array_equal(choice, settled.choice):
            return settled
        return with_soonest_rides(ways, settle(ways, placing, choice, quick), quick)

"""Postings made better by single steps: two teams change places, or one makes way for another that is nearer.

Where lateness is the same either way, that sends whoever is at a place to its own mission, and not past another team
that comes the other way.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from optimize.missions.postings import Option
from optimize.missions.reposting import Costs
from optimize.progress import Control

PASSES = 8
"""How often all pairs are tried at the standard effort."""


def exchanged(options: Sequence[Option], chosen: Sequence[Option], costs: Costs, control: Control) -> list[Option]:
    """The postings once no such step that saves travel makes them better."""
    return _Exchange(options, chosen, costs, control).run()


class _Exchange:
    def __init__(self, options: Sequence[Option], chosen: Sequence[Option], costs: Costs, control: Control) -> None:
        self.option = {(row.team.id, row.mission.id): row for row in options if not row.fixed}
        self.offers: dict[str, list[Option]] = defaultdict(list)
        for row in sorted(self.option.values(), key=lambda o: (o.travel_s, o.number)):
            self.offers[row.mission.id].append(row)
        self.chosen, self.costs, self.control = list(chosen), costs, control
        self.rating = costs(self.chosen)

    def run(self) -> list[Option]:
        for _ in range(self.control.scaled(PASSES)):
            before = self.rating
            for row in tuple(self.chosen):
                if self.control.stopped():
                    return self.chosen
                for old, new in self._steps(row):
                    self._take(old, new)
            if self.rating == before:
                break
        return self.chosen

    def _steps(self, row: Option) -> Iterator[tuple[tuple[Option, ...], tuple[Option, ...]]]:
        """What could leave and come instead with less travel."""
        for other in tuple(self.chosen):
            there = self.option.get((row.team.id, other.mission.id))
            here = self.option.get((other.team.id, row.mission.id))
            if there and here and there.travel_s + here.travel_s < row.travel_s + other.travel_s:
                yield (row, other), (there, here)
        for nearer in self.offers[row.mission.id]:
            if nearer.travel_s >= row.travel_s:
                break
            yield (row,), (nearer,)

    def _take(self, old: tuple[Option, ...], new: tuple[Option, ...]) -> None:
        if not all(row in self.chosen and not row.fixed for row in old):
            return
        found = [row for row in self.chosen if row not in old]
        for row in new:
            if any(row.team is other.team and row.clashes(other) for other in found):
                return
            found.append(row)
        rating = self.costs(found)
        if rating < self.rating:
            self.chosen, self.rating = found, rating

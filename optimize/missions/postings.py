"""Which teams could go where, when each leaves for its missions, and what a choice of postings costs."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from optimize.figures import on_scene_limit_s
from optimize.index import Index
from optimize.problem import MissionNeed, Problem, Team

CALL_S = 60
"""What a posting counts beyond its way there: of two plans with about the same ways, the one with fewer teams."""


@dataclass(frozen=True, slots=True, eq=False)
class Option:
    """A team that could serve a mission, leaving at ``depart_s`` if no other mission keeps it longer.

    ``limit_s`` is the on-scene limit of its level, ``over_s`` its lateness if it leaves at ``depart_s``. A
    ``fixed`` one has left at just that second.
    """

    number: int
    team: Team
    mission: MissionNeed
    people: int
    travel_s: int
    depart_s: int
    limit_s: int | None
    fixed: bool = False

    @property
    def cost_s(self) -> int:
        """What it adds to the travel of a plan."""
        return self.travel_s + CALL_S

    @property
    def begin_s(self) -> int:
        """The first second at which the team can be nowhere else any more."""
        return self.depart_s + 1 if self.fixed else self.mission.until_s - self.travel_s

    @property
    def over_s(self) -> int:
        return self.late_s(self.depart_s)

    @property
    def home_s(self) -> int:
        return self.mission.until_s + self.travel_s

    def late_s(self, depart_s: int) -> int:
        """Seconds over the on-scene limit when leaving then."""
        if self.limit_s is None:
            return 0
        return max(0, depart_s + self.travel_s - self.mission.from_s - self.limit_s)

    def precedes(self, later: "Option") -> bool:
        """Whether the team is home early enough to come to ``later`` before its end."""
        return self.home_s < later.begin_s

    def clashes(self, other: "Option") -> bool:
        return not (self.precedes(other) or other.precedes(self))


def free_options(options: Sequence[Option]) -> list[Option]:
    """Options that are not fixed and clash with none that is."""
    fixed: dict[str, list[Option]] = defaultdict(list)
    for option in options:
        if option.fixed:
            fixed[option.team.id].append(option)
    return [o for o in options if not o.fixed and not any(o.clashes(away) for away in fixed[o.team.id])]


def nobody_over_s(index: Index, mission: MissionNeed) -> int:
    """Lateness of a mission that nobody goes to: its end stands for the arrival."""
    limit = on_scene_limit_s(index, None)
    return 0 if limit is None else max(0, mission.until_s - mission.from_s - limit)


def timetable(chosen: Sequence[Option]) -> dict[Option, int]:
    """When each team leaves for each of its missions, one after the other."""
    departs: dict[Option, int] = {}
    free_s: dict[str, int] = {}
    for option in sorted(chosen, key=lambda o: (o.mission.until_s, o.number)):
        free = 0 if option.fixed else free_s.get(option.team.id, 0)
        departs[option] = max(option.depart_s, free)
        free_s[option.team.id] = option.home_s
    return departs


def people_sent(chosen: Sequence[Option]) -> dict[str, int]:
    """People by mission."""
    sent: dict[str, int] = defaultdict(int)
    for option in chosen:
        sent[option.mission.id] += option.people
    return sent


def missing_cost(problem: Problem, chosen: Sequence[Option]) -> int:
    """Severity × people whom nobody sends."""
    sent = people_sent(chosen)
    return sum(mission.severity * max(0, mission.people - sent[mission.id]) for mission in problem.missions)


def late_cost(problem: Problem, index: Index, chosen: Sequence[Option]) -> int:
    """Seconds over the on-scene limit of the first arrivals, all missions together."""
    late_s = first_late_s(chosen)
    return sum(
        late_s[mission.id] if mission.id in late_s else nobody_over_s(index, mission) for mission in problem.missions
    )


def first_late_s(chosen: Sequence[Option]) -> dict[str, int]:
    """Seconds over the on-scene limit of the first arrival, by mission."""
    firsts: dict[str, tuple[int, str, int]] = {}
    for option, depart in timetable(chosen).items():
        arrival = depart + option.travel_s, option.team.id, option.late_s(depart)
        firsts[option.mission.id] = min(arrival, firsts.get(option.mission.id, arrival))
    return {mission: late_s for mission, (_, _, late_s) in firsts.items()}

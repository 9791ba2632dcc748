"""Better postings by ruin and recreate: call some missions' teams back and post again whoever comes soonest."""

import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from random import Random

from optimize.missions.postings import Option, first_late_s, people_sent
from optimize.problem import MissionNeed
from optimize.progress import Control

ROUNDS = 1600
"""Rounds at the standard effort."""
SLACK = 0.03
"""By how much a way to better postings may be later than the best known, at first."""
MOST_MISSIONS = 6
"""Missions posted anew in one round, at most."""
MOST_OFFERS = 40
"""Teams per mission that are thought of, the soonest."""

Costs = Callable[[Sequence[Option]], tuple[int, int, int]]


def repost(
    missions: Sequence[MissionNeed],
    options: Sequence[Option],
    chosen: Sequence[Option],
    costs: Costs,
    control: Control,
    *,
    least_s: int = 0,
    patience: int | None = None,
) -> list[Option]:
    """The best postings found within the effort by (people missing, lateness, travel); never worse than ``chosen``.

    ``least_s`` is a lateness that no postings can beat; ``patience`` ends the search after so many rounds that find
    nothing better.
    """
    random, best, rating = Random(control.seed), list(chosen), costs(chosen)
    current, allowed = best, rating
    offers: dict[str, list[Option]] = defaultdict(list)
    for option in sorted(options, key=lambda o: (o.over_s, o.travel_s, o.number)):
        if not option.fixed and len(offers[option.mission.id]) < MOST_OFFERS:
            offers[option.mission.id].append(option)
    rounds, since = control.scaled(ROUNDS), 0
    for number in range(rounds):
        if rating[:2] <= (0, least_s) or since == patience or control.stopped():
            break
        picked = _related(missions, random)
        again = {mission.id for mission in picked}
        found = [option for option in current if option.fixed or option.mission.id not in again]
        for mission in picked:
            _post(mission, offers[mission.id], found, random)
        found_rating = costs(found)
        since = 0 if found_rating < rating else since + 1
        if found_rating <= rating:
            best, rating = found, found_rating
        if found_rating <= allowed:
            current = found
        left = 1 - (number + 1) / rounds
        allowed = rating[0], int(rating[1] * (1 + left * SLACK)), sys.maxsize
    return best


def with_more(options: Sequence[Option], kept: Sequence[Option], costs: Costs) -> list[Option]:
    """The kept postings and every other that makes them better, the soonest first."""
    chosen, rating = list(kept), costs(kept)
    sent, late_s = people_sent(chosen), first_late_s(chosen)
    for option in sorted(options, key=lambda o: (o.over_s, o.travel_s, o.number)):
        if not (rating[0] or rating[1]):
            break
        mission = option.mission
        if sent[mission.id] >= mission.people and option.over_s >= late_s.get(mission.id, sys.maxsize):
            continue
        if not any(option.team is other.team and (option is other or option.clashes(other)) for other in chosen):
            found = costs([*chosen, option])
            if found[:2] < rating[:2]:
                chosen.append(option)
                rating = found
                sent, late_s = people_sent(chosen), first_late_s(chosen)
    return chosen


def _related(missions: Sequence[MissionNeed], random: Random) -> list[MissionNeed]:
    """A mission and some others, of the same skill or of any, in a drawn order."""
    first, any_skill = random.choice(missions), random.random() < 0.5
    rivals = [other for other in missions if other is not first and (any_skill or other.skill == first.skill)]
    picked = [first, *random.sample(rivals, min(len(rivals), random.randint(1, MOST_MISSIONS - 1)))]
    random.shuffle(picked)
    return picked


def _post(mission: MissionNeed, offers: Sequence[Option], chosen: list[Option], random: Random) -> None:
    """Add teams until the mission has its people: first whoever is least late, then whoever brings most."""
    tasks: dict[str, list[Option]] = defaultdict(list)
    for option in chosen:
        tasks[option.team.id].append(option)
    missing = mission.people - sum(option.people for option in chosen if option.mission is mission)
    free = [o for o in offers if not any(o.clashes(task) for task in tasks[o.team.id])]
    handicap = {option: random.uniform(1.0, 1.2) for option in free}

    def late_s(option: Option) -> int:
        return option.late_s(_depart_s(option, tasks[option.team.id]))

    while missing > 0 and free:
        if missing == mission.people:
            best = min(free, key=lambda o: (late_s(o) * handicap[o], bool(tasks[o.team.id]), o.travel_s, o.number))
        else:
            best = min(free, key=lambda o: (-min(o.people, missing), bool(tasks[o.team.id]), o.travel_s, o.number))
        chosen.append(best)
        free.remove(best)
        missing -= best.people


def _depart_s(option: Option, tasks: Sequence[Option]) -> int:
    """When a team could leave, given its other missions before."""
    return max([option.depart_s, *(task.home_s for task in tasks if task.precedes(option))])

"""Several incidents of equal priority as one: what is true of any of them is true of the whole. Pure.

The clock is that of the latest plan; deadlines count from the earliest start, so nobody's are later than their own.
Roads that one has closed are closed, sites and areas that one has lost are lost to all, and roads are slowed by what
any reports. A village that several have hit is moved once, as the one with most people has it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain

from app.incidents.facts import IncidentFacts, NeedFacts, VillageFacts
from app.incidents.models import RoadCondition


def together(incidents: Sequence[IncidentFacts]) -> IncidentFacts:
    """The first of them with everything of the others; itself where it is alone."""
    first = incidents[0]
    if len(incidents) == 1:
        return first
    plan_from = max(row.plan_from for row in incidents)
    slowed = {condition for row in incidents for condition in row.conditions}
    needs = (_later(row.needs, int((plan_from - row.plan_from).total_seconds())) for row in incidents)
    closed = {site.site_id: site for row in incidents for site in row.closed_sites}
    return replace(
        first,
        name="、".join(row.name for row in incidents),
        started_at=min(row.started_at for row in incidents),
        plan_from=plan_from,
        other_kinds=tuple(row.kind for row in incidents[1:]),
        road_conditions=[known.value for known in RoadCondition if known in slowed],
        areas=tuple(chain.from_iterable(row.areas for row in incidents)),
        villages=_villages(chain.from_iterable(row.villages for row in incidents)),
        closures=tuple(chain.from_iterable(row.closures for row in incidents)),
        closed_sites=tuple(closed.values()),
        needs=tuple(chain.from_iterable(needs)),
    )


def _villages(rows: Iterable[VillageFacts]) -> tuple[VillageFacts, ...]:
    found: dict[str, VillageFacts] = {}
    for row in rows:
        known = found.get(row.division, row)
        people, special = max(known.people, row.people), max(known.special, row.special)
        found[row.division] = replace(known, people=people, special=special)
    return tuple(found.values())


def _later(needs: Iterable[NeedFacts], by_s: int) -> Iterable[NeedFacts]:
    """The needs on a clock that begins so much later; those that are over are none."""
    for need in needs:
        if need.until_s > by_s:
            yield replace(need, from_s=max(0, need.from_s - by_s), until_s=need.until_s - by_s)

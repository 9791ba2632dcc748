"""Problems to try the planner and the validator on: one by hand, and a deterministic builder of random ones.

The builder draws a small district on a plane (metres), turns it into travel matrices that obey the triangle
inequality, and stocks it for ``1 / tight`` of what the people need. ``odd`` adds the cases that break plans.
"""

import random
from collections.abc import Iterable, Sequence

from hypothesis import strategies as st

from optimize.problem import (
    BY_BOAT,
    BY_ROAD,
    Floor,
    Group,
    Item,
    KitLine,
    Location,
    Lot,
    MissionNeed,
    Problem,
    Shelter,
    Source,
    Team,
    Tier,
    Vehicle,
    Withheld,
)
from tests.optimize.goods import (
    BUSES,
    HOUR,
    ISSUED_AT,
    ITEMS,
    LIGHT_FLEETS,
    LINES,
    SKILLS,
    TIER_CYCLE,
    TRUCKS,
    default_assembly,
    default_policy,
)
from tests.optimize.ground import Ground, Point, travel_matrices
from tests.optimize.tiny import tiny_problem

__all__ = ["ODD_CASES", "county_problem", "problems", "random_problem", "tiny_problem"]


ODD_CASES = (
    "no_stock",
    "no_vehicles",
    "no_buses",
    "cut_off_village",
    "cut_off_shelter",
    "exposed_shelter",
    "all_exposed",
    "few_places",
    "special_needs",
    "late_shelter",
    "expiring_lot",
    "expired_on_arrival",
    "closed_floor",
    "area_floor",
    "late_capacity",
    "withheld",
    "huge_piece",
    "short_horizon",
    "no_skill",
    "far_mission",
    "no_profile",
    "nobody",
    "boats",
    "motorcycles",
    "drones",
)


class Draw:
    """One random district. Every method draws one kind of row, always in the same order."""

    def __init__(self, seed: int, tight: float, odd: frozenset[str], side_m: float, item_count: int) -> None:
        self.random = random.Random(seed)
        self.tight = tight
        self.odd = odd
        self.side_m = side_m
        self.items = ITEMS[:item_count]
        self.locations: list[Location] = []
        self.points: dict[str, Point] = {}
        self.cut: set[str] = set()
        self.townships = ["甲镇", "乙镇", "丙乡"]

    def has(self, case: str) -> bool:
        return case in self.odd

    def place(self, ident: str, name: str, *, spread: float = 1.0, closed_by: str | None = None) -> tuple[str, str]:
        """A new location: its id and township."""
        half = self.side_m / 2
        point = (half + self.random.uniform(-half, half) * spread, half + self.random.uniform(-half, half) * spread)
        township = self.townships[min(len(self.townships) - 1, int(point[0] / self.side_m * len(self.townships)))]
        location = f"at-{ident}"
        self.points[location] = point
        if closed_by:
            self.cut.add(location)
        self.locations.append(
            Location(id=location, name=name, township=township, cut_by=(closed_by,) if closed_by else ())
        )
        return location, township

    def groups(self, count: int, sizes: tuple[int, int]) -> tuple[Group, ...]:
        rows = []
        for i in range(0 if self.has("nobody") else count):
            closed = "断桥一" if self.has("cut_off_village") and i == 0 else None
            location, township = self.place(f"g{i}", f"村{i}", closed_by=closed)
            people = self.random.randint(*sizes)
            special = self.random.randint(1, max(1, people // 8)) if self.has("special_needs") else 0
            rows.append(
                Group(
                    id=f"g{i}", name=f"村{i}一组", village=f"v{i // 2}", township=township, location=location,
                    people=people, special=special,
                )
            )  # fmt: skip
        return tuple(rows)

    def shelters(self, count: int, people: int) -> tuple[Shelter, ...]:
        share = people / max(1, count)
        factor = 0.6 if self.has("few_places") else 1.5
        rows = []
        for i in range(count):
            closed = "塌方二" if self.has("cut_off_shelter") and i == 0 else None
            location, township = self.place(f"s{i}", f"避难所{i}", closed_by=closed)
            places = max(1, round(share * factor * self.random.uniform(0.7, 1.3)))
            exposed = self.has("all_exposed") or (self.has("exposed_shelter") and i == count - 1)
            rows.append(
                Shelter(
                    id=f"s{i}", name=f"避难所{i}", township=township, location=location, places=places,
                    indoor_places=self.random.randint(0, places),
                    special_places=self.random.randint(0, places // 6),
                    ready_s=self.random.randint(4, 8) * HOUR if self.has("late_shelter") and i == 0 else 0,
                    docks=self.random.randint(1, 2), stop_s=300, handling_s_per_t=self.random.choice((300, 900)),
                    exposed_to=("洪水淹没区",) if exposed else (),
                )
            )  # fmt: skip
        return tuple(rows)

    def sources(self, count: int) -> tuple[Source, ...]:
        rows = []
        for i in range(count):
            location, township = self.place(f"d{i}", f"储备点{i}")
            rows.append(
                Source(
                    id=f"d{i}", name=f"储备点{i}", tier=TIER_CYCLE[i % len(TIER_CYCLE)], township=township,
                    location=location, docks=self.random.randint(1, 3), stop_s=300,
                    handling_s_per_t=self.random.choice((240, 900)),
                )
            )  # fmt: skip
        return tuple(rows)

    def kit(self) -> tuple[KitLine, ...]:
        carried = {item.id for item in self.items}
        return tuple(line for line in LINES if line.item in carried)

    def lots(self, sources: Sequence[Source], kit: Sequence[KitLine], people: int) -> tuple[Lot, ...]:
        rows: list[Lot] = []
        for item in () if self.has("no_stock") else self.items:
            need = sum(people * line.units / line.people for line in kit if line.item == item.id)
            holders = [s for s in sources if self.random.random() < 0.7] or list(sources)
            for source in holders:
                quantity = round(need / self.tight / len(holders) * self.random.uniform(0.6, 1.5))
                rows.extend(self._split(source, item, quantity, len(rows)))
        return tuple(rows)

    def _split(self, source: Source, item: Item, quantity: int, first: int) -> list[Lot]:
        """One or two lots; the first may expire, capacity goods come late."""
        halves = [quantity // 3, quantity - quantity // 3] if self.random.random() < 0.4 else [quantity]
        ready = 0
        if source.tier is Tier.AGREEMENT:
            ready = HOUR
        if source.tier is Tier.CAPACITY or (self.has("late_capacity") and source.id == "d0"):
            ready = self.random.randint(5, 20) * HOUR
        expires: int | None = None
        if self.has("expired_on_arrival"):
            expires = self.random.randint(0, 600)
        elif self.has("expiring_lot"):
            expires = ready + self.random.randint(1, 12) * HOUR
        return [
            Lot(
                id=f"l{first + k}", source=source.id, item=item.id, quantity=part, ready_s=ready,
                expires_s=expires if k == 0 else None,
            )
            for k, part in enumerate(part for part in halves if part > 0)
        ]  # fmt: skip

    def floors(self, lots: Sequence[Lot], sources: Sequence[Source], shelters: Sequence[Shelter]) -> tuple[Floor, ...]:
        if not (self.has("closed_floor") or self.has("area_floor")):
            return ()
        township_of = {s.id: s.township for s in sources}
        held: dict[tuple[str, str], int] = {}
        for lot in lots:
            held[lot.source, lot.item] = held.get((lot.source, lot.item), 0) + lot.quantity
        rows = []
        for (source, item), quantity in held.items():
            if self.random.random() < 0.5:
                own = [s.id for s in shelters if s.township == township_of[source]] if self.has("area_floor") else []
                stays = max(1, round(quantity * self.random.choice((0.3, 0.7, 1.2))))
                rows.append(Floor(source=source, item=item, quantity=stays, free_shelters=tuple(own)))
        return tuple(rows)

    def withheld(self, sources: Sequence[Source]) -> tuple[Withheld, ...]:
        if not self.has("withheld"):
            return ()
        return tuple(
            Withheld(source=source.id, item=item.id, on_hand=60, reserved=30, expired=20, unusable=10)
            for source in sources
            for item in self.items
            if self.random.random() < 0.3
        )

    def vehicles(self, count: int, sources: Sequence[Source]) -> tuple[Vehicle, ...]:
        rows: list[Vehicle] = []
        for i in range(0 if self.has("no_vehicles") else count):
            if i % 3 == 1 and not self.has("no_buses"):
                rows.append(self._bus(i))
            else:
                rows.append(self._truck(i, sources))
        for case, kind, name, profile, grams, volume, seats in LIGHT_FLEETS:
            for i in range(3 if self.has(case) else 0):
                rows.append(
                    Vehicle(
                        id=f"{profile}{i}", name=f"{name}{i}", kind=kind, profile=profile,
                        location=self.random.choice(sources).location, ready_s=self.random.randint(0, 60) * 60,
                        capacity_g=grams, capacity_cm3=volume, seats=seats,
                    )
                )  # fmt: skip
        return tuple(rows)

    def _bus(self, i: int) -> Vehicle:
        kind, name, seats = self.random.choice(BUSES)
        location, _ = self.place(f"b{i}", f"客运站{i}")
        return Vehicle(
            id=f"b{i}", name=f"{name}{i}", kind=kind, profile="bus", location=location,
            ready_s=self.random.randint(10, 60) * 60, capacity_g=0, capacity_cm3=0, seats=seats,
        )  # fmt: skip

    def _truck(self, i: int, sources: Sequence[Source]) -> Vehicle:
        kind, name, grams, volume = self.random.choice(TRUCKS)
        own_base = not sources or self.random.random() < 0.5
        location = self.place(f"t{i}", f"车场{i}")[0] if own_base else self.random.choice(sources).location
        if self.has("huge_piece") and kind != "truck_9m6":
            volume = min(volume, 900_000)
        return Vehicle(
            id=f"t{i}", name=f"{name}{i}", kind=kind, profile="truck", location=location,
            ready_s=self.random.randint(0, 60) * 60, capacity_g=grams, capacity_cm3=volume, seats=0,
        )  # fmt: skip

    def teams(self, count: int) -> tuple[Team, ...]:
        rows = []
        for i in range(count):
            location, township = self.place(f"m{i}", f"队伍驻地{i}")
            on_duty = self.random.randint(6, 20)
            skills = {SKILLS[i % len(SKILLS)][0], self.random.choice(SKILLS)[0]}
            rows.append(
                Team(
                    id=f"m{i}", name=f"救援队{i}", level=("township", "district", "village")[i % 3], township=township,
                    location=location, on_duty=on_duty, home_cover=self.random.randint(0, on_duty // 2),
                    skills=tuple(sorted(skills)), response_s=120, assembly_s=300,
                    profile=BY_BOAT if self.has("boats") and "water_rescue" in skills else BY_ROAD,
                )
            )  # fmt: skip
        return tuple(rows)

    def missions(self, count: int, groups: Sequence[Group]) -> tuple[MissionNeed, ...]:
        rows = []
        for i in range(count):
            skill, skill_name = SKILLS[i % len(SKILLS)]
            if self.has("no_skill") and i == 0:
                skill, skill_name = "hazmat", "危化救援"
            closed = "断桥一" if self.has("far_mission") and i == count - 1 else None
            if groups and not closed and self.random.random() < 0.7:
                location = self.random.choice(groups).location
            else:
                location = self.place(f"n{i}", f"任务点{i}", closed_by=closed)[0]
            start = self.random.randint(0, 3) * HOUR
            rows.append(
                MissionNeed(
                    id=f"n{i}", name=f"任务{i}", location=location, skill=skill, skill_name=skill_name,
                    people=self.random.randint(2, 14), from_s=start, until_s=start + self.random.randint(1, 8) * HOUR,
                    severity=self.random.randint(1, 3),
                )
            )  # fmt: skip
        return tuple(rows)


def random_problem(
    seed: int,
    *,
    groups: int = 6,
    shelters: int = 3,
    sources: int = 3,
    items: int = 4,
    vehicles: int = 6,
    teams: int = 3,
    missions: int = 2,
    tight: float = 1.2,
    odd: Iterable[str] = (),
    side_m: float = 16_000,
    sizes: tuple[int, int] = (8, 90),
) -> Problem:
    """A district drawn from ``seed``. ``tight`` > 1 means that stock falls short of the need by that factor."""
    unknown = set(odd) - set(ODD_CASES)
    if unknown:
        raise ValueError(f"unknown odd cases: {sorted(unknown)}")
    draw = Draw(seed, tight, frozenset(odd), side_m, items)
    group_rows = draw.groups(groups, sizes)
    people = sum(g.people for g in group_rows)
    shelter_rows = draw.shelters(shelters, people)
    source_rows = draw.sources(sources)
    kit = draw.kit()
    lots = draw.lots(source_rows, kit, people)
    vehicle_rows = draw.vehicles(vehicles, source_rows)
    team_rows = draw.teams(teams)
    mission_rows = draw.missions(missions, group_rows)
    cut = frozenset(draw.cut)
    ground = Ground(draw.points, {"truck": cut, "bus": cut, "light": cut})
    return Problem(
        incident=f"incident-{seed}",
        name=f"随机算例{seed}",
        district="示例区",
        issued_at=ISSUED_AT,
        started_s=-HOUR,
        horizon_s=(8 if draw.has("short_horizon") else 72) * HOUR,
        policy=default_policy(),
        locations=tuple(draw.locations),
        travel=travel_matrices(
            ground, groups=group_rows, shelters=shelter_rows, sources=source_rows, vehicles=vehicle_rows,
            teams=team_rows, missions=mission_rows,
        ),
        groups=group_rows,
        shelters=shelter_rows,
        items=draw.items,
        kit=kit,
        sources=source_rows,
        lots=lots,
        floors=draw.floors(lots, source_rows, shelter_rows),
        withheld=draw.withheld(source_rows),
        vehicles=vehicle_rows,
        teams=team_rows,
        missions=mission_rows,
        assembly=() if draw.has("no_profile") else default_assembly(),
        closed_roads=tuple(sorted({name for place in draw.locations for name in place.cut_by})),
    )  # fmt: skip


def county_problem(seed: int = 1, *, tight: float = 1.3) -> Problem:
    """County size: some 6,000 people of 120 groups, 60 shelters, 30 sources, 60 vehicles, 40 teams."""
    return random_problem(
        seed, groups=120, shelters=60, sources=30, items=8, vehicles=60, teams=40, missions=20, tight=tight,
        odd=("special_needs", "exposed_shelter", "cut_off_village", "withheld", "area_floor"), side_m=50_000,
    )  # fmt: skip


@st.composite
def problems(draw: st.DrawFn, *, largest: int = 5) -> Problem:
    """Hypothesis strategy: small random problems with up to three odd cases."""
    return random_problem(
        draw(st.integers(0, 2**31)),
        groups=draw(st.integers(1, largest)),
        shelters=draw(st.integers(1, max(1, largest - 2))),
        sources=draw(st.integers(1, max(1, largest - 1))),
        items=draw(st.integers(1, len(ITEMS))),
        vehicles=draw(st.integers(1, largest + 1)),
        teams=draw(st.integers(0, largest - 1)),
        missions=draw(st.integers(0, largest - 1)),
        tight=draw(st.sampled_from((0.7, 1.2, 2.5))),
        odd=draw(st.sets(st.sampled_from(ODD_CASES), max_size=3)),
    )

"""Seeded districts of a real one's size to measure the planner on: places on a plane, no database.

A district has townships with villages, shelters, stores and teams around them, a depot, partner firms and vehicles.
Several districts lie side by side; each knows the ways between its own places and to and from the depots next door.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from optimize.packed import packed
from optimize.problem import (
    AssemblyLimit,
    Floor,
    Group,
    Item,
    KitLine,
    Location,
    Lot,
    MissionNeed,
    Policy,
    Problem,
    Shelter,
    Source,
    Team,
    Tier,
    TravelMatrix,
    Vehicle,
)

HOUR = 3600
SIDE_M, DETOUR = 60_000.0, 1.4
METRES_PER_SECOND = {"truck": 9.0, "bus": 9.0, "light": 11.0, "foot": 0.83}
KIT = (
    # item, unit g, unit cm³, units per people, persons, due h, weight, life-critical, first day, outdoor only
    ("tent", 70_000, 250_000, 1, 4, 10, 8, True, True, True),
    ("bed", 8_500, 70_000, 1, 1, 10, 3, False, True, False),
    ("quilt", 3_000, 25_000, 1, 1, 10, 6, True, True, False),
    ("mattress", 2_500, 25_000, 1, 1, 10, 3, False, True, False),
    ("coat", 2_500, 22_000, 1, 1, 24, 4, True, False, False),
    ("water", 1_040, 1_700, 3, 1, 10, 10, True, True, False),
    ("food", 300, 1_500, 3, 1, 10, 8, True, True, False),
    ("hygiene", 8_100, 26_000, 1, 5, 24, 2, False, False, False),
    ("toilet", 70_000, 350_000, 1, 50, 10, 3, False, True, False),
    ("light", 180_000, 1_000_000, 1, 200, 24, 2, False, False, False),
    ("cooking", 5_000, 24_300, 1, 5, 24, 1, False, False, False),
    ("first_aid", 3_000, 10_000, 1, 50, 10, 6, True, True, False),
    ("lamp", 400, 2_000, 1, 4, 10, 2, False, True, False),
    ("blanket", 1_500, 12_000, 1, 1, 10, 5, True, True, False),
    ("stove", 12_000, 60_000, 1, 20, 24, 2, False, False, False),
)
LATER = {"water": 6, "food": 6}
"""Units per person of a second line, for days 2 and 3."""
TRUCKS = ((700_000, 4_500_000), (1_800_000, 15_000_000), (8_000_000, 38_000_000), (15_000_000, 55_000_000))
SKILLS = ("guide", "water_rescue", "medical", "road")
LEVELS = ("village", "township", "department", "district")
Points = NDArray[np.float64]


@dataclass(frozen=True)
class Size:
    """What a district has, and who is hit. ``stock`` is what there is of each item, as a share of
    the need; ``assortment`` the chance that a village room has it."""

    villages: int = 535
    townships: int = 40
    hit: int = 31
    people: int = 6_000
    stores: int = 576
    shelters: int = 200
    items: int = 15
    vehicles: int = 100
    teams: int = 60
    missions: int = 55
    stock: float = 1.6
    reserved: float = 0.15
    assortment: float = 1 / 3

    def scaled(self, **changes: float) -> "Size":
        return replace(self, **changes)  # type: ignore[arg-type] # names and kinds are those of the fields


def city(seed: int, districts: int = 1, size: Size | None = None) -> Problem:
    """One problem over so many districts, drawn from ``seed``."""
    return _problem(f"benchmark-{seed}", _parts(seed, districts, size or Size()))


def apart(seed: int, districts: int, size: Size | None = None) -> list[Problem]:
    """The same districts as problems of their own; each knows the depots and teams next door only as places."""
    parts = _parts(seed, districts, size or Size())
    return [_problem(f"benchmark-{seed}-{part.name}", [part]) for part in parts]


def _parts(seed: int, districts: int, size: Size) -> "list[_District]":
    parts = [_District(seed, number, districts, size) for number in range(districts)]
    for part in parts:
        part.next_door = [other for other in parts if other is not part and part.adjoins(other)]
    return parts


def _problem(incident: str, parts: "list[_District]") -> Problem:
    places = {row.id: row for part in parts for each in (part, *part.next_door) for row in each.locations}
    travel = tuple(table for part in parts for table in part.travel())
    named = dict.fromkeys(row.id for part in parts for row in part.locations)
    named |= dict.fromkeys(place for table in travel for place in (*table.origins, *table.destinations))
    return Problem(
        incident=incident,
        name="基准算例",
        district="示例市",
        issued_at=datetime(2026, 7, 16, 8, tzinfo=UTC),
        started_s=-HOUR,
        horizon_s=72 * HOUR,
        policy=Policy(
            walk_limit_s=HOUR, place_by_s=8 * HOUR, board_s_per_person=3, people_stop_s=300, first_batch_s=6 * HOUR,
            basic_needs_s=10 * HOUR, vehicle_hour_fen=12_000, km_fen=300,
        ),
        locations=tuple(places[name] for name in named),
        travel=travel,
        groups=tuple(row for part in parts for row in part.groups),
        shelters=tuple(row for part in parts for row in part.shelters),
        items=_items(parts[0].size),
        kit=kit(parts[0].size),
        sources=tuple(row for part in parts for row in part.sources),
        lots=tuple(row for part in parts for row in part.lots),
        floors=tuple(row for part in parts for row in part.floors),
        vehicles=tuple(row for part in parts for row in part.vehicles),
        teams=tuple(row for part in parts for row in part.teams),
        missions=tuple(row for part in parts for row in part.missions),
        assembly=(
            AssemblyLimit(stage="on_scene", level="village", limit_s=1_200),
            AssemblyLimit(stage="on_scene", level="township", limit_s=3_000),
            AssemblyLimit(stage="on_scene", level="any", limit_s=7_200),
        ),
    )  # fmt: skip


def _items(size: Size) -> tuple[Item, ...]:
    return tuple(Item(id=row[0], name=row[0], unit="件", mass_g=row[1], volume_cm3=row[2]) for row in KIT[: size.items])


def kit(size: Size) -> tuple[KitLine, ...]:
    """The lines of the first ``size.items`` items."""
    rows = []
    for item, _, _, units, people, due, weight, critical, first, outdoor in KIT[: size.items]:
        rows.append(
            KitLine(
                id=item, item=item, name=item, units=units, people=people, due_s=due * HOUR, weight=weight,
                life_critical=critical, first_day=first, outdoor_only=outdoor,
            )
        )  # fmt: skip
        if item in LATER:
            more = {"id": f"{item}-2", "units": LATER[item], "due_s": 24 * HOUR, "first_day": False}
            rows.append(rows[-1].model_copy(update=more))
    return tuple(rows)


class _District:
    """One district; every method draws one kind of row, always in the same order."""

    def __init__(self, seed: int, number: int, districts: int, size: Size) -> None:
        self.random = np.random.default_rng([seed, number])
        self.size, self.name = size, f"q{number}"
        columns = int(np.ceil(np.sqrt(districts)))
        self.cell = np.array(divmod(number, columns), dtype=float)
        self.locations: list[Location] = []
        self.points: dict[str, Points] = {}
        self.next_door: list[_District] = []
        self.centres = self.random.uniform(0, SIDE_M, (size.townships, 2))
        self.groups = self._groups()
        self.shelters = self._shelters()
        self.sources = self._sources()
        self.lots, self.floors = self._lots()
        self.vehicles = self._vehicles()
        self.teams, self.missions = self._teams(), self._missions()

    def adjoins(self, other: "_District") -> bool:
        return float(np.abs(self.cell - other.cell).sum()) == 1.0

    def place(self, ident: str, township: int, spread_m: float = 5_000.0) -> tuple[str, str, str]:
        """(id, location, township) of a new place around the centre of a township."""
        ident, town = f"{self.name}-{ident}", f"{self.name}-t{township}"
        point = np.clip(self.centres[township] + self.random.normal(0, spread_m / 2, 2), 0, SIDE_M)
        location = f"at-{ident}"
        self.points[location] = point + self.cell * SIDE_M
        self.locations.append(Location(id=location, name=ident, township=town))
        return ident, location, town

    def _groups(self) -> list[Group]:
        """The villages nearest to a point that is drawn, each as one group."""
        size = self.size
        towns = self.random.integers(0, size.townships, size.villages)
        far = np.linalg.norm(self.centres[towns] - self.random.uniform(0, SIDE_M, 2), axis=1)
        hit = np.argsort(far, kind="stable")[: size.hit]
        shares = self.random.uniform(0.4, 1.6, size.hit)
        people = np.maximum(1, np.round(shares / shares.sum() * size.people)).astype(int)
        rows = []
        for village, count in zip(hit.tolist(), people.tolist(), strict=True):
            ident, location, town = self.place(f"v{village}", int(towns[village]))
            rows.append(
                Group(id=ident, name=ident, village=ident, township=town, location=location, people=count,
                      special=int(count * self.random.uniform(0, 0.08)))
            )  # fmt: skip
        return rows

    def _shelters(self) -> list[Shelter]:
        rows = []
        room = max(500.0, 1.4 * self.size.people / self.size.shelters)
        for n in range(self.size.shelters):
            ident, location, town = self.place(f"s{n}", n % self.size.townships)
            places = int(room * self.random.uniform(0.4, 1.6))
            rows.append(
                Shelter(id=ident, name=ident, township=town, location=location, places=places,
                        indoor_places=int(places * self.random.uniform(0, 0.6)), special_places=places // 8,
                        ready_s=int(self.random.integers(0, 3)) * 1_800, docks=int(self.random.integers(1, 4)),
                        stop_s=600, handling_s_per_t=900)
            )  # fmt: skip
        return rows

    def _sources(self) -> list[Source]:
        size, rows = self.size, []
        partners = max(1, size.stores // 40)
        for n in range(size.stores):
            tier = Tier.DISTRICT if n == 0 else Tier.TOWNSHIP if n <= size.townships else Tier.VILLAGE
            tier = Tier.AGREEMENT if n >= size.stores - partners else tier
            ident, location, town = self.place(f"d{n}", n % size.townships)
            big = tier in (Tier.DISTRICT, Tier.AGREEMENT)
            rows.append(
                Source(id=ident, name=ident, tier=tier, township=town, location=location, docks=3 if big else 1,
                       stop_s=900, handling_s_per_t=240 if big else 1_000)
            )  # fmt: skip
        return rows

    def _lots(self) -> tuple[list[Lot], list[Floor]]:
        """Of each item every store of a tier holds about the same; village rooms a third of the items each."""
        lots, floors = list[Lot](), list[Floor]()
        worth = {Tier.DISTRICT: 60.0, Tier.TOWNSHIP: 4.0, Tier.VILLAGE: 0.4, Tier.AGREEMENT: 6.0}
        for row in KIT[: self.size.items]:
            per_person = (row[3] + LATER.get(row[0], 0)) / row[4]
            held = [
                s for s in self.sources if s.tier is not Tier.VILLAGE or self.random.random() < self.size.assortment
            ]
            shares = np.array([worth[s.tier] for s in held]) * self.random.uniform(0.3, 1.7, len(held))
            whole = int(np.ceil(self.size.people * per_person * self.size.stock))
            units = np.floor(shares / shares.sum() * whole).astype(int)
            units[0] += whole - units.sum()  # the depot, which holds everything
            for source, quantity in zip(held, units.tolist(), strict=True):
                if quantity <= 0:
                    continue
                ready = 4 * HOUR if source.tier is Tier.AGREEMENT else 0
                lots.append(
                    Lot(id=f"{source.id}-{row[0]}", source=source.id, item=row[0], quantity=quantity, ready_s=ready)
                )
                kept = int(quantity * self.size.reserved)
                if kept and source.tier is Tier.TOWNSHIP:
                    own = tuple(s.id for s in self.shelters if s.township == source.township)
                    floors.append(Floor(source=source.id, item=row[0], quantity=kept, free_shelters=own))
        return lots, floors

    def _vehicles(self) -> list[Vehicle]:
        rows = []
        for n in range(self.size.vehicles):
            ident, location, _ = self.place(f"k{n}", int(self.random.integers(0, self.size.townships)))
            bus = n % 4 == 3
            grams, cm3 = (0, 0) if bus else TRUCKS[int(self.random.choice(4, p=(0.3, 0.4, 0.2, 0.1)))]
            rows.append(
                Vehicle(id=ident, name=ident, kind="bus" if bus else "truck", profile="bus" if bus else "truck",
                        location=location, ready_s=int(self.random.integers(30, 60)) * 60, capacity_g=grams,
                        capacity_cm3=cm3, seats=45 if bus else 0)
            )  # fmt: skip
        return rows

    def _teams(self) -> list[Team]:
        rows = []
        for n in range(self.size.teams):
            ident, location, town = self.place(f"m{n}", n % self.size.townships)
            level = LEVELS[min(3, int(self.random.choice(4, p=(0.3, 0.5, 0.1, 0.1))))]
            on_duty = int(self.random.integers(8, 40))
            skills = self.random.choice(4, int(self.random.integers(1, 3)), replace=False)
            rows.append(
                Team(id=ident, name=ident, level=level, township=town, location=location, on_duty=on_duty,
                     home_cover=on_duty // 4, skills=tuple(sorted(SKILLS[k] for k in skills)), response_s=120,
                     assembly_s=300)
            )  # fmt: skip
        return rows

    def _missions(self) -> list[MissionNeed]:
        rows = []
        for n in range(self.size.missions):
            group = self.groups[int(self.random.integers(0, len(self.groups)))]
            begin, skill = int(self.random.integers(0, 4)) * HOUR, SKILLS[int(self.random.integers(0, 4))]
            rows.append(
                MissionNeed(id=f"{self.name}-n{n}", name=f"{self.name}-n{n}", location=group.location, skill=skill,
                            skill_name=skill, people=int(self.random.integers(2, 16)), from_s=begin,
                            until_s=begin + int(self.random.integers(2, 9)) * HOUR,
                            severity=int(self.random.integers(1, 4)))
            )  # fmt: skip
        return rows

    def travel(self) -> list[TravelMatrix]:
        depots = [p.sources[0] for p in self.next_door]
        stores = [row.location for row in (*self.sources, *depots)]
        safe, homes = [row.location for row in self.shelters], [row.location for row in self.groups]
        trucks = [row.location for row in self.vehicles if row.profile == "truck"]
        buses = [row.location for row in self.vehicles if row.profile == "bus"]
        bases = [row.location for part in (self, *self.next_door) for row in part.teams]
        needy = list(dict.fromkeys(row.location for row in self.missions))
        return [
            self._table("truck", [*stores, *safe, *trucks], [*stores, *safe]),
            self._table("bus", [*homes, *safe, *buses], [*homes, *safe]),
            self._table("foot", homes, safe),
            self._table("light", bases, needy),
        ]

    def _table(self, profile: str, origins: list[str], destinations: list[str]) -> TravelMatrix:
        known = dict(self.points)
        for part in self.next_door:
            known |= part.points
        starts, ends = (np.array([known[place] for place in places]) for places in (origins, destinations))
        metres = np.ceil(DETOUR * np.linalg.norm(starts[:, None] - ends[None, :], axis=2)).astype(np.int64)
        seconds = -(-metres // METRES_PER_SECOND[profile]).astype(np.int64)
        return TravelMatrix(
            profile=profile, origins=tuple(origins), destinations=tuple(destinations),
            seconds=packed(seconds.tolist()), metres=packed(metres.tolist()),
        )  # fmt: skip

"""Shelters: as many as published, where and how big is synthetic (no public list exists).

Every township has two at least, the rest by population. The first of a big town is of district grade, then townships'
schools and squares, then village halls. One that lies within 300 m of a river is exposed to flood, every seventh in a
mountain township to landslides.
"""

from collections import Counter
from dataclasses import dataclass

from seed.generator.records import ShelterRecord
from seed.generator.reference import Township
from seed.generator.scene import Scene
from seed.generator.shares import split

FLOOD_M = 300.0
_BIG_TOWN = 30_000
_AREA_CM2 = {"long": 30_000, "short": 20_000, "emergency": 10_000}
_AT_LEAST = 2
_RANKS = ("", *(f"第{digit}" for digit in "二三四五六七八九十"))


@dataclass(frozen=True)
class Size:
    """How big shelters of a grade are, and what they offer."""

    grade: str
    shelter_class: str
    indoor: tuple[int, int]
    outdoor: tuple[int, int]
    special: float
    docks: int
    handling_s_per_t: int
    functions: tuple[str, ...]
    buildings: tuple[str, ...]


DISTRICT = Size(
    "district", "long", (300, 600), (500, 1500), 0.15, 3, 540,
    ("water", "power", "toilets", "medical", "kitchen", "accessible"), ("体育馆", "职教中心", "全民健身中心"),
)  # fmt: skip
TOWNSHIP = Size(
    "township", "short", (120, 280), (120, 400), 0.12, 2, 900,
    ("water", "power", "toilets", "accessible"), ("中学", "中心小学", "文化广场", "综合文化站"),
)  # fmt: skip
VILLAGE = Size(
    "village", "emergency", (30, 80), (20, 80), 0.1, 1, 1080,
    ("water", "power", "toilets"), ("党群服务中心", "村小学", "文化院坝"),
)  # fmt: skip


def build_shelters(scene: Scene) -> tuple[ShelterRecord, ...]:
    townships = scene.reference.townships
    counts = split(scene.profile.shelters, [float(t.population) for t in townships], at_least=_AT_LEAST)
    rows: list[ShelterRecord] = []
    for township, count in zip(townships, counts, strict=True):
        for site in _of_township(scene, township, count):
            rows.append(_shelter(scene, f"{scene.profile.code}-BN{len(rows) + 1:03d}", site))
    return tuple(rows)


@dataclass(frozen=True)
class Ground:
    """Where a shelter stands and what it is."""

    name: str
    division: str
    mountain: bool
    size: Size
    x: float
    y: float


def _of_township(scene: Scene, township: Township, count: int) -> list[Ground]:
    villages = scene.land.villages_of(township.code)
    chosen = scene.rng.permutation(len(villages))
    mountain = township.code in scene.land.roads.mountain
    used: Counter[str] = Counter()
    grounds = []
    for number in range(count):
        size = _size(township, number)
        village = villages[int(chosen[number % len(villages)])]
        local = size is VILLAGE
        near, low, high = (village, 60, 250) if local else (township, 300, 1100)
        x, y = scene.land.beside(near.x, near.y, scene.rng, low, high)
        division, base = (
            (village.name.code, f"{township.short}{village.name.short}") if local else (township.code, township.short)
        )
        building = size.buildings[number % len(size.buildings)]
        used[base + building] += 1
        rank = _RANKS[used[base + building] - 1]
        grounds.append(Ground(f"{base}{rank}{building}避难场所", division, mountain, size, float(x), float(y)))
    return grounds


def _size(township: Township, number: int) -> Size:
    if number == 0 and township.population >= _BIG_TOWN:
        return DISTRICT
    return TOWNSHIP if number < 2 or number % 3 == 1 else VILLAGE


def _shelter(scene: Scene, code: str, ground: Ground) -> ShelterRecord:
    size = ground.size
    indoor, outdoor = (
        int(scene.rng.integers(low // 10, high // 10 + 1)) * 10 for low, high in (size.indoor, size.outdoor)
    )
    exposed = ["flood"] if scene.land.river_m(ground.x, ground.y) < FLOOD_M else []
    if ground.mountain and scene.rng.integers(7) == 0:
        exposed.append("landslide")
    lon, lat = scene.land.degrees(ground.x, ground.y)
    area_cm2 = _AREA_CM2[size.shelter_class]
    return ShelterRecord(
        code=code,
        name=ground.name,
        division=ground.division,
        lon=lon,
        lat=lat,
        shelter_class=size.shelter_class,
        grade=size.grade,
        indoor_places=indoor,
        outdoor_places=outdoor,
        special_places=int(indoor * size.special),
        usable_area_m2=(indoor + outdoor) * area_cm2 // 10_000,
        area_per_person_cm2=area_cm2,
        functions=size.functions,
        exposed_to=tuple(exposed),
        docks=size.docks,
        handling_s_per_t=size.handling_s_per_t,
        contact_name=scene.people.name(),
        contact_phone=scene.people.phone(),
    )

"""What a piece of road is like, and how the words of OSM and of Chinese road layers say it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from gis.roads import LAND_CLASSES, RoadClass

UNNAMED = "未命名道路"


@dataclass(frozen=True)
class Traits:
    """Everything about a piece of road but its course. ``limit_kg`` is the heaviest vehicle allowed, None for any."""

    name: str
    road_class: RoadClass
    oneway: bool = False
    bridge: bool = False
    tunnel: bool = False
    limit_kg: int | None = None

    @property
    def off_ground(self) -> bool:
        """On a bridge or in a tunnel: what lies beside it on the map need not touch it."""
        return self.bridge or self.tunnel


OSM_CLASSES: Mapping[str, RoadClass] = {
    "motorway": RoadClass.EXPRESSWAY,
    "motorway_link": RoadClass.EXPRESSWAY,
    "trunk": RoadClass.CLASS_2,
    "trunk_link": RoadClass.CLASS_2,
    "primary": RoadClass.CLASS_2,
    "primary_link": RoadClass.CLASS_2,
    "secondary": RoadClass.CLASS_3,
    "secondary_link": RoadClass.CLASS_3,
    "tertiary": RoadClass.CLASS_4,
    "tertiary_link": RoadClass.CLASS_4,
    "unclassified": RoadClass.CLASS_4,
    "road": RoadClass.CLASS_4,
    "residential": RoadClass.VILLAGE,
    "living_street": RoadClass.VILLAGE,
    "service": RoadClass.VILLAGE,
    "track": RoadClass.VILLAGE,
}
"""OSM ``highway`` values that a vehicle may use; all others (footways, steps, roads being built) are no roads here."""

CHINESE_CLASSES: Mapping[str, RoadClass] = {
    "高速公路": RoadClass.EXPRESSWAY,
    "高速": RoadClass.EXPRESSWAY,
    "一级公路": RoadClass.CLASS_2,
    "一级": RoadClass.CLASS_2,
    "二级公路": RoadClass.CLASS_2,
    "二级": RoadClass.CLASS_2,
    "三级公路": RoadClass.CLASS_3,
    "三级": RoadClass.CLASS_3,
    "四级公路": RoadClass.CLASS_4,
    "四级": RoadClass.CLASS_4,
    "等外公路": RoadClass.VILLAGE,
    "等外": RoadClass.VILLAGE,
    "国道": RoadClass.CLASS_2,
    "省道": RoadClass.CLASS_2,
    "县道": RoadClass.CLASS_3,
    "乡道": RoadClass.CLASS_4,
    "村道": RoadClass.VILLAGE,
    "专用公路": RoadClass.CLASS_4,
    "城市快速路": RoadClass.CLASS_2,
    "主干路": RoadClass.CLASS_2,
    "次干路": RoadClass.CLASS_3,
    "支路": RoadClass.CLASS_4,
}

CLASSES: Mapping[str, RoadClass] = {**OSM_CLASSES, **CHINESE_CLASSES, **{own.value: own for own in LAND_CLASSES}}

_PRIVATE = frozenset({"no", "private"})
_SERVICE_LEFT_OUT = frozenset({"parking_aisle", "driveway", "drive-through"})
_FORWARD = frozenset({"yes", "true", "1", "y", "t", "f", "ft", "是", "单向", "单行"})
_BACKWARD = frozenset({"-1", "reverse", "tf", "反向", "逆向"})
_NO = frozenset({"", "no", "false", "0", "n", "f", "否", "无", "none"})
_TWO_WAY = frozenset({"", "no", "false", "0", "n", "b", "双向", "否", "none", "alternating"})
_WEIGHT = re.compile(r"^(\d+(?:[.,]\d+)?)\s*(t|吨|kg|千克|公斤)?$", re.IGNORECASE)


def direction(value: str) -> int | None:
    """1 along the line, -1 against it, 0 both ways, None if the word means nothing here.

    ``F``/``T``/``B`` are those of OSM shapefiles: with the line, against it, both.
    """
    word = value.strip().lower()
    if value.strip() == "T" or word in _BACKWARD:
        return -1
    if word in _FORWARD:
        return 1
    return 0 if word in _TWO_WAY else None


def is_set(value: str) -> bool:
    """Whether a bridge or tunnel field says so (any kind of bridge is a bridge)."""
    return value.strip().lower() not in _NO


def weight_kg(value: str) -> int | None:
    """``3.5``, ``12 t``, ``7500 kg`` in kilograms; tonnes without a unit; None if it cannot be read."""
    found = _WEIGHT.match(value.strip())
    if not found:
        return None
    number = float(found[1].replace(",", "."))
    kilograms = number if (found[2] or "t").lower() in ("kg", "千克", "公斤") else number * 1000
    return round(kilograms) or None


def osm_traits(tag: Callable[[str], str], drop: Callable[[str, str], None]) -> tuple[Traits, int] | None:
    """Traits and direction of an OSM way from its tags; None after telling ``drop`` why it is no road for vehicles."""
    highway = tag("highway")
    road_class = OSM_CLASSES.get(highway)
    if road_class is None:
        drop("非机动车道路或在建道路", highway)
        return None
    if highway == "service" and tag("service") in _SERVICE_LEFT_OUT:
        drop("停车场通道、院内车道", tag("service"))
        return None
    access = tag("motor_vehicle") or tag("vehicle") or tag("access")
    if access in _PRIVATE or tag("area") == "yes":
        drop("禁止社会车辆通行的道路", access or "area")
        return None
    implied = "yes" if highway == "motorway" or tag("junction") in ("roundabout", "circular") else ""
    way = direction(tag("oneway") or implied) or 0
    name = tag("name") or tag("ref") or UNNAMED
    limit = weight_kg(tag("maxweight")) if tag("maxweight") else None
    return Traits(name, road_class, way != 0, is_set(tag("bridge")), is_set(tag("tunnel")), limit), way

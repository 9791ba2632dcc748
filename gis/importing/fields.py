"""Which field of a road layer says what, and how its values are read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from gis.importing.report import ImportReport, Step
from gis.importing.traits import CLASSES, UNNAMED, Traits, direction, is_set, weight_kg
from gis.layers import LayerFault
from gis.roads import LAND_CLASSES, RoadClass

OTHERS = "*"
"""Stands for every class value that nothing else explains."""

KNOWN_AS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "名称", "路名", "道路名称", "路线名称", "road_name", "ref"),
    "class": ("highway", "fclass", "road_class", "class", "等级", "技术等级", "道路等级", "行政等级", "cls", "type"),
    "oneway": ("oneway", "单行", "单向", "方向"),
    "bridge": ("bridge", "桥梁"),
    "tunnel": ("tunnel", "隧道"),
    "from_node": ("fnode", "fnode_", "from_node", "snodeid", "u", "起点节点"),
    "to_node": ("tnode", "tnode_", "to_node", "enodeid", "v", "终点节点"),
    "max_weight": ("max_weight", "maxweight", "限重", "限重吨"),
}
"""Meanings and the field names under which they are looked for where none is given."""


@dataclass(frozen=True)
class FieldMapping:
    """``fields``: meaning → field of the layer (``!field`` for its opposite). ``classes``: value → road class."""

    fields: Mapping[str, str] = field(default_factory=dict)
    classes: Mapping[str, RoadClass] = field(default_factory=dict)

    def resolved(self, columns: Sequence[str]) -> "FieldMapping":
        """The same with every meaning tied to a column; what is misnamed or missing is one fault."""
        faults = [*self._misnamed(columns)]
        found = {meaning: column for meaning, column in self.fields.items() if meaning in KNOWN_AS}
        by_lower = {column.lower(): column for column in reversed(columns)}
        for meaning, names in KNOWN_AS.items():
            known = next((by_lower[name] for name in names if name in by_lower), None)
            if known is not None:
                found.setdefault(meaning, known)
        if "class" not in found and OTHERS not in self.classes:
            faults.append("请用 --map class=字段 指明道路等级，或用 --class '*=class_4' 统一指定")
        if faults:
            known_columns = "、".join(columns) or "无（Shapefile 缺少同名 .dbf 文件时也是如此）"
            raise LayerFault("map", f"{'；'.join(faults)}（图层现有字段：{known_columns}）")
        return FieldMapping(found, self.classes)

    def _misnamed(self, columns: Sequence[str]) -> Iterator[str]:
        for meaning, column in self.fields.items():
            if meaning not in KNOWN_AS:
                yield f"没有「{meaning}」这一项，可用：{'、'.join(KNOWN_AS)}"
            elif column.removeprefix("!") not in columns:
                yield f"图层没有字段「{column.removeprefix('!')}」"

    @property
    def numbered(self) -> bool:
        """Whether the layer numbers its junctions."""
        return "from_node" in self.fields and "to_node" in self.fields

    def road_class(self, value: str) -> RoadClass | None:
        word = value.strip()
        return self.classes.get(word) or CLASSES.get(word.lower()) or self.classes.get(OTHERS)


@dataclass
class TraitsReader:
    """Reads the traits of one feature after another; values that nobody explained are collected for one refusal."""

    mapping: FieldMapping
    report: ImportReport
    unknown: dict[str, int] = field(default_factory=dict)

    def read(self, row: Mapping[str, str]) -> tuple[Traits, int] | None:
        """Traits and direction of a feature, None where its class is not known."""
        value = self._value(row, "class")
        road_class = self.mapping.road_class(value)
        if road_class is None:
            self.unknown[value] = self.unknown.get(value, 0) + 1
            return None
        way = self._direction(row)
        bridge, tunnel = (self._flag(row, meaning) for meaning in ("bridge", "tunnel"))
        return Traits(self._value(row, "name") or UNNAMED, road_class, way != 0, bridge, tunnel, self._limit(row)), way

    def require_known(self) -> None:
        """Refuse a layer with class values that the mapping does not explain."""
        if self.unknown:
            told = "、".join(f"{value or '（空）'}×{count}" for value, count in sorted(self.unknown.items()))
            words = f"请用 --class 值={'/'.join(LAND_CLASSES)} 逐个说明，'*=…' 表示其余全部"
            raise LayerFault("class", f"有不认识的道路等级：{told}；{words}")

    def nodes(self, row: Mapping[str, str]) -> tuple[str, str]:
        """The layer's own numbers of the feature's first and last node."""
        return self._value(row, "from_node"), self._value(row, "to_node")

    def _value(self, row: Mapping[str, str], meaning: str) -> str:
        return row.get(self.mapping.fields.get(meaning, "").removeprefix("!"), "").strip()

    def _inverted(self, meaning: str) -> bool:
        return self.mapping.fields.get(meaning, "").startswith("!")

    def _flag(self, row: Mapping[str, str], meaning: str) -> bool:
        return meaning in self.mapping.fields and is_set(self._value(row, meaning)) != self._inverted(meaning)

    def _direction(self, row: Mapping[str, str]) -> int:
        if "oneway" not in self.mapping.fields:
            return 0
        value = self._value(row, "oneway")
        if self._inverted("oneway"):
            return 0 if is_set(value) else 1
        way = direction(value)
        if way is None:
            self.report.add(Step.FOUND, "无法识别的单行方向，按双向处理", example=value)
        return way or 0

    def _limit(self, row: Mapping[str, str]) -> int | None:
        value = self._value(row, "max_weight")
        limit = weight_kg(value)
        if value and limit is None and is_set(value):
            self.report.add(Step.FOUND, "无法识别的限重，按不限重处理", example=value)
        return limit

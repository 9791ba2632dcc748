"""What an import read, dropped, changed and found, in words that the giver of the layer can act on."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

_EXAMPLES = 5


class Step(StrEnum):
    """Which part of the report a line belongs to; the value is its heading."""

    READ = "读入"
    DROPPED = "舍弃"
    CHANGED = "改动"
    FOUND = "请核对"
    RESULT = "结果"


@dataclass(frozen=True)
class Line:
    """``count`` of one thing, with a few examples to look at."""

    step: Step
    text: str
    count: int
    examples: tuple[str, ...] = ()

    def __str__(self) -> str:
        shown = f"（如：{'、'.join(self.examples)}）" if self.examples else ""
        return f"{self.text}：{self.count:,}{shown}"


@dataclass
class ImportReport:
    """Counts by step and text, in the order in which they first came up; nothing is listed with a count of zero."""

    counts: Counter[tuple[Step, str]] = field(default_factory=Counter)
    examples: dict[tuple[Step, str], list[str]] = field(default_factory=dict)

    def add(self, step: Step, text: str, count: int = 1, example: str | None = None) -> None:
        if not count:
            return
        self.counts[step, text] += count
        kept = self.examples.setdefault((step, text), [])
        if example and len(kept) < _EXAMPLES and example not in kept:
            kept.append(example)

    def include(self, other: "ImportReport") -> None:
        """Add every line of another report."""
        for line in other:
            self.add(line.step, line.text, line.count)
            kept = self.examples[line.step, line.text]
            kept += [example for example in line.examples if example not in kept][: _EXAMPLES - len(kept)]

    def of(self, step: Step) -> list[Line]:
        return [
            Line(step, text, count, tuple(self.examples[step, text]))
            for (own, text), count in self.counts.items()
            if own is step
        ]

    def __iter__(self) -> Iterator[Line]:
        """Every line, step by step."""
        for step in Step:
            yield from self.of(step)

    def count(self, text: str) -> int:
        """Total of the lines with this text."""
        return sum(count for (_, own), count in self.counts.items() if own == text)


def position(lon: float, lat: float) -> str:
    """A place on the map as an example in a report."""
    return f"{lon:.5f}, {lat:.5f}"

"""The pure heart of every stock command: what is asked, what the books hold, which steps follow. No database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from app.inventory.allocation import Candidate, allocate
from app.inventory.effects import Key, is_bounded
from app.inventory.models import Condition, Owner
from app.kernel.errors import Fault


class LotFacts(NamedTuple):
    item: UUID
    lot_no: str
    owner: Owner
    made_on: date | None
    expires_on: date | None


class Step(NamedTuple):
    """``quantity`` units from one balance to another, for asked line ``line`` (counted from 1); the road left out."""

    line: int
    quantity: int
    source: Key
    target: Key


def is_expired(expires_on: date | None, on: date) -> bool:
    """Goods are good through the day that is printed on them."""
    return expires_on is not None and expires_on < on


@dataclass
class Books:
    """What a command may see: balances, what others have reserved of them, and facts of lots and items.

    ``packages`` is the size of each item's smallest package.
    """

    on: date
    on_hand: dict[Key, int]
    reserved: dict[Key, int]
    lots: Mapping[UUID, LotFacts]
    bins: Mapping[UUID, str]
    packages: Mapping[UUID, int]
    units: Mapping[UUID, str]

    def free(self, key: Key) -> int:
        return self.on_hand.get(key, 0) - self.reserved.get(key, 0)

    def serviceable(self, key: Key) -> bool:
        """Whether goods may go to people: usable and unexpired (the same rule as ``availability`` in SQL)."""
        return key.condition is Condition.USABLE and not is_expired(self.lots[key.lot].expires_on, self.on)

    def candidate(self, key: Key) -> Candidate:
        lot = self.lots[key.lot]
        return Candidate(key, self.free(key), lot.expires_on, lot.made_on, self.bins[key.bin])

    def apply(self, step: Step) -> None:
        """Move the goods; a step that stays where it is reserves them."""
        if step.source == step.target:
            self.reserved[step.source] = self.reserved.get(step.source, 0) + step.quantity
            return
        self.on_hand[step.source] = self.on_hand.get(step.source, 0) - step.quantity
        self.on_hand[step.target] = self.on_hand.get(step.target, 0) + step.quantity


@dataclass(frozen=True)
class Taking:
    """A line that takes goods from a site: which, how many, and where they go."""

    line: int
    site: UUID
    item: UUID
    lot: UUID | None
    bin: UUID | None
    condition: Condition
    quantity: int
    serviceable: bool
    to_site: UUID
    to_bin: UUID | None = None
    to_condition: Condition | None = None

    def wants(self, key: Key) -> bool:
        """Goods kept for the city are taken only when their lot is named."""
        return (
            key.site == self.site
            and key.item == self.item
            and key.condition == self.condition
            and (self.bin is None or key.bin == self.bin)
            and key.bin != self.to_bin
            and (key.lot == self.lot if self.lot else key.owner is Owner.DISTRICT)
        )

    def target(self, key: Key) -> Key:
        """Where goods from ``key`` go; without a bin, to the same bin of the same site or to the other's floor."""
        bin_ = self.to_bin or (key.bin if self.to_site == key.site else self.to_site)
        return key._replace(site=self.to_site, bin=bin_, condition=self.to_condition or key.condition)


def pointer(line: int, name: str) -> str:
    return f"/lines/{line - 1}/{name}"


def take(books: Books, takings: Iterable[Taking]) -> tuple[list[Step], list[Fault]]:
    """Allocate each line in turn against what the lines before have left. Changes ``books``."""
    steps: list[Step] = []
    faults: list[Fault] = []
    for taking in takings:
        matching = [key for key in books.on_hand if taking.wants(key)]
        fitting = [key for key in matching if not taking.serviceable or books.serviceable(key)]
        candidates = [books.candidate(key) for key in fitting]
        picks = allocate(taking.quantity, candidates, package=books.packages.get(taking.item, 1))
        found = sum(units for _, units in picks)
        if found < taking.quantity:
            faults.append(Fault(pointer(taking.line, "quantity"), _why_short(books, taking, matching, found)))
            continue
        for key, units in picks:
            step = Step(taking.line, units, key, taking.target(key))
            books.apply(step)
            steps.append(step)
    return steps, faults


def _why_short(books: Books, taking: Taking, matching: Sequence[Key], found: int) -> str:
    unit = books.units[taking.item]
    on_hand = sum(books.on_hand[key] for key in matching)
    reserved = sum(books.reserved.get(key, 0) for key in matching)
    expired = sum(books.free(key) for key in matching if taking.serviceable and not books.serviceable(key))
    reasons = [f"在库 {on_hand}"]
    reasons += [f"已占用 {reserved}"] if reserved else []
    reasons += [f"已过期 {expired}"] if expired else []
    return f"可用 {found:,} {unit}，不足 {taking.quantity:,} {unit}（{'，'.join(reasons)}）"


def settle(books: Books, steps: Iterable[Step]) -> list[Fault]:
    """Apply steps whose ends are fixed; a fault for each that takes more than is free. Changes ``books``."""
    faults = []
    for step in steps:
        key = step.source
        if is_bounded(key) and books.free(key) < step.quantity:
            left, unit, lot_no = max(books.free(key), 0), books.units[key.item], books.lots[key.lot].lot_no
            words = f"批号 {lot_no} 只余 {left} {unit} 可动用，不足 {step.quantity} {unit}"
            faults.append(Fault(pointer(step.line, "quantity"), words))
        books.apply(step)
    return faults


def past_faults(
    steps: Sequence[Step],
    before: Mapping[Key, int],
    later: Mapping[Key, Sequence[int]],
    lots: Mapping[UUID, LotFacts],
) -> list[Fault]:
    """A fault for each balance that the steps, dated before the ``later`` changes, would make negative since."""
    faults = []
    for key, change in net_changes(steps).items():
        if key in later and lowest_since(before.get(key, 0), later[key]) + change < 0:
            line = next(step.line for step in steps if step.source == key)
            words = f"按该发生时间过账，批号 {lots[key.lot].lot_no} 的库存此后曾低于零，请核对发生时间"
            faults.append(Fault(pointer(line, "quantity"), words))
    return faults


def lowest_since(on_hand: int, later: Sequence[int]) -> int:
    """The lowest balance between a past moment and now, from today's balance and the changes after that moment."""
    lowest = balance = on_hand
    for change in reversed(later):
        balance -= change
        lowest = min(lowest, balance)
    return lowest


def net_changes(steps: Iterable[Step]) -> dict[Key, int]:
    """What the steps together do to each key."""
    changes: dict[Key, int] = {}
    for _, quantity, source, target in steps:
        changes[source] = changes.get(source, 0) - quantity
        changes[target] = changes.get(target, 0) + quantity
    return changes

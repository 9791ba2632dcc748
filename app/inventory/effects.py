"""What each kind of document does to stock: one table, from where to where. Pure."""

from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from app.inventory.models import Condition, DocumentKind, Owner, Reason
from app.kernel.types import LabeledEnum
from app.sites.models import UNBOUNDED_KINDS, VIRTUAL_SITES, SiteKind

_UNBOUNDED = {VIRTUAL_SITES[kind] for kind in UNBOUNDED_KINDS}


class End(LabeledEnum):
    """One end of a movement, as the document sees it."""

    HERE = "here", "本库点"
    THERE = "there", "调入库点"
    SUPPLIER = "supplier", "供应商"
    DONOR = "donor", "捐赠方"
    UPPER_LEVEL = "upper_level", "市级"
    CONSUMED = "consumed", "已发放"
    LOSS = "loss", "损耗"


@dataclass(frozen=True)
class Effect:
    """Goods go from ``source`` to ``target``; ``serviceable`` demands usable, unexpired goods of the district's own."""

    source: End
    target: End
    through_transit: bool = False
    serviceable: bool = False


class Key(NamedTuple):
    """The whole key of a balance; locks are taken in its order."""

    site: UUID
    bin: UUID
    item: UUID
    lot: UUID
    owner: Owner
    condition: Condition


class Movement(NamedTuple):
    """``quantity`` units from one balance to another, for line ``line`` (counted from 1) of a document."""

    line: int
    quantity: int
    source: Key
    target: Key


_IN = {
    Reason.PURCHASE: Effect(End.SUPPLIER, End.HERE),
    Reason.DONATION: Effect(End.DONOR, End.HERE),
    Reason.ALLOCATED: Effect(End.UPPER_LEVEL, End.HERE),
    Reason.LOAN_RETURN: Effect(End.CONSUMED, End.HERE),
}
_OUT = Effect(End.HERE, End.CONSUMED, serviceable=True)
_WITHIN = Effect(End.HERE, End.HERE)

EFFECTS: dict[DocumentKind, dict[Reason, Effect]] = {
    DocumentKind.OPENING: {Reason.OPENING: Effect(End.SUPPLIER, End.HERE)},
    DocumentKind.RECEIPT: _IN,
    DocumentKind.ISSUE: dict.fromkeys((Reason.DISTRIBUTION, Reason.LOAN, Reason.ROTATION, Reason.EXERCISE), _OUT),
    DocumentKind.TRANSFER: {
        Reason.ALLOCATION: Effect(End.HERE, End.THERE, through_transit=True, serviceable=True),
        Reason.ROTATION: Effect(End.HERE, End.THERE, through_transit=True, serviceable=True),
    },
    DocumentKind.RETURN: {Reason.RECOVERY: Effect(End.CONSUMED, End.HERE)},
    DocumentKind.ADJUSTMENT: {
        Reason.FOUND: Effect(End.LOSS, End.HERE),
        Reason.MISSING: Effect(End.HERE, End.LOSS),
    },
    DocumentKind.MOVE: {Reason.TIDY: _WITHIN},
    DocumentKind.CONDITION: dict.fromkeys((Reason.INSPECTION, Reason.REPAIR), _WITHIN),
    DocumentKind.DISPOSAL: dict.fromkeys((Reason.EXPIRED, Reason.BROKEN), Effect(End.HERE, End.LOSS)),
}

NUMBER_PREFIX: dict[DocumentKind, str] = {
    DocumentKind.OPENING: "QC",
    DocumentKind.RECEIPT: "RK",
    DocumentKind.ISSUE: "CK",
    DocumentKind.TRANSFER: "DB",
    DocumentKind.RETURN: "HS",
    DocumentKind.ADJUSTMENT: "TZ",
    DocumentKind.MOVE: "YW",
    DocumentKind.CONDITION: "ZT",
    DocumentKind.DISPOSAL: "BF",
}


def effect_of(kind: DocumentKind, reason: Reason) -> Effect | None:
    """The stock effect, or None when the reason does not belong to the kind."""
    return EFFECTS[kind].get(reason)


def virtual_key(end: End, key: Key, condition: Condition | None = None) -> Key:
    """``key``'s goods at a virtual end."""
    site = VIRTUAL_SITES[SiteKind[end.name]]
    return key._replace(site=site, bin=site, condition=condition or key.condition)


def is_bounded(key: Key) -> bool:
    """Whether this balance may never fall below zero."""
    return key.site not in _UNBOUNDED


def in_transit(key: Key) -> Key:
    site = VIRTUAL_SITES[SiteKind.TRANSIT]
    return key._replace(site=site, bin=site)


def movements(line: int, quantity: int, source: Key, target: Key, *, through_transit: bool) -> list[Movement]:
    """One line's entries: a single step, or two through transit that leave nothing on the road."""
    if not through_transit:
        return [Movement(line, quantity, source, target)]
    road = in_transit(source)
    return [Movement(line, quantity, source, road), Movement(line, quantity, road, target)]

"""What is wrong with a command before any balance is looked at. Pure; all faults at once."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from app.inventory.books import pointer
from app.inventory.effects import EFFECTS, Effect, End, effect_of
from app.inventory.models import Condition, Owner
from app.inventory.references import References
from app.inventory.schemas import (
    ConditionLine,
    DocumentIn,
    IncomingLine,
    LotLine,
    MoveLine,
    OpeningIn,
    OutgoingLine,
    TransferIn,
)
from app.kernel.clock import SHANGHAI
from app.kernel.errors import REFUSED, Fault, Invalid
from app.sites.models import PHYSICAL_KINDS

AnyLine = IncomingLine | OutgoingLine | LotLine


def reference_faults(command: DocumentIn, refs: References) -> list[Fault]:
    effect = effect_of(command.kind, command.reason)
    faults = list(_head(command, refs, effect))
    lines: Sequence[AnyLine] = command.lines
    for number, line in enumerate(lines, start=1):
        faults += _line(command, refs, number, line)
    return faults


def _head(command: DocumentIn, refs: References, effect: Effect | None) -> Iterator[Fault]:
    if effect is None:
        allowed = "、".join(reason.label for reason in EFFECTS[command.kind])
        yield Fault("/reason", f"{command.kind.label}单的事由应为：{allowed}")
    incoming = effect is not None and effect.source is not End.HERE
    yield from _site(command.site_id, "/site_id", refs, receives=incoming)
    if isinstance(command, TransferIn):
        yield from _site(command.to_site_id, "/to_site_id", refs, receives=True)
        if command.to_site_id == command.site_id:
            yield Fault("/to_site_id", "调入库点不能与调出库点相同；库内移动请用移位单")


NO_SITE = "没有这个库点"


def unknown_site() -> Invalid:
    """What a command is answered with whose site does not exist."""
    return Invalid(REFUSED, [Fault("/site_id", NO_SITE)])


def _site(site_id: UUID, where: str, refs: References, *, receives: bool) -> Iterator[Fault]:
    site = refs.sites.get(site_id)
    if site is None:
        yield Fault(where, NO_SITE)
    elif site.kind not in PHYSICAL_KINDS:
        yield Fault(where, f"“{site.name}”是虚拟库点，不能开单")
    elif receives and site.out_of_service:
        yield Fault(where, f"“{site.name}”已停用，不能收货")


def _line(command: DocumentIn, refs: References, number: int, line: AnyLine) -> Iterator[Fault]:
    bin_ = line.bin_id and refs.bins.get(line.bin_id)
    if line.bin_id and (not bin_ or bin_.site_id != command.site_id):
        yield Fault(pointer(number, "bin_id"), "本库点没有这个货位")
    if isinstance(line, IncomingLine):
        if line.lot.item_id not in refs.items:
            yield Fault(pointer(number, "lot/item_id"), "没有这个品目")
        made, expires = line.lot.made_on, line.lot.expires_on
        if made and expires and expires <= made:
            yield Fault(pointer(number, "lot/expires_on"), "有效期应晚于生产日期")
    elif isinstance(line, OutgoingLine):
        yield from _outgoing(command, refs, number, line)
    elif line.lot_id not in refs.lots:
        yield Fault(pointer(number, "lot_id"), "没有这个批次")
    if isinstance(line, MoveLine):
        to_bin = refs.bins.get(line.to_bin_id)
        if to_bin is None or to_bin.site_id != command.site_id:
            yield Fault(pointer(number, "to_bin_id"), "本库点没有这个货位")
        elif line.bin_id == line.to_bin_id:
            yield Fault(pointer(number, "to_bin_id"), "移出与移入货位相同")
    if isinstance(line, ConditionLine) and line.to_condition is line.condition:
        yield Fault(pointer(number, "to_condition"), f"已是“{line.condition.label}”，无需变更")


def _outgoing(command: DocumentIn, refs: References, number: int, line: OutgoingLine) -> Iterator[Fault]:
    if line.item_id not in refs.items:
        yield Fault(pointer(number, "item_id"), "没有这个品目")
    if line.lot_id is None:
        return
    lot = refs.lots.get(line.lot_id)
    if lot is None or lot.item != line.item_id:
        yield Fault(pointer(number, "lot_id"), "该品目没有这个批次")
    elif lot.owner is Owner.CITY and not command.note:
        yield Fault("/note", f"批号 {lot.lot_no} 为市级代储，动用须在备注写明批准依据")


def moment_faults(command: DocumentIn, now: datetime, back_days: int) -> list[Fault]:
    """A document may be dated back ``back_days`` days, an opening balance any time, and none into the future."""
    at = command.occurred_at
    if at is None:
        return []
    if at > now:
        return [Fault("/occurred_at", "发生时间不能晚于现在")]
    if not isinstance(command, OpeningIn) and at < now - timedelta(days=back_days):
        earliest = (now - timedelta(days=back_days)).astimezone(SHANGHAI)
        return [Fault("/occurred_at", f"最多补录 {back_days} 天内的单据（{earliest:%Y-%m-%d %H:%M} 之后）")]
    return []


def condition_of(line: AnyLine) -> Condition:
    return Condition.USABLE if isinstance(line, OutgoingLine) else line.condition

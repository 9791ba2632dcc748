"""From a command to a checked draft: load, lock, validate, allocate. Preview and posting share every line of it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.inventory import checking, ledger, lots, references
from app.inventory.books import Books, Step, Taking, net_changes, past_faults, settle, take
from app.inventory.effects import Effect, End, Key, effect_of, in_transit, is_bounded, virtual_key
from app.inventory.models import Condition, Lot
from app.inventory.references import References
from app.inventory.schemas import (
    ConditionLine,
    DocumentIn,
    IncomingLine,
    LotLine,
    MoveLine,
    OutgoingLine,
    TransferIn,
)
from app.kernel import clock
from app.kernel.errors import refuse_if
from app.kernel.models import Setting
from app.sites.models import VIRTUAL_SITES, SiteKind

BACK_DAYS_SETTING = "inventory.back_days"
BACK_DAYS = 30


@dataclass(frozen=True)
class Draft:
    """What a command would do: its steps, the balances before, and the books after."""

    occurred_at: datetime
    through_transit: bool
    steps: Sequence[Step]
    before: dict[Key, int]
    books: Books
    refs: References


async def draft(session: AsyncSession, command: DocumentIn, *, locking: bool, own_hold: UUID | None = None) -> Draft:
    """Raises ``Invalid`` with every fault. With ``locking`` all balances stay locked until the transaction ends."""
    refs = await references_of(session, command)
    faults = checking.reference_faults(command, refs)
    faults += checking.moment_faults(command, clock.now(), await back_days(session))
    refuse_if(faults)
    effect = effect_of(command.kind, command.reason)
    assert effect is not None
    if effect.source is End.HERE:
        return await _outgoing(session, command, effect, refs, locking=locking, own_hold=own_hold)
    return await _incoming(session, command, effect, refs, locking=locking)


async def back_days(session: AsyncSession) -> int:
    """How many days back a document may be dated."""
    setting = await session.get(Setting, BACK_DAYS_SETTING)
    return int(setting.value) if setting else BACK_DAYS


async def references_of(session: AsyncSession, command: DocumentIn) -> References:
    """All that the command names."""
    lines: Iterable[IncomingLine | OutgoingLine | LotLine] = command.lines
    items, lot_ids, bins = set(), set(), set()
    for line in lines:
        bins |= {line.bin_id} if line.bin_id else set()
        if isinstance(line, IncomingLine):
            items.add(line.lot.item_id)
        elif isinstance(line, OutgoingLine):
            items.add(line.item_id)
            lot_ids |= {line.lot_id} if line.lot_id else set()
        else:
            lot_ids.add(line.lot_id)
        if isinstance(line, MoveLine):
            bins.add(line.to_bin_id)
    sites = {command.site_id} | ({command.to_site_id} if isinstance(command, TransferIn) else set())
    return await references.read(session, sites=sites, items=items, lots=lot_ids, bins=bins)


async def _incoming(
    session: AsyncSession, command: DocumentIn, effect: Effect, refs: References, *, locking: bool
) -> Draft:
    """Lots and bins are named, so the steps are known before the books are opened."""
    named = [line.lot for line in command.lines if isinstance(line, IncomingLine)]
    found = await lots.find_or_make(session, named, make=locking)
    refuse_if(lots.conflicts(named, found))
    refs.lots.update((lot.id, references.facts_of(lot)) for lot in found.values())
    steps = incoming_steps(command, effect, refs, found)
    books = await open_books(session, {end for step in steps for end in step[2:]}, refs, locking=locking)
    before = dict(books.on_hand)
    refuse_if(settle(books, steps))
    return await _dated(session, command.occurred_at, Draft(clock.now(), False, steps, before, books, refs))


def incoming_steps(command: DocumentIn, effect: Effect, refs: References, found: Mapping[lots.Name, Lot]) -> list[Step]:
    steps = []
    for number, line in enumerate(command.lines, start=1):
        assert isinstance(line, IncomingLine | LotLine)
        lot_id = found[lots.name_of(line.lot)].id if isinstance(line, IncomingLine) else line.lot_id
        lot = refs.lots[lot_id]
        target = Key(command.site_id, line.bin_id or command.site_id, lot.item, lot_id, lot.owner, line.condition)
        # What comes back went out usable, whatever its condition now.
        left_as = Condition.USABLE if effect.source is End.CONSUMED else line.condition
        steps.append(Step(number, line.quantity, virtual_key(effect.source, target, left_as), target))
    return steps


async def _outgoing(
    session: AsyncSession,
    command: DocumentIn,
    effect: Effect,
    refs: References,
    *,
    locking: bool,
    own_hold: UUID | None,
) -> Draft:
    """Goods are picked among the site's balances; all that could be picked is locked, with where it would go."""
    takings = [_taking(command, effect, refs, number) for number in range(1, len(command.lines) + 1)]
    books = await open_site(
        session, takings, refs, locking=locking, own_hold=own_hold, through_transit=effect.through_transit
    )
    before = dict(books.on_hand)
    steps, faults = take(books, takings)
    refuse_if(faults)
    made = Draft(clock.now(), effect.through_transit, steps, before, books, refs)
    return await _dated(session, command.occurred_at, made)


def _taking(command: DocumentIn, effect: Effect, refs: References, number: int) -> Taking:
    line = command.lines[number - 1]
    assert not isinstance(line, IncomingLine)
    return Taking(
        line=number,
        site=command.site_id,
        item=line.item_id if isinstance(line, OutgoingLine) else refs.lots[line.lot_id].item,
        lot=line.lot_id,
        bin=line.bin_id,
        condition=checking.condition_of(line),
        quantity=line.quantity,
        serviceable=effect.serviceable,
        to_site=_destination(command, effect),
        to_bin=line.to_bin_id if isinstance(line, MoveLine) else None,
        to_condition=line.to_condition if isinstance(line, ConditionLine) else None,
    )


def _destination(command: DocumentIn, effect: Effect) -> UUID:
    if isinstance(command, TransferIn):
        return command.to_site_id
    return command.site_id if effect.target is End.HERE else VIRTUAL_SITES[SiteKind[effect.target.name]]


async def open_site(
    session: AsyncSession,
    takings: Sequence[Taking],
    refs: References,
    *,
    locking: bool,
    own_hold: UUID | None = None,
    through_transit: bool = False,
) -> Books:
    """Books over everything at the takings' site that one of them could pick."""
    held, facts, bins = await references.candidates(session, takings[0].site, {taking.item for taking in takings})
    refs.lots.update(facts)
    keys: set[Key] = set()
    for key in held:
        targets = {taking.target(key) for taking in takings if taking.wants(key)}
        if targets:
            keys |= {key, *targets} | ({in_transit(key)} if through_transit else set())
    return await open_books(session, keys, refs, locking=locking, own_hold=own_hold, bins=bins)


async def open_books(
    session: AsyncSession,
    keys: Collection[Key],
    refs: References,
    *,
    locking: bool,
    own_hold: UUID | None = None,
    bins: Mapping[UUID, str] | None = None,
) -> Books:
    """Balances and what others reserved of them. Reservations are read after the locks, so nobody can add any."""
    on_hand = await (ledger.lock if locking else ledger.read)(session, keys)
    return Books(
        on=clock.today(),
        on_hand=on_hand,
        reserved=await ledger.reserved(session, keys, except_hold=own_hold),
        lots=refs.lots,
        bins=bins or {},
        packages=refs.packages,
        units={id_: item.unit for id_, item in refs.items.items()},
    )


async def _dated(session: AsyncSession, occurred_at: datetime | None, made: Draft) -> Draft:
    """The draft at its own moment (now, under the locks, unless given); refused if it would rewrite the past badly."""
    at = occurred_at or clock.now()
    falling = [key for key, change in net_changes(made.steps).items() if change < 0 and is_bounded(key)]
    later = await ledger.later_changes(session, falling, at)
    refuse_if(past_faults(made.steps, made.before, later, made.refs.lots))
    return replace(made, occurred_at=at)

"""A state machine over stock commands against a plain dict: whatever the order, both agree and the books are right."""

import asyncio
from collections import defaultdict
from collections.abc import Coroutine
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from app.auth import Actor
from app.catalog.models import Item, Nature, StorageClass
from app.inventory import queries, service
from app.inventory.proof import prove
from app.inventory.schemas import HoldIn, HoldLineIn, ReversalIn
from app.kernel.database import Database
from app.kernel.errors import Problem
from app.kernel.ids import uuid7
from tests.warehouse import World, build, incoming, issue, person, receipt, transfer

Answer = TypeVar("Answer")
Stocks = dict[tuple[str, str], int]

# The dict model: (site, lot) → pieces. Lots expire one after another, so first-expiry-first-out is their order.
LOTS = {"L1": date(2030, 1, 1), "L2": date(2031, 1, 1), "L3": date(2032, 1, 1)}
SITES = ("depot", "point", "room")
sites = st.sampled_from(SITES)
quantities = st.integers(1, 40)


class Stockroom(RuleBasedStateMachine):
    """Each rule posts through the service and does the same to the dict; a refusal by one must be one by the other."""

    database: Database
    loop: asyncio.AbstractEventLoop
    world: World
    keeper: Actor

    def __init__(self) -> None:
        super().__init__()
        self.stock: Stocks = defaultdict(int)
        self.held: dict[UUID, Stocks] = {}
        self.posted: dict[UUID, Stocks] = {}
        self.item = self.run(self.new_item())

    async def new_item(self) -> UUID:
        """An item of this run's own, so that runs do not see each other's stock."""
        goods = {"mass_g": 1, "volume_cm3": 1, "storage": StorageClass.GENERAL, "nature": Nature.REUSABLE}
        item = Item(code=str(uuid7()), name="折叠床", unit="张", **goods)
        async with self.database.transaction() as session:
            session.add(item)
        return item.id

    def run(self, work: Coroutine[Any, Any, Answer]) -> Answer:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result()

    def site(self, name: str) -> UUID:
        identity: UUID = getattr(self.world, name)
        return identity

    def free(self, site: str, lot: str) -> int:
        return self.stock[site, lot] - sum(held[site, lot] for held in self.held.values())

    def picks(self, site: str, quantity: int) -> dict[str, int] | None:
        """First expiry first, or None where there is not enough."""
        picked = {}
        for lot in LOTS:
            picked[lot] = min(quantity, self.free(site, lot))
            quantity -= picked[lot]
        return picked if quantity == 0 else None

    def post(self, command: Any, change: Stocks | None) -> None:
        """Post; the dict knows beforehand whether that works (``change``) or is refused (None)."""

        async def work() -> UUID | None:
            try:
                async with self.database.transaction() as session:
                    return (await service.post(session, actor=self.keeper, command=command)).id
            except Problem:
                return None

        identity = self.run(work())
        assert (identity is None) == (change is None)
        if identity and change is not None:
            self.apply(change)
            self.posted[identity] = change

    def apply(self, change: Stocks) -> None:
        for place, quantity in change.items():
            self.stock[place] += quantity

    @rule(site=sites, lot=st.sampled_from(list(LOTS)), quantity=quantities)
    def receive(self, site: str, lot: str, quantity: int) -> None:
        line = incoming(self.item, quantity, lot=lot, expires=LOTS[lot])
        self.post(receipt(self.site(site), line), {(site, lot): quantity})

    @rule(site=sites, quantity=quantities)
    def issue(self, site: str, quantity: int) -> None:
        picked = self.picks(site, quantity)
        change = None if picked is None else {(site, lot): -units for lot, units in picked.items()}
        self.post(issue(self.site(site), self.item, quantity), change)

    @rule(site=sites, to=sites, quantity=quantities)
    def transfer(self, site: str, to: str, quantity: int) -> None:
        picked = self.picks(site, quantity) if site != to else None
        change: Stocks | None = None
        if picked is not None:
            change = {(site, lot): -units for lot, units in picked.items()}
            change |= {(to, lot): units for lot, units in picked.items()}
        self.post(transfer(self.site(site), self.site(to), self.item, quantity), change)

    @rule(site=sites, quantity=quantities)
    def hold(self, site: str, quantity: int) -> None:
        picked = self.picks(site, quantity)
        line = HoldLineIn(item_id=self.item, quantity=quantity)
        command = HoldIn(site_id=self.site(site), reason="备用", lines=[line])

        async def work() -> UUID | None:
            try:
                async with self.database.transaction() as session:
                    return (await service.hold(session, actor=self.keeper, command=command)).id
            except Problem:
                return None

        identity = self.run(work())
        assert (identity is None) == (picked is None)
        if identity and picked is not None:
            self.held[identity] = defaultdict(int, {(site, lot): units for lot, units in picked.items()})

    @precondition(lambda self: self.held)
    @rule(data=st.data())
    def release(self, data: st.DataObject) -> None:
        identity = data.draw(st.sampled_from(sorted(self.held)))

        async def work() -> None:
            async with self.database.transaction() as session:
                await service.release(session, actor=self.keeper, hold_id=identity)

        self.run(work())
        del self.held[identity]

    @precondition(lambda self: self.posted)
    @rule(data=st.data())
    def reverse(self, data: st.DataObject) -> None:
        identity = data.draw(st.sampled_from(sorted(self.posted)))
        change = self.posted[identity]
        possible = all(quantity <= 0 or self.free(*place) >= quantity for place, quantity in change.items())

        async def work() -> bool:
            try:
                async with self.database.transaction() as session:
                    command = ReversalIn(note="红冲")
                    await service.reverse(session, actor=self.keeper, document_id=identity, command=command)
                    return True
            except Problem:
                return False

        assert self.run(work()) == possible
        if possible:
            self.apply({place: -quantity for place, quantity in change.items()})
            del self.posted[identity]

    def read(self) -> Stocks:
        """On hand by (site, lot), as the queries tell it."""

        async def work() -> Stocks:
            async with self.database.snapshot() as session:
                rows = await queries.available_for_plan(session)
            names = {self.site(name): name for name in SITES}
            return {(names[row.site_id], row.lot_no): row.on_hand for row in rows if row.item_id == self.item}

        return self.run(work())

    @invariant()
    def both_agree(self) -> None:
        assert self.read() == {place: quantity for place, quantity in self.stock.items() if quantity}

    def teardown(self) -> None:
        async def work() -> list[Any]:
            async with self.database.snapshot() as session:
                return list(await prove(session))

        assert self.run(work()) == []


@pytest.mark.slow
async def test_commands_agree_with_a_dict(database: Database) -> None:
    class Here(Stockroom):
        """The machine on this test's database; its commands run on the test's loop, the machine in a thread."""

    Here.database, Here.loop, Here.world = database, asyncio.get_running_loop(), await build(database)
    async with database.transaction() as session:
        Here.keeper = await person(session)
    limits = settings(max_examples=20, stateful_step_count=25, deadline=None, derandomize=True)
    await asyncio.to_thread(run_state_machine_as_test, Here, settings=limits)

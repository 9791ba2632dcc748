"""Sessions, idleness and lockout as a state machine: whatever is done in whatever order, the model and the server
agree on who is signed in and who is locked."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import time_machine
from fastapi import FastAPI
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from app.auth.rights import Role
from app.kernel.database import Database
from tests.auth.conftest import PASSWORD, employ

START = datetime(2026, 6, 1, 1, tzinfo=UTC)
IDLE, WHOLE, LOCK = timedelta(minutes=15), timedelta(hours=12), timedelta(minutes=15)
NAMES = ("yi", "er", "nobody")
"""Two accounts, and a name that is none."""
ADDRESSES = ("10.9.0.1", "10.9.0.2")


class Failures:
    """Failures in a row of one name or one address."""

    def __init__(self) -> None:
        self.count, self.last = 0, START - LOCK
        self.locked: datetime | None = None

    def locked_at(self, now: datetime) -> bool:
        return self.locked is not None and now < self.locked

    def charge(self, now: datetime) -> None:
        self.count = 1 if now >= self.last + LOCK else self.count + 1
        self.last = now
        self.locked = now + LOCK if self.count >= 5 else None

    def give_back(self) -> None:
        self.count, self.locked = max(self.count - 1, 0), None


class Session:
    def __init__(self, name: str, now: datetime, cookie: str) -> None:
        self.name, self.cookie, self.seen, self.ends = name, cookie, now, now + WHOLE
        self.ended = False

    def lives(self, now: datetime) -> bool:
        return not self.ended and now < self.ends and now < self.seen + IDLE


async def test_sessions_and_locks_follow_the_model(app: FastAPI, database: Database) -> None:
    await employ(database, "yi", Role.KEEPER)
    await employ(database, "er", Role.DUTY)
    loop = asyncio.get_running_loop()

    def wait(coroutine: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(coroutine, loop).result(30)

    async def cleared() -> None:
        from sqlalchemy import text

        async with database.transaction() as session:
            await session.execute(text("DELETE FROM failed_sign_ins"))
            await session.execute(text("DELETE FROM sign_in WHERE address LIKE '10.9.%'"))

    class Machine(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            app.state.windows = {}
            self.clock = time_machine.travel(START, tick=False)
            self.time = self.clock.start()
            self.sessions: list[Session] = []
            self.names = {name: Failures() for name in NAMES}
            self.addresses = {address: Failures() for address in ADDRESSES}
            wait(cleared())

        def teardown(self) -> None:
            self.clock.stop()

        @property
        def now(self) -> datetime:
            return datetime.now(UTC)

        def ask(self, address: str, method: str, path: str, cookie: str = "", **more: Any) -> httpx.Response:
            async def asked() -> httpx.Response:
                app.state.windows.clear()  # the clock hardly moves: the rate limit would count all as one minute
                transport = httpx.ASGITransport(app=app, client=(address, 1))
                cookies = {"yingcang": cookie} if cookie else {}
                async with httpx.AsyncClient(
                    transport=transport, base_url="http://y/api/v1", cookies=cookies
                ) as client:
                    return await client.request(method, path, **more)

            answer: httpx.Response = wait(asked())
            return answer

        @rule(name=st.sampled_from(NAMES), address=st.sampled_from(ADDRESSES), right=st.booleans())
        def sign_in(self, name: str, address: str, right: bool) -> None:
            whose, where, now = self.names[name], self.addresses[address], self.now
            password = PASSWORD if right else "not-it"
            answer = self.ask(address, "POST", "/auth/sign-in", json={"name": name, "password": password})
            if where.locked_at(now) or whose.locked_at(now):
                assert answer.status_code == 429, answer.text
                assert answer.json()["type"] == "/problems/sign-in-locked"
                return
            where.charge(now)
            if right and name != "nobody":
                assert answer.status_code == 200, answer.text
                where.give_back()
                self.names[name] = Failures()
                self.sessions.append(Session(name, now, answer.cookies["yingcang"]))
                return
            whose.charge(now)
            assert (answer.status_code, "yingcang" in answer.cookies) == (401, False)

        @rule(name=st.sampled_from(NAMES), address=st.sampled_from(ADDRESSES), times=st.integers(3, 6))
        def guess(self, name: str, address: str, times: int) -> None:
            for _ in range(times):
                self.sign_in(name, address, right=False)

        @rule(minutes=st.sampled_from([1, 14, 15, 8 * 60]))
        def wait_for(self, minutes: int) -> None:
            self.time.shift(timedelta(minutes=minutes))

        @precondition(lambda self: self.sessions)
        @rule(data=st.data(), background=st.booleans())
        def use(self, data: st.DataObject, background: bool) -> None:
            self.used(data.draw(st.sampled_from(self.sessions)), background=background)

        @precondition(lambda self: any(session.lives(self.now) for session in self.sessions))
        @rule(data=st.data(), background=st.booleans())
        def use_before_and_at_its_end(self, data: st.DataObject, background: bool) -> None:
            session = data.draw(st.sampled_from([one for one in self.sessions if one.lives(self.now)]))
            self.time.shift(timedelta(minutes=14))
            self.used(session, background=background)
            self.time.shift(timedelta(minutes=1))
            self.used(session, background=False)

        def used(self, session: Session, *, background: bool) -> None:
            lives = session.lives(self.now)
            headers = {"x-background": "1"} if background else {}
            answer = self.ask(ADDRESSES[0], "GET", "/auth/me", session.cookie, headers=headers)
            assert answer.status_code == (200 if lives else 401)
            if lives and not background and self.now >= session.seen + timedelta(minutes=1):
                session.seen = self.now

        @precondition(lambda self: self.sessions)
        @rule(data=st.data())
        def sign_out(self, data: st.DataObject) -> None:
            session = data.draw(st.sampled_from(self.sessions))
            assert self.ask(ADDRESSES[0], "POST", "/auth/sign-out", session.cookie).status_code == 204
            session.ended = True

        @precondition(lambda self: any(session.lives(self.now) for session in self.sessions))
        @rule(data=st.data())
        def end_others(self, data: st.DataObject) -> None:
            session = data.draw(st.sampled_from([one for one in self.sessions if one.lives(self.now)]))
            answer = self.ask(ADDRESSES[0], "POST", "/auth/sign-ins/end-others", session.cookie)
            assert answer.status_code == 200
            for other in self.sessions:
                other.ended |= other.name == session.name and other is not session
            if self.now >= session.seen + timedelta(minutes=1):
                session.seen = self.now

        @invariant()
        def no_more_than_five_in_a_row(self) -> None:
            assert all(one.count <= 5 for one in (*self.names.values(), *self.addresses.values()))

    await asyncio.to_thread(
        run_state_machine_as_test,
        Machine,
        settings=settings(
            max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )

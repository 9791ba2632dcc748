"""The question that an adjusted plan answers: everything as it stands now, less what has left, by the rules."""

import asyncio
import hashlib
from dataclasses import replace
from uuid import UUID

from pydantic import BaseModel

from app.dispatch import queries
from app.dispatch.snapshot import Earlier, Snapshot
from app.dispatch.standing import CLOCK_MOVED
from app.kernel.database import Database
from app.kernel.errors import Conflict
from optimize.intake.reading import canonical_json
from optimize.problem import Rule
from optimize.replanning.replan import replan


class Adjusting(BaseModel):
    """What a computation is told about the plan that it starts from."""

    earlier_id: UUID
    rules: tuple[Rule, ...]
    now_s: int


async def adjusted(database: Database, snapshot: Snapshot, adjusting: Adjusting) -> Snapshot:
    """The snapshot as a question about what is still open of the earlier plan."""
    async with database.snapshot() as session:
        number, earlier = await queries.answered(session, adjusting.earlier_id)
    if snapshot.problem.issued_at != earlier.problem.issued_at:
        raise Conflict(CLOCK_MOVED)
    problem = await asyncio.to_thread(replan, snapshot.problem, earlier, adjusting.now_s, adjusting.rules)
    canonical = await asyncio.to_thread(canonical_json, problem)
    return replace(
        snapshot,
        problem=problem,
        canonical=canonical,
        input_hash=hashlib.sha256(canonical).hexdigest(),
        earlier=Earlier(adjusting.earlier_id, number, earlier),
    )

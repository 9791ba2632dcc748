"""What open incidents would lose by a new road layer."""

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.incidents.models import Closure, Incident, IncidentState
from app.kernel.errors import Fault
from gis.roads import RoadNetwork


async def lost_links(session: AsyncSession, district: str, network: RoadNetwork) -> list[Fault]:
    """A fault for every closure by link of an open incident whose link ``network`` lacks: it would silently reopen."""
    rows = await session.exec(
        select(Incident.name, Closure.link_id, Closure.reason)
        .join(Closure, col(Closure.incident_id) == col(Incident.id))
        .where(
            Incident.district == district,
            Incident.state == IncidentState.OPEN,
            col(Closure.link_id).is_not(None),
        )
        .order_by(col(Incident.number), col(Closure.id))
    )
    return [
        Fault(
            "file",
            f"事件「{name}」封闭的路段 {link}（{reason}）在新图层中不存在；"
            "请先在事件中改画为沿线或区域、撤销该封闭，或结束事件",
        )
        for name, link, reason in rows
        if link not in network.index
    ]

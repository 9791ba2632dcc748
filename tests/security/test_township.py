"""A keeper of one township sees and moves only what is there, in every list, count, tree, page and event."""

from typing import Any

from sqlalchemy import update
from sqlmodel import col

from app.auth.actor import Actor
from app.auth.hearing import Ears
from app.auth.models import Grant
from app.auth.rights import Act, Role, Subject
from app.kernel import clock
from app.kernel.database import Database
from app.kernel.events import Event
from app.kernel.ids import uuid7
from app.sites.models import VIRTUAL_SITES, SiteKind
from tests.security.desk import Desk
from tests.security.world import FAR, ITEM, OWN, World, token_of

TOWNSHIP = f"{OWN}001"


def moved(site: Any, quantity: int, **more: Any) -> dict[str, Any]:
    return {"site_id": str(site), "lines": [{"item_id": str(ITEM), "quantity": quantity}], **more}


async def test_lists_end_at_the_township(desk: tuple[Desk, World]) -> None:
    at, made = desk
    sites = (await at.get("/sites"))["items"]
    assert [row["id"] for row in sites] == [str(made.own.point)]
    assert {row["code"] for row in (await at.get("/divisions"))["items"]} == {TOWNSHIP, made.own.village}
    for path in ("/stock", "/documents", "/ledger", "/holds", f"/sites/{made.own.depot}/stock"):
        assert (await at.get(path))["items"] == [], path
    [root] = (await at.get("/stock/tree"))["roots"]
    assert (root["site_count"], [child["code"] for child in root["children"]]) == (1, [TOWNSHIP])
    assert [row["division"] for row in (await at.get("/teams"))["items"]] == [TOWNSHIP]
    keeper = token_of(Role.KEEPER, TOWNSHIP)
    for path in (f"/sites/{made.own.depot}", f"/documents/{made.own.ids['document_id']}"):
        assert (await at.ask(keeper, "GET", path)).status_code == 404


async def test_virtual_sites_belong_to_everybody(desk: tuple[Desk, World]) -> None:
    assert (await desk[0].get(f"/sites/{VIRTUAL_SITES[SiteKind.SUPPLIER]}"))["kind"] == "supplier"


async def test_a_transfer_is_seen_at_both_ends_and_sent_from_ones_own(desk: tuple[Desk, World]) -> None:
    at, made = desk
    district, township = token_of(Role.KEEPER, OWN), token_of(Role.KEEPER, TOWNSHIP)
    command = moved(made.own.depot, 10, kind="transfer", to_site_id=str(made.own.point))
    assert (await at.ask(township, "POST", "/documents", command)).status_code == 422
    assert (await at.ask(district, "POST", "/documents", command)).status_code == 201
    assert [row["kind"] for row in (await at.get("/documents"))["items"]] == ["transfer"]
    entries = (await at.get("/ledger"))["items"]
    assert [row["to_site_id"] for row in entries] == [str(made.own.point)]
    back = moved(made.own.point, 4, kind="transfer", to_site_id=str(made.own.depot))
    answer = await at.ask(township, "POST", "/documents", back)
    assert answer.status_code == 201, answer.text
    document = answer.json()["id"]
    assert (await at.ask(township, "POST", f"/documents/{document}/reversal", {"note": "错"})).status_code == 403
    assert (await at.ask(district, "POST", f"/documents/{document}/reversal", {"note": "错"})).status_code == 201


async def test_what_one_may_read_but_not_change_is_forbidden(desk: tuple[Desk, World], matrix: Database) -> None:
    at, made = desk
    keeper, ids = token_of(Role.KEEPER, TOWNSHIP), made.own.ids
    acts = [
        ("/documents", moved(made.own.depot, 1, kind="issue", reason="distribution")),
        (f"/holds/{ids['hold_id']}/release", {}),
        (f"/documents/{ids['document_id']}/reversal", {"note": "错"}),
    ]
    before = [(await at.ask(keeper, "POST", path, body)).status_code for path, body in acts]
    async with matrix.transaction() as session:
        wider = update(Grant).where(col(Grant.reads) == TOWNSHIP).values(reads=OWN)
        await session.execute(wider)
    after = [(await at.ask(keeper, "POST", path, body)).status_code for path, body in acts]
    assert (before, after) == ([422, 404, 404], [403, 403, 403])


def actor(role: Role, reads: str) -> Actor:
    from app.auth.scope import Scope

    grant = Grant(person_id=uuid7(), role=role, reads=reads, writes=reads, granted_at=clock.now())
    return Actor(uuid7(), "me", "我", None, Scope(), (grant,))


def test_incidents_and_plans_are_whole_districts_affairs() -> None:
    """No menu entry, list or form of theirs for somebody who would never see a row there."""
    for subject in (Subject.INCIDENTS, Subject.PLANS):
        assert actor(Role.DUTY, TOWNSHIP).reach(subject, Act.READ).nowhere
        assert actor(Role.DUTY, TOWNSHIP).reach(subject, Act.DRAFT).nowhere
        for reads in (OWN, ""):
            assert actor(Role.DUTY, reads).reach(subject, Act.DRAFT).covers(OWN)
    assert actor(Role.DUTY, TOWNSHIP).reach(Subject.FORCES, Act.DRAFT).covers(TOWNSHIP)


def test_events_reach_whom_they_concern() -> None:
    keeper, duty = Ears(actor(Role.KEEPER, TOWNSHIP)), Ears(actor(Role.DUTY, OWN))
    here, there = uuid7(), uuid7()
    sites = {"id": "1", "sites": [str(here), str(there)]}
    both = Event("stock", sites, ((TOWNSHIP, here), (FAR, there)))
    heard = keeper(both)
    assert heard is not None and heard.data == {"id": "1", "sites": [str(here)]}
    assert keeper(Event("stock", {"id": "1"}, ((f"{OWN}002", there),))) is None
    assert keeper(Event("incident", {"id": "1"}, ((TOWNSHIP, None),))) is None
    assert duty(Event("incident", {"id": "1"}, ((OWN, None),))) is not None
    assert duty(Event("incident", {"id": "1"}, ((FAR, None),))) is None
    assert duty(Event("job", {"id": "1"}, None, ("somebody",))) is None
    assert keeper(Event("job", {"id": "1"}, ((OWN, None),), ("me",))) is not None
    assert keeper(Event("inbox", {}, None, ("me",))) is not None
    assert duty(Event("unheard of", {})) is None


def test_every_published_topic_says_who_hears_it() -> None:
    import re
    from pathlib import Path

    from app.auth.hearing import TOPICS

    told = set()
    for file in Path("app").rglob("*.py"):
        text = file.read_text()
        told |= set(re.findall(r'publish\(\s*session,\s*"(\w+)"', text))
        if "publish(session, TOPIC" in text:
            told |= set(re.findall(r'^TOPIC = "(\w+)"', text, re.MULTILINE))
    assert told - {"inbox"} <= TOPICS.keys()

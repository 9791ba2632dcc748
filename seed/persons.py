"""The people of a demo district: one for each role, each at a real place of it, none of them with a password."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import Actor, Person, somebody
from app.auth.accounts import create
from app.auth.models import Account, Grant
from app.auth.people_schemas import PersonCreate
from app.auth.rights import Role
from app.kernel import clock
from app.sites.models import Site, SiteKind
from seed.profiles import PROFILES


@dataclass(frozen=True)
class Seat:
    """Who sits where: the account is ``<district>.<key>``, an administrator's ``demo.<key>``."""

    key: str
    name: str
    post: str
    role: Role
    reads: str
    writes: str | None
    site: UUID | None = None


@dataclass(frozen=True)
class DemoPerson:
    id: UUID
    account: str
    name: str
    role: Role
    place: str


async def seat(session: AsyncSession, district: str) -> list[DemoPerson]:
    """Persons with accounts and grants in a seeded district; those who are there keep what they have."""
    seats = await _seats(session, district)
    return [await _seated(session, district, one) for one in seats]


async def acting(session: AsyncSession, district: str, key: str) -> Actor:
    """The person of one seat, for what the seed does in his name."""
    [one] = [one for one in await _seats(session, district) if one.key == key]
    return somebody(await session.get_one(Person, (await _seated(session, district, one)).id))


async def _seats(session: AsyncSession, district: str) -> list[Seat]:
    profile = PROFILES[district]
    code, name = profile.code, profile.name
    depot = await _site(session, code, SiteKind.DISTRICT_DEPOT)
    point = await _site(session, code, SiteKind.TOWNSHIP_POINT)
    township = str(point.division)
    return [
        Seat("depot", "赵库甲", f"{depot.name}保管员", Role.KEEPER, code, code, depot.id),
        Seat("township", "钱乡乙", f"{point.name}保管员", Role.KEEPER, township, township),
        Seat("duty", "孙值丙", f"{name}应急值班室值班员", Role.DUTY, code, code),
        Seat("approver", "李审丁", f"{name}应急管理局分管领导", Role.APPROVER, code, code),
        Seat("planner", "周规戊", f"{name}应急管理局规划员", Role.PLANNER, code, code),
        Seat("sysadmin", "吴系己", "系统管理员", Role.SYSADMIN, "", ""),
        Seat("security", "郑安庚", "安全管理员", Role.SECURITY, "", ""),
        Seat("auditor", "王计辛", "审计管理员", Role.AUDITOR, "", None),
    ]


async def _site(session: AsyncSession, district: str, kind: SiteKind) -> Site:
    """The first of its kind in the district."""
    query = select(Site).where(Site.kind == kind, col(Site.division).startswith(district)).order_by(col(Site.code))
    return (await session.exec(query.limit(1))).one()


async def _seated(session: AsyncSession, district: str, one: Seat) -> DemoPerson:
    account = f"{district}.{one.key}" if one.reads else f"demo.{one.key}"
    known = (await session.exec(select(Account.person_id).where(Account.name == account))).first()
    if known is None:
        known = await _employed(session, account, one)
    return DemoPerson(known, account, one.name, one.role, one.post)


async def _employed(session: AsyncSession, account: str, one: Seat) -> UUID:
    person, _ = await create(
        session,
        PersonCreate(account=account, name=one.name, post=one.post, division=one.reads or None),
    )
    session.add(
        Grant(
            person_id=person.id,
            role=one.role,
            reads=one.reads,
            writes=one.writes,
            site_id=one.site,
            granted_at=clock.now(),
        )
    )
    return person.id

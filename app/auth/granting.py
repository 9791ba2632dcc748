"""Who may do what where, as the security administrator says. Nobody grants to himself; 三权分立 is the database's."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import audit
from app.auth import lockout, places
from app.auth.accounts import reaches
from app.auth.actor import Actor, Forbidden
from app.auth.models import Account, Grant, Person
from app.auth.people_schemas import GrantCreate
from app.auth.rights import RIGHTS, Act, Role, Subject
from app.auth.sessions import end_all, rights_changed
from app.kernel import clock
from app.kernel.constraints import explain
from app.kernel.errors import Conflict, Fault, NotFound, refuse_if

explain(
    {
        "administrative_roles_apart": "三权分立：系统管理员、安全管理员、审计管理员不能兼任，也不能兼任业务角色。"
        "请先终止此人的其他授权，或另选他人。",
        "ck_role_grant_not_to_oneself": "不能给自己授权，请由另一位安全管理员授权。",
    }
)


Telling = Callable[[AsyncSession, Person, Grant], Awaitable[object]]


@dataclass
class _Ears:
    tell: Telling | None = None


_ears = _Ears()


def told_by(tell: Telling) -> None:
    """Called once where the rooms are put together: how a person learns of a grant that was made or ended."""
    _ears.tell = tell


async def _tell(session: AsyncSession, person: Person, changed: Grant) -> None:
    await session.flush()
    await rights_changed(session, [person.id])
    if _ears.tell:
        await _ears.tell(session, person, changed)


async def grant(session: AsyncSession, *, actor: Actor, command: GrantCreate) -> Grant:
    """Counts from the person's next request on."""
    person = await session.get(Person, command.person_id, with_for_update={"key_share": True})
    if person is None or not reaches(actor.reach(Subject.PEOPLE, Act.READ), person.division):
        raise NotFound("没有这个人员。")
    if person.id == actor.id:
        raise Forbidden("不能给自己授权，请由另一位安全管理员授权。")
    refuse_if(await _faults(session, person, command), "授权不合要求，请修改后重新提交。")
    actor.require(command.reads)
    if command.writes is not None:
        actor.require(command.writes)
    made = Grant(
        person_id=person.id,
        role=command.role,
        reads=command.reads,
        writes=command.writes,
        site_id=command.site_id,
        granted_by=actor.id,
        granted_at=clock.now(),
    )
    session.add(made)
    await _tell(session, person, made)
    return made


async def _faults(session: AsyncSession, person: Person, command: GrantCreate) -> list[Fault]:
    names = await places.names(session, [command.reads, command.writes], [command.site_id])
    faults = []
    if person.left_at is not None:
        faults.append(Fault("/person_id", f"{person.name}已离岗"))
    for field, code in (("reads", command.reads), ("writes", command.writes)):
        if code and code not in names.divisions:
            faults.append(Fault(f"/{field}", f"没有区划 {code}"))
    if command.site_id is not None and command.site_id not in names.sites:
        faults.append(Fault("/site_id", "没有这个库点"))
    if command.site_id is not None and command.writes is None:
        faults.append(Fault("/writes", "限定库点时须填写办理范围"))
    where = names.site_divisions.get(command.site_id) if command.site_id else None
    if where is not None and not where.startswith(command.writes or ""):
        faults.append(Fault("/site_id", "这个库点不在办理范围内"))
    if command.writes is not None and not writes(command.role):
        faults.append(Fault("/writes", f"{command.role.label}只能查看，不要填写办理范围"))
    if await _held(session, command):
        faults.append(Fault("/role", "此人在这个范围已有这个角色"))
    return faults


def writes(role: Role) -> bool:
    """Whether the role may do anything but read."""
    return any(acts - {Act.READ} for acts in RIGHTS[role].values())


async def _held(session: AsyncSession, command: GrantCreate) -> bool:
    same = select(Grant.id).where(
        Grant.person_id == command.person_id,
        Grant.role == command.role,
        Grant.reads == command.reads,
        col(Grant.writes).is_not_distinct_from(command.writes),
        col(Grant.site_id).is_not_distinct_from(command.site_id),
        col(Grant.ended_at).is_(None),
    )
    return (await session.exec(same.limit(1))).first() is not None


async def end(session: AsyncSession, *, actor: Actor, grant_id: UUID) -> Grant:
    """Counts from the person's next request on; a second end changes nothing."""
    held = await session.get(Grant, grant_id, with_for_update=True)
    if held is None or not actor.scope.covers(held.reads):
        raise NotFound("没有这个授权。")
    if held.person_id == actor.id:
        raise Forbidden("不能终止自己的授权，请由另一位安全管理员操作。")
    if held.ended_at is None:
        held.ended_at, held.ended_by = clock.now(), actor.id
        session.add(held)
        await _tell(session, await session.get_one(Person, held.person_id), held)
    return held


async def unlock(session: AsyncSession, *, actor: Actor, person_id: UUID) -> Person:
    """End the lock after failed sign-ins."""
    person, account = await _with_account(session, actor, person_id)
    if await lockout.unlock(session, account.name):
        audit.done(session, f"解除{person.name}（{account.name}）的登录锁定")
    return person


async def lift_lock(session: AsyncSession, key: str) -> None:
    """End the lock of a network address, behind which a whole office may sit."""
    audit.done(session, f"解除网络地址 {await lockout.lift(session, key)} 的登录锁定")


async def remove_second_factor(session: AsyncSession, *, actor: Actor, person_id: UUID) -> Person:
    """For a lost phone; the person's sign-ins end, and the next one sets up a new factor where it is forced."""
    person, account = await _with_account(session, actor, person_id)
    if person.id == actor.id:
        raise Forbidden("不能移除自己的动态口令，请由另一位安全管理员操作。")
    if account.totp_confirmed_at is None:
        raise Conflict(f"{person.name}没有启用动态口令。")
    account.totp_secret = account.totp_confirmed_at = account.totp_last_step = None
    session.add(account)
    await end_all(session, person_id)
    return person


async def _with_account(session: AsyncSession, actor: Actor, person_id: UUID) -> tuple[Person, Account]:
    query = select(Person, Account).join(Account).where(Person.id == person_id).with_for_update()
    found = (await session.exec(query)).first()
    if found is None or not reaches(actor.scope, found[0].division):
        raise NotFound("没有这个人员，或其没有账号。")
    return found

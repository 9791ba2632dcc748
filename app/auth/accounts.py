"""Persons and their accounts, as the system administrator keeps them. He lets people in; what they may do is granted
by the security administrator (``granting``).

Accounts of the other two administrators are out of his reach: whoever could reset them could act as them. They are
reset on the command line, by whoever runs the machine.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import codes
from app.auth.actor import Actor, Forbidden, grants_of
from app.auth.lockout import plain_name, unlock
from app.auth.models import Account, CodePurpose, Grant, Person
from app.auth.people_schemas import PersonChange, PersonCreate
from app.auth.rights import ADMINISTRATIVE, Role
from app.auth.scope import Scope
from app.auth.sessions import end_all
from app.kernel import clock
from app.kernel.constraints import explain
from app.kernel.errors import Conflict, Fault, Invalid, NotFound

explain(
    {
        "uq_account_name": "已有同名的账号，请换一个账号名。",
        "uq_person_code": "已有同名的账号，请换一个账号名。",
        "uq_account_openid_subject": "这个统一身份标识已绑定到另一个账号。",
        "fk_person_division_division": "没有这个区划，请从列表中选择工作单位所在区划。",
    }
)

Code = tuple[str, datetime]
"""A one-time code and until when it is good."""


async def add(session: AsyncSession, *, actor: Actor, command: PersonCreate) -> tuple[Person, Code]:
    """A person with an account and no rights yet, and the code for the first password."""
    require_reach(actor.scope, command.division)
    return await create(session, command, made_by=actor.id)


async def create(session: AsyncSession, command: PersonCreate, *, made_by: UUID | None = None) -> tuple[Person, Code]:
    name = require_name(command.account)
    person = Person(code=name, name=command.name, phone=command.phone, division=command.division, post=command.post)
    session.add(person)
    await session.flush()
    session.add(
        Account(person_id=person.id, name=name, openid_subject=command.openid_subject or None, created_at=clock.now())
    )
    await session.flush()
    return person, await codes.make(session, person.id, CodePurpose.FIRST_PASSWORD, made_by=made_by)


async def change(session: AsyncSession, *, actor: Actor, person_id: UUID, command: PersonChange) -> Person:
    person, account = await _reachable(session, actor, person_id)
    require_reach(actor.scope, command.division)
    subject = command.openid_subject or None
    if subject != account.openid_subject:
        await _require_not_guarded(session, person)
        account.openid_subject = subject
        session.add(account)
    person.name, person.phone = command.name, command.phone
    person.division, person.post = command.division, command.post
    session.add(person)
    await session.flush()
    return person


async def reset(session: AsyncSession, *, actor: Actor, person_id: UUID) -> Code:
    """The old password and all sign-ins end at once; the second factor stays."""
    person, account = await _reachable(session, actor, person_id)
    await _require_not_guarded(session, person)
    if account.disabled_at is not None or person.left_at is not None:
        raise Conflict("账号已停用，请先启用再重设口令。")
    return await reset_account(session, account, made_by=actor.id)


async def reset_account(session: AsyncSession, account: Account, *, made_by: UUID | None = None) -> Code:
    if account.password_hash is not None:
        account.earlier_hashes = [account.password_hash, *account.earlier_hashes][:4]
    account.password_hash = account.password_set_at = None
    session.add(account)
    await end_all(session, account.person_id)
    await unlock(session, account.name)
    return await codes.make(session, account.person_id, CodePurpose.RESET, made_by=made_by)


async def disable(session: AsyncSession, *, actor: Actor, person_id: UUID) -> Person:
    person, account = await _reachable(session, actor, person_id)
    _require_other(actor, person)
    await _require_not_guarded(session, person)
    account.disabled_at = account.disabled_at or clock.now()
    session.add(account)
    await _shut_out(session, person_id)
    return person


async def enable(session: AsyncSession, *, actor: Actor, person_id: UUID) -> Person:
    person, account = await _reachable(session, actor, person_id)
    await _require_not_guarded(session, person)
    if person.left_at is not None:
        raise Conflict(f"{person.name}已离岗，不能启用其账号；返岗请新建账号。")
    account.disabled_at = None
    session.add(account)
    return person


async def leave(session: AsyncSession, *, actor: Actor, person_id: UUID) -> Person:
    """The person's grants end with him; his name stays on what he signed."""
    person, account = await _reachable(session, actor, person_id)
    _require_other(actor, person)
    await _require_not_guarded(session, person)
    person.left_at = person.left_at or clock.now()
    account.disabled_at = account.disabled_at or person.left_at
    session.add_all([person, account])
    for grant in await grants_of(session, person_id):
        grant.ended_at, grant.ended_by = person.left_at, actor.id
        session.add(grant)
    await _shut_out(session, person_id)
    return person


async def end_sign_ins(session: AsyncSession, *, actor: Actor, person_id: UUID) -> int:
    person, _ = await _reachable(session, actor, person_id)
    await _require_not_guarded(session, person)
    return await end_all(session, person_id)


async def _shut_out(session: AsyncSession, person_id: UUID) -> None:
    await end_all(session, person_id)
    await codes.void(session, person_id)


async def _reachable(session: AsyncSession, actor: Actor, person_id: UUID) -> tuple[Person, Account]:
    """The rows, locked; whoever works outside the actor's scope does not exist for him."""
    query = select(Person, Account).join(Account).where(Person.id == person_id).with_for_update()
    found = (await session.exec(query)).first()
    if found is None or not reaches(actor.scope, found[0].division):
        raise NotFound("没有这个人员，或其没有账号。")
    return found


def reaches(scope: Scope, division: str | None) -> bool:
    """Whether who works there is within the scope; whoever belongs to no division belongs to the whole."""
    return scope.everywhere or (division is not None and scope.covers(division))


def require_reach(scope: Scope, division: str | None) -> None:
    if not reaches(scope, division):
        raise Forbidden("您只能管理本区划的人员，请选择其工作单位所在区划。")


def _require_other(actor: Actor, person: Person) -> None:
    if actor.id == person.id:
        raise Conflict("不能停用自己的账号，请由另一位系统管理员操作。")


async def _require_not_guarded(session: AsyncSession, person: Person) -> None:
    roles = {grant.role for grant in await grants_of(session, person.id)}
    if roles & (ADMINISTRATIVE - {Role.SYSADMIN}):
        raise Forbidden(
            f"{person.name}是安全管理员或审计管理员，其账号不归系统管理员管理（三权分立）。"
            "请在服务器上运行 yingcang account reset。"
        )


def require_name(name: str) -> str:
    """An account's name that can be typed and read out; raises ``Invalid``."""
    plain = plain_name(name)
    if not 2 <= len(plain) <= 32 or not all(sign.isalnum() or sign in "._-@" for sign in plain):
        raise Invalid("账号名不合要求。", [Fault("/account", "2 到 32 个字母、数字、汉字或 . _ - @")])
    return plain


async def account_named(session: AsyncSession, name: str) -> tuple[Person, Account]:
    query = select(Person, Account).join(Account).where(Account.name == plain_name(name))
    found = (await session.exec(query)).first()
    if found is None:
        raise NotFound(f"没有账号“{name}”。")
    return found


async def holders(session: AsyncSession, roles: Collection[Role]) -> bool:
    """Whether anybody holds one of these roles now."""
    query = select(Grant.id).where(col(Grant.role).in_(roles), col(Grant.ended_at).is_(None)).limit(1)
    return (await session.exec(query)).first() is not None

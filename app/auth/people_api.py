"""Persons and accounts (系统管理员), grants, unlocking and the security policy (安全管理员)."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query

from app.auth import accounts, granting, lockout, people_queries
from app.auth.actor import Actor, acting, acting_either
from app.auth.people_schemas import (
    CodeRead,
    GrantCreate,
    GrantRead,
    LockedAddresses,
    PersonChange,
    PersonCreate,
    PersonCreated,
    PersonRead,
    SignInsEnded,
)
from app.auth.policy import Policy, current_policy, set_policy
from app.auth.rights import Act, Right, Role, Subject
from app.kernel.database import Session
from app.kernel.paging import After, Limit, Page

router = APIRouter(tags=["人员"])

Reader = Annotated[Actor, acting(Subject.PEOPLE, Act.READ)]
Keeper = Annotated[Actor, acting(Subject.PEOPLE, Act.POST)]
GrantReader = Annotated[Actor, acting_either(Right(Subject.RIGHTS, Act.READ), Right(Subject.PEOPLE, Act.READ))]
Granter = Annotated[Actor, acting(Subject.RIGHTS, Act.POST)]
LockReader = Annotated[Actor, acting(Subject.RIGHTS, Act.READ)]
PolicyReader = Annotated[Actor, acting(Subject.POLICIES, Act.READ)]
PolicySetter = Annotated[Actor, acting(Subject.POLICIES, Act.POST)]


@router.get("/people", summary="人员列表")
async def list_people(
    *,
    session: Session,
    actor: Reader,
    search: Annotated[str, Query(title="查找", description="姓名、编码、电话、职务", max_length=50)] = "",
    role: Annotated[Role | None, Query(title="角色")] = None,
    division: Annotated[str | None, Query(title="区划", max_length=20)] = None,
    gone: Annotated[bool, Query(title="含离岗人员")] = False,
    after: After = None,
    limit: Limit = 100,
) -> Page[PersonRead]:
    return await people_queries.list_people(
        session, scope=actor.scope, search=search, role=role, division=division, gone=gone, after=after, limit=limit
    )


@router.post("/people", summary="新增人员", status_code=201)
async def add_person(session: Session, actor: Keeper, command: PersonCreate) -> PersonCreated:
    """A person with an account, and the code for the first password, which is shown this once."""
    person, code = await accounts.add(session, actor=actor, command=command)
    read = await people_queries.get_person(session, person.id, scope=actor.scope)
    return PersonCreated(person=read, code=_code(code))


@router.get("/people/{person_id}", summary="人员详情")
async def get_person(session: Session, actor: Reader, person_id: UUID) -> PersonRead:
    return await people_queries.get_person(session, person_id, scope=actor.scope)


@router.put("/people/{person_id}", summary="修改人员")
async def change_person(session: Session, actor: Keeper, person_id: UUID, command: PersonChange) -> PersonRead:
    await accounts.change(session, actor=actor, person_id=person_id, command=command)
    return await people_queries.get_person(session, person_id, scope=actor.scope)


@router.post("/people/{person_id}/reset", summary="重设口令")
async def reset_password(session: Session, actor: Keeper, person_id: UUID) -> CodeRead:
    """The old password and all sign-ins end at once; the code, shown this once, lets choose a new password."""
    return _code(await accounts.reset(session, actor=actor, person_id=person_id))


@router.post("/people/{person_id}/disable", summary="停用账号")
async def disable_account(session: Session, actor: Keeper, person_id: UUID) -> PersonRead:
    await accounts.disable(session, actor=actor, person_id=person_id)
    return await people_queries.get_person(session, person_id, scope=actor.scope)


@router.post("/people/{person_id}/enable", summary="启用账号")
async def enable_account(session: Session, actor: Keeper, person_id: UUID) -> PersonRead:
    await accounts.enable(session, actor=actor, person_id=person_id)
    return await people_queries.get_person(session, person_id, scope=actor.scope)


@router.post("/people/{person_id}/leave", summary="办理离岗")
async def person_leaves(session: Session, actor: Keeper, person_id: UUID) -> PersonRead:
    """The person's account is closed and the grants end; the name stays on what was signed."""
    await accounts.leave(session, actor=actor, person_id=person_id)
    return await people_queries.get_person(session, person_id, scope=actor.scope)


@router.post("/people/{person_id}/end-sign-ins", summary="结束登录")
async def end_sign_ins(session: Session, actor: Keeper, person_id: UUID) -> SignInsEnded:
    return SignInsEnded(ended=await accounts.end_sign_ins(session, actor=actor, person_id=person_id))


@router.post("/people/{person_id}/unlock", summary="解锁账号")
async def unlock_account(session: Session, actor: Granter, person_id: UUID) -> PersonRead:
    """Ends the lock after failed sign-ins."""
    await granting.unlock(session, actor=actor, person_id=person_id)
    return await people_queries.get_person(session, person_id, scope=actor.scope)


@router.post("/people/{person_id}/remove-second-factor", summary="移除动态口令")
async def remove_second_factor(session: Session, actor: Granter, person_id: UUID) -> PersonRead:
    """For a lost phone; all of the person's sign-ins end."""
    await granting.remove_second_factor(session, actor=actor, person_id=person_id)
    return await people_queries.get_person(session, person_id, scope=actor.scope)


@router.get("/grants", summary="授权列表")
async def list_grants(
    *,
    session: Session,
    actor: GrantReader,
    person_id: Annotated[UUID | None, Query(title="人员")] = None,
    ended: Annotated[bool, Query(title="含已终止")] = False,
    after: After = None,
    limit: Limit = 100,
) -> Page[GrantRead]:
    return await people_queries.list_grants(
        session, scope=actor.scope, person_id=person_id, ended=ended, after=after, limit=limit
    )


@router.post("/grants", summary="新增授权", status_code=201)
async def grant_role(session: Session, actor: Granter, command: GrantCreate) -> GrantRead:
    """Counts from the person's next request on. Nobody grants to himself; administrators hold no second role."""
    made = await granting.grant(session, actor=actor, command=command)
    return await people_queries.get_grant(session, made.id, scope=actor.scope)


@router.post("/grants/{grant_id}/end", summary="终止授权")
async def end_grant(session: Session, actor: Granter, grant_id: UUID) -> GrantRead:
    await granting.end(session, actor=actor, grant_id=grant_id)
    return await people_queries.get_grant(session, grant_id, scope=actor.scope)


@router.get("/locked-addresses", summary="锁定的网络地址")
async def list_locked_addresses(session: Session, _actor: LockReader) -> LockedAddresses:
    """After five failed sign-ins in a row; the lock ends by itself after 15 minutes."""
    return LockedAddresses.model_validate({"items": await lockout.locked_addresses(session)})


@router.post("/locked-addresses/{key}/lift", summary="解除网络地址锁定")
async def lift_locked_address(
    session: Session, _actor: Granter, key: Annotated[str, Path(title="标识", pattern="^[0-9a-f]{64}$")]
) -> LockedAddresses:
    await granting.lift_lock(session, key)
    return LockedAddresses.model_validate({"items": await lockout.locked_addresses(session)})


@router.get("/policies/security", summary="登录与口令策略")
async def get_security_policy(session: Session, _actor: PolicyReader) -> Policy:
    return await current_policy(session)


@router.put("/policies/security", summary="修改登录与口令策略")
async def set_security_policy(session: Session, actor: PolicySetter, command: Policy) -> Policy:
    """Counts from everybody's next request on."""
    return await set_policy(session, actor=actor.id, policy=command)


def _code(code: accounts.Code) -> CodeRead:
    return CodeRead(code=code[0], expires_at=code[1])

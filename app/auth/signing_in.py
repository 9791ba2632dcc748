"""Signing in by password or one-time code, changing the password, and the second factor.

A guess is counted before it is tried and in a transaction of its own (``lockout``); nothing is held open in the
database while Argon2 works.
"""

from collections.abc import Iterable

from fastapi import Request
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from app import audit
from app.auth import codes, lockout, passwords, second_factor
from app.auth.lockout import Attempt, Locked, plain_name
from app.auth.models import Account, CodePurpose, Grant, Person, Stage
from app.auth.policy import current_policy
from app.auth.rights import Role
from app.auth.sessions import Identity, address_of, end_all, lacks_second_factor, live_grants
from app.auth.stages import advance, enter
from app.kernel import clock
from app.kernel.database import Database
from app.kernel.errors import Conflict, Fault, Invalid, Problem, refuse_if
from app.kernel.keyring import Keyring

Entered = tuple[str, Identity]
"""The new token for the browser, and who it stands for."""


class WrongPassword(Problem):
    status, kind, title = 401, "sign-in-refused", "登录失败"


class WrongCode(Problem):
    status, kind, title = 422, "second-factor-refused", "动态口令不对"


async def by_password(database: Database, request: Request, *, name: str, password: str, kiosk: bool) -> Entered:
    """Known and unknown names, with and without a password, disabled or not: all take this same way."""
    attempt = Attempt(plain_name(name), address_of(request))
    act = act_of(request, "sign_in")
    try:
        async with database.transaction() as session:
            await lockout.charge(session, attempt)
            account, person = await _account(session, attempt.name)
    except Locked as locked:
        await audit.refuse(database, act, audit.Refusal(audit.Outcome.REFUSED, locked.detail))
        raise
    whose = account if person is not None and account is not None and usable(account, person) else None
    if not await passwords.matches(whose.password_hash if whose else None, password):
        if person is not None and account is not None:
            act.actor, act.actor_name, act.subject_id = person.code, person.name, account.name
        await audit.refuse(database, act, audit.Refusal(audit.Outcome.REFUSED, "账号或口令不对"))
        raise WrongPassword(f"账号或口令不对。连续 {lockout.FAILURES} 次不对将锁定 15 分钟。")
    assert whose is not None and person is not None
    async with database.transaction() as session:
        await lockout.forgive(session, attempt, wholly=whose.totp_confirmed_at is None)
    rehashed = await _rehashed(whose, password)
    async with database.transaction() as session:
        return await _let_in(session, request, person, whose, kiosk=kiosk, rehashed=rehashed)


async def _account(session: AsyncSession, name: str) -> tuple[Account | None, Person | None]:
    query = select(Account, Person).join(Person).where(Account.name == name)
    return (await session.exec(query)).first() or (None, None)


def usable(account: Account, person: Person) -> bool:
    return account.disabled_at is None and person.left_at is None


async def _rehashed(account: Account, password: str) -> str | None:
    """The password under today's parameters, where the stored hash is weaker."""
    if account.password_hash and passwords.outdated(account.password_hash):
        return await passwords.hashed(password)
    return None


async def _let_in(
    session: AsyncSession, request: Request, person: Person, account: Account, *, kiosk: bool, rehashed: str | None
) -> Entered:
    grants = await live_grants(session, person.id)
    if kiosk:
        _require_duty(grants)
    name_act(session, act_of(request, "sign_in"), person, grants, "登录" + ("（值守大屏）" if kiosk else ""))
    stored = await session.get_one(Account, person.id)
    if rehashed and stored.password_hash == account.password_hash:
        stored.password_hash = rehashed
    return await enter(session, request, person, stored, await current_policy(session), kiosk=kiosk)


def _require_duty(grants: Iterable[Grant]) -> None:
    if not any(grant.role is Role.DUTY for grant in grants):
        raise Invalid("只有值班员可以登录值守大屏。", [Fault("/kiosk", "您不是值班员，请不要勾选值守大屏")])


async def by_code(session: AsyncSession, request: Request, *, code: str) -> Entered:
    """The code is spent by this; what follows is the second factor or a password, except in a demo."""
    spent = await codes.spend(session, code, address=address_of(request))
    person = await session.get_one(Person, spent.person_id)
    account = await session.get_one(Account, spent.person_id)
    if not usable(account, person):
        raise codes.CodeRefused("账号已停用，请联系系统管理员。")
    policy = await current_policy(session)
    grants = await live_grants(session, person.id)
    demo = spent.purpose is CodePurpose.DEMO and not lacks_second_factor(account, grants, policy)
    stage = Stage.FULL if demo else None
    name_act(session, act_of(request, "spend_code"), person, grants, f"以一次性代码登录（{spent.purpose.label}）")
    return await enter(session, request, person, account, policy, stage=stage)


async def change_password(
    database: Database, session: AsyncSession, identity: Identity, *, current: str | None, new: str
) -> Entered:
    """The person's other sign-ins end with the old password."""
    match identity.sign_in.stage:
        case Stage.FULL:
            await _require_current(database, identity, current)
        case Stage.SECOND_FACTOR | Stage.SECOND_FACTOR_SETUP:
            raise Conflict("请先完成动态口令验证，再更换口令。")
    account = (
        await session.exec(select(Account).where(Account.person_id == identity.person.id).with_for_update())
    ).one()
    rules = passwords.RULES[identity.policy.password_profile]
    faults = passwords.faults_of(new, name=account.name, person=identity.person.name, rules=rules)
    former = [account.password_hash] if account.password_hash else []
    if not faults and await passwords.matches_any([*former, *account.earlier_hashes], new):
        faults.append(Fault("/new", f"不能与最近 {passwords.HISTORY} 次用过的口令相同"))
    refuse_if(faults, "新口令不合要求，请修改后重新提交。")
    account.earlier_hashes = [*former, *account.earlier_hashes][: passwords.HISTORY - 1]
    account.password_hash, account.password_set_at = await passwords.hashed(new), clock.now()
    session.add(account)
    await end_all(session, identity.person.id, but=identity.sign_in.id)
    return await advance(session, identity)


async def _require_current(database: Database, identity: Identity, current: str | None) -> None:
    if current is None:
        raise Invalid("请填写现在的口令。", [Fault("/current", "必填")])
    attempt = await _tried(database, identity)
    if not await passwords.matches(identity.account.password_hash, current):
        raise Invalid("现在的口令不对。", [Fault("/current", "口令不对")])
    async with database.transaction() as counting:
        await lockout.forgive(counting, attempt)


async def _tried(database: Database, identity: Identity) -> Attempt:
    """Guessing on from inside counts like guessing from outside."""
    attempt = Attempt(identity.account.name, identity.sign_in.address)
    async with database.transaction() as counting:
        await lockout.charge(counting, attempt)
    return attempt


async def begin_second_factor(session: AsyncSession, identity: Identity, keyring: Keyring) -> tuple[str, str]:
    """A new secret, as otpauth URI and bare; it counts once a code from it was shown."""
    if identity.sign_in.stage not in {Stage.FULL, Stage.SECOND_FACTOR_SETUP}:
        raise Conflict("请先完成登录，再启用动态口令。")
    account = await session.get_one(Account, identity.person.id)
    if account.totp_confirmed_at is not None:
        raise Conflict("动态口令已启用；更换手机时请联系安全管理员移除后重新启用。")
    secret = second_factor.give_secret(account, keyring)
    session.add(account)
    return second_factor.address_of(secret, account.name), secret


async def confirm_second_factor(
    database: Database, session: AsyncSession, identity: Identity, *, code: str, keyring: Keyring
) -> Entered:
    account = await session.get_one(Account, identity.person.id)
    if account.totp_secret is None or account.totp_confirmed_at is not None:
        raise Conflict("请先重新取得动态口令的二维码。")
    await _require_code(database, session, identity, code, keyring)
    account.totp_confirmed_at = clock.now()
    session.add(account)
    await end_all(session, identity.person.id, but=identity.sign_in.id)
    return await advance(session, identity)


async def verify_second_factor(
    database: Database, session: AsyncSession, identity: Identity, *, code: str, keyring: Keyring
) -> Entered:
    if identity.sign_in.stage is not Stage.SECOND_FACTOR:
        raise Conflict("现在不需要动态口令。")
    await _require_code(database, session, identity, code, keyring)
    return await advance(session, identity)


async def _require_code(
    database: Database, session: AsyncSession, identity: Identity, code: str, keyring: Keyring
) -> None:
    attempt = await _tried(database, identity)
    if not await second_factor.accepted(session, identity.account, code, keyring):
        raise WrongCode("动态口令不对、已过期或已用过，请等手机显示下一个再输入。", [Fault("/code", "动态口令不对")])
    async with database.transaction() as counting:
        await lockout.forgive(counting, attempt)


def act_of(request: Request, operation: str) -> audit.Act:
    """An act by nobody in particular yet."""
    request_id = getattr(request.state, "request_id", "")
    return audit.Act(operation, address=address_of(request), request_id=request_id)


def name_act(session: AsyncSession, act: audit.Act, person: Person, grants: Iterable[Grant], detail: str) -> None:
    act.actor, act.actor_name, act.subject_id, act.detail = person.code, person.name, str(person.id), detail
    act.roles = tuple(sorted({grant.role.value for grant in grants}))
    audit.begin(session, act)

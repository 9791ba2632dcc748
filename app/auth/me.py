"""Who is signed in, as the page needs to know it: stage, roles, rights with the names of their places."""

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.auth import places
from app.auth.actor import roles_of, scope_of
from app.auth.models import SignIn, Stage
from app.auth.passwords import RULES
from app.auth.rights import Act, Right, Role, Subject
from app.auth.schemas import Me, OwnGrant, PasswordRules, RightRead, SignInRead, SignIns
from app.auth.sessions import Identity, lives
from app.kernel import clock


async def me(session: AsyncSession, identity: Identity) -> Me:
    """Rights are shown only once the sign-in is whole."""
    person, account, grants, policy = identity.person, identity.account, identity.grants, identity.policy
    names = await places.names_of(session, grants)
    own = await places.names(session, [person.division], [])
    whole = identity.sign_in.stage is Stage.FULL
    rules = RULES[policy.password_profile]
    expires = account.password_set_at + rules.valid_for if account.password_set_at and rules.valid_for else None
    return Me(
        id=person.id,
        code=person.code,
        name=person.name,
        account=account.name,
        post=person.post,
        division=person.division,
        division_name=own.division(person.division) if person.division else None,
        stage=identity.sign_in.stage,
        kiosk=identity.sign_in.kiosk,
        roles=sorted(roles_of(grants), key=list(Role).index) if whole else [],
        grants=_grants(identity, names) if whole else [],
        rights=_rights(identity, names) if whole else [],
        second_factor=account.totp_confirmed_at is not None,
        idle_s=None if identity.sign_in.kiosk else int(policy.idle.total_seconds()),
        ends_at=identity.sign_in.ends_at,
        password_expires_at=expires,
        password_rules=PasswordRules(
            profile=policy.password_profile,
            shortest=rules.shortest,
            classes=rules.classes,
            valid_days=rules.valid_for.days if rules.valid_for else None,
        ),
    )


def _rights(identity: Identity, names: places.Names) -> list[RightRead]:
    held = []
    for right in (Right(subject, act) for subject in Subject for act in Act):
        scope = scope_of(identity.grants, right)
        if not scope.nowhere:
            held.append(
                RightRead(
                    right=f"{right.subject.value}.{right.act.value}",
                    label=right.label,
                    places=names.of(scope),
                    divisions=sorted(scope.divisions),
                    sites=sorted(scope.sites),
                )
            )
    return held


def _grants(identity: Identity, names: places.Names) -> list[OwnGrant]:
    return [
        OwnGrant(
            role=grant.role,
            reads=grant.reads,
            reads_name=names.division(grant.reads),
            writes=grant.writes,
            writes_name=None if grant.writes is None else names.division(grant.writes),
            site_id=grant.site_id,
            site_name=names.site(grant.site_id) if grant.site_id else None,
        )
        for grant in identity.grants
    ]


async def own_sign_ins(session: AsyncSession, identity: Identity) -> SignIns:
    """Those that still live, newest first; twenty are enough to see a stranger."""
    query = (
        select(SignIn)
        .where(
            SignIn.person_id == identity.person.id, col(SignIn.ended_at).is_(None), col(SignIn.ends_at) > clock.now()
        )
        .order_by(col(SignIn.seen_at).desc())
        .limit(20)
    )
    living = [one for one in await session.exec(query) if lives(one, identity.policy, clock.now())]
    items = [SignInRead(**one.model_dump(), current=one.id == identity.sign_in.id) for one in living]
    return SignIns(items=items)

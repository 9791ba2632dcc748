"""Bodies of ``yingcang account``: what only whoever runs the machine may do."""

from collections.abc import Mapping

from rich.table import Table
from sqlmodel.ext.asyncio.session import AsyncSession

from app import audit
from app.auth import accounts, second_factor
from app.auth.granting import writes
from app.auth.models import Grant
from app.auth.people_schemas import PersonCreate
from app.auth.rights import ADMINISTRATIVE, Role
from app.kernel import clock, console
from app.kernel.database import Database
from app.kernel.errors import Conflict, Fault, Invalid
from app.kernel.keyring import Keyring

WHERE = "/sign-in/code"


async def first_admin(database: Database, written: Mapping[Role, str]) -> None:
    """Create the three administrators, each as ``account=name``, and print their one-time codes."""
    people = {role: _person(role, words) for role, words in written.items()}
    if len({person.account for person in people.values()}) < len(people):
        raise Invalid("三个管理员必须是三个不同的人（三权分立），请用三个不同的账号。")
    async with database.transaction() as session:
        if await accounts.holders(session, ADMINISTRATIVE):
            raise Conflict(
                "已有管理员，不能再建首个管理员。忘记口令请运行 yingcang account reset 账号；"
                "其他人员请由系统管理员在网页“人员与账号”中添加。"
            )
        audit.begin(session, audit.by_machine("account first-admin"))
        codes = {role: await _appoint(session, role, person) for role, person in people.items()}
    table = Table(title="首次登录的一次性代码（24 小时内有效，只能用一次，请分别当面交给三人）")
    for heading in ("角色", "账号", "姓名", "一次性代码"):
        table.add_column(heading)
    for role, person in people.items():
        table.add_row(role.label, person.account, person.name, codes[role])
    console.console.print(table)
    console.tell(f"在网页 {WHERE} 输入代码，然后设置自己的口令。")


def _person(role: Role, words: str) -> PersonCreate:
    account, _, name = words.partition("=")
    if not name.strip():
        raise Invalid(f"{role.label}请写成 账号=姓名，例如 zhangsan=张三。", [Fault(f"--{role.value}", words)])
    return PersonCreate(account=accounts.require_name(account), name=name.strip(), post=role.label)


async def _appoint(session: AsyncSession, role: Role, command: PersonCreate) -> str:
    person, (code, _) = await accounts.create(session, command)
    reach = "" if writes(role) else None
    session.add(Grant(person_id=person.id, role=role, reads="", writes=reach, granted_at=clock.now()))
    await session.flush()
    return code


async def reset(database: Database, name: str) -> None:
    """A new one-time code for an account, an administrator's too; the old password and all sign-ins end at once."""
    async with database.transaction() as session:
        person, account = await accounts.account_named(session, name)
        if person.left_at is not None:
            raise Conflict(f"{person.name}已离岗，不能重设口令。")
        audit.begin(session, audit.by_machine("account reset", subject_id=str(person.id)))
        account.disabled_at = None
        code, _ = await accounts.reset_account(session, account)
    console.console.print(f"{person.name}（{account.name}）的一次性代码：[bold]{code}[/bold]")
    console.tell(f"24 小时内有效，只能用一次。在网页 {WHERE} 输入代码，然后设置新口令。")


async def rotate_key(database: Database, keyring: Keyring) -> bool:
    """Seal all second factors by a new key; False where some were sealed by a key that is not here."""
    keyring.renew()
    async with database.transaction() as session:
        audit.begin(session, audit.by_machine("account rotate-key"))
        sealed, lost = await second_factor.reseal(session, keyring)
        audit.done(session, f"更换动态口令的密钥，重新加密 {sealed} 个账号，{len(lost)} 个不能解开")
    where = f"密钥文件 {keyring.file} " if keyring.file else " YINGCANG_SECRET_KEY 的第一个密钥"
    console.tell(f"已用{where}重新加密 {sealed} 个账号的动态口令。旧密钥请保留：旧备份仍要用它。")
    for account in lost:
        console.complain(f"账号 {account.name} 的动态口令不能用现有密钥解开，请由安全管理员移除后重新启用。")
    return not lost

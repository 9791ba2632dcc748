"""The command ``yingcang``. Each body lives in its room and is imported when it is called, so that help is instant."""

import asyncio
import json
import signal
from collections.abc import Awaitable, Callable
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer
from pydantic import ValidationError
from typer.exceptions import Abort, TyperException

from app.kernel.errors import Fault, Invalid, Problem
from app.kernel.usage import in_chinese
from app.kernel.validation import fault_of
from app.settings import Settings

if TYPE_CHECKING:
    from app.kernel.database import Database

Result = TypeVar("Result")

cli = typer.Typer(
    name="yingcang",
    help="应仓：区县应急物资储备与调度。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

audit = typer.Typer(help="审计记录。", no_args_is_help=True)
cli.add_typer(audit, name="audit")
account = typer.Typer(help="账号。", no_args_is_help=True)
cli.add_typer(account, name="account")

Incident = Annotated[str, typer.Option("--incident", help="事件编号（见 yingcang incidents）")]


class District(StrEnum):
    KAIZHOU = "kaizhou"
    BEIBEI = "beibei"


class Season(StrEnum):
    WINTER = "winter"
    SUMMER = "summer"


class Stock(StrEnum):
    PUBLISHED = "published"
    TARGET = "target"


class Goals(StrEnum):
    USUAL = "usual"
    COST_BEFORE_CHANNELS = "cost_before_channels"
    FAIRNESS_BEFORE_TOTAL = "fairness_before_total"


DistrictOption = Annotated[District, typer.Option(help="示范区县：开州 kaizhou、北碚 beibei")]
StockOption = Annotated[Stock, typer.Option(help="北碚区级库存量：published 现状 3000 人，target 目标 6000 人")]
HostOption = Annotated[str | None, typer.Option(help="监听地址（默认只在本机）")]
PortOption = Annotated[int | None, typer.Option(help="端口（默认 8000）", min=1, max=65535)]


@cli.command()
def demo(
    district: DistrictOption = District.KAIZHOU,
    port: PortOption = None,
    serve: Annotated[bool, typer.Option(help="打印方案后打开网页服务")] = True,
    stock: StockOption = Stock.PUBLISHED,
) -> None:
    """一条命令看全程：建库、示范数据、6000 人转移的洪水事件、调度方案、网页。"""
    from app.demo import run

    run(_settings(port=port), district=district.value, stock=stock.value, serve=serve)


@cli.command()
def serve(host: HostOption = None, port: PortOption = None) -> None:
    """运行网页服务和后台计算（数据库一并启动，Ctrl-C 全部停止）。"""
    from app.serving import serve as run

    run(_settings(host=host, port=port))


@cli.command()
def worker() -> None:
    """只运行后台计算。"""
    from app.serving import work

    work(_settings())


@cli.command()
def migrate(to: Annotated[str, typer.Option(help="目标版本；base 表示清空")] = "head") -> None:
    """把数据库结构升级到本程序的版本。"""
    from app.kernel import console
    from app.kernel.migrate import migrate as run

    with console.stored(_settings()) as url, console.step("升级数据库结构"):
        asyncio.run(run(url, to))


@cli.command()
def seed(district: DistrictOption = District.KAIZHOU, stock: StockOption = Stock.PUBLISHED) -> None:
    """写入示范区县的数据（已有则跳过）。"""
    from app.kernel import console
    from seed.load import seed as run

    with console.step("写入示范数据") as say:
        _act(lambda database: run(database, district.value, stock=stock.value, progress=say))


@cli.command()
def incidents(
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """列出突发事件。"""
    from app.incidents import commands
    from app.kernel import console

    console.on_database(_settings(), lambda database: commands.incidents(database, as_json=as_json))


@cli.command()
def plan(
    *,
    incident: Incident,
    json_file: Annotated[Path | None, typer.Option("--json", help="把方案报告写入此文件")] = None,
    effort: Annotated[int | None, typer.Option(help="计算量（决定结果，可重复）", min=1)] = None,
    time_limit: Annotated[float | None, typer.Option(help="最长秒数（安全上限）", min=0.1)] = None,
    seed_number: Annotated[int, typer.Option("--seed", help="随机种子")] = 1,
    behind: Annotated[
        list[str] | None, typer.Option(help="排在其他事件的这个方案之后（编号，可重复），其占用的资源先扣除")
    ] = None,
    beside: Annotated[
        list[str] | None, typer.Option(help="同等优先的其他事件（编号，可重复），合为一个方案编制")
    ] = None,
    goals: Annotated[
        Goals,
        typer.Option(
            help="目标次序：usual 规定次序，cost_before_channels 费用先于渠道次序，fairness_before_total 公平先于总量"
        ),
    ] = Goals.USUAL,
) -> None:
    """计算并打印调度方案。"""
    from app.dispatch import commands
    from app.dispatch.goals import GoalOrder

    _act(
        lambda database: commands.plan(
            database,
            incident=incident,
            json_file=json_file,
            effort=effort,
            time_limit=time_limit,
            seed=seed_number,
            behind=behind or (),
            beside=beside or (),
            goal_order=GoalOrder[goals.name],
        ),
    )


@cli.command()
def problem(incident: Incident) -> None:
    """把计算输入打印到标准输出（可交给 python -m optimize solve）。"""
    from app.dispatch import commands
    from app.kernel import console

    console.on_database(_settings(), lambda database: commands.problem(database, incident=incident))


@cli.command()
def gap(
    district: Annotated[str | None, typer.Option(help="区县代码（默认首个有区级库的区县）")] = None,
    season: Annotated[Season | None, typer.Option(help="季节：冬季 winter、夏季 summer（默认按日期）")] = None,
) -> None:
    """能力缺口：可保障人数与目标的差距。"""
    from app.kernel import console
    from app.planning import commands

    console.on_database(_settings(), lambda database: commands.gap(database, district=district, season=season))


@cli.command()
def roads(
    *,
    district: Annotated[str, typer.Option(help="区县代码（6 位）")],
    file: Annotated[Path | None, typer.Option("--import", help="要导入的道路图层文件，Shapefile 可打成 zip")] = None,
    water: Annotated[bool, typer.Option("--water", help="文件是水系：河流、航线、湖库，供船艇通行")] = False,
    critical: Annotated[bool, typer.Option("--critical", help="列出中断后无路可绕的路段和受影响人口")] = False,
    check: Annotated[bool, typer.Option("--check", help="只检查并打印报告，不写入")] = False,
    kind: Annotated[
        str | None, typer.Option("--format", help="pbf、geojson、shapefile、geopackage（默认看扩展名）")
    ] = None,
    name: Annotated[str | None, typer.Option(help="图层名称（默认道路或水系）")] = None,
    source: Annotated[str | None, typer.Option(help="数据来源（默认文件名）")] = None,
    as_of: Annotated[str | None, typer.Option(help="数据日期 YYYY-MM-DD（默认文件日期）")] = None,
    fields: Annotated[
        list[str] | None,
        typer.Option("--map", help="含义=字段，可多次：name class oneway bridge tunnel max_weight from_node to_node"),
    ] = None,
    classes: Annotated[
        list[str] | None, typer.Option("--class", help="字段值=等级，可多次；*=等级 表示其余全部")
    ] = None,
    layer: Annotated[str | None, typer.Option(help="图层名，文件有几个图层时必填")] = None,
    encoding: Annotated[str | None, typer.Option(help="属性文字编码，如 GBK（默认自动辨认）")] = None,
    datum: Annotated[str, typer.Option(help="坐标系：wgs84（含 CGCS2000）、gcj02、bd09")] = "wgs84",
    bbox: Annotated[str | None, typer.Option(help="只要此范围：西,南,东,北")] = None,
    area: Annotated[Path | None, typer.Option(help="只要此范围：GeoJSON 多边形文件")] = None,
    tolerance: Annotated[float, typer.Option(help="断头与邻近道路相距此米数以内则接上", min=0, max=50)] = 2.0,
    join_crossings: Annotated[bool, typer.Option("--join-crossings", help="相交处没有节点的也连通")] = False,
) -> None:
    """道路图层：查看、导入真实道路或水系（--import）、找出关键路段（--critical）。"""
    from app.incidents.lost_links import lost_links
    from app.kernel import console
    from app.roads import commands

    if file is None:
        show = commands.show_critical if critical else commands.show_layer
        console.on_database(_settings(), lambda database: show(database, district))
        return
    request = commands.request_of(
        file,
        district=district,
        kind=kind,
        name=name or ("水系" if water else "道路"),
        source=source,
        as_of=as_of,
        fields=fields or [],
        classes=classes or [],
        layer=layer,
        encoding=encoding,
        datum=datum,
        bbox=bbox,
        area=area,
        gap_m=tolerance,
        join_crossings=join_crossings,
        check=check,
    )
    if water:
        _act(lambda database: commands.import_waters(database, request))
        return
    _act(lambda database: commands.import_layer(database, request, lost_links))


@cli.command()
def verify() -> None:
    """核对台账；有任何不符则逐条列出，状态码 1。"""
    from app.inventory import commands
    from app.kernel import console

    if not console.on_database(_settings(), commands.verify):
        raise typer.Exit(1)


@account.command("first-admin")
def first_admin(
    *,
    sysadmin: Annotated[str, typer.Option(help="账号=姓名", prompt="系统管理员（账号=姓名）")],
    security: Annotated[str, typer.Option(help="账号=姓名", prompt="安全管理员（账号=姓名）")],
    auditor: Annotated[str, typer.Option(help="账号=姓名", prompt="审计管理员（账号=姓名）")],
) -> None:
    """建立首批三个管理员（三权分立，须为三个人），打印各自的一次性代码。"""
    from app.auth import commands
    from app.auth.rights import Role

    _know_places()
    written = {Role.SYSADMIN: sysadmin, Role.SECURITY: security, Role.AUDITOR: auditor}
    _act(lambda database: commands.first_admin(database, written))


@account.command("reset")
def reset_account(name: Annotated[str, typer.Argument(help="账号")]) -> None:
    """重设口令：旧口令和全部登录立即失效，打印一次性代码（管理员忘记口令时用）。"""
    from app.auth import commands

    _know_places()
    _act(lambda database: commands.reset(database, name))


@account.command("rotate-key")
def rotate_key() -> None:
    """更换加密动态口令的密钥：密钥文件最前面加一个新密钥，全部重新加密；密钥由环境变量给出时只重新加密。"""
    from app.auth import commands
    from app.kernel.keyring import keyring_of

    _know_places()
    settings = _settings()
    if not _act(lambda database: commands.rotate_key(database, keyring_of(settings))):
        raise typer.Exit(1)


def _know_places() -> None:
    """Persons and grants refer to tables of rooms above their own, which nothing else has loaded yet."""
    import_module("app.sites.models")
    import_module("app.divisions.models")


@audit.command("verify")
def verify_audit(
    head: Annotated[str | None, typer.Option(help="另存的链头（位置:哈希），核对此后没有被整段改写")] = None,
) -> None:
    """核对审计链：指出第一处被改动、删除或插入的行，以及尚未封存的行数；不符时状态码 1。"""
    from app.audit import commands
    from app.kernel import console

    if not console.on_database(_settings(), lambda database: commands.verify(database, head=head)):
        raise typer.Exit(1)


@cli.command()
def backup(file: Annotated[Path, typer.Argument(help="备份文件")]) -> None:
    """把全部数据备份到一个文件（不含加密动态口令的密钥）。"""
    from app.kernel import backup as copies
    from app.kernel import console
    from app.kernel.keyring import FILE

    settings = _settings()
    with console.stored(settings) as url, console.step(f"备份到 {file}"):
        copies.backup(url, file)
    key = "YINGCANG_SECRET_KEY" if settings.secret_key else f"密钥文件 {settings.data_dir / FILE}"
    console.tell(f"备份不含{key}，请另行妥善保存：没有它，恢复后动态口令须全部重新启用。")


@cli.command()
def restore(
    file: Annotated[Path, typer.Argument(help="备份文件")],
    force: Annotated[bool, typer.Option("--yes", help="不再询问，直接替换现有数据")] = False,
) -> None:
    """用备份替换全部数据，随后核对台账。"""
    from app.restoring import restore as run

    run(_settings(), file, confirmed=force)


@cli.command()
def openapi() -> None:
    """打印 OpenAPI 文档。"""
    from app.main import describe

    typer.echo(json.dumps(describe(), ensure_ascii=False, indent=2, sort_keys=True))


def _act(work: "Callable[[Database], Awaitable[Result]]") -> Result:
    """Run a command that changes data: it ends with what it did sealed in the audit."""
    from app.audit.sealing import then_sealed
    from app.kernel import console

    return console.on_database(_settings(), then_sealed(work))


def _settings(**given: object) -> Settings:
    """The environment's settings with the options that were given."""
    try:
        settings = Settings()
    except ValidationError as invalid:
        faults = [Fault(_variable(error["loc"]), fault_of(error).detail) for error in invalid.errors()]
        raise Invalid("环境变量有误", faults) from None
    return settings.model_copy(update={name: value for name, value in given.items() if value is not None})


def _variable(location: tuple[int | str, ...]) -> str:
    """The environment variable that a fault is about; none where several belong together."""
    return f"YINGCANG_{location[0]}".upper() if location else ""


def _end(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def main() -> None:
    """Entry point: an expected fault is one sentence and status 1, never a traceback; wrong usage is status 2."""
    from app.kernel import console, logs

    console.settle_encoding()
    logs.troubles_only()
    signal.signal(signal.SIGTERM, _end)  # leave through the same doors as Ctrl-C, so that the database is stopped
    try:
        status = cli(standalone_mode=False)
    except Problem as refusal:
        console.complain(console.words_of(refusal))
        status = 1
    except TyperException as misuse:
        console.complain(f"命令用法有误：{in_chinese(misuse.format_message())}（用法见 --help）")
        status = misuse.exit_code
    except (KeyboardInterrupt, Abort):
        console.tell("已停止。")
        status = 130
    raise SystemExit(status)

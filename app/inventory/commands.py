"""``yingcang verify``: prove the books and say what is wrong."""

import typer

from app.inventory.proof import RULES, prove
from app.kernel.database import Database


async def verify(database: Database) -> bool:
    """Print each breach in Chinese; True when there is none."""
    async with database.snapshot() as session:
        breaches = await prove(session)
    for breach in breaches:
        typer.echo(f"不符 [{breach.rule}] {breach.text}")
    if breaches:
        typer.echo(f"台账核对未通过：{len(breaches)} 处不符。")
    else:
        typer.echo(f"台账核对通过：{len(RULES) + 1} 项规则均成立。")
    return not breaches

"""``yingcang audit``: prove the audit, and say where it is broken."""

import typer

from app.audit.proof import Proof, prove
from app.kernel.database import Database
from app.kernel.errors import Invalid

SHOWN = 20
STALLED_S = 60
"""Rows are sealed within seconds where anything of ours runs."""


def head_of(written: str | None) -> tuple[int, str] | None:
    """``位置:哈希`` as it was kept elsewhere."""
    if written is None:
        return None
    position, _, hash_ = written.partition(":")
    if not position.isdigit() or len(hash_) != 64:
        raise Invalid("另存的链头应写成 位置:哈希，例如 1200:9f86d0…（64 位十六进制）。")
    return int(position), hash_.lower()


async def verify(database: Database, *, head: str | None = None) -> bool:
    """Print the first broken row, then the others; True when there is none."""
    known = head_of(head)
    async with database.snapshot() as session:
        proof = await prove(session, known_head=known)
    for breach in proof.breaches[:SHOWN]:
        typer.echo(f"不符：{breach.text}")
    if len(proof.breaches) > SHOWN:
        typer.echo(f"……共 {len(proof.breaches)} 处")
    typer.echo(_summary(proof))
    return not proof.breaches


def _summary(proof: Proof) -> str:
    verdict = "审计链核对未通过" if proof.breaches else "审计链核对通过"
    waiting = f"尚未封存 {proof.unsealed} 行" + (f"（最早的已等 {proof.unsealed_s:.0f} 秒）" if proof.unsealed else "")
    if proof.unsealed_s > STALLED_S:
        waiting += "。封存已停：应仓没有在运行，或数据库拒绝了封存（见日志）"
    return f"{verdict}：已封存 {proof.sealed} 行，{waiting}。链头 {proof.sealed}:{proof.head}"

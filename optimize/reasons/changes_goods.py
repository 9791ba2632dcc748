"""Changes of what there is and may be taken: further goods, floors released, agreements widened."""

from optimize.index import Index
from optimize.problem import Lot, Problem
from optimize.reasons.advice import FloorChange, StockChange, TermsChange
from optimize.reasons.rows import ADDED, FREED, Updates, fresh, swapped, the
from optimize.reasons.words import amount, by_second, source_name


def add_stock(problem: Problem, change: StockChange, name: str) -> Updates:
    the(problem.sources, change.source)
    if change.lot:
        lot = the(problem.lots, change.lot)
        return {"lots": swapped(problem.lots, lot, quantity=lot.quantity + change.quantity)}
    lot = Lot(
        id=fresh(name, problem.lots),
        name=FREED if change.reserved else ADDED,
        source=change.source,
        item=change.item,
        quantity=change.quantity,
        ready_s=change.ready_s,
    )
    rows = problem.withheld
    if change.reserved:
        rows = tuple(
            row.model_copy(update={"reserved": max(0, row.reserved - change.quantity)})
            if (row.source, row.item) == (change.source, change.item)
            else row
            for row in rows
        )
    return {"lots": (*problem.lots, lot), "withheld": rows}


def stock_words(index: Index, change: StockChange) -> str:
    source, goods = source_name(index, change.source), amount(index, change.item, change.quantity)
    if change.reserved:
        return f"协调释放{source}已预留的{goods}"
    if change.lot:
        return f"{source}多供应{goods}"
    when = f"（{by_second(change.ready_s)}到库）" if change.ready_s else ""
    return f"在{source}增加{goods}{when}"


def release_floor(problem: Problem, change: FloorChange, name: str) -> Updates:
    rows = []
    for row in problem.floors:
        here = (row.source, row.item) == (change.source, change.item)
        kept = row.quantity - change.quantity if here else row.quantity
        if kept > 0:
            rows.append(row.model_copy(update={"quantity": kept}))
    return {"floors": tuple(rows)}


def floor_words(index: Index, change: FloorChange) -> str:
    return f"动用{source_name(index, change.source)}{amount(index, change.item, change.quantity)}的储备底线"


def ease_terms(problem: Problem, change: TermsChange, name: str) -> Updates:
    lifted: dict[str, None] = {}
    if change.anywhere:
        lifted["reach"] = None
    if change.anytime:
        lifted["until_s"] = None
    row = next(row for row in problem.terms if row.lots == change.lots)
    return {"terms": swapped(problem.terms, row, minimum=change.minimum, **lifted)}


def terms_words(index: Index, change: TermsChange) -> str:
    """What to agree with the partner; goods may as well be called in full and what is too many be kept."""
    lot = index.lots[change.lots[0]]
    asked = next(row.minimum for row in index.problem.terms if row.lots == change.lots)
    wanted = []
    if change.minimum < asked:
        unit = index.items[lot.item].unit
        wanted.append(f"最低调用量由 {asked} 降为 {change.minimum} {unit}（或按 {asked} {unit}整批调用，余量留存）")
    wanted += ["放宽供应范围"] * change.anywhere + ["延长供货时间"] * change.anytime
    return f"与{source_name(index, lot.source)}商定{index.items[lot.item].name}{'、'.join(wanted)}"

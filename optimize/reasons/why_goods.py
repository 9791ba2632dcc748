"""Why goods come from this source."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from optimize.figures import Figures
from optimize.plan import Delivery
from optimize.problem import CHANNEL_RANK, UNREACHABLE, About, Rule, Source, Tier
from optimize.reasons.advice import Question
from optimize.reasons.shortage_goods import hours
from optimize.reasons.why_lines import Chain, Line, Lines
from optimize.reasons.words import listed

TIERS = {
    Tier.VILLAGE: "村级储备",
    Tier.TOWNSHIP: "乡镇储备",
    Tier.DISTRICT: "区级储备",
    Tier.NEIGHBOUR: "邻区支援",
    Tier.AGREEMENT: "协议储备",
    Tier.CAPACITY: "产能储备",
}


def delivery(lines: Lines, question: Question) -> Line:
    """A lot for a shelter; the other choices are other sources of the item."""
    lot = lines.index.lots[question.subject]
    shelter, source = lines.index.shelters[question.target or ""], lines.index.sources[lot.source]
    rows = [row for row in lines.before.deliveries if (row.lot, row.shelter) == (lot.id, shelter.id)]
    if not rows:
        raise KeyError(question)
    item, units, last = lines.index.items[lot.item], sum(row.quantity for row in rows), max(r.arrive_s for r in rows)
    return Line(
        text=f"{shelter.name}的{item.name} {units} {item.unit}由{source.name}供应，{hours(last)}后送达",
        grounds=tuple(_grounds(lines, source, rows)),
        others=_other_sources(lines, item.id, shelter.id).answers(lines, source.id),
    )


def _grounds(lines: Lines, source: Source, rows: list[Delivery]) -> Iterator[str]:
    lot, line = lines.index.lots[rows[0].lot], lines.index.lines[rows[0].line]
    item = lines.index.items[lot.item]
    drive = lines.index.seconds("truck", source.location, lines.index.shelters[rows[0].shelter].location)
    held = sum(row.quantity for row in lines.index.lots_at[source.id, item.id])
    yield f"{TIERS[source.tier]}（第 {CHANNEL_RANK[source.tier]} 级渠道），存 {item.name} {held} {item.unit}"
    if drive != UNREACHABLE:
        yield f"车程 {hours(drive)}，期限 {hours(line.due_s)}"
    if lot.expires_s is not None:
        yield f"该批次 {hours(lot.expires_s)}后到期，先到期先出"
    if lot.ready_s:
        yield f"{hours(lot.ready_s)}后可装车"
    if line.item != item.id:
        yield f"作{lines.index.items[line.item].name}的替代品"
    terms = next((row for row in lines.problem.terms if lot.id in row.lots), None)
    if terms and terms.minimum:
        called = sum(row.quantity for row in lines.before.deliveries if row.lot in terms.lots)
        yield f"协议每次至少调 {terms.minimum} {item.unit}，本方案共调 {called}"


def _other_sources(lines: Lines, item: str, shelter: str) -> Chain:
    """Whoever else supplies the lines that the item serves."""
    index, place = lines.index, lines.index.shelters[shelter].name
    needs = {line.id for line in lines.problem.kit if item in line.items}

    def named(sources: Sequence[str]) -> str:
        return listed([index.sources[source].name for source in sources])

    def brought(figures: Figures, source: str | None = None) -> Counter[str]:
        """Units by source, or of one source by item."""
        found: Counter[str] = Counter()
        for row in figures.execution.deliveries:
            lot = index.lots[row.lot]
            if row.shelter == shelter and row.line in needs and source in (None, lot.source):
                found[lot.source if source is None else lot.item] += row.quantity
        return found

    def words(figures: Figures, more: Sequence[str], out: Sequence[str]) -> str:
        if not more:
            return f"若不由{named(out)}供应，没有别的库点补上"
        gained = brought(figures, more[0]) - brought(lines.base, more[0])
        other = next(name for name, _ in gained.most_common(1))
        what = "" if other == item else f"{index.items[other].name}替代"
        return f"改由{named(more)}供应{what}"

    def rules(out: Collection[str]) -> tuple[Rule, ...]:
        lots = [lot.id for lot in lines.problem.lots if lot.item == item and lot.source in out]
        return tuple(Rule(about=About.LOT, subject=lot, target=shelter, keep=False) for lot in lots)

    return Chain(
        name="其他库点",
        names=lambda source: index.sources[source].name,
        shares=brought,
        rules=rules,
        words=words,
        wish=lambda out: f"{place}的{index.items[item].name}不由{named(out)}供应",
    )

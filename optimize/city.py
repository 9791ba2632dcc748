"""What to ask the upper level for: goods that no own means brings in time."""

from collections.abc import Sequence

from optimize.advice import CityNeed, Reason, StockChange
from optimize.figures import Figures
from optimize.lacks import GOODS


def city_needs(figures: Figures, reasons: Sequence[Reason]) -> tuple[CityNeed, ...]:
    """Per lack of goods its remedy of further stock, in whole packages; what that leaves short is asked for as well."""
    found = []
    for reason in reasons:
        lack = reason.lack
        stock = [row for row in reason.remedies if row.code == "stock" and row.verified]
        if lack.kind != GOODS or not stock:
            continue
        best = min(stock, key=lambda row: row.after)
        for change in best.changes:
            if isinstance(change, StockChange):
                found.append(
                    CityNeed(
                        item=lack.subject,
                        quantity=_packed(figures, lack.subject, change.quantity),
                        source=change.source,
                        ready_s=change.ready_s,
                        verified=True,
                    )
                )
    return tuple(found)


def _packed(figures: Figures, item: str, quantity: int) -> int:
    package = figures.index.items[item].package
    return -(-quantity // package) * package

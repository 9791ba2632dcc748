"""Everything that is short, late, unplaced or unstaffed, each with its binding cause and remedy in words."""

from optimize.figures import Figures
from optimize.goods.supply import Supply
from optimize.people.ways import Ways
from optimize.plan import Shortage
from optimize.reasons.shortage_goods import GoodsCauses
from optimize.reasons.shortage_people import mission_rows, place_rows


def explain(supply: Supply, ways: Ways, figures: Figures) -> tuple[Shortage, ...]:
    """Rows in the order of the goals: people, missions, goods."""
    return (*place_rows(ways, figures), *mission_rows(figures), *GoodsCauses(supply, figures).rows())

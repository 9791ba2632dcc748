"""Everything that is short, late, unplaced or unstaffed, each with its binding cause and remedy in words."""

from optimize.figures import Figures
from optimize.plan import Shortage
from optimize.shortage_goods import GoodsCauses
from optimize.shortage_people import mission_rows, place_rows
from optimize.supply import Supply
from optimize.ways import Ways


def explain(supply: Supply, ways: Ways, figures: Figures) -> tuple[Shortage, ...]:
    """Rows in the order of the goals: people, missions, goods."""
    return (*place_rows(ways, figures), *mission_rows(figures), *GoodsCauses(supply, figures).rows())

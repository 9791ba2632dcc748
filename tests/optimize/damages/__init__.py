"""Kinds of damage to the hand-made plan of ``tiny_problem``, each with the code that must name it."""

from tests.optimize.damages import adjustment, figures, goods, identity, people, teams, trips
from tests.optimize.damages.registry import DAMAGES, Damage

__all__ = ["DAMAGES", "Damage", "adjustment", "figures", "goods", "identity", "people", "teams", "trips"]

"""The trip engine: one model of vehicle routing and one way to solve it.

    routes = solve(model, seed=1, effort=2_000, time_limit=10.0)

``model`` says what a question is made of, ``routes`` what an answer looks like. Dispatch is its first citizen: parcels
are ``Shipment`` from a source to a shelter, with (grams, cm³) as load, whole units that may be split, release times as
``origin.earliest`` and deadlines as ``destination.latest``; trucks of all kinds begin where they stand (one ``Depot``
each) and end anywhere (``end=None``). Loading and unloading may alternate within a route; who wants all loading before
any unloading moves the loading forward where there is room. Public benchmark files become models in ``formats``.

The same model, seed and effort give the same routes; ``time_limit`` (s) and ``stop`` end a run early with the best so
far. ``bound`` gives a lower bound of the cost, ``check`` verifies an answer independently of the solver.
"""

from optimize.routing.engine import Incumbent, solve
from optimize.routing.model import NEVER, NO_WAY, BadModel, Client, Depot, Model, Shipment, Stop, Travel, Vehicle
from optimize.routing.routes import Act, Route, Routes, Step

__all__ = [
    "NEVER",
    "NO_WAY",
    "Act",
    "BadModel",
    "Client",
    "Depot",
    "Incumbent",
    "Model",
    "Route",
    "Routes",
    "Shipment",
    "Step",
    "Stop",
    "Travel",
    "Vehicle",
    "solve",
]

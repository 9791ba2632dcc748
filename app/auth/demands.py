"""No route without a demand: read off the routes once the app is put together, and shown in the OpenAPI document."""

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, RouteContext, iter_route_contexts

from app.auth.actor import Demand, Open

EXTENSION = "x-right"


class DemandingApp(FastAPI):
    """Shows in the OpenAPI document which right each operation demands."""

    def openapi(self) -> dict[str, Any]:
        document = super().openapi()
        for route in _routes(self):
            for method in map(str.lower, route.methods or ()):
                operation = document["paths"].get(route.path_format, {}).get(method)
                if operation is not None and (demand := demand_of(route.dependant)):
                    operation[EXTENSION] = demand.name
        return document

    def refuse_undemanding(self) -> None:
        """Raise ``RuntimeError`` naming the routes that demand nothing and do not say so."""
        free = [str(route.path) for route in _routes(self) if demand_of(route.dependant) is None]
        if free:
            raise RuntimeError(f"routes without a demand: {', '.join(free)}")


def _routes(app: FastAPI) -> Iterator[RouteContext]:
    return (one for one in iter_route_contexts(app.routes) if isinstance(one.original_route, APIRoute))


def demand_of(dependant: Dependant) -> Demand | Open | None:
    """The demand among a route's dependencies, however deep."""
    for one in dependant.dependencies:
        if isinstance(one.call, Demand | Open):
            return one.call
        if (found := demand_of(one)) is not None:
            return found
    return None

"""What a bound needs to know of a model: nodes, kinds of trips, what arcs cost at least, what must be visited."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimize.routing.model import NEVER, NO_WAY, Client, Load, Model, Shipment, Stop, Vehicle, Whole

Reals = NDArray[np.float64]
Flags = NDArray[np.bool_]
FORBIDDEN = np.inf
TOLERANCE = 1
"""Arcs are forbidden only where they are late by more: rounded times must not shut out what real times allow."""
MOST_KINDS = 12
"""Kinds of trips that are told apart; of more, only the cheapest ways count."""


@dataclass(frozen=True)
class Kind:
    """Trips of equal vehicles: least cost of arcs between nodes, from a depot, to a depot; infinite where impossible.

    ``limit`` is the most trips, ``shift`` the most time of one trip (NEVER: not limited), ``busy`` the least time that
    an arc and the service at its end take.
    """

    capacity: Reals
    arcs: Reals
    leaving: Reals
    returning: Reals
    limit: float
    shift: float
    busy: Reals
    busy_leaving: Reals
    busy_returning: Reals


@dataclass(frozen=True)
class Relaxation:
    """Nodes are clients, then pickups and deliveries of shipments. ``units`` are sets of nodes of which one must be
    visited, with what that weighs at least per dimension (deliveries and pickups apart); ``choices`` sets of which one
    may be; ``visits`` the least number of visits of each node (0 where the node may be left out), ``often`` whether
    there may be more than one; ``saved`` the prize that a visit saves.
    """

    kinds: tuple[Kind, ...]
    units: tuple[tuple[int, ...], ...]
    choices: tuple[tuple[int, ...], ...]
    weights: Reals
    visits: Reals
    often: Flags
    saved: Reals
    prizes: float

    @property
    def nodes(self) -> int:
        return len(self.visits)


def relax(model: Model) -> Relaxation:
    """The relaxation of a model; any solution of the model is one of it and costs no less."""
    nodes: list[Client | Shipment] = [*model.clients, *(s for s in model.shipments for _ in range(2))]
    stops = [c.stop for c in model.clients]
    stops += [stop for s in model.shipments for stop in (s.origin, s.destination)]
    needs = [node.needs for node in nodes]
    kinds = [_kind(model, vehicle, stops, needs) for vehicle in model.vehicles]
    largest = np.array([kind.capacity for kind in kinds]).max(axis=0)
    alone = [n for n, node in enumerate(nodes) if not _grouped(node)]
    required = [(n,) for n in alone if nodes[n].prize is None]
    groups = [tuple(members) for members in model.groups().values()]
    loads = np.array([_weights(model, node) for node in nodes]).reshape(len(nodes), 2 * model.dimensions)
    units = (*required, *(members for members in groups if nodes[members[0]].prize is None))
    visits = np.zeros(len(nodes))
    for (node,) in required:
        whole = np.ceil(loads[node] / np.maximum(largest, 1) - 1e-9).max(initial=1.0)
        visits[node] = max(1.0, whole) if nodes[node].units > 1 else 1.0
    prizes = np.array([float(node.prize or 0) for node in nodes])
    prizes[len(model.clients) + 1 :: 2] = 0.0  # a shipment's prize counts once, at its pickup
    return Relaxation(
        kinds=_few(kinds),
        units=units,
        choices=(*((n,) for n in alone if nodes[n].prize is not None), *(m for m in groups if m not in units)),
        weights=np.array([loads[list(unit)].min(axis=0) for unit in units]).reshape(len(units), 2 * model.dimensions),
        visits=visits,
        often=np.array([node.units > 1 for node in nodes], bool),
        saved=prizes,
        prizes=float(prizes[np.array(alone, int)].sum() + sum(prizes[members[0]] for members in groups)),
    )


def _grouped(node: Client | Shipment) -> bool:
    return isinstance(node, Client) and node.group is not None


def _weights(model: Model, node: Client | Shipment) -> Load:
    """Deliveries, then pickups. Goods of shipments come aboard and leave again, so they fill no trip."""
    if isinstance(node, Client):
        return model.padded(node.delivery) + model.padded(node.pickup)
    return (0,) * (2 * model.dimensions)


def _kind(model: Model, vehicle: Vehicle, stops: list[Stop], needs: list[frozenset[str]]) -> Kind:
    place = np.array([stop.place for stop in stops])
    service = np.array([float(stop.service) for stop in stops])
    ready = np.maximum(np.array([stop.earliest for stop in stops]), vehicle.earliest)
    latest = np.minimum(np.array([stop.latest for stop in stops]), vehicle.latest) + TOLERANCE
    barred = np.array([not need <= vehicle.skills for need in needs])
    arcs, times = _ways(model, vehicle, place, place)
    late = ready[:, None] + service[:, None] + times > latest[None, :]
    arcs = np.where(late | barred[:, None] | barred[None, :], FORBIDDEN, arcs)
    np.fill_diagonal(arcs, FORBIDDEN)
    leaving, away = _depot_ways(model, vehicle, vehicle.start, place, outward=True)
    returning, home = _depot_ways(model, vehicle, vehicle.end, place, outward=False)
    leaving = np.where(barred | (vehicle.earliest + away > latest), FORBIDDEN, leaving)
    returning = np.where(barred | (ready + service + home > vehicle.latest + TOLERANCE), FORBIDDEN, returning)
    pickups = np.arange(len(model.clients), len(stops), 2)
    leaving[pickups + 1], returning[pickups], arcs[pickups + 1, pickups] = FORBIDDEN, FORBIDDEN, FORBIDDEN
    trips = 1.0 if not vehicle.reload else FORBIDDEN if vehicle.max_reloads is None else 1.0 + vehicle.max_reloads
    served = vehicle.cost_per_duration * service
    shift = float(min(vehicle.max_duration, vehicle.latest - vehicle.earliest))
    return Kind(
        capacity=np.array(model.padded(vehicle.capacity) * 2, float),
        arcs=arcs + served[None, :],
        leaving=leaving + served + vehicle.fixed_cost / trips,
        returning=returning,
        limit=vehicle.count * trips,
        shift=shift if trips == 1 and shift < NEVER / 2 else FORBIDDEN,
        busy=np.where(np.isfinite(arcs), times + service[None, :], 0.0),
        busy_leaving=np.where(np.isfinite(leaving), away + service, 0.0),
        busy_returning=np.where(np.isfinite(returning), home, 0.0),
    )


def _ways(model: Model, vehicle: Vehicle, rows: Whole, columns: Whole) -> tuple[Reals, Reals]:
    """(cost, time) between places, without service; infinite where there is no way."""
    travel, picked = model.travel[vehicle.travel], np.ix_(rows, columns)
    apart = rows[:, None] != columns[None, :]
    waits = np.array(model.stop_time or (0,) * model.places)
    distance, duration = travel.distance[picked], travel.duration[picked]
    closed = apart & ((distance == NO_WAY) | (duration == NO_WAY))
    time = np.where(apart, duration + waits[columns][None, :], 0).astype(float)
    cost = vehicle.cost_per_distance * np.where(apart, distance, 0) + vehicle.cost_per_duration * time
    return np.where(closed, FORBIDDEN, cost), np.where(closed, FORBIDDEN, time)


def _depot_ways(model: Model, vehicle: Vehicle, end: int | None, place: Whole, *, outward: bool) -> tuple[Reals, Reals]:
    """(cost, time) from (to) the nearest depot of the vehicle; nothing where its route begins (ends) anywhere."""
    if end is None:
        return np.zeros(len(place)), np.zeros(len(place))
    depots = np.array([model.depots[depot].place for depot in (end, *vehicle.reload)])
    if outward:
        cost, time = _ways(model, vehicle, depots, place)
        return cost.min(axis=0), time.min(axis=0)
    cost, time = _ways(model, vehicle, place, depots)
    return cost.min(axis=1), time.min(axis=1)


def _few(kinds: list[Kind]) -> tuple[Kind, ...]:
    """The kinds, or where they are too many, one for each capacity, or one in all."""
    keys: tuple[Callable[[Kind], object], ...] = (id, lambda kind: tuple(kind.capacity), lambda kind: None)
    for key in keys:
        together: dict[object, list[Kind]] = {}
        for kind in kinds:
            together.setdefault(key(kind), []).append(kind)
        if len(together) <= MOST_KINDS:
            break
    return tuple(_cheapest(rows) for rows in together.values())


def _cheapest(kinds: list[Kind]) -> Kind:
    """One kind that can do what any of these can, at the least of their costs."""
    return Kind(
        capacity=np.max([kind.capacity for kind in kinds], axis=0),
        arcs=np.min([kind.arcs for kind in kinds], axis=0),
        leaving=np.min([kind.leaving for kind in kinds], axis=0),
        returning=np.min([kind.returning for kind in kinds], axis=0),
        limit=sum(kind.limit for kind in kinds),
        shift=max(kind.shift for kind in kinds),
        busy=np.min([kind.busy for kind in kinds], axis=0),
        busy_leaving=np.min([kind.busy_leaving for kind in kinds], axis=0),
        busy_returning=np.min([kind.busy_returning for kind in kinds], axis=0),
    )

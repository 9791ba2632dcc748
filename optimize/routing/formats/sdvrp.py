"""Split delivery texts of Chen, Belenguer and Archetti: number and capacity, all demands, then depot and customers.

Lengths are straight lines, rounded to whole units; as many vehicles as needed.
"""

import numpy as np

from optimize.routing.formats.euclid import euclidean
from optimize.routing.formats.instance import BadFile, Instance, check_size, finite, load_unit, rounding
from optimize.routing.model import Client, Depot, Model, Stop, Vehicle


def read_split(text: str, convention: str | None = None) -> Instance:
    """The instance; every demand may be shared out unit by unit. Numbers count, line ends do not."""
    values = _values(text)
    if len(values) < 2 or values[0] < 1 or values[0] != int(values[0]) or values[1] <= 0:
        raise BadFile("首行", "应为客户数和车辆容量两个正数", "请对照 SDVRP 格式改正")
    customers, capacity = int(values[0]), values[1]
    check_size(customers + 1)
    wanted = 2 + customers + 2 * (customers + 1)
    if len(values) != wanted:
        raise BadFile(
            "文件",
            f"{customers} 个客户应有 {wanted} 个数（首行、需求、车场和客户坐标），实有 {len(values)} 个",
            "请检查客户数，补齐需求或坐标",
        )
    demands = np.array(values[2 : 2 + customers])
    if (demands < 0).any():
        raise BadFile("需求", f"客户 {int(np.argmax(demands < 0)) + 1} 的需求为负", "请改为不小于 0 的数")
    way = rounding(convention or "round")
    lengths = euclidean(np.array(values[2 + customers :]).reshape(-1, 2))
    unit = load_unit([*demands.tolist(), capacity])
    whole = [round(demand * unit) for demand in demands.tolist()]
    enough = max(customers, 2 * -(-sum(whole) // round(capacity * unit)))
    model = Model(
        travel=(way.travel(lengths),),
        depots=(Depot(0),),
        vehicles=(Vehicle(count=enough, capacity=(round(capacity * unit),)),),
        clients=tuple(
            Client(Stop(number), (load,), units=max(1, load), name=str(number)) for number, load in enumerate(whole, 1)
        ),
    )
    scale = float(way.scale if way.real else 1)
    return Instance(model, (way.lengths(lengths),), (0.0,), (1.0,), (), scale, way.name)


def _values(text: str) -> list[float]:
    values = []
    for number, line in enumerate(text.splitlines(), start=1):
        for word in line.replace(",", " ").split():
            try:
                values.append(finite(word))
            except ValueError:
                raise BadFile(f"第 {number} 行", f"“{word[:20]}”不是数", "请对照 SDVRP 格式改正该行") from None
    return values

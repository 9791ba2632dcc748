"""How often one address may ask: a sliding window in the memory of each web process.

It keeps a flood from the database, so it does not count there: several processes together admit as many times more.
What must hold over all of them (failed sign-ins, uses of tokens) is counted in the database.
"""

import ipaddress
import time
from collections import OrderedDict, deque
from typing import Any

from fastapi import Depends, Request

from app.kernel.errors import TooMany

_WINDOW_S = 60.0
_KEYS_LIMIT = 10_000
"""Addresses that are remembered at once; whoever asked longest ago is forgotten first."""


def network_of(address: str) -> str:
    """What counts as one address: an IPv6 customer owns a whole /64."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((found, 64), strict=False) if found.version == 6 else found)


class Window:
    """At most ``limit`` moments within ``_WINDOW_S`` per key."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._moments: OrderedDict[str, deque[float]] = OrderedDict()

    def admits(self, key: str, now: float) -> bool:
        """Whether the key may ask at ``now`` (monotonic seconds); counts it if so."""
        moments = self._moments.setdefault(key, deque(maxlen=self.limit))
        self._moments.move_to_end(key)
        if len(self._moments) > _KEYS_LIMIT:
            self._moments.popitem(last=False)
        if len(moments) == self.limit and now - moments[0] < _WINDOW_S:
            return False
        moments.append(now)
        return True


def limited(name: str, per_minute: int) -> Any:
    """A dependency of a route: refuses (429) an address that asks more often; routes of one ``name`` count together."""

    async def admitted(request: Request) -> None:
        state = request.app.state
        if not hasattr(state, "windows"):
            state.windows = {}
        window: Window = state.windows.setdefault(name, Window(per_minute))
        if not window.admits(network_of(request.client.host if request.client else ""), time.monotonic()):
            raise TooMany(f"来自您的网络地址的请求太多（每分钟最多 {per_minute} 次），请一分钟后再试。")

    return Depends(admitted)

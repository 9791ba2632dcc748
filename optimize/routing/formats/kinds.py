"""What the TYPE of a VRPLIB file means, in the names of PyVRP, LKH and the classic collections."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """``rounding`` is how the literature rounds such files, "" where the data tell. ``open``: routes end at their last
    stop; ``alone``: one vehicle; ``backhauls_last``: pickups come after all deliveries, and never alone; ``amounts``:
    the last two columns of PICKUP_AND_DELIVERY are loads from and to a node (else they name partners); ``split``:
    loads may be shared out; ``hundredths``: costs are in hundredths, the objective is told in whole units.
    """

    rounding: str = ""
    open: bool = False
    alone: bool = False
    backhauls_last: bool = False
    amounts: bool = False
    split: bool = False
    hundredths: bool = False


CLASSIC = Kind()
_DIMACS, _EXACT = Kind("dimacs"), Kind("exact")
_OPEN, _ALONE = Kind(open=True), Kind("round", alone=True)
_BACKHAULS, _BOTH_WAYS = Kind("round", backhauls_last=True), Kind(amounts=True)
KINDS: dict[str, Kind] = {
    **dict.fromkeys(("CVRP", "VRP", "ACVRP", "DCVRP", "DVRP", "ADCVRP", "MDVRP"), CLASSIC),
    **dict.fromkeys(("VRPTW", "CVRPTW", "PCVRPTW", "MTVRPTWR"), _DIMACS),
    **dict.fromkeys(("MDVRPTW", "SDVRPTW"), _EXACT),
    **dict.fromkeys(("OVRP", "COVRP"), _OPEN),
    "OVRPTW": Kind("dimacs", open=True),
    **dict.fromkeys(("TSP", "ATSP", "TSPTW", "PDTSP"), _ALONE),
    **dict.fromkeys(("VRPB", "VRPBTW"), _BACKHAULS),
    **dict.fromkeys(("VRPSPD", "VRPSPDTW", "VRPMPD", "VRPMPDTW"), _BOTH_WAYS),
    **dict.fromkeys(("PDP", "PDPTW", "VRPPD", "VRPPDTW"), CLASSIC),
    "GVRP": Kind("round"),
    "HFVRP": Kind("exact", hundredths=True),
    "SDVRP": Kind("round", split=True),
}

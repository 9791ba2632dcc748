"""What is still to be carried while trucks are being filled."""

from collections import defaultdict

from optimize.goods.freight import Freight, Leg


class Pool:
    """Units left per parcel, and per leg what is open on it, most urgent first."""

    def __init__(self, freight: Freight, left: list[int] | None = None) -> None:
        self.freight = freight
        self.left = [parcel.flow.quantity for parcel in freight.parcels] if left is None else left
        self.open: dict[Leg, list[int]] = defaultdict(list)
        self.cm3: dict[Leg, int] = defaultdict(int)
        self.grams: dict[Leg, int] = defaultdict(int)
        self.legs_from: dict[int, set[Leg]] = defaultdict(set)
        self.legs_to: dict[int, set[Leg]] = defaultdict(set)
        self.due_at = [0] * len(freight.shelters)
        """cm³ still to come per shelter."""
        for number in freight.by_rank:
            if self.left[number]:
                self._put(number)

    def take(self, parcel: int, quantity: int) -> None:
        """A truck carries these units."""
        row = self.freight.parcels[parcel]
        self._shrink(row.leg, row.unit_cm3 * quantity, row.unit_g * quantity)
        self.left[parcel] -= quantity
        if not self.left[parcel]:
            self._close(parcel)

    def give_up(self, parcel: int) -> None:
        """No truck can carry the rest of this parcel; it stays in ``left``."""
        row = self.freight.parcels[parcel]
        self._shrink(row.leg, row.unit_cm3 * self.left[parcel], row.unit_g * self.left[parcel])
        self._close(parcel)

    def _put(self, parcel: int) -> None:
        row = self.freight.parcels[parcel]
        self.open[row.leg].append(parcel)
        self.legs_from[row.source].add(row.leg)
        self.legs_to[row.shelter].add(row.leg)
        self._shrink(row.leg, -row.unit_cm3 * self.left[parcel], -row.unit_g * self.left[parcel])

    def _shrink(self, leg: Leg, cm3: int, grams: int) -> None:
        self.cm3[leg] -= cm3
        self.grams[leg] -= grams
        self.due_at[leg[1]] -= cm3

    def _close(self, parcel: int) -> None:
        row = self.freight.parcels[parcel]
        self.open[row.leg].remove(parcel)
        if not self.open[row.leg]:
            del self.open[row.leg]
            self.legs_from[row.source].discard(row.leg)
            self.legs_to[row.shelter].discard(row.leg)

"""The one rule of what may be used, as SQL: on hand, reserved, expired, unusable, city's, available of every balance.

Available = on hand − reserved, of usable goods of the district that are good through the day asked about. Search,
planning and gap analysis all read it here; ``books`` applies the same rule to goods under lock.
"""

from datetime import date

from sqlalchemy import BigInteger, ColumnElement, Select, Subquery, and_, case, cast, func, select
from sqlmodel import col

from app.inventory.models import Balance, Condition, Lot, Owner, Reservation

_KEY = ("site_id", "bin_id", "item_id", "lot_id", "owner", "condition")


def reserved_by_balance() -> Subquery:
    """Active reservations summed by balance."""
    key = [getattr(Reservation, name) for name in _KEY]
    total = cast(func.sum(col(Reservation.quantity)), BigInteger).label("quantity")
    return select(*key, total).where(col(Reservation.released_at).is_(None)).group_by(*key).subquery("reserved")


def is_expired(on: date) -> ColumnElement[bool]:
    """Goods are good through the day that is printed on them."""
    return func.coalesce(col(Lot.expires_on) < on, False)


def stock(on: date) -> Select[tuple[Balance, Lot, int, int, int, int, int]]:
    """Balances that hold anything: (balance, lot, reserved, unusable, expired, city, available); add filters and order.

    On hand is the sum of the five; goods that are held and spoilt count as reserved. ``city``: usable goods that are
    kept for the city and wait for its release.
    """
    held = reserved_by_balance()
    reserved = func.coalesce(held.c.quantity, 0)
    rest = col(Balance.quantity) - reserved
    unusable = col(Balance.condition) != Condition.USABLE
    expired = and_(~unusable, is_expired(on))
    city = and_(~unusable, ~is_expired(on), col(Balance.owner) == Owner.CITY)
    available = and_(~unusable, ~is_expired(on), col(Balance.owner) == Owner.DISTRICT)
    return (
        select(
            Balance,
            Lot,
            reserved.label("reserved"),
            *(
                case((which, rest), else_=0).label(name)
                for name, which in (("unusable", unusable), ("expired", expired), ("city", city))
            ),
            case((available, rest), else_=0).label("available"),
        )
        .join(Lot, col(Lot.id) == col(Balance.lot_id))
        .outerjoin(held, and_(*(held.c[name] == getattr(Balance, name) for name in _KEY)))
        .where(col(Balance.quantity) != 0)
    )

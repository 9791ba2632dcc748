"""Who acts, with which right, and where."""

from app.auth.actor import Actor, Forbidden, acting, acting_anyone, acting_either, open_to_all, somebody
from app.auth.models import Person
from app.auth.rights import Act, Right, Role, Subject
from app.auth.scope import EVERYWHERE, Scope

__all__ = [
    "EVERYWHERE",
    "Act",
    "Actor",
    "Forbidden",
    "Person",
    "Right",
    "Role",
    "Scope",
    "Subject",
    "acting",
    "acting_anyone",
    "acting_either",
    "open_to_all",
    "somebody",
]

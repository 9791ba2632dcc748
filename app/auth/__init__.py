"""Who acts, and with which role."""

from app.auth.actor import Actor
from app.auth.models import Person, Role

__all__ = ["Actor", "Person", "Role"]

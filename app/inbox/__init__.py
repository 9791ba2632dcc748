"""What a person should look at, kept until it is read."""

from app.inbox.models import Kind
from app.inbox.service import Notice, settle, tell, tell_holders, tell_person

__all__ = ["Kind", "Notice", "settle", "tell", "tell_holders", "tell_person"]

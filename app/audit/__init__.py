"""Who did what: recorded in the act's own transaction, sealed into a chain."""

from app.audit.models import Outcome
from app.audit.recording import Act, Refusal, begin, by_machine, done, exports, machine, record, refuse

__all__ = ["Act", "Outcome", "Refusal", "begin", "by_machine", "done", "exports", "machine", "record", "refuse"]

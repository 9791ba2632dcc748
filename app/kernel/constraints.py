"""What a violated constraint means in words. Rooms register their constraints beside their models."""

import re
from collections.abc import Mapping

from sqlalchemy.exc import IntegrityError

from app.kernel.errors import Conflict, Problem

_registered: dict[str, tuple[type[Problem], str]] = {}

_NAMED = re.compile(r'constraint "([^"]+)"')
_GENERAL = {
    "23505": "已有相同的记录，不能重复。",
    "23503": "所引用的记录不存在，或仍被其他记录使用。",
    "23514": "数值不符合规定。",
    "23502": "缺少必填内容。",
}


def explain(meanings: Mapping[str, str], problem: type[Problem] = Conflict) -> None:
    """Say what it means to break each of these constraints (full names, e.g. ``ck_balance_not_negative``)."""
    _registered.update({name: (problem, words) for name, words in meanings.items()})


def problem_of(error: IntegrityError) -> Problem:
    """The problem registered for the broken constraint, else a general conflict."""
    cause = getattr(error.orig, "__cause__", None)
    name = getattr(cause, "constraint_name", None) or _named(str(error.orig))
    if name in _registered:
        problem, words = _registered[name]
        return problem(words)
    state = str(getattr(error.orig, "sqlstate", "") or "")
    return Conflict(_GENERAL.get(state, "数据不符合规定。"))


def _named(message: str) -> str:
    found = _NAMED.search(message)
    return found.group(1) if found else ""

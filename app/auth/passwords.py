"""Passwords: hashed with Argon2id outside the event loop, and judged by the profile that the policy names.

``mlps`` follows GB/T 22239-2019 level 2 (8.1.4.1: complex, changed regularly); ``asvs`` follows OWASP ASVS (long,
nothing composed, never expiring). Both refuse the account's own name, common passwords and the last five.
"""

import asyncio
import itertools
import re
import secrets
import string
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from app.auth.policy import PasswordProfile
from app.kernel.errors import Fault

HASHER = PasswordHasher(time_cost=2, memory_cost=46 * 1024, parallelism=1, hash_len=32, salt_len=16)
"""Two passes over 46 MiB: about 50 ms, twice what OWASP asks for at least (one pass over 46 MiB)."""

Result = TypeVar("Result")

HISTORY = 5
LONGEST = 128

_threads = ThreadPoolExecutor(max_workers=4, thread_name_prefix="argon2")
"""At most four at once, so that a flood of guesses takes 184 MiB and four cores, not the machine."""


async def hashed(password: str) -> str:
    return await _aside(HASHER.hash, password)


async def matches(stored: str | None, password: str) -> bool:
    """Whether the password is the stored one; without a stored one the same work is done for nothing."""
    return await _aside(_verified, stored or _nobodys(HASHER), password) and stored is not None


async def matches_any(stored: Sequence[str], password: str) -> bool:
    for one in stored:
        if await matches(one, password):
            return True
    return False


def outdated(stored: str) -> bool:
    """Whether the hash was made with weaker parameters than today's."""
    return HASHER.check_needs_rehash(stored)


async def _aside(work: Callable[..., Result], *given: str) -> Result:
    return await asyncio.get_running_loop().run_in_executor(_threads, work, *given)


def _verified(stored: str, password: str) -> bool:
    try:
        return HASHER.verify(stored, password)
    except (Argon2Error, InvalidHashError):
        return False


@cache
def _nobodys(hasher: PasswordHasher) -> str:
    """The hash that unknown names are tried against: of the same parameters, of a password that nobody has."""
    return hasher.hash(secrets.token_urlsafe(32))


@dataclass(frozen=True)
class Rules:
    shortest: int
    classes: int
    """How many of lower case, upper case, digits and signs must occur."""
    valid_for: timedelta | None

    def expired(self, set_at: datetime | None, now: datetime) -> bool:
        return set_at is None or (self.valid_for is not None and now >= set_at + self.valid_for)


RULES = {
    PasswordProfile.MLPS: Rules(shortest=8, classes=3, valid_for=timedelta(days=90)),
    PasswordProfile.ASVS: Rules(shortest=12, classes=1, valid_for=None),
}

_CLASSES = ("[a-z]", "[A-Z]", "[0-9]", "[^a-zA-Z0-9]")
_SWAPS = str.maketrans("@4301!5$7", "aaeoiisst")
_SIGNS = string.punctuation + " "
_BEFORE, _AFTER = re.compile(r"^[\W\d_]+"), re.compile(r"[\W\d_]+$")


def faults_of(password: str, *, name: str, person: str, rules: Rules, pointer: str = "/new") -> list[Fault]:
    """Everything that is wrong with a new password, at once; ``name`` is the account's, ``person`` its owner's."""
    words = []
    if len(password) < rules.shortest:
        words.append(f"至少 {rules.shortest} 个字符")
    if len(password) > LONGEST:
        words.append(f"最多 {LONGEST} 个字符")
    if sum(bool(re.search(kind, password)) for kind in _CLASSES) < rules.classes:
        words.append(f"小写字母、大写字母、数字、符号中至少 {rules.classes} 种")
    if any(own and own.casefold() in password.casefold() for own in (name, person)):
        words.append("不能含有账号或姓名")
    if common(password):
        words.append("太常见，容易被猜到，请换一个")
    return [Fault(pointer, one) for one in words]


def common(password: str) -> bool:
    """Whether guessers try it first: a known stem with digits and signs around it, a row of keys, few characters."""
    plain = password.casefold()
    if len(set(plain)) <= 2 or _in_a_row(plain):
        return True
    ends = _AFTER.sub("", plain)
    stems = {plain.strip(_SIGNS), ends, ends.translate(_SWAPS), _BEFORE.sub("", ends)}
    return any(not stem or stem in _stems() or _repeated(stem) in _stems() for stem in stems)


def _in_a_row(plain: str) -> bool:
    """12345678, 87654321, abcdefgh: each character the neighbour of the one before."""
    steps = {ord(after) - ord(before) for before, after in itertools.pairwise(plain)}
    return steps in ({1}, {-1}, {0})


def _repeated(stem: str) -> str:
    """``abcabc`` → ``abc``; anything else stays as it is."""
    half = len(stem) // 2
    return stem[:half] if len(stem) % 2 == 0 and stem[:half] == stem[half:] else stem


@cache
def _stems() -> frozenset[str]:
    lines = (Path(__file__).parent / "common_passwords.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))

"""What a new password must be, under both profiles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.auth.passwords import HASHER, RULES, common, faults_of
from app.auth.policy import PasswordProfile

MLPS, ASVS = RULES[PasswordProfile.MLPS], RULES[PasswordProfile.ASVS]


@pytest.mark.parametrize(
    ("password", "mlps", "asvs"),
    [
        ("Ab3$kLm9", 0, 1),
        ("Ab3$kL", 1, 1),
        ("abcdkmnpw", 1, 1),
        ("ABCD1234efgh5678", 0, 0),
        ("correct horse battery", 1, 0),
        ("Wanger-77-door", 1, 1),
        ("王二-Door-7788", 1, 1),
        ("Password2024!", 1, 1),
        ("abc", 3, 2),
        ("x" * 129, 3, 2),
    ],
)
def test_all_faults_are_told_at_once(password: str, mlps: int, asvs: int) -> None:
    for rules, wrong in ((MLPS, mlps), (ASVS, asvs)):
        assert len(faults_of(password, name="wanger", person="王二", rules=rules)) == wrong, rules


@pytest.mark.parametrize(
    "password",
    [
        "Password1!", "P@ssw0rd2024", "@dmin2024", "Yingcang@2026", "1qaz2wsx!", "Qwer!1234", "88888888aA",
        "12345678", "87654321", "abcdefgh", "aaaaaaaa", "Woaini1314!", "Aa123456", "ADMINadmin1!", "Beibei2026#",
    ],
)  # fmt: skip
def test_what_guessers_try_first_is_refused(password: str) -> None:
    assert common(password)


@pytest.mark.parametrize("password", ["Ab3$kLm9", "T7#rain-door", "山高水长-8848", "mX9!qT2z"])
def test_what_they_do_not_is_taken(password: str) -> None:
    assert not common(password)


@given(st.text(max_size=40))
def test_any_text_is_judged(password: str) -> None:
    faults_of(password, name="wanger", person="王二", rules=MLPS)


def test_a_hash_costs_what_was_decided() -> None:
    assert (HASHER.time_cost, HASHER.memory_cost, HASHER.parallelism) == (2, 46 * 1024, 1)
    assert HASHER.hash("x").startswith("$argon2id$v=19$m=47104,t=2,p=1$")

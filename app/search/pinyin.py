"""Chinese names as they are typed on a Latin keyboard: whole pinyin and initials, every reading of a character."""

from functools import lru_cache
from itertools import islice, product

READINGS = 64
"""Readings of one name that are kept; names hold few characters with several."""


def _other(text: str) -> str:
    """What is not Chinese stays itself."""
    return text.lower()


@lru_cache(maxsize=100_000)
def spelled(name: str) -> tuple[str, ...]:
    """``重庆`` → zhongqing, chongqing, zq, cq. Letters and digits stay themselves, in lower case."""
    from pypinyin import Style, pinyin  # its tables take a second to load, and most commands never search

    found: dict[str, None] = {}
    for style in (Style.NORMAL, Style.FIRST_LETTER):
        readings = pinyin(name, style=style, heteronym=True, errors=_other)
        for reading in islice(product(*readings), READINGS):
            found["".join(reading).replace(" ", "")] = None
    return tuple(found)


def match(wanted: str, name: str, *others: str) -> int | None:
    """How well ``wanted`` fits: 0 the whole name, 1 its beginning, 2 inside it, 3 and 4 its pinyin; None not at all."""
    sought = wanted.casefold().replace(" ", "")
    for text in (name, *others):
        plain = text.casefold()
        if plain == sought:
            return 0
        if plain.startswith(sought):
            return 1
        if sought in plain:
            return 2
    if not sought.isascii():
        return None
    if any(spelling.startswith(sought) for spelling in spelled(name)):
        return 3
    return 4 if any(sought in spelling for spelling in spelled(name)) else None

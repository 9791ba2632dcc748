"""What is wrong with a problem, where, and what to do about it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """What is wrong at ``field`` (a JSON path) and what to do about it."""

    field: str
    message: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.field}：{self.message}；{self.remedy}"

"""What the tests run in the solver's child."""

import os
import time
from collections.abc import Callable
from typing import Any

Progress = Callable[[dict[str, Any]], None]
Stopped = Callable[[], bool]


def echo(payload: str, progress: Progress, stopped: Stopped) -> str:
    """Answers with its payload after two steps; what it prints must not disturb anything."""
    print("noise on standard output")
    os.write(1, b"and below Python\n")
    progress({"stage": "first", "fraction": 0.5})
    progress({"stage": "second", "fraction": 1.0})
    return payload


def patient(payload: str, progress: Progress, stopped: Stopped) -> str:
    """Works until it is asked to stop, then answers with its best so far."""
    while not stopped():
        progress({"stage": "working", "text": str(os.getpid())})
        time.sleep(0.02)
    return "best so far"


def deaf(payload: str, progress: Progress, stopped: Stopped) -> str:
    """Never listens."""
    progress({"stage": "deaf", "text": str(os.getpid())})
    time.sleep(600)
    return ""


def broken(payload: str, progress: Progress, stopped: Stopped) -> str:
    raise ValueError("算不出来")


def dead(payload: str, progress: Progress, stopped: Stopped) -> str:
    os._exit(137)


def greedy(payload: str, progress: Progress, stopped: Stopped) -> str:
    return str(len(bytearray(64 * 1024**3)))

"""How runs end: softly on the first Ctrl-C, at once on the second, and children with their parents."""

import contextlib
import ctypes
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

_PR_SET_PDEATHSIG = 1


@contextmanager
def soft_stop(words: str) -> Iterator[Callable[[], bool]]:
    """Whether Ctrl-C has asked to stop, which ``words`` then confirm; a second one ends the process there and then."""
    asked = False

    def ask(_signal: int, _frame: FrameType | None) -> None:
        nonlocal asked
        asked = True
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        with contextlib.suppress(OSError):
            os.write(sys.stderr.fileno(), f"{words}\n".encode())  # print may be what has been interrupted

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield lambda: asked
    finally:
        if not asked:
            signal.signal(signal.SIGINT, before)


def die_with(parent: int) -> None:
    """The kernel kills this process when the parent dies, even while a solver holds the interpreter."""
    with contextlib.suppress(OSError, AttributeError):  # not Linux: what else tells of the parent's end must do
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)

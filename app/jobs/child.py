"""The solver's child process: imports the target ahead of time, does one task, and ends.

It talks to its parent over two pipes with one JSON object a line, so that nothing a solver prints can get in between.
Run as ``python -m app.jobs.child READ_FD WRITE_FD PARENT_PID MEMORY_BYTES MODULE``.
"""

import importlib
import json
import os
import resource
import signal
import sys
import threading
import traceback
from typing import Any, TextIO

from optimize.ending import die_with


class Channel:
    """Messages to the parent; also what is heard from it."""

    def __init__(self, reader: TextIO, writer: TextIO) -> None:
        self.reader, self.writer = reader, writer
        self.stopped = threading.Event()
        self._lock = threading.Lock()

    def tell(self, **message: Any) -> None:
        with self._lock:
            self.writer.write(json.dumps(message, ensure_ascii=False) + "\n")
            self.writer.flush()

    def listen(self) -> None:
        """Any further line asks for a soft stop; the end of the pipe means that the parent is gone."""
        for _ in self.reader:
            self.stopped.set()
        os._exit(1)


def main() -> None:
    reader, writer, parent, memory = (int(part) for part in sys.argv[1:5])
    die_with(parent)  # where that is not to be had, the closed pipe ends us instead
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in the terminal is for the parent, which asks us to stop
    if memory:
        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    channel = Channel(os.fdopen(reader, encoding="utf-8"), os.fdopen(writer, "w", encoding="utf-8"))
    module = importlib.import_module(sys.argv[5])
    channel.tell(ready=True)
    line = channel.reader.readline()
    if not line:
        return
    threading.Thread(target=channel.listen, daemon=True).start()
    task = json.loads(line)
    try:
        result = getattr(module, task["function"])(
            task["payload"], lambda told: channel.tell(progress=told), channel.stopped.is_set
        )
        channel.tell(result=result)
    except MemoryError:
        channel.tell(error="内存不足", memory=True)
    except BaseException as error:
        channel.tell(error=str(error) or type(error).__name__, traceback=traceback.format_exc())
    os._exit(0)  # native threads of a solver must not hold us up


if __name__ == "__main__":
    main()

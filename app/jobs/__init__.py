"""Work that outlives a request: queue (enqueue, cancel, register), worker, solver child, schedule."""

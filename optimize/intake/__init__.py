"""Reading a problem: consistent, or all its faults at once."""

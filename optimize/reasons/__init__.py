"""Why something is short, what would help, and why a line is as it is."""

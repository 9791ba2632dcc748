"""What one person submits and another approves: which acts need it, what waits, who decided."""

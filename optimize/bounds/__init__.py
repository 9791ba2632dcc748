"""How good any plan could be at most."""

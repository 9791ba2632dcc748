"""Which vehicle carries what, and when."""

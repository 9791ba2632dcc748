"""A plan taken up again on a changed problem."""

"""The checks behind ``optimize.validate``, one module per subject. They share no code with the planner."""

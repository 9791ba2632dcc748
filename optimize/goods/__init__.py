"""Which goods go from where to which shelter."""

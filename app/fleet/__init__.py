"""Vehicles of the district and of its hauliers."""

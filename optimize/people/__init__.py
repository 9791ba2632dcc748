"""Who goes to which shelter, and how they get there."""

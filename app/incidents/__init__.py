"""Incidents: what happened where, who must move, which roads are closed, which help is wanted."""

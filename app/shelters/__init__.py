"""Shelters: safe places for people, and what they are exposed to."""

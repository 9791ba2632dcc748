"""Rescue teams and the assembly profile they are measured against."""

"""Keeping what came in. Called by journeys, inside their transaction."""

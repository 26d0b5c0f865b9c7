"""Reads about the team, its groups, and who is mentioned."""

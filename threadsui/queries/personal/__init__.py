"""Reads about what people keep for themselves, or share under a name."""

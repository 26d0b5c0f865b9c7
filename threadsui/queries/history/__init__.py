"""Reads about what has happened: creates, API calls, audit events, operations."""

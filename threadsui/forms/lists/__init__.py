"""Filters and searches of the lists, what a list shows, and what its records are chosen for."""

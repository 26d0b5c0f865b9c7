"""Reads about threads: the list, one page, exports, and what belongs to a thread."""

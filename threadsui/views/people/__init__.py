"""The team, for admins; one's own account; the ways in."""

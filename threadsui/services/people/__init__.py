"""The people of the team: their accounts, roles and groups, and the ways in."""

"""One thread that exists: changed, refreshed, deleted, added to, compared with its server, held."""

"""The conditions of a search, put to the database: `narrowing` chooses the plan, `texts` is the one interface to both
engines' full-text indexes.
"""

"""Django's SQLite backend, in which the threads of one process take turns at writing."""

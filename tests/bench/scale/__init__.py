"""`make bench-scale`: the console at 10,000 and at 1,000,000 threads, beside Django's own admin over the same tables.

`__main__` builds a database for each engine and size (`load`, with `material` and `rows`), or takes the one that is
there, and starts `measure` on it as a process of its own; `report` prints the figures and judges them by the goals.
"""

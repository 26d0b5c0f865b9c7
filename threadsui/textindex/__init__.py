"""The index of what threads are searched by: one row of text for each thread, and the engine's full-text index of it.

Triggers keep both, in the transaction of whatever changes a thread, a message or a note; no code needs to remember it.
"""

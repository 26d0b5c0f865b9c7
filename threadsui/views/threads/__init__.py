"""One thread: its page and drawer, and what can be done with it there."""

"""The forms of a connection: a server's, the sandbox's, the retention rule."""

"""What every call to a server goes through: a warm client, its key, each attempt kept, what a failure means."""

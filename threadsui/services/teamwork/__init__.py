"""Working together on threads: assignees, tags, notes and mentions. No server is called."""

"""Working together: notes, mentions, tags, assignees."""

"""The overview: today's numbers, what needs a person, trends."""

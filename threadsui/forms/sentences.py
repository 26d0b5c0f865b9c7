"""What a form says when something is wrong: what it is, which limit, what to do."""

NOTHING_SENT = "Nothing has been sent."


def too_long(length, limit, noun):
    return (
        f"This {noun} is {length:,} characters; the limit is {limit:,}. "
        f"Shorten it by {length - limit:,}. {NOTHING_SENT}"
    )


def too_many(count, limit, noun):
    return f"There are {count:,} {noun}; the limit is {limit:,}. Remove {count - limit:,}. {NOTHING_SENT}"


def from_schema(problem):
    """What the contract alone refuses, after the form's own checks: rare, so in the contract's words."""
    return f"{problem.message} Correct it. {NOTHING_SENT}"

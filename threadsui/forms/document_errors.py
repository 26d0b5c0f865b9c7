"""What is said about a document that cannot be read, and the limits that keep reading it cheap."""

DEPTH_MAX = 50
VALUES_MAX = 30_000  # the largest form that can be shown has some 6,000
TOO_DEEP = f"It is nested deeper than {DEPTH_MAX} levels. No request is. Correct it."
TOO_MANY = f"It holds more than {VALUES_MAX:,} values. No request does. Make it smaller."


class DocumentError(ValueError):
    """What is wrong with the text, where, and what to do about it."""


def visible(text):
    """Text that can be shown, whatever is in it."""
    return str(text)[:200].encode(errors="backslashreplace").decode().replace("\x00", "\\u0000")

"""What a search says of the status of an answer."""

from django.db.models import Q


def with_status(name: str, status: str) -> Q:
    """The condition for a field: `4xx` for all of 400 to 499, `429` for the one, `none` for no answer."""
    if status == "none":
        return Q(**{name: None})
    if status.endswith("xx"):
        first = int(status[0]) * 100
        return Q(**{f"{name}__gte": first, f"{name}__lt": first + 100})
    return Q(**{name: int(status)})

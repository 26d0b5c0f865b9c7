from django.utils.functional import lazy


def _said(message, values):
    return str(message) % values


_lazily = lazy(_said, str)


def said(message: str, **values: object) -> str:
    """`message % values`, put into the reader's language when it is shown."""
    return _lazily(message, values)

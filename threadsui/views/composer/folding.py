"""Which messages of the composer are open, so that a form that is drawn again has the same ones open.

The page says so in a header, not in the form: what is sent is the same, whatever is open.
"""

HEADER = "Open-Messages"  # their indexes, with spaces between: `0 4 31`


def keep_open(request, rows):
    """Note it in `rows`, the `initial` of each message; without scripts the page does not say."""
    said = request.headers.get(HEADER)
    if said is None:
        return
    indexes = said.split()
    for index, row in enumerate(rows):
        row["is_open"] = str(index) in indexes

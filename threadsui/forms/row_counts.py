"""Can the posted numbers of rows be trusted? Looked at once, before any row is made."""

import re

from django.forms.formsets import TOTAL_FORM_COUNT

from .sentences import NOTHING_SENT

ROWS_MAX = 2_000  # of all formsets together; about what 10,000 fields can hold
SUFFIX = f"-{TOTAL_FORM_COUNT}"
FORMSET = re.compile(r"messages(-\d+-(parts|attachments|metadata))?|metadata|vector_store-metadata")
ROW = re.compile(r"-\d+-")


def too_many_rows(data):
    """A sentence when the management forms announce more rows than one form should hold, else None."""
    total = sum(_number(data[name]) for name in data if name.endswith(SUFFIX))
    if total <= ROWS_MAX:
        return None
    return f"The form has more than {ROWS_MAX:,} rows. {NOTHING_SENT} Make it smaller and send it again."


def uncounted_rows(data):
    """A sentence when there are rows of a formset without its management form, else None.

    An absent management form means no rows; rows that are there all the same would be lost in silence.
    """
    for name in data:
        for row in ROW.finditer(name):
            formset = name[: row.start()]
            if formset + SUFFIX not in data and FORMSET.fullmatch(formset):
                return (
                    f"“{name}” came without “{formset}{SUFFIX}”, which says how many rows there are. "
                    f"{NOTHING_SENT} Add it and send the form again."
                )
    return None


def _number(text):
    return int(text) if re.fullmatch(r"[0-9]{1,9}", str(text)) else 0

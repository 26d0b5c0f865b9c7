"""Can the posted numbers of rows be trusted? Looked at once, before any row is made."""

import re

from django.forms.formsets import TOTAL_FORM_COUNT
from django.utils.translation import gettext as _

from threadsui.words import number

from ..sentences import unsent

ROWS_MAX = 2_000  # of all formsets together; about what 10,000 fields can hold
SUFFIX = f"-{TOTAL_FORM_COUNT}"
FORMSET = re.compile(r"messages(-\d+-(parts|attachments|metadata))?|metadata|vector_store-metadata")
ROW = re.compile(r"-\d+-")


def too_many_rows(data):
    """A sentence when the management forms announce more rows than one form should hold, else None."""
    total = sum(_number(data[name]) for name in data if name.endswith(SUFFIX))
    if total <= ROWS_MAX:
        return None
    many = unsent(_("The form has more than %(max)s rows.") % {"max": number(ROWS_MAX)})
    return f"{many} {_('Make it smaller and send it again.')}"


def uncounted_rows(data):
    """A sentence when there are rows of a formset without its management form, else None.

    An absent management form means no rows; rows that are there all the same would be lost in silence.
    """
    for name in data:
        for row in ROW.finditer(name):
            formset = name[: row.start()]
            if formset + SUFFIX not in data and FORMSET.fullmatch(formset):
                return uncounted(name, formset + SUFFIX)
    return None


def uncounted(field, count):
    """That `field` came without the field `count` that makes it count."""
    said = _("“%(field)s” came without “%(count)s”, which says how many rows there are.")
    lost = unsent(said % {"field": field, "count": count})
    return f"{lost} {_('Add it and send the form again.')}"


def _number(text):
    return int(text) if re.fullmatch(r"[0-9]{1,9}", str(text)) else 0

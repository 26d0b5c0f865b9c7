"""How long a connection's server will be there: said wherever it is used."""

from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

TOLD_FROM = 180  # days before the end
SOON = 30  # days


def lifetime_notice(connection):
    """`tone`, `title`, `text` of a banner; None while the end is far or unknown."""
    days = connection.days_left if connection else None
    if days is None or days > TOLD_FROM:
        return None
    day = dateformat.format(connection.end_of_life, pgettext("date format", "j F Y"))
    values = {"connection": connection, "day": day}
    if days < 0:
        return {
            "tone": "danger",
            "title": _("%(connection)s ended on %(day)s.") % values,
            "text": _("It may refuse what you send. Choose another connection if there is one."),
        }
    values["when"] = in_days(days)
    return {
        "tone": "warn" if days <= SOON else "info",
        "title": _("%(connection)s ends %(when)s, on %(day)s.") % values,
        "text": _("Threads that it holds stay in this console's record."),
    }


def in_days(days):
    """ "today", "tomorrow", "in 12 days"."""
    if days == 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    return ngettext("in %(days)s day", "in %(days)s days", days) % {"days": days}

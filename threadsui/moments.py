"""Moments as a page shows them: in the reader's zone and words, with UTC in the title."""

import datetime
import functools

from django.utils import dateformat, timezone
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import pgettext_lazy

MOMENTS = {
    "long": pgettext_lazy("date format", "j M Y, H:i:s T"),
    "minute": pgettext_lazy("date format", "j M Y, H:i"),
    "seconds": pgettext_lazy("date format", "H:i:s"),
    "stamp": pgettext_lazy("date format", "j M H:i:s"),
    "day": pgettext_lazy("date format", "l j F Y"),
    "time": pgettext_lazy("date format", "H:i"),
    "date": pgettext_lazy("date format", "j M H:i"),
    "year": pgettext_lazy("date format", "j M Y"),
}


class Moments:
    """Draws the moments of one page: zone, day and formats of the reader are asked for once."""

    def __init__(self) -> None:
        self.zone = timezone.get_current_timezone()
        self.today = timezone.now().astimezone(self.zone).date()
        self._format = functools.cache(lambda style: str(MOMENTS[style]))

    def drawn(self, value: datetime.datetime, style: str = "short") -> SafeString:
        local = value.astimezone(self.zone)
        utc = value.astimezone(datetime.UTC).isoformat(timespec="milliseconds")
        day, time = utc[:10], utc[11:23]
        shown = dateformat.format(
            local, self._format(style if style in MOMENTS else self._short_style(local))
        )
        return SafeString(
            f'<time datetime="{day}T{time}Z" title="{day} {time[:8]} UTC">{escape(shown)}</time>'
        )

    def _short_style(self, local: datetime.datetime) -> str:
        if local.date() == self.today:
            return "time"
        return "date" if local.year == self.today.year else "year"

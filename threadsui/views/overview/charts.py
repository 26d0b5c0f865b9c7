"""The geometry of the overview's charts, as attributes of SVG elements: the policy allows no style attributes.

Across, everything is in per cent, so that a chart fills any width and its letters keep their size; down, it is in
pixels.
"""

from dataclasses import dataclass
from math import ceil, floor, log10

from django.utils.translation import gettext as _

from threadsui.words import number

from .stats import latency_words

TOP = 13
BOTTOM = 330
GUTTER = 6.0  # per cent left of the plot, for the numbers
GAP = 1.5  # pixels between the parts of a bar
THINNEST = 2.5  # pixels: one failure among a thousand is still seen
BAR = 0.6  # of the room that each day has

ROW = 40  # pixels of one connection in the chart of latencies
RAIL = 26  # pixels from the top of a row to its line


@dataclass(frozen=True)
class DayNumbers:
    """What became of the creates of one day."""

    name: str  # "Friday 20 November"
    label: str  # below the bar; empty for most days
    created: int
    refused: int
    not_sent: int
    unknown: int
    is_today: bool

    @property
    def failed(self):
        return self.refused + self.not_sent + self.unknown


def day_chart(days):
    """Stacked bars: what was created, what failed on top of it. `height` and all y are pixels."""
    ticks = scale(max((day.created + day.failed for day in days), default=0))
    highest = ticks[-1]
    room = (100 - GUTTER) / len(days)
    return {
        "height": BOTTOM + 24,
        "label_y": BOTTOM + 18,
        "gutter": percent(GUTTER),
        "number_x": percent(GUTTER - 1),
        "ticks": [{"y": _pixels(_height(tick, highest)), "label": number(tick)} for tick in ticks],
        "bars": [_bar(day, GUTTER + room * place, room, highest) for place, day in enumerate(days)],
    }


def latency_chart(latencies):
    """A line per connection: solid to the median, dashed on to the 95th percentile. Takes milliseconds."""
    ticks = scale(ceil(max((item.p95 for item in latencies), default=0)), steps=3)
    plot_bottom = ROW * len(latencies)
    return {
        "height": plot_bottom + 22,
        "plot_bottom": plot_bottom,
        "label_y": plot_bottom + 17,
        "ticks": [
            {"x": percent(100 * tick / ticks[-1]), "label": short_duration(tick), "anchor": anchor}
            for tick, anchor in zip(ticks, _anchors(len(ticks)), strict=True)
        ],
        "rows": [
            {
                **latency_words(item),
                "text_y": ROW * place + 16,
                "y": ROW * place + RAIL,
                "median_x": percent(100 * item.median / ticks[-1]),
                "p95_x": percent(100 * item.p95 / ticks[-1]),
            }
            for place, item in enumerate(latencies)
        ],
    }


def scale(highest, *, steps=4):
    """Round numbers from 0 to at least `highest`, in at most `steps` steps of 1, 2 or 5 times a power of ten."""
    highest = max(highest, 1)
    power = 10 ** floor(log10(max(highest / steps, 1)))
    step = next(step * power for step in (1, 2, 5, 10) if step * power * steps >= highest)
    return [step * count for count in range(ceil(highest / step) + 1)]


def short_duration(milliseconds):
    """ "0", "500 ms", "1.5 s" below an axis."""
    if not milliseconds:
        return "0"
    if milliseconds < 1_000:
        return _("%(number)s ms") % {"number": f"{milliseconds:g}"}
    duration = milliseconds / 1_000
    return _("%(number)s s") % {"number": number(duration, 0 if duration == int(duration) else 1)}


def percent(value):
    return f"{value:.2f}%"


def _bar(day, left, room, highest):
    created = BOTTOM - _height(day.created, highest)
    failed = max(THINNEST, BOTTOM - _height(day.failed, highest)) if day.failed else 0
    base = BOTTOM - created - (GAP if created else 0)
    return {
        "day": day,
        "x": percent(left + room * (1 - BAR) / 2),
        "width": percent(room * BAR),
        "middle": percent(left + room / 2),
        "created_y": _pixels(BOTTOM - created),
        "created_height": _pixels(created),
        "failed_y": _pixels(base - failed),
        "failed_height": _pixels(failed),
    }


def _height(number, highest):
    """The y of a number: the axis grows upwards."""
    return BOTTOM - (BOTTOM - TOP) * number / highest


def _anchors(number):
    return ["start", *["middle"] * (number - 2), "end"]


def _pixels(value):
    return f"{value:.1f}"
